"""CSV: what goes out, and what comes back of it from spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.exchange_files import exported, handouts, imported, results, texts
from tests.test_review_acts import events, message
from tests.test_review_helpers import drafted, edit, po, run, translated, write_article
from workflow.exchange.csv_table import FORMULA, csv_table, guarded, read_csv, unguarded
from workflow.exchange.handout import Handout, shown_of, unit_id, writable


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def saved(
    path: Path, found: list[dict[str, str]], separator: str = ",", code: str = "utf-8"
) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]), delimiter=separator)
    writer.writeheader()
    writer.writerows(found)
    path.write_bytes(out.getvalue().encode(code))


def changed(path: Path, change: Callable[[dict[str, str]], None]) -> None:
    found = rows(path)
    for row in found:
        change(row)
    saved(path, found)


def what_follows(row: dict[str, str]) -> None:
    if row["source"] == "Les suites":
        row["target"] = "What follows"


@given(texts)
def test_a_guard_comes_off_again_and_leaves_nothing_to_run(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in FORMULA - {"'"}
    assert unguarded(text) == text or text[0] == "'"


@pytest.mark.parametrize("text", ["-5", "=1+1", "+33 1", "@x", "\t=1", "'tis", "''", " =1", "＝1"])
def test_what_looks_like_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@given(handouts())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_comes_back_as_it_was(handout: Handout) -> None:
    (back,) = read_csv(csv_table([handout]))
    for unit, known in zip(back.units, handout.units, strict=True):
        assert unit.id == unit_id("atelier", known.key)
        assert (unit.source, unit.target) == (writable(known.key[1]), writable(known.msgstr))
        assert (unit.shown_text, unit.shown_state) == (shown_of(known.msgstr), known.state)
        assert (unit.state, unit.notes, unit.broken) == (known.state, (), "")


def test_unchanged_nothing_changes_and_an_edit_is_taken(root: Path) -> None:
    path = exported(root, "csv", "a.csv")
    before = po(root).read_bytes()
    assert imported("a.csv") == {"version": 1, "dry_run": False, "unchanged": 5, "rows": []}
    assert po(root).read_bytes() == before
    changed(path, what_follows)
    assert results(imported("a.csv")) == ["taken"]
    assert message(root, "Les suites").msgstr == "What follows"
    assert imported("a.csv")["rows"] == []


@pytest.mark.parametrize(
    ("separator", "code"),
    [(";", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig"), (";", "utf-8-sig")],
)
def test_as_spreadsheets_of_other_countries_save_it(root: Path, separator: str, code: str) -> None:
    path = exported(root, "csv", "a.csv")
    changed(path, what_follows)
    saved(path, rows(path), separator, code)
    assert results(imported("a.csv")) == ["taken"]


def test_one_file_has_all_languages_and_a_draft_is_finished_by_its_edit(root: Path) -> None:
    edit(po(root), drafted)
    result = run("export", "--format", "csv", "-o", "all.csv")
    assert result.exit_code == 0, result.output
    path = root / "all.csv"
    assert {row["locale"] for row in rows(path)} == {"en", "zh-Hans"}

    def work(row: dict[str, str]) -> None:
        if row["source"] == "Les suites":
            row["target"] = "What follows" if row["locale"] == "en" else "后续"
            row["note"] = "Which hall?"

    changed(path, work)
    assert sorted(results(imported("all.csv"))) == ["commented", "commented", "taken", "taken"]
    assert not message(root, "Les suites").fuzzy
    assert "后续" in po(root, "zh").read_text("utf-8")
    assert {each["action"] for each in events(root)} == {"edit", "comment"}
    assert imported("all.csv")["rows"] == []


def test_a_text_that_breaks_the_page_and_an_unknown_state_are_refused(root: Path) -> None:
    path = exported(root, "csv", "a.csv")

    def work(row: dict[str, str]) -> None:
        what_follows(row)
        if "programme" in row["source"]:
            row["target"] = "Two days of work."
        if row["source"] == "Les suites":
            row["state"] = "done"

    changed(path, work)
    told = imported("a.csv", code=1)
    assert results(told) == ["refused", "refused"]
    assert "done" in told["rows"][1]["reason"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a,b\n1,2\n", "a.csv:1"),
        (b"id,article,locale,target\nx,atelier,en\n", "a.csv:2"),
        (b"id,article,locale,target\nx,atelier,en,t,more\n", "a.csv:2"),
        (b"id,article,locale,target,id\n", "a.csv:1"),
        (b'id,article,locale,target\nx,atelier,en,"t', "a.csv:2"),
        (b"id,article,locale,target\nx,atelier,en,caf\xe9\n", "a.csv:2"),
        (b"id,article,locale,target\nx,atelier,en," + b"x" * 200_000 + b"\n", "a.csv:2"),
        (b"PK\x03\x04", "a.csv"),
    ],
)
def test_a_damaged_table_is_named_with_its_line(root: Path, data: bytes, line: str) -> None:
    (root / "a.csv").write_bytes(data)
    before = po(root).read_bytes()
    result = run("import-translations", "a.csv")
    assert (result.exit_code, line in result.output) == (2, True), result.output
    assert po(root).read_bytes() == before


@pytest.mark.parametrize(("kind", "ending"), [("csv", "csv"), ("xliff-2.1", "xlf")])
def test_a_file_that_may_hold_a_translators_work_stays(
    project: Path, kind: str, ending: str
) -> None:
    file = project / f"out.{ending}"
    said = ("export", "--format", kind, "--locale", "en", "-o", str(file))
    assert run(*said).exit_code == 0
    assert run(*said).exit_code == 0  # the same once more harms nobody
    data = file.read_bytes().replace(b"Nanning", b"Nanjing") + b"\n"
    file.write_bytes(data)
    result = run(*said)
    assert (result.exit_code, file.read_bytes()) == (2, data)
    assert "with other content: it stays" in result.stderr


@pytest.mark.parametrize(("kind", "other"), [("csv", "x.xlf"), ("xliff-2.1", "x.csv")])
def test_an_ending_of_another_format_is_no_folder(project: Path, kind: str, other: str) -> None:
    result = run("export", "--format", kind, "--locale", "en", "-o", str(project / other))
    assert (result.exit_code, (project / other).exists()) == (2, False)
    result = run("export", "--format", kind, "--locale", "en", "-o", str(project / "setup.cfg"))
    assert (result.exit_code, "has to be a folder" in result.stderr) == (2, True)
