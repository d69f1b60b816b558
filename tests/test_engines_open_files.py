"""As many requests as there are files for."""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from tests.faulty import FaultyBackend, Service, running
from tests.texts import NOW, outcomes
from workflow.engines.engine import Draft, Meter, Request, Tools
from workflow.engines.open_files import most_requests
from workflow.engines.service_engine import ServiceEngine
from workflow.model import Locale
from workflow.project.settings import EngineSettings


@pytest.fixture
def few_files() -> Iterator[int]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    yield 256
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_what_fits_is_left(few_files: int) -> None:
    assert most_requests(4) == 4
    assert 1 <= most_requests(100_000) < few_files / 3


def test_more_than_may_be_opened_is_said_and_costs_no_text(few_files: int) -> None:
    meter = Meter()
    options = EngineSettings("faulty", "faulty", in_flight=5_000)
    asked = [Request(f"Texte {number}", Locale("fr"), Locale("en")) for number in range(600)]
    with running(Service()) as service:
        backend = FaultyBackend(service.url, 20.0)
        engine = ServiceEngine(options, Tools(meter, {}, NOW), backend)
        assert all(isinstance(each, Draft) for each in outcomes(engine, asked))
    (note,) = meter.notes
    assert "instead of 5000" in note and "ulimit -n" in note
