"""A chain at work, with engines made of a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from tests.texts import drafted, outcomes
from workflow.engines.context import Near
from workflow.engines.drafting import draft_all
from workflow.engines.engine import Draft, Engine, Estimate, Meter, Outcome, Request
from workflow.engines.memory import MemoryEngine
from workflow.engines.wrappers import Rehearsal
from workflow.errors import EngineError
from workflow.inline import lexis
from workflow.model import Locale

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
Answer = Callable[[str], str | EngineError | None]


class Double:
    """An engine that answers with what ``answer`` returns."""

    def __init__(self, name: str, answer: Answer, serves: bool = True) -> None:
        self.name = name
        self.asked: list[Request] = []
        self.calls = 0
        self._answer = answer
        self._serves = serves

    @property
    def texts(self) -> list[str]:
        return [request.text for request in self.asked]

    def serves(self, source: Locale, target: Locale) -> bool:
        return self._serves

    def advice(self, source: Locale, target: Locale) -> str:
        return ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        return Estimate(len(requests), sum(len(request.text) for request in requests), 0.5)

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        self.calls += 1
        self.asked += requests
        for index, request in reversed(list(enumerate(requests))):
            yield index, self._outcome(self._answer(request.text))

    def _outcome(self, answer: str | EngineError | None) -> Outcome:
        if isinstance(answer, str):
            return Draft(answer, "machine translation", self.name)
        return answer


class Mender(Double):
    """An engine that makes use of texts like a text."""

    repairs = True


def asked(*texts: str, target: Locale = EN) -> list[Request]:
    return [Request(text, FR, target) for text in texts]


def failing(text: str) -> EngineError:
    return EngineError("down")


def nothing(text: str) -> None:
    return None


def chain(engines: Sequence[Engine], *texts: str) -> list[list[str]]:
    """Of each text, what came of each engine that was asked."""
    return [list(map(short, each)) for each in drafted(engines, asked(*texts))]


def short(outcome: Outcome) -> str:
    if isinstance(outcome, Draft):
        return outcome.text
    return "left" if outcome is None else "error"


def test_each_engine_gets_at_once_what_the_ones_before_it_left() -> None:
    first = Double("first", lambda text: "A" if text == "a" else None)
    second = Double("second", str.upper)
    assert chain([first, second], "a", "b", "c") == [["A"], ["left", "B"], ["left", "C"]]
    assert (second.texts, second.calls) == (["b", "c"], 1)


def test_an_engine_that_fails_does_not_stop_the_next() -> None:
    engines = [Double("first", failing), Double("second", str.upper)]
    assert chain(engines, "a") == [["error", "A"]]


def test_an_engine_that_raises_has_failed_on_all_that_it_gave_no_answer_to() -> None:
    def explode(text: str) -> str:
        if text == "a":
            raise EngineError("no such service")
        return text.upper()

    assert chain([Double("first", explode)], "a", "a", "b") == [["error"], ["error"], ["B"]]


def test_an_engine_that_says_nothing_of_a_text_leaves_it() -> None:
    class Silent(Double):
        def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
            return iter(())

    assert chain([Silent("first", nothing), Double("second", str.upper)], "a") == [["left", "A"]]


def test_an_engine_that_does_not_serve_the_pair_is_not_asked() -> None:
    engine = Double("first", str.upper, serves=False)
    assert chain([engine], "a") == [["left"]]
    assert engine.calls == 0


@pytest.mark.parametrize(
    "answer", ["", "  ", "a http://other.example", "presse@example.org x2@b.org"]
)
def test_a_draft_that_is_empty_or_has_other_placeables_goes_to_the_next(answer: str) -> None:
    text = "à presse@example.org"
    engines = [Double("first", lambda _: answer), Double("second", lambda text: text + "!")]
    assert chain(engines, text) == [["error", f"{text}!"]]


def test_a_draft_is_read_as_what_its_text_is_written_in() -> None:
    text, draft = "a `b` [c](d)", "A [C](E)"
    requests = [Request(text, FR, EN, markup=markup) for markup in ("markdown", "html", "text")]
    found = drafted([Double("one", lambda _text: draft)], requests)
    assert [short(each) for (each,) in found] == ["error", draft, draft]


def test_nothing_to_do_asks_nobody() -> None:
    engine = Double("first", str.upper)
    assert drafted([engine], []) == []
    assert engine.calls == 0


def test_a_text_goes_to_an_engine_once_for_each_pair_and_markup() -> None:
    engine = Double("first", lambda text: failing(text) if text == "b" else text.upper())
    requests = [*asked("a"), Request("a", FR, EN, "title", "x"), *asked("b", "b")]
    requests += [*asked("a", target=ZH), Request("a", FR, EN, markup="text")]
    found = [short(each) for (each,) in drafted([engine], requests)]
    assert found == ["A", "A", "error", "error", "A", "A"]
    assert engine.texts == ["a", "b", "a", "a"]


@pytest.mark.parametrize("text", ["85", "12.5%", "+33 1 99 00 12 34", "<https://a.example>", "—"])
def test_a_text_without_words_is_copied(text: str) -> None:
    engine = Double("first", str.upper)
    ((outcome,),) = drafted([engine], asked(text))
    assert outcome == Draft(text, "machine translation", "first (copied)")
    assert engine.asked == []


# A memory's text that is only like


class Match:
    """What a look-up finds."""

    article, trusted, source = "port", False, "un port"
    drafted_by, unedited = "", False

    def __init__(self, level: str, score: int, target: str) -> None:
        self.level, self.score, self.target = level, score, target


def memory(**known: Match) -> MemoryEngine:
    return MemoryEngine(lambda texts, *_: [known.get(each.text) for each in texts])


def test_a_text_that_is_like_fills_where_no_engine_repairs_it() -> None:
    known, engine = memory(a=Match("fuzzy", 80, "a port")), Double("next", str.upper)
    assert chain([known, engine], "a", "b") == [["a port"], ["left", "B"]]


def test_a_text_that_is_like_goes_along_to_the_engine_that_repairs_it() -> None:
    known = memory(a=Match("fuzzy", 80, "a port"), b=Match("exact", 100, "b port"))
    mender = Mender("mender", str.upper)
    assert chain([known, mender], "a", "b", "c") == [["A", "left"], ["b port"], ["left", "C"]]
    near = {request.text: request.near for request in mender.asked}
    assert near == {"a": (Near("un port", "a port", 80, "port"),), "c": ()}


def test_a_text_that_is_like_stands_in_where_the_engine_fails() -> None:
    known = memory(a=Match("fuzzy", 80, "a port"))
    answers: tuple[Answer, ...] = (failing, nothing)
    for answer in answers:
        assert chain([known, Mender("mender", answer)], "a")[0][-1] == "a port"
    deaf = Mender("mender", str.upper, serves=False)
    assert chain([known, deaf], "a") == [["a port"]]


# A rehearsal


def test_a_rehearsal_counts_and_sends_nothing() -> None:
    inner, meter = Double("first", str.upper), Meter(5)
    found = outcomes(Rehearsal(inner, meter), asked("abc", "abcd", "a"))
    assert [outcome is not None for outcome in found] == [True, False, False]
    assert (meter.requests, meter.characters, meter.exhausted) == (1, 3, True)
    assert inner.asked == []


@pytest.mark.parametrize("limit", [None, 0, 1, 3, 7, 8, 9])
def test_a_rehearsal_never_passes_the_limit(limit: int | None) -> None:
    texts, meter = ("abc", "abcd", "a"), Meter(limit)
    found = outcomes(Rehearsal(Double("first", str.upper), meter), asked(*texts))
    taken = [text for text, outcome in zip(texts, found, strict=True) if outcome]
    assert meter.characters == sum(map(len, taken)) <= (8 if limit is None else limit)
    assert meter.exhausted == (len(taken) < 3)
    assert (meter.requests, meter.cost) == (len(taken), 0.5)
    most = [
        text
        for number in range(4)
        for text in [texts[:number]]
        if limit is None or sum(map(len, text)) <= limit
    ]
    assert tuple(taken) == most[-1]


# Ctrl-C


def test_ctrl_c_ends_the_engine_and_the_run() -> None:
    ended: list[str] = []

    class Stoppable(Double):
        def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
            try:
                yield from super().translate(requests)
            finally:
                ended.append(self.name)

    came: list[int] = []

    def take(index: int, _engine: str, _outcome: Outcome) -> None:
        came.append(index)
        if len(came) == 2:
            raise KeyboardInterrupt

    after = Double("next", str.upper)
    with pytest.raises(KeyboardInterrupt):
        draft_all([Stoppable("first", str.upper), after], asked(*"abcdef"), take)
    assert (ended, came, after.calls) == (["first"], [5, 4], 0)


def test_requests_are_as_they_were() -> None:
    requests = asked("a")
    drafted([Double("first", str.upper)], requests)
    assert requests == [replace(each) for each in asked("a")]


def test_what_knows_the_look_of_languages_is_loaded_once_and_where_words_do_not_tell() -> None:
    """It takes half a second and a hundred megabytes."""
    for known in (lexis._model, lexis._identifier, lexis.looks, lexis._strays):
        known.cache_clear()
    said = {
        f"Le port de la ville ferme pour {days} jours.": f"The town harbour closes for {days} days."
        for days in range(300)
    }
    drafted([Double("good", said.__getitem__)], asked(*said))
    assert lexis._model.cache_info().misses == 0
    strays = {
        "La crue a fermé le port.": "The harbour is closed by a riada.",
        "Le pêcheur attend au port.": "The pescador waits in the harbour.",
    }
    drafted([Double("pivot", strays.__getitem__)], asked(*strays))
    assert lexis._model.cache_info().misses == 1
