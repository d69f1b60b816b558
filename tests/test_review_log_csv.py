"""``workflow review log --format csv``, and its filters."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_review_helpers import edit, po, run, translated, write_article
from workflow.reports.comma_separated import LOG_HEADER, csv_text, guarded

HOSTILE = (
    "=1+1",
    "+33 1 23",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "  =cmd|' /C calc'!A0",
    "＝1＋1",
    "'quoted",
    '"=1"',
    'a,"b"\nc\r\n=d',
    "中文；«\u00a0été\u00a0»",
)
"""Notes that a spreadsheet might run, cut or spell otherwise."""


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    for number, note in enumerate(HOSTILE[:5], start=1):
        done = run("review", "comment", "-l", "en", "--", "atelier", str(number % 4 + 1), note)
        assert done.exit_code == 0, done.output
    assert run("approve", "atelier", "-l", "en", "--note", HOSTILE[5]).exit_code == 0
    rejected = ("--kind", "accuracy", "--severity", "minor", "--note", HOSTILE[9])
    done = run("review", "reject", "atelier", "2", "-l", "en", *rejected)
    assert done.exit_code == 0, done.output
    done = run("review", "assign", "atelier", "-l", "zh", "--to", "li@example.org")
    assert done.exit_code == 0, done.output
    return project


def table(*arguments: str) -> list[dict[str, str]]:
    found = run("review", "log", "--format", "csv", *arguments)
    assert found.exit_code == 0, found.output
    text = found.stdout_bytes.decode("utf-8-sig")
    assert found.stdout_bytes.startswith(b"\xef\xbb\xbf") and text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def logged(*arguments: str) -> list[dict[str, Any]]:
    found = run("review", "log", "--format", "json", *arguments)
    events: list[dict[str, Any]] = json.loads(found.stdout)["events"]
    return events


def unguarded(cell: str) -> str:
    return cell.removeprefix("'")


def test_the_table_says_what_the_json_says(root: Path) -> None:
    rows, events = table(), logged()
    assert tuple(rows[0]) == LOG_HEADER and len(rows) == len(events) == 8
    for row, event in zip(rows, events, strict=True):
        assert row["counts"] == ("yes" if event["counts"] else "no")
        for name in set(LOG_HEADER) - {"counts"}:
            assert unguarded(row[name]) == str(event[name] or ""), name


def test_no_cell_begins_as_a_formula(root: Path) -> None:
    cells = [cell for row in table() for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip()[:1] in set("=+-@＝")]
    assert "'=1+1" in cells


@given(st.text(st.characters(exclude_characters=[chr(n) for n in range(32)] + ["\x7f"])))
def test_a_guard_can_be_taken_away(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.lists(st.text(max_size=20), min_size=2, max_size=4))
def test_python_reads_back_what_was_written(cells: list[str]) -> None:
    read = next(csv.reader(io.StringIO(csv_text([cells])[1:], newline="")))
    assert read == list(map(guarded, cells))


def calc_is_here() -> bool:
    found = shutil.which("soffice")
    return found is not None and Path(found).resolve().with_name("libsclo.so").exists()


@pytest.mark.skipif(not calc_is_here(), reason="LibreOffice Calc is not installed")
def test_a_spreadsheet_reads_the_cells_as_texts(tmp_path: Path) -> None:
    source, result = tmp_path / "log.csv", tmp_path / "out"
    source.write_bytes(csv_text([(note, "next") for note in HOSTILE]).encode())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir")
    subprocess.run(
        ["soffice", profile, "--headless", *convert, str(result), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    read = list(csv.reader((result / "log.csv").open(encoding="utf-8-sig", newline="")))
    assert [row[1] for row in read] == ["next"] * len(HOSTILE)
    assert [row[0].lstrip("'") for row in read] == [
        note.lstrip("'").replace("\r\n", "\n") for note in HOSTILE
    ]


@pytest.mark.parametrize(
    ("arguments", "actions"),
    [
        (("--action", "approve"), ["approve"]),
        (("--action", "approve", "--action", "assign"), ["approve", "assign"]),
        (("--person", "LI@example.org"), ["assign"]),
        (("--text", "@sum"), ["comment"]),
        (("--since", "2026-01-16"), []),
        (("--until", "2026-01-14"), []),
        (("--since", "2026-01-15", "--until", "2026-01-15", "--action", "reject"), ["reject"]),
        (("--check", "length"), []),
    ],
)
def test_filters(root: Path, arguments: tuple[str, ...], actions: list[str]) -> None:
    assert sorted(each["action"] for each in logged(*arguments)) == actions
    assert sorted(each["action"] for each in table(*arguments)) == actions


def test_days_in_the_wrong_order_are_told(root: Path) -> None:
    found = run("review", "log", "--since", "2026-02-01", "--until", "2026-01-01")
    assert found.exit_code == 2 and "--until is before --since" in found.output
