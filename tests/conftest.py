"""What several test files share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from workflow.checks import running
from workflow.flows.init import init_project
from workflow.model import Locale

# No deadline: what a test proves must not depend on how busy the machine is.
settings.register_profile("quick", deadline=None)
settings.register_profile(
    "long", deadline=None, max_examples=20_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# Whatever the machine speaks: what tests look for is English.
os.environ["LANGUAGE"] = "en"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project with one French article, to be translated into English and Chinese.

    It is the current folder, and the clock and the actor do not depend on the machine.
    """
    root = tmp_path / "project"
    init_project(root, Locale("fr"), (Locale("en"), Locale("zh")), date(2026, 1, 15))
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768471200")  # 2026-01-15T10:00:00Z
    monkeypatch.setenv("WORKFLOW_ACTOR", "editor@example.org")
    return root


@pytest.fixture
def rule_points(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Entry points of rules, by name: what they name, to be filled before it is asked for."""
    points: dict[str, str] = {}
    monkeypatch.setattr(
        running,
        "entry_points",
        lambda group: EntryPoints(EntryPoint(name, value, group) for name, value in points.items()),
    )
    kept = (running.rules, running.blocking_rules, running.asked)
    for each in kept:
        each.cache_clear()
    yield points
    for each in kept:
        each.cache_clear()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables that tests recorded, of the checks on labelled pairs."""
    for outcome in ("passed", "failed"):
        for result in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(result, "user_properties", ()):
                if name == "checks table":
                    terminalreporter.section("checks on labelled pairs")
                    terminalreporter.write_line(str(value))
