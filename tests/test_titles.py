"""Titles of links and images, and attributes for readers, are translated with their text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts import MARKUPS, drafted
from workflow.engines.engine import MACHINE, Draft, Estimate, Outcome, Request
from workflow.engines.masking import Role, assemble, mask, sound
from workflow.errors import EngineError
from workflow.inline.asides import asides_in, with_asides
from workflow.model import Locale, Markup, Text

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
WORDS = {
    "Voir le port": "See the harbour",
    "Le port de Nanning": "The harbour of Nanning",
    "Une salle pleine": "A full room",
    "Ici": "Here",
    "一间坐满人的房间": "A room full of people",
    "见": "See",
    "这里": "here",
}


class Speaker:
    """An engine that knows some texts, whatever is marked in them."""

    name = "speaker"

    def __init__(self, fails: Callable[[str], bool] = lambda _: False) -> None:
        self.texts: list[str] = []
        self._fails = fails

    def serves(self, source: Locale, target: Locale) -> bool:
        return True

    def advice(self, source: Locale, target: Locale) -> str:
        return ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        return Estimate(len(requests), 0)

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        for index, request in reversed(list(enumerate(requests))):
            self.texts.append(request.text)
            yield index, self._outcome(request)

    def _outcome(self, request: Request) -> Outcome:
        if self._fails(request.text):
            return EngineError("down")
        if request.markup == "text":
            return Draft(WORDS[request.text], MACHINE, self.name)
        parts = [
            part._replace(text=_said(part.text)) if part.role is Role.TEXT else part
            for part in mask(request.value).parts
        ]
        return Draft("".join(part.text for part in parts), MACHINE, self.name)


def _said(text: str) -> str:
    for words, said in WORDS.items():
        text = text.replace(words, said)
    return text


@pytest.mark.parametrize(
    ("markup", "source", "draft"),
    [
        ("markdown", '[Voir le port](a.md "Le port de Nanning")',
         '[See the harbour](a.md "The harbour of Nanning")'),
        ("markdown", "Ici ![Une salle pleine](a.png 'Le port de Nanning').",
         "Here ![A full room](a.png 'The harbour of Nanning')."),
        ("markdown", '[![](a.png "Une salle pleine")](b)', '[![](a.png "A full room")](b)'),
        ("markdown", 'Ici <img src="a.png" alt="Une salle pleine">',
         'Here <img src="a.png" alt="A full room">'),
        ("html", 'Ici <img src=a.png alt="Une salle pleine" title=Ici>',
         'Here <img src=a.png alt="A full room" title="Here">'),
        ("html", '<a href="b" aria-label="Voir le port">Ici</a>',
         '<a href="b" aria-label="See the harbour">Here</a>'),
        ("markdown", '见[这里](a "一间坐满人的房间")', 'See[here](a "A room full of people")'),
        ("markdown", 'Ici <code title="Ici">x</code> `[a](b "Ici")`',
         'Here <code title="Ici">x</code> `[a](b "Ici")`'),
        ("html", 'Ici <b translate="no" title="Ici">x</b>',
         'Here <b translate="no" title="Ici">x</b>'),
        ("markdown", 'Ici [presse](a "presse@example.org, 2026")'.replace("presse]", "Ici]"),
         'Here [Here](a "presse@example.org, 2026")'),
    ],
)  # fmt: skip
def test_titles_come_with_the_draft(markup: Markup, source: str, draft: str) -> None:
    pair = (ZH, EN) if "见" in source else (FR, EN)
    (outcomes,) = drafted([Speaker()], [Request(source, *pair, markup=markup)])
    (outcome,) = outcomes
    assert isinstance(outcome, Draft)
    assert outcome.text == draft
    assert not [note for note in outcome.notes if "title" in note]


def test_a_title_that_stands_in_several_texts_is_sent_once() -> None:
    engine = Speaker()
    texts = [f'[Ici](a{number} "Une salle pleine")' for number in range(3)]
    found = drafted([engine], [Request(text, FR, EN) for text in texts])
    assert sorted(engine.texts) == sorted([*texts, "Une salle pleine"])
    assert [outcome.text for (outcome,) in found if isinstance(outcome, Draft)] == [
        f'[Here](a{number} "A full room")' for number in range(3)
    ]


def test_a_title_that_fails_stays_and_is_named() -> None:
    engine = Speaker(lambda text: text == "Une salle pleine")
    source = '[Ici](a "Une salle pleine"), [Voir le port](b "Le port de Nanning")'
    ((outcome,),) = drafted([engine], [Request(source, FR, EN)])
    assert isinstance(outcome, Draft)
    assert (
        outcome.text
        == '[Here](a "Une salle pleine"), [See the harbour](b "The harbour of Nanning")'
    )
    assert outcome.notes == ("the title “Une salle pleine” is not translated",)


def test_an_engine_may_have_a_title_of_its_own() -> None:
    class Whole(Speaker):
        def _outcome(self, request: Request) -> Outcome:
            whole = request.markup == "markdown"
            return Draft('[Here](a "A full room")', MACHINE, self.name) if whole else None

    ((outcome,),) = drafted([Whole()], [Request('[Ici](a "Une salle pleine")', FR, EN)])
    assert isinstance(outcome, Draft)
    assert (outcome.text, outcome.notes) == ('[Here](a "A full room")', ())


def test_a_text_that_fails_fails_whatever_becomes_of_its_title() -> None:
    source = '[Ici](a "Une salle pleine")'
    for fails in (lambda text: text == source, lambda text: True):
        ((outcome,),) = drafted([Speaker(fails)], [Request(source, FR, EN)])
        assert isinstance(outcome, EngineError)


PIECES = (
    '[a](b "', '")', "[a](b '", "')", "[a](b (", "))", "![", "](", '<img alt="', '">',
    "<a title=x>", "</a>", "été", "中文", " ", '"', "'", "\\", "&eacute;", "&amp;", "(", ")", "<",
    ">", "`", "**",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
markups = st.sampled_from(MARKUPS)


@given(texts, markups)
def test_asides_stand_where_they_say(value: str, markup: Markup) -> None:
    text = Text(value, markup)
    found = asides_in(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert with_asides(text, {}) == text
    same = with_asides(text, {aside.value: aside.value for aside in found})
    assert [aside.value.split() for aside in asides_in(same)] == [
        aside.value.split() for aside in found
    ]


@given(texts, markups, st.text("ab\"'()\\&;<>é中` *", min_size=1).filter(str.strip))
def test_whatever_is_said_beside_a_text_leaves_the_text_sound(
    value: str, markup: Markup, said: str
) -> None:
    text = Text(value, markup)
    found = asides_in(text)
    after = with_asides(text, {aside.value: said for aside in found})
    if found and sound(text, after):
        assert {" ".join(aside.value.split()) for aside in asides_in(after)} == {
            " ".join(said.split())
        }


@given(texts, markups)
def test_titles_are_kept_by_masking(value: str, markup: Markup) -> None:
    masked = mask(Text(value, markup))
    whole = assemble(masked, masked.parts)
    assert whole is None or sound(Text(value, markup), Text(whole, markup))
