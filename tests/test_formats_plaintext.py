"""Plain text: paragraphs and list items; layout stays, and no ordinary translation is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import documents, msgstrs
from workflow.errors import ArticleError
from workflow.formats import Document, parse
from workflow.formats.document import Translate
from workflow.formats.format import SentenceEnds
from workflow.model import Segment

LETTER = """Bureau de presse
12, rue Haute

Le registre mobile a été ouvert dans deux villages de la côte, où l’on attend
encore trois cents personnes.

  - un premier point
  - un second point, qui est si long qu’il passe à la ligne suivante après la
    marge
"""
ADDRESS = "Mairie de Lyon\n1 place de la Comédie\n69001 Lyon\n"
LONG = "Une ligne que personne n’a coupée, car un paragraphe y tient tout entier. " * 4


def texts(source: str) -> list[str]:
    return [segment.text for segment in parse(source, format="text").segments]


def test_wrapped_lines_are_one_segment_and_short_lines_stay_apart() -> None:
    assert [(s.kind, s.text) for s in parse(LETTER, format="text").segments] == [
        ("paragraph", "Bureau de presse"),
        ("paragraph", "12, rue Haute"),
        ("paragraph", "Le registre mobile a été ouvert dans deux villages de la côte, où l’on "
                      "attend encore trois cents personnes."),
        ("list item", "un premier point"),
        ("list item", "un second point, qui est si long qu’il passe à la ligne suivante après "
                      "la marge"),
    ]  # fmt: skip


def test_markers_and_indentation_stay() -> None:
    rendered = parse(LETTER, format="text").render(lambda segment: "x")
    assert rendered == "x\nx\n\nx\n\n  - x\n  - x\n"


WRAPPED_AT_119 = (
    "Le registre mobile a été ouvert dans deux villages de la côte, où l’on attend encore trois "
    "cents personnes venues des\nîles, et les agents y restent jusqu’à la fin de la semaine."
)
ADDRESS_IN_TEXT = (
    "Le texte complet se trouve sur le site du ministère, à la page qui suit,\n"
    f"https://www.example.org/{'a' * 120}\net le registre y est joint."
)


@pytest.mark.parametrize(
    ("source", "number"),
    [
        pytest.param(f"{LONG}\n{LONG}\n{LONG}", 3, id="a paragraph a line"),
        pytest.param(f"{LONG}\n« Nous restons ici avec eux », a dit la maire.\n{LONG}", 3,
                     id="a short paragraph between long ones"),
        pytest.param(f"Deux villages de la côte ouvrent leur registre mobile\n{LONG}", 2,
                     id="a heading before a long line"),
        pytest.param("政府在沿海的两个村庄开设了流动登记处。" * 5 + "\n" + "又来了三百人。" * 20, 2,
                     id="wide characters count two"),
        pytest.param("政府在沿海的两个村庄开设了流动登记处，那里的人们\n还在等待。", 1,
                     id="Chinese wrapped at forty-six columns"),
        pytest.param(WRAPPED_AT_119, 1, id="wrapped at 120 columns"),
        pytest.param(ADDRESS_IN_TEXT, 1, id="an address sticks out of the margin"),
        pytest.param(f"- {LONG}\n- {LONG}", 2, id="list items"),
        pytest.param(f"mot{' ' * 60}\nmot", 2, id="space at the end of a line fills none"),
    ],
)  # fmt: skip
def test_a_line_that_nobody_wrapped_is_a_paragraph_of_its_own(source: str, number: int) -> None:
    assert len(texts(source)) == number


@given(documents())
def test_rebuilding_gives_the_source_back(text: str) -> None:
    try:
        document = parse(text, format="text")
    except ArticleError:
        return
    assert document.render(lambda segment: None) == text
    assert document.render(lambda segment: segment.text) == text


def by_full_stops(text: str) -> tuple[int, ...]:
    """A stand-in for the libraries that know where sentences end."""
    return tuple(found.end() for found in re.finditer(r"\. (?=\S)|。(?=.)", text))


PSEUDO: dict[str, Callable[[str], str]] = {
    "longer": lambda msgid: f"{msgid} trente caractères de plus ici.",
    "in brackets": lambda msgid: f"[{msgid} {'ñ' * (len(msgid) * 2 // 5)}]",
    "Chinese": lambda msgid: "譯" * (len(msgid) // 3 + 1),
}
prose = st.sampled_from(
    ["Mairie de Lyon", "1 place de la Comédie", "69001 Lyon", "- un point", "  2. deux", "— Oui.",
     "", "", "\t", "　　北京。", "<!-- workflow: skip -->", "<!-- translators: un mot -->", LONG,
     "Le registre a été ouvert. Dans deux villages de la côte, on attend", "    en retrait",
     "12", "…", "https://example.org/" + "a" * 120,
     "政府在沿海的两个村庄开设了流动登记处。又来了三百人，"]
)  # fmt: skip


@st.composite
def plain_texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(prose, min_size=1, max_size=12))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    last = draw(st.sampled_from(["", end, end * 2]))
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + last


def line_ends(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))


def assert_laid_out_alike(document: Document, translate: Translate) -> None:
    """As many lines as the source has, less those that a translation unwrapped."""
    rendered = document.render(translate)
    data = document.text.encode()
    inside = sum(
        line_ends(data[each.start : each.end].decode())
        for each in document.segments
        if translate(each) not in (None, each.text)
    )
    assert line_ends(rendered) == line_ends(document.text) - inside
    assert parse(rendered, format="text").skeleton == document.skeleton


@pytest.mark.parametrize("sentences", [None, by_full_stops], ids=["paragraphs", "sentences"])
@pytest.mark.parametrize("pseudo", PSEUDO.values(), ids=PSEUDO)
@given(source=plain_texts(), step=st.integers(1, 3))
def test_a_translation_of_any_width_is_never_refused(
    pseudo: Callable[[str], str], sentences: SentenceEnds | None, source: str, step: int
) -> None:
    document = parse(source, format="text", sentences=sentences)
    chosen = {segment.start: pseudo(segment.text) for segment in document.segments[::step]}

    def translate(segment: Segment) -> str | None:
        return chosen.get(segment.start)

    assert document.render(lambda segment: segment.text) == source
    assert document.breakage(translate) == ()
    assert_laid_out_alike(document, translate)


@given(source=plain_texts(), msgstr=msgstrs)
def test_whatever_a_translation_holds_it_keeps_the_lines_or_is_named(
    source: str, msgstr: str
) -> None:
    document = parse(source, format="text")
    if not document.breakage(lambda segment: msgstr):
        assert_laid_out_alike(document, lambda segment: msgstr)


def test_a_long_line_in_place_of_a_short_one_is_not_refused() -> None:
    document = parse(ADDRESS, format="text")
    longer = "City hall of Lyon, the town on two rivers, where the mayor receives"
    assert document.breakage(lambda segment: longer) == ()
    assert document.render(lambda segment: longer) == f"{longer}\n" * 3


@pytest.mark.parametrize("msgstr", ["un\ndeux", "un\r\n\r\n deux", " un \u2028\u2028deux\n"])
def test_line_ends_in_a_translation_are_joined(msgstr: str) -> None:
    document = parse(ADDRESS, format="text")
    assert document.breakage(lambda segment: msgstr) == ()
    assert document.render(lambda segment: msgstr) == "un deux\n" * 3


def test_chinese_lines_are_joined_without_a_space_and_without_indentation() -> None:
    assert parse("un", format="text").render(lambda segment: "　　北京\n上海") == "北京上海"


@pytest.mark.parametrize(
    ("msgstr", "written"),
    [
        ("3. Oktober 1990", "3.\u202fOktober 1990"),
        ("— Oui", "—\u202fOui"),
        ("(2) un", "(2)\u202fun"),
    ],
)
def test_a_number_or_a_dash_at_the_start_of_a_line_opens_no_list_item(
    msgstr: str, written: str
) -> None:
    document = parse("  October 3\n- item\n", format="text")
    assert document.breakage(lambda segment: msgstr) == ()
    assert document.render(lambda segment: msgstr) == f"  {written}\n- {msgstr}\n"


def test_a_sentence_within_a_line_may_begin_as_a_list_item_does() -> None:
    document = parse("Un. Deux.\n", format="text", sentences=by_full_stops)
    texts = {"Un.": "One.", "Deux.": "2. Two."}
    assert document.render(lambda segment: texts[segment.text]) == "One. 2. Two.\n"


@pytest.mark.parametrize("msgstr", ["- deux", "• deux", "* deux"])
def test_a_translation_that_would_become_a_list_item_is_named(msgstr: str) -> None:
    ((_, reason),) = parse("un\n", format="text").breakage(lambda segment: msgstr)
    assert reason.startswith("paragraph becomes list item")


@pytest.mark.parametrize(
    "source", ["un", "un\n", "un\ndeux", "un\ndeux\n\n", "0\nun\n12", "0\n un"]
)
def test_a_translation_of_nothing_but_space_is_named(source: str) -> None:
    last = parse(source, format="text").segments[-1]
    assert parse(source, format="text").breakage(lambda segment: " \n" if segment == last else None)


def test_a_translation_that_would_speak_to_the_tool_is_named() -> None:
    document = parse("un\n\ndeux\n", format="text")
    assert document.breakage(lambda segment: "<!-- workflow: skip -->")
