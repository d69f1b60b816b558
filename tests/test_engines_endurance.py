"""Thousands of texts against a service that fails on every fifth request; Ctrl-C; kill -9."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

import pytest

from tests.faulty import KEY, WRONG, FaultyBackend, Service, running
from tests.texts import NOW, outcomes
from workflow.engines import drafting
from workflow.engines.backend import Limits
from workflow.engines.engine import Draft, Meter, Outcome, Request, Tools
from workflow.engines.kept_answers import KeptAnswers
from workflow.engines.pacing import Patience
from workflow.engines.service_engine import ServiceEngine
from workflow.engines.verification import finish
from workflow.errors import EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN = Locale("fr"), Locale("en")
TEXTS = 10_000
QUICK = Patience(pause=0.002, longest_pause=0.05, longest_retry=0.02)
SLOW = ("hang", "drip", "drip-head", "429", "429:0.01", "503:0.01")
FAULTS = ("reset", "cut", "408", "500", "502", "503", "504", *WRONG)


@pytest.fixture
def service() -> Iterator[Service]:
    with running(Service()) as it:
        yield it


def engine(
    url: str, path: Path, *, batch: int = 1, timeout: float = 2.0, in_flight: int = 25
) -> tuple[ServiceEngine, KeptAnswers]:
    answers = KeptAnswers(path)
    options = EngineSettings("faulty", "faulty", in_flight=in_flight)
    tools = Tools(Meter(), {}, NOW, answers)
    backend = FaultyBackend(url, timeout, Limits(batch))
    return ServiceEngine(options, tools, backend, QUICK), answers


def asked(count: int) -> list[Request]:
    return [Request(f"Texte numéro {number}", FR, EN) for number in range(count)]


def unlucky(bad: Callable[[str], bool]) -> Callable[[Sequence[str], int], str]:
    """Every fifth request fails, and every one with a text that is ``bad``."""
    chance = random.Random(5)

    def fault(texts: Sequence[str], _number: int) -> str:
        if any(map(bad, texts)) or chance.random() < 0.2:
            return chance.choice(SLOW if chance.random() < 0.02 else FAULTS)
        return ""

    return fault


@pytest.mark.parametrize("batch", [1, 50])
def test_every_text_that_ever_gets_an_answer_is_drafted_in_one_run(
    service: Service, tmp_path: Path, batch: int
) -> None:
    bad = {f"Texte numéro {number}" for number in range(17, TEXTS, 997)}
    service.fault = unlucky(bad.__contains__)
    faulty, answers = engine(service.url, tmp_path / "answers.db", batch=batch)
    requests = asked(TEXTS)
    found = outcomes(faulty, requests)
    answers.close()
    left = {
        request.text: outcome.message
        for request, outcome in zip(requests, found, strict=True)
        if isinstance(outcome, EngineError)
    }
    assert left.keys() == bad
    assert all(isinstance(each, Draft) for each in found if not isinstance(each, EngineError))
    assert service.answered.keys() == {each.text for each in requests} - bad
    assert set(service.answered.values()) == {1}
    assert service.twice_at_once == set()
    assert service.most_at_once <= 25
    assert set(service.faults) == {"", *SLOW, *FAULTS} or batch == 50
    assert not any(KEY in reason for reason in left.values())
    assert KEY.encode() not in (tmp_path / "answers.db").read_bytes()


@pytest.mark.parametrize("fault", ["hang", "drip", "drip-head"])
def test_ctrl_c_ends_all_requests_at_once_and_keeps_what_came(
    service: Service, tmp_path: Path, fault: str
) -> None:
    service.fault = lambda _texts, number: fault if number >= 40 else ""
    faulty, answers = engine(service.url, tmp_path / "answers.db", timeout=60, in_flight=8)
    found: list[tuple[int, Outcome]] = []
    threading.Timer(0.8, signal.raise_signal, [signal.SIGINT]).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        found.extend(faulty.translate(asked(1000)))
    assert time.monotonic() - start < 0.8 + 2
    assert len(found) == 40 == len(service.answered)
    service.fault = lambda _texts, _number: ""
    assert all(isinstance(each, Draft) for each in outcomes(faulty, asked(60)))
    assert set(service.answered.values()) == {1}
    answers.close()


def test_after_ctrl_c_with_a_thousand_answers_nothing_is_verified_and_all_are_kept(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slow the machine: what there is to do does not grow with the answers that wait."""
    requests, verified = asked(1250), []

    def counted(draft: Draft, request: Request, *_alike: object) -> Draft | EngineError:
        verified.append(request)
        return finish(draft, request)

    def came(_index: int, _engine: str, _outcome: Outcome) -> None:
        deadline = time.monotonic() + 30
        while len(service.answered) < len(requests) and time.monotonic() < deadline:
            time.sleep(0.005)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(drafting, "finish", counted)
    faulty, answers = engine(service.url, tmp_path / "answers.db", batch=50)
    with pytest.raises(KeyboardInterrupt):
        drafting.draft_all([faulty], requests, came)
    assert (len(verified), len(service.answered)) == (1, len(requests))
    assert all(isinstance(each, Draft) for each in outcomes(faulty, requests))
    assert set(service.answered.values()) == {1}
    answers.close()


