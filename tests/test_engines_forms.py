"""Forms: what is written for a service is read back, whatever services do to tokens and tags."""

from __future__ import annotations

import re
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.test_engines_masking import markups, messages
from tests.texts import md
from workflow.engines.backend import Form
from workflow.engines.forms import HTML, HTML_CLASS, TOKENS, XML, join_runs, plain, runs
from workflow.engines.masking import Masked, Part, Role, assemble, mask
from workflow.model import Markup, Text

FORMS: dict[str, Form] = {"tokens": TOKENS, "xml": XML, "html": HTML, "class": HTML_CLASS}
forms = st.sampled_from(list(FORMS.values()))
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
MESSAGES = {
    "fr": "Voir [les **normes** « X1 »](https://e.org/a_b) & `co<de>` : 3 < 4, à l’[ONU](/o).[^1]",
    "en": "See [the **rules** “X1”](https://e.org/a_b) & `co<de>`: 3 < 4, at the [UN](/o).[^1]",
    "zh": "参见[**规范**“X1”](https://e.org/a_b)和`co<de>`：3 < 4，在[联合国](/o)。[^1]",
}
every_message = pytest.mark.parametrize("text", MESSAGES.values(), ids=MESSAGES)


def merged(parts: tuple[Part, ...] | list[Part]) -> list[Part]:
    """Neighbouring text in one part."""
    found: list[Part] = []
    for is_text, run in groupby(parts, lambda part: part.role is Role.TEXT):
        several = list(run)
        joined = Part(Role.TEXT, "".join(part.text for part in several))
        found += [joined] if is_text else several
    return found


@given(messages, markups, forms)
def test_what_is_written_is_read_back(text: str, markup: Markup, form: Form) -> None:
    masked = mask(Text(text, markup))
    assert form.decode(form.encode(masked), masked) == merged(masked.parts)


@given(messages, markups)
def test_xml_is_well_formed_whatever_the_text(text: str, markup: Markup) -> None:
    printable = "".join(character for character in text if character.isprintable())
    written = XML.encode(mask(Text(printable, markup)))
    etree.fromstring(f"<r>{written}</r>")


@given(st.text(), forms)
def test_any_run_of_words_survives_alone(text: str, form: Form) -> None:
    read_back = form.decode(form.encode(plain(text)), plain(text))
    assert "".join(part.text for part in read_back) == text


@given(st.text(), messages, forms)
def test_no_answer_stops_the_reader(answer: str, text: str, form: Form) -> None:
    masked = mask(md(text))
    assemble(masked, form.decode(answer, masked))


@every_form
@every_message
def test_a_message_survives_a_service_that_changes_case_and_spaces(form: Form, text: str) -> None:
    masked = mask(md(text))
    written = form.encode(masked)
    for answer in (written.upper(), written.replace(">", " >"), written.replace("<", "< ")):
        draft = assemble(masked, form.decode(answer, masked))
        assert draft is not None
        assert draft.lower() == text.lower()


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("[X1X]", "［X1X］"),
        ("[X1X]", "【 x 1 x 】"),
        ("[X1X]", "［Ｘ１Ｘ］"),
        ("[X1X]", "[Х1Х]"),  # Cyrillic
        ('<b id="1">', "<B ID='1'>"),
        ('<b id="1">', "< b id = 1 >"),
        ('<b id="1">', "＜b id=“1”＞"),
        ('<b id="1">', '<b id="1" style="direction:ltr">'),
        ("</b>", "< / b >"),
        ("</b>", "</ B>"),
    ],
)
def test_spellings_services_give_back(written: str, answer: str) -> None:
    form = TOKENS if written.startswith("[") else HTML
    masked = mask(md("Un **mot**."))
    assert written in form.encode(masked)
    back = form.encode(masked).replace(written, answer)
    assert assemble(masked, form.decode(back, masked)) == "Un **mot**."


@pytest.mark.parametrize("inside", ["", "X2", "x 2", "<i>X2</i>", "whatever they made of it"])
@pytest.mark.parametrize("form", [XML, HTML, HTML_CLASS])
def test_what_is_in_an_opaque_element_is_not_read(form: Form, inside: str) -> None:
    masked = mask(md("Un `code` ici"))
    name = "x" if form is XML else "span"
    answer = f'A <{name} id="1">{inside}</{name}> here'
    assert assemble(masked, form.decode(answer, masked)) == "A `code` here"


@every_form
def test_parts_may_come_in_another_order(form: Form) -> None:
    masked = mask(md("Un **mot** et `code`"))
    bold, code = (
        found[0]
        for found in re.finditer(
            r"\[X1X\].*\[X2X\]|<[gb] id=.*</[gb]>|\[X3X\]|<x[^>]*>|<span.*</span>",
            form.encode(masked),
        )
    )
    answer = f"{code} and a {bold}"
    assert assemble(masked, form.decode(answer, masked)) == "`code` and a **mot**"


def changed(form: Form, masked: Masked, old: str, new: str) -> str | None:
    written = form.encode(masked)
    assert old in written
    return assemble(masked, form.decode(written.replace(old, new), masked))


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        (TOKENS, "[X1X]", ""),
        (TOKENS, "[X1X]", "[X1X][X1X]"),
        (TOKENS, "[X1X]", "[X9X]"),
        (TOKENS, "[X2X]", "[X X]"),
        (XML, '<g id="1">', ""),
        (XML, "</g>", ""),
        (XML, "</g>", "</g></g>mot</g>"),
        (XML, 'x id="2"', 'x id="9"'),
        (XML, '<x id="2"/>', '<x id="2"/><x id="2"/>'),
        (HTML, '<b id="1">', "<b>"),
        (HTML, "</b>", ""),
        (HTML, "</span>", ""),
        (HTML, '<span id="2" translate="no">', ""),
        (HTML, "Un", "<i>Un</i>"),
        (TOKENS, "Un", "Un [X7X]"),
    ],
)
def test_what_is_lost_doubled_or_unknown_is_found(form: Form, old: str, new: str) -> None:
    masked = mask(md("Un **mot** et `code`."))
    assert changed(form, masked, old, new) is None


def test_references_are_read_once_and_only_whole_ones() -> None:
    answer = "R&amp;D, 3 &lt; 4, l&#39;eau, l&#x2019;or, &copy=1, AT&T"
    parts = HTML.decode(answer, plain("x"))
    assert parts == [Part(Role.TEXT, "R&D, 3 < 4, l'eau, l’or, &copy=1, AT&T")]


def test_tokens_of_the_message_itself_are_left_alone() -> None:
    masked = mask(md("Le jeton [X2X] et **gras**"))
    assert TOKENS.encode(masked) == "Le jeton [X1X]X2X[X2X] et [X3X]gras[X4X]"
    quoted = mask(Text("Le jeton [X2X] et https://e.org", "text"))
    assert TOKENS.encode(quoted) == "Le jeton [X2X] et [X3X]"


def test_a_name_that_is_kept_is_shown_to_services_that_leave_it_alone() -> None:
    masked = mask(md("La Croix-Rouge et `x<y>`"), keep=((3, 14),))
    assert XML.encode(masked) == 'La <x id="1">Croix-Rouge</x> et <x id="2"/>'
    assert HTML.encode(masked) == (
        'La <span id="1" translate="no">Croix-Rouge</span> et <span id="2" translate="no">X2</span>'
    )


@given(messages, markups)
def test_runs_put_together_are_the_message(text: str, markup: Markup) -> None:
    masked = mask(Text(text, markup))
    joined = join_runs(masked, {run: run for run in runs(masked)})
    assert joined == assemble(masked, masked.parts)
