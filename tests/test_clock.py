"""Clocks that are wrong: no date of this repository is still to come on any machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.test_release_flow import Newsroom
from workflow.cli import common, main
from workflow.files import clock
from workflow.files.clock import (
    MADE,
    clock_note,
    machine_time,
)
from workflow.model.moments import instant
from workflow.project import Project
from workflow.review.log import moment

REPOSITORY = Path(__file__).parents[1]


def set_clock(monkeypatch: pytest.MonkeyPatch, time: datetime) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return time

    monkeypatch.setattr(clock, "datetime", Clock)


def test_nothing_in_this_repository_is_younger_than_this_version() -> None:
    lines = [
        json.loads(line)
        for log in REPOSITORY.glob("reviews/*/*.jsonl")
        for line in log.read_text("utf-8").splitlines()
    ]
    times = [moment(line["time"]) for line in lines]
    project = Project.find(REPOSITORY)
    documents = map(project.document, project.articles)
    times += [instant(each.front_matter["date"]) for each in documents]
    assert len(times) > 20
    assert max(filter(None, times)) <= MADE


@pytest.mark.parametrize("year", [1970, 1980, 2001, 2025])
def test_a_clock_that_is_behind_is_named_and_not_followed(
    monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    set_clock(monkeypatch, datetime(year, 1, 1, tzinfo=UTC))
    assert machine_time() == MADE
    assert f"says {year}-01-01" in clock_note()


def test_a_clock_that_may_be_right_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    later = MADE + timedelta(days=9000)
    set_clock(monkeypatch, later)
    assert machine_time() == later
    assert clock_note() == ""


def test_a_machine_years_behind_publishes_what_was_approved_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = Newsroom(tmp_path / "project")
    newsroom.ready("atelier", "en", "English")
    set_clock(monkeypatch, datetime(2025, 2, 3, tzinfo=UTC))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    rows = Project.find(newsroom.root).status()["rows"]
    assert [each["locale"] for each in rows if each["approved"]] == ["en"]
    monkeypatch.setenv("WORKFLOW_ACTOR", "aline@example.org")
    result = CliRunner().invoke(main, ["-C", str(newsroom.root), "release", "publish"])
    assert result.exit_code == 0
    assert newsroom.page("en", "atelier")
    assert "clock says 2025-02-03" in result.stderr


@pytest.mark.parametrize("epoch", ["0", "1", "315532800"])
def test_the_fixed_times_of_build_tools_date_no_word(
    monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert common.now().year <= 1980
    assert common.acting() >= MADE