def test_an_iterator_that_is_closed_sends_no_more(service: Service, tmp_path: Path) -> None:
    service.delay = 0.01
    faulty, answers = engine(service.url, tmp_path / "answers.db")
    stream = faulty.translate(asked(2000))
    assert isinstance(stream, Generator)
    next(stream)
    stream.close()
    sent = len(service.requests)
    time.sleep(0.1)
    assert sent <= len(service.requests) <= sent + 25
    assert not [thread for thread in threading.enumerate() if "_Loop" in type(thread).__name__]
    answers.close()


def test_an_error_of_a_backend_is_raised_where_drafts_are_taken(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr(FaultyBackend, "translate", broken)
    faulty, answers = engine(service.url, tmp_path / "answers.db")
    with pytest.raises(LookupError, match="a mistake of ours"):
        list(faulty.translate(asked(10)))
    answers.close()


PROGRAM = """
import sys
from pathlib import Path
from tests.test_engines_endurance import asked, engine
from workflow.engines.engine import Draft

faulty, answers = engine(sys.argv[1], Path(sys.argv[2]), batch=int(sys.argv[3]))
print("begun", flush=True)
drafts = [each for _, each in faulty.translate(asked(int(sys.argv[4])))]
answers.close()
print(sum(isinstance(each, Draft) for each in drafts), flush=True)
"""


def started(service: Service, path: Path, batch: int, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, service.url, str(path), str(batch), str(count)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )


@pytest.mark.parametrize("batch", [1, 20])
def test_nothing_that_was_answered_before_a_kill_is_sent_again(
    service: Service, tmp_path: Path, batch: int
) -> None:
    service.delay = 0.02
    path, count = tmp_path / "answers.db", 1000
    for number in range(3):
        with started(service, path, batch, count) as process:
            deadline = time.monotonic() + 30
            while len(service.answered) < 150 * (number + 1) and time.monotonic() < deadline:
                time.sleep(0.005)
            process.kill()
    with started(service, path, batch, count) as process:
        assert process.communicate(timeout=60)[0].split() == ["begun", str(count)]
    again = [text for text, times in service.answered.items() if times > 1]
    # what was on its way when the process was killed, and nobody could have kept
    assert len(again) <= 3 * 25 * batch
    assert len(service.answered) == count
    assert KEY.encode() not in path.read_bytes()


def test_two_processes_never_send_one_text_twice(service: Service, tmp_path: Path) -> None:
    service.delay = 0.02
    path, count = tmp_path / "answers.db", 600
    both = [started(service, path, 1, count) for _ in range(2)]
    for process in both:
        with process:
            assert process.communicate(timeout=60)[0].split() == ["begun", str(count)]
    assert set(service.answered.values()) == {1}
    assert len(service.answered) == count
