"""Engines of entry points: nothing is brought to one twice, and the budget holds for it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tests.texts import NOW, outcomes
from workflow.engines.answers import NoAnswers, Usage
from workflow.engines.chain import GROUP
from workflow.engines.engine import (
    MACHINE,
    Draft,
    Estimate,
    Meter,
    Options,
    Outcome,
    Request,
    Tools,
)
from workflow.engines.kept_answers import KeptAnswers
from workflow.engines.plugins import Plugin
from workflow.errors import EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, ZH = map(Locale, ("fr", "en", "zh"))
ASKED: list[str] = []


class Capitals:
    """A plugin: capitals, an error for “!”, nothing for “?”."""

    def __init__(self, options: Options, tools: Tools) -> None:
        self.name = options.name
        self._meter = tools.meter

    def serves(self, source: Locale, target: Locale) -> bool:
        return source != target

    def advice(self, source: Locale, target: Locale) -> str:
        return ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        return Estimate(len(requests), sum(len(each.text) for each in requests))

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        for index, request in enumerate(requests):
            if not self._meter.take(len(request.text)):
                yield index, None
                continue
            ASKED.append(request.text)
            if request.text == "!":
                yield index, EngineError("no")
            elif request.text == "?":
                yield index, None
            else:
                yield index, Draft(request.text.upper(), MACHINE, self.name, model="m")


@pytest.fixture(autouse=True)
def asked() -> list[str]:
    ASKED.clear()
    return ASKED


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.db"


def plugin(
    path: Path | None, meter: Meter | None = None, version: str = "1", **options: Any
) -> Plugin:
    answers = NoAnswers() if path is None else KeptAnswers(path)
    settings = replace(EngineSettings("mine", "capitals"), **options)
    return Plugin(Capitals, version, settings, Tools(meter or Meter(), {}, NOW, answers))


def requests(*texts: str, target: Locale = EN) -> list[Request]:
    return [Request(text, FR, target) for text in texts]


def texts(found: Sequence[Outcome]) -> list[str | None]:
    return [getattr(each, "text", None if each is None else str(each)) for each in found]


def test_what_it_drafted_is_kept_and_not_asked_for_again(path: Path, asked: list[str]) -> None:
    wanted = requests("la crue", "!", "洪水", "?", "la crue")
    meter = Meter()
    assert texts(outcomes(plugin(path, meter), wanted)) == [
        "LA CRUE",
        "no",
        "洪水",
        None,
        "LA CRUE",
    ]
    assert asked == ["la crue", "!", "洪水", "?"]
    assert (meter.requests, meter.characters, meter.reused) == (4, 11, 0)
    asked.clear()
    again = Meter()
    found = outcomes(plugin(path, again), wanted)
    assert texts(found) == ["LA CRUE", "no", "洪水", None, "LA CRUE"]
    assert found[0] == Draft("LA CRUE", MACHINE, "mine", model="m")
    assert asked == ["!", "?"]
    assert (again.requests, again.reused) == (2, 2)


@pytest.mark.parametrize(
    ("version", "options", "target"),
    [("2", {}, EN), ("1", {"model": "other"}, EN), ("1", {}, ZH)],
)
def test_another_version_model_or_language_is_another_question(
    path: Path, asked: list[str], version: str, options: dict[str, Any], target: Locale
) -> None:
    outcomes(plugin(path), requests("la crue"))
    outcomes(plugin(path, version=version, **options), requests("la crue", target=target))
    assert asked == ["la crue", "la crue"]


def test_its_budget_holds_over_runs_and_is_named(path: Path, asked: list[str]) -> None:
    options: dict[str, Any] = {"characters_per_month": 10, "price_per_million": 20.0}
    meter = Meter()
    found = list(plugin(path, meter, **options).translate(requests("sept...", "un")))
    assert [text.text for _, text in found if isinstance(text, Draft)] == ["SEPT...", "UN"]
    assert meter.cost == pytest.approx(9 * 20 / 1e6)
    with pytest.raises(EngineError, match="10 characters a month"):
        list(plugin(path, **options).translate(requests("deux")))
    assert asked == ["sept...", "un"]
    (usage,) = KeptAnswers(path).usage()
    assert replace(usage, cost=None) == Usage("mine", "2026-01", 2, 9)
    assert usage.cost == meter.cost


def test_the_limit_of_the_run_holds(path: Path, asked: list[str]) -> None:
    meter = Meter(5)
    engine = plugin(path, meter)
    assert texts(outcomes(engine, requests("abc", "defg", "h"))) == ["ABC", None, None]
    assert meter.exhausted
    assert asked == ["abc"]
    assert KeptAnswers(path).usage()[0].characters == 3


def test_an_estimate_leaves_out_what_is_kept(path: Path) -> None:
    outcomes(plugin(path), requests("la crue"))
    wanted = requests("la crue", "le pont")
    engine = plugin(path, price_per_million=1_000_000.0)
    assert engine.estimate(wanted) == Estimate(1, 7, 7.0, 1)
    assert plugin(None).estimate(wanted) == Estimate(2, 14)


def test_what_another_process_is_at_work_on_is_waited_for(path: Path, asked: list[str]) -> None:
    other = plugin(path)
    stream = other.translate(requests("la crue", "le pont"))
    assert next(stream)[0] == 0  # it holds the other text now
    late = Timer(0.3, lambda: list(stream))
    late.start()
    assert texts(outcomes(plugin(path), requests("le pont", "la crue"))) == ["LE PONT", "LA CRUE"]
    late.join()
    assert asked == ["la crue", "le pont"]


def test_one_that_stops_early_gives_up_what_it_had_taken_on(path: Path, asked: list[str]) -> None:
    stream = plugin(path).translate(requests("la crue", "le pont"))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert texts(outcomes(plugin(path), requests("le pont"))) == ["LE PONT"]
    assert asked == ["la crue", "le pont"]


def test_its_group_is_that_of_the_documentation() -> None:
    assert GROUP == "workflow.engines"
