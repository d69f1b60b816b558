"""The chain, the wrappers, the dummy and the registry, with engines made of a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest

from tests.texts import NOW, outcomes
from workflow.engines.chain import GROUP, Tally, build_engines, run_chain
from workflow.engines.dummy import Dummy
from workflow.engines.engine import Draft, Engine, Estimate, Meter, Outcome, Request, Tools
from workflow.engines.memory import MemoryEngine
from workflow.engines.sending import run_windowed
from workflow.engines.wrappers import Once, Rehearsal
from workflow.errors import ConfigError, EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN = Locale("fr"), Locale("en")


class Double:
    """An engine that answers with what ``answer`` returns."""

    def __init__(
        self, name: str, answer: Callable[[str], str | EngineError | None], serves: bool = True
    ) -> None:
        self.name = name
        self.asked: list[str] = []
        self._answer = answer
        self._serves = serves

    def serves(self, source: Locale, target: Locale) -> bool:
        return self._serves

    def advice(self, source: Locale, target: Locale) -> str:
        return ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        return Estimate(len(requests), sum(len(request.text) for request in requests))

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        self.asked += [request.text for request in requests]
        for index, request in enumerate(requests):
            yield index, self._outcome(self._answer(request.text))

    def _outcome(self, answer: str | EngineError | None) -> Outcome:
        return (
            Draft(answer, "machine translation", self.name) if isinstance(answer, str) else answer
        )


def asked(*texts: str) -> list[Request]:
    return [Request(text, FR, EN) for text in texts]


def failing(text: str) -> EngineError:
    return EngineError("down")


def chain(
    engines: Sequence[Engine], *texts: str
) -> tuple[list[str | None], list[tuple[str, int, int, int]], int]:
    result = run_chain(engines, asked(*texts))
    return (
        [draft.text if draft else None for draft in result.drafts],
        [(tally.engine, tally.filled, tally.left, tally.failed) for tally in result.tallies],
        result.failed,
    )


def test_each_engine_gets_what_the_ones_before_it_left() -> None:
    first = Double("first", lambda text: "A" if text == "a" else None)
    second = Double("second", str.upper)
    assert chain([first, second], "a", "b", "c") == (
        ["A", "B", "C"],
        [("first", 1, 2, 0), ("second", 2, 0, 0)],
        0,
    )
    assert second.asked == ["b", "c"]


def test_an_engine_that_fails_does_not_stop_the_next() -> None:
    drafts, tallies, failed = chain([Double("first", failing), Double("second", str.upper)], "a")
    assert (drafts, failed) == (["A"], 0)
    assert tallies == [("first", 0, 0, 1), ("second", 1, 0, 0)]


def test_what_no_engine_could_make_good_is_told() -> None:
    result = run_chain(
        [Double("first", failing), Double("second", lambda text: None)],
        asked("a", "b"),
    )
    assert result.failed == 2
    assert [error.message for error in result.errors] == ["down"]


def test_an_engine_that_raises_has_failed_on_all_it_was_asked() -> None:
    def explode(text: str) -> str:
        raise EngineError("no such service")

    assert chain([Double("first", explode)], "a", "b")[1] == [("first", 0, 0, 2)]


def test_an_engine_that_does_not_serve_the_pair_is_not_asked() -> None:
    engine = Double("first", str.upper, serves=False)
    assert chain([engine], "a") == ([None], [("first", 0, 1, 0)], 0)
    assert engine.asked == []


@pytest.mark.parametrize(
    "answer", ["", "  ", "a http://other.example", "presse@example.org x2@b.org"]
)
def test_a_draft_that_is_empty_or_has_other_placeables_is_refused(answer: str) -> None:
    assert chain([Double("first", lambda text: answer)], "presse@example.org")[0] == [None]


def test_a_draft_is_read_as_what_its_text_is_written_in() -> None:
    text, draft = "a `b` [c](d)", "A [C](E)"
    requests = [Request(text, FR, EN, markup=markup) for markup in ("markdown", "html", "text")]
    result = run_chain([Double("one", lambda _text: draft)], requests)
    assert [each and each.text for each in result.drafts] == [None, draft, draft]


def test_nothing_to_do_asks_nobody() -> None:
    assert run_chain([Double("first", str.upper)], []).tallies == ()


def test_a_text_is_sent_once_in_a_run() -> None:
    inner = Double("first", lambda text: failing(text) if text == "b" else text.upper())
    once = Once(inner)
    requests = [Request("a", FR, EN), Request("a", FR, EN, "title"), Request("b", FR, EN)]
    for _ in range(2):
        found = outcomes(once, requests)
        assert [getattr(outcome, "text", "error") for outcome in found] == ["A", "A", "error"]
    outcomes(once, [replace(each, source=EN, target=FR) for each in requests])
    assert inner.asked == ["a", "b", "a", "b"]


def test_one_text_in_two_kinds_of_markup_is_two() -> None:
    once = Once(Dummy(EngineSettings("dummy", "dummy"), tools()))
    requests = [
        Request("un *mot*", FR, EN, markup=markup) for markup in ("markdown", "text", "text")
    ]
    texts = [outcome.text for outcome in outcomes(once, requests) if isinstance(outcome, Draft)]
    assert texts == ["⟦ûñ en⟧ *⟦møt en⟧*", "⟦ûñ *møt* en⟧", "⟦ûñ *møt* en⟧"]


@pytest.mark.parametrize("text", ["85", "12,5 %", "+33 1 99 00 12 34", "<https://a.example>", "—"])
def test_a_text_without_words_is_copied(text: str) -> None:
    inner = Double("first", str.upper)
    (outcome,) = outcomes(Once(inner), asked(text))
    assert outcome == Draft(text, "machine translation", "first (copied)")
    assert inner.asked == []


def test_a_rehearsal_counts_and_sends_nothing() -> None:
    inner, meter = Double("first", str.upper), Meter(5)
    found = outcomes(Rehearsal(inner, meter), asked("abc", "abcd", "a"))
    assert [outcome is not None for outcome in found] == [True, False, False]
    assert (meter.requests, meter.characters, meter.exhausted) == (1, 3, True)
    assert inner.asked == []


class Match:
    """What a look-up finds."""

    def __init__(self, level: str, score: int) -> None:
        self.level, self.score = level, score
        self.target, self.article, self.trusted = "text", "nanning-workshop", False


@pytest.mark.parametrize(
    ("match", "origin"),
    [
        (Match("context", 100), "context match, nanning-workshop"),
        (Match("exact", 100), "exact match, nanning-workshop"),
        (Match("fuzzy", 87), "87 % match, nanning-workshop"),
    ],
)
def test_a_memory_names_the_article_and_the_likeness(match: Match, origin: str) -> None:
    engine = MemoryEngine(lambda requests, source, target: [match])
    assert outcomes(engine, asked("texte")) == [Draft("text", "translation memory", origin)]


def tools(meter: Meter | None = None) -> Tools:
    with ThreadPoolExecutor(1) as executor:
        return Tools(meter or Meter(), executor, {}, NOW)


def build(*names: str, sections: Sequence[EngineSettings] = ()) -> list[str]:
    named = {section.name: section for section in sections}
    return [engine.name for engine in build_engines(names, named, tools(), lambda *_: [])]


def test_the_dummy_shows_what_is_translated_and_keeps_the_rest() -> None:
    engine = Dummy(EngineSettings("dummy", "dummy"), tools())
    (outcome,) = outcomes(engine, asked("Voir **les** [normes](a_b)."))
    assert isinstance(outcome, Draft)
    assert outcome.text == "⟦Vøîŕ en⟧ **⟦ļéš en⟧** [⟦ñøŕméš en⟧](a_b)."


def test_names_become_engines_in_order() -> None:
    section = EngineSettings("libre", "libretranslate", url="http://127.0.0.1:1")
    names = ("memory", "libre", "apertium", "google", "dummy", "libre")
    assert build(*names, sections=[section]) == ["memory", "libre", "apertium", "google", "dummy"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("apertum", "Did you mean “apertium”?"),
        ("libr", "Did you mean “libre”?"),
        ("deepl", "Add a section [workflow:mt.deepl] with provider = deepl to setup.cfg."),
    ],
)
def test_an_unknown_engine_is_told_with_the_nearest(name: str, hint: str) -> None:
    section = EngineSettings("libre", "libretranslate", url="http://127.0.0.1:1")
    with pytest.raises(ConfigError, match=f"unknown engine “{name}”") as caught:
        build(name, sections=[section])
    assert caught.value.hint == hint


def test_an_unknown_provider_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="unknown provider “libretranslat”") as caught:
        build("x", sections=[EngineSettings("x", "libretranslat")])
    assert caught.value.hint == "Did you mean “libretranslate”?"


def test_an_entry_point_is_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    good = EntryPoint("mine", "workflow.engines.dummy:Dummy", GROUP)
    gone = EntryPoint("gone", "workflow.engines.no_such_module:Engine", GROUP)
    monkeypatch.setattr("workflow.engines.chain.entry_points", lambda group: [good, gone])
    assert build("mine", "other", sections=[EngineSettings("other", "mine")]) == ["mine", "other"]
    with pytest.raises(ConfigError, match="the engine “gone” cannot be loaded"):
        build("gone")


def test_a_window_keeps_order_and_gives_up_on_an_error() -> None:
    begun: list[int] = []

    def half(number: int) -> float:
        begun.append(number)
        return 1 / (number - 5)

    with ThreadPoolExecutor(4) as executor:
        assert run_windowed(executor, abs, range(-9, 0), 2) == list(range(9, 0, -1))
        with pytest.raises(ZeroDivisionError):
            run_windowed(executor, half, range(1000), 2)
    assert len(begun) < 20


def test_a_tally_adds_up() -> None:
    result = run_chain(
        [Double("first", lambda text: {"a": "A", "b": None}.get(text, failing(text)))],
        asked("a", "b", "c"),
    )
    assert result.tallies == (Tally("first", 1, 1, 1),)
