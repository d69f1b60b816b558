"""The budget of a month through whole commands: what a service got is never more than that."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.libre import Libre, quick, serving
from tests.services import KEY, Sent, as_json
from tests.test_translate_runs import newsroom, translated
from workflow.cli import main

__all__ = ["quick"]
LIMIT = 700
"""Characters: some ten of the 24 texts."""


@contextmanager
def libre(project: Path, lang: str = "fr", limit: int = LIMIT) -> Iterator[Libre]:
    newsroom(project, lang)
    options = (f"characters_per_month = {limit}", "price_per_million = 20", "batch = 2")
    with serving(project, *options) as service:
        service.spoken = translated
        yield service


def fails_now_and_then(every: int) -> Any:
    numbers = count(1)

    def answer(_texts: Sequence[str]) -> Sent | None:
        return as_json({"error": "later"}, 500) if next(numbers) % every == 0 else None

    return answer


def run(*arguments: str, code: int | None = None) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    if code is not None:
        assert result.exit_code == code, result.output
    return result


def usage() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run("mt", "usage", "--format", "json").stdout)[
        "engines"
    ]
    return rows


def sent(service: Libre) -> int:
    """Characters that the service got, whatever it made of them."""
    return sum(map(len, service.texts))


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("lang", ["fr", "en", "zh"])
def test_it_holds_over_runs_with_failures_and_begins_anew_with_the_month(
    project: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with libre(project, lang, LIMIT if lang != "zh" else 200) as service:
        limit = LIMIT if lang != "zh" else 200
        service.answer = fails_now_and_then(4)
        for _ in range(3):
            result = run("translate", "--engine", "libre", code=3)
            assert f"the budget of {limit} characters a month is spent" in result.output
            assert 0 < sent(service) <= limit
        (row,) = usage()
        assert (row["characters"], row["requests"]) == (sent(service), len(service.seen))
        assert row["month"] == "2026-01"
        assert row["limit"] == limit
        assert row["cost"] == pytest.approx(sent(service) * 20 / 1e6)
        before = sent(service)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769904000")  # 1 February
        run("translate", "--engine", "libre")
        assert before < sent(service) <= before + limit
        assert [row["month"] for row in usage()] == ["2026-01", "2026-02"]


def test_it_holds_over_processes_at_once(project: Path) -> None:
    with libre(project) as service:
        service.answer = fails_now_and_then(5)
        environment = {**os.environ, "LIBRE_API_KEY": KEY, "NO_PROXY": "127.0.0.1"}
        environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "workflow", "translate", "--engine", "libre"],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment,
            )
            for _ in range(3)
        ]
        said = [process.communicate(timeout=120) for process in processes]
        assert all("Traceback" not in errors for _, errors in said)
        assert 0 < sent(service) <= LIMIT
        (row,) = usage()
        assert (row["characters"], row["requests"]) == (sent(service), len(service.seen))


@pytest.mark.usefixtures("quick")
def test_when_nobody_knows_what_was_spent_nothing_is_sent(project: Path) -> None:
    with libre(project) as service:
        run("translate", "--engine", "libre", code=3)
        seen = len(service.seen)
        path = project / ".workflow" / "answers.db"
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        path.write_bytes(path.read_bytes()[:50])
        for _ in range(2):
            result = run("translate", "--engine", "libre", code=3)
            assert "answers.damaged-1.db" in result.output
            assert "characters_per_month" in result.output
            assert len(service.seen) == seen
        path.with_name("answers.damaged-1.db").unlink()
        run("translate", "--engine", "libre")
        assert len(service.seen) > seen


@pytest.mark.usefixtures("quick")
def test_a_dry_run_says_what_would_be_sent_and_counts_nothing(project: Path) -> None:
    with libre(project) as service:
        dry = json.loads(
            run("translate", "--engine", "libre", "--dry-run", "--format", "json").stdout
        )
        assert service.seen == []
        assert usage() == []
        assert dry["cost"] == pytest.approx(dry["characters"] * 20 / 1e6)
        assert dry["characters"] <= LIMIT
        assert [each["message"] for each in dry["errors"]] == [
            f"the budget of {LIMIT} characters a month is spent"
        ]
        assert sum(row["filled"] for row in dry["rows"]) < 28
        run("translate", "--engine", "libre", code=3)
        (row,) = usage()
        assert row["characters"] == dry["characters"]
        # what is kept costs nothing, and nothing is left for the rest
        dry = json.loads(
            run("translate", "--engine", "libre", "--dry-run", "--format", "json").stdout
        )
        assert (dry["requests"], dry["characters"]) == (0, 0)


@pytest.mark.usefixtures("quick")
def test_attempts_that_spent_the_budget_are_named(project: Path) -> None:
    with libre(project) as service:
        service.answer = lambda _texts: as_json({"error": "Out of memory"}, 500)
        result = run("translate", "--engine", "libre", code=3)
        assert "HTTP 500, “Out of memory”; the budget of 700 characters" in result.output
        assert sent(service) <= LIMIT
