"""A service that does everything wrong: what is drafted, what is named, what is sent again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.faulty import WRONG, FaultyBackend, Service, running
from tests.texts import NOW, outcomes
from workflow.engines.answers import NoAnswers
from workflow.engines.backend import Limits
from workflow.engines.engine import Draft, Meter, Outcome, Request, Tools
from workflow.engines.pacing import Patience
from workflow.engines.service_engine import ServiceEngine
from workflow.errors import EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
QUICK = Patience(pause=0.002, longest_pause=0.05, longest_retry=0.02, bound=1.0)
PASSING = (
    *("reset", "cut", "hang", "drip", "drip-head", "429", "429:0.01", "503:0.01"),
    *("408", "425", "500", "502", "503", "504"),
    *WRONG,
)
"""Faults after which a text is sent again."""


@pytest.fixture
def service() -> Iterator[Service]:
    with running(Service()) as it:
        yield it


def engine(service: Service, meter: Meter | None = None, **changes: Any) -> ServiceEngine:
    options = EngineSettings("faulty", "faulty", in_flight=changes.pop("in_flight", 4))
    patience = changes.pop("patience", QUICK)
    answers = changes.pop("answers", None) or NoAnswers()
    settings = {name: changes.pop(name) for name in list(changes) if hasattr(options, name)}
    with ThreadPoolExecutor(1) as executor:
        tools = Tools(meter or Meter(), executor, {}, NOW, answers)
    backend = FaultyBackend(service.url, settings.get("timeout", 5.0), **changes)
    return ServiceEngine(replace(options, **settings), tools, backend, patience)


def asked(texts: Sequence[str]) -> list[Request]:
    return [Request(text, FR, EN) for text in texts]


def texts_of(found: Sequence[Outcome]) -> list[str | None]:
    return [outcome.text if isinstance(outcome, Draft) else None for outcome in found]


def reasons(found: Sequence[Outcome]) -> list[str]:
    return [outcome.message for outcome in found if isinstance(outcome, EngineError)]


def numbered(count: int) -> list[str]:
    return [f"Texte numéro {number}" for number in range(count)]


@pytest.mark.parametrize("batch", [1, 5])
@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_costs_no_text(service: Service, fault: str, batch: int) -> None:
    texts = numbered(12)
    seen: set[str] = set()

    def first_time(these: Sequence[str], _number: int) -> str:
        new = not seen.issuperset(these)
        seen.update(these)
        return fault if new else ""

    service.fault = first_time
    found = outcomes(engine(service, timeout=0.2, limits=Limits(batch)), asked(texts))
    assert texts_of(found) == [text.upper() for text in texts]
    assert set(service.answered.values()) == {1}
    assert service.twice_at_once == set()
