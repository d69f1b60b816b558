"""Prints the figures that the proofs of this folder recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "build" / "corpora"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print every ``figures`` property, passed or failed."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    lines = [value for report in reports for name, value in report.user_properties]
    if lines:
        terminalreporter.section("figures")
    for line in lines:
        terminalreporter.write_line(str(line))


def documents(kind: str) -> list[Path]:
    """The corpus's files of a kind, sorted; skips the test where there are none."""
    found = sorted(path for path in (CORPORA / kind).rglob("*") if path.is_file())
    if not found:
        pytest.skip(f"no {kind} corpus here: run `make corpora`")
    return found
