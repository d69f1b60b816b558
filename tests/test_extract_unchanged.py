"""A second run: what changed is always noticed, and what did not is passed over at once."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from tests.test_extract import ARTICLE, PO, extract, files
from workflow.cli import main
from workflow.files import lock
from workflow.flows import extract as flow
from workflow.project.workspace import Workspace

RECORD = Path(".workflow/facts.db")


@pytest.fixture
def started(project: Path) -> Path:
    """A project with two articles and their catalogues."""
    Path("articles/a.md").write_text(ARTICLE, encoding="utf-8")
    extract()
    return project


def edit(path: str | Path, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


def with_its_time_put_back(path: str, old: str, new: str) -> None:
    """Edit a file as a tool does that keeps size and time of modification."""
    before = Path(path).stat()
    edit(path, old, new)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = Path(path).stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


CHANGES: dict[str, Callable[[], object]] = {
    "the source": lambda: edit("articles/a.md", "Un autre", "Un tout autre"),
    "the source, with its time put back": lambda: with_its_time_put_back(
        "articles/a.md", "Un texte", "Un conte"
    ),
    "a catalogue is gone": lambda: Path(PO).unlink(),
    "the template is gone": lambda: Path("locales/a.pot").unlink(),
    "the template, with its time put back": lambda: with_its_time_put_back(
        "locales/a.pot", "Un texte", "Un conte"
    ),
    "the settings": lambda: edit("setup.cfg", "locations = file", "locations = never"),
    "the ending says another format": lambda: Path("articles/a.md").rename("articles/a.txt"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_extracted_again(started: Path, change: str) -> None:
    CHANGES[change]()
    before = files(started)
    extract("a")
    assert files(started) != before
    assert Path(PO).exists()
    assert Path("locales/a.pot").exists()


@pytest.mark.parametrize("times_put_back", [False, True])
def test_a_catalogue_broken_since_is_found(started: Path, times_put_back: bool) -> None:
    (with_its_time_put_back if times_put_back else edit)(PO, 'msgid "Un', 'msgxx "Un')
    result = CliRunner().invoke(main, ["extract"])
    assert result.exit_code == 2
    assert f"{PO}:" in result.stderr


def test_a_copied_project_is_compared_with_its_own_files(
    started: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(started, copy)
    monkeypatch.chdir(copy)
    Path(PO).unlink()
    assert any(row["written"] for row in extract())
    assert Path(PO).exists()


@pytest.mark.parametrize(
    "record", [b"", b"{}", b"not a database", b"\0" * 4096, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_broken_record_does_no_harm(started: Path, record: bytes) -> None:
    RECORD.write_bytes(record)
    before = files(started)
    assert not any(row["written"] for row in extract())
    assert files(started) == before
    assert noted() == [path.stem for path in list_articles()]


CHANGED_ROWS = [
    "value = '[]'",
    "value = x'ff'",
    "value = NULL",
    "questions = x'00'",
    "answers = x'00'",
    "since = 'x'",
    "name = 'b'",
    "seal = NULL",
]


@pytest.mark.parametrize("change", CHANGED_ROWS)
def test_a_broken_row_costs_no_more_than_its_article(started: Path, change: str) -> None:
    with sqlite3.connect(RECORD) as record:
        record.execute(f"UPDATE facts SET {change} WHERE name = 'a'")  # noqa: S608
    before = files(started)
    assert not any(row["written"] for row in extract())
    assert files(started) == before


def list_articles() -> list[Path]:
    return sorted(Path("articles").glob("*.md"))


def noted() -> list[str]:
    """The slugs in the record, sorted."""
    with sqlite3.connect(RECORD) as record:
        query = "SELECT name FROM facts WHERE kind = 'extracted' ORDER BY name"
        return [name for (name,) in record.execute(query)]


def test_the_record_has_each_article_once_and_forgets_those_that_are_gone(started: Path) -> None:
    slugs = [path.stem for path in list_articles()]
    assert noted() == slugs
    edit("articles/a.md", "Un autre", "Un tout autre")
    extract("a")
    assert noted() == slugs
    Path("articles/b.md").write_text(ARTICLE, encoding="utf-8")
    Path("articles/a.md").unlink()
    extract("b")
    assert noted() == sorted({*slugs, "b"} - {"a"})


def test_rows_are_sorted_whether_their_articles_changed_or_not(started: Path) -> None:
    for name in ("0", "m", "z"):
        Path(f"articles/{name}.md").write_text(ARTICLE, encoding="utf-8")
    extract()
    edit("articles/m.md", "Un autre", "Un tout autre")
    edit("articles/0.md", "Un autre", "Un tout autre")
    rows = extract()
    assert [row["article"] for row in rows] == sorted(str(row["article"]) for row in rows)
    assert {row["article"] for row in rows if row["written"]} == {"0", "m"}
    assert [row["messages"] for row in rows if row["article"] == "z"] == [3, 3]


def test_it_waits_for_another_command_only_if_there_is_something_to_do(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.01)
    with FileLock(started / ".workflow" / "lock"):
        assert not any(row["written"] for row in extract())
        edit("articles/a.md", "Un autre", "Un tout autre")
        result = CliRunner().invoke(main, ["extract"])
    assert result.exit_code == 1
    assert "another `workflow` command is writing" in result.stderr


@pytest.mark.parametrize("command", ["extract", "status", "check"])
def test_a_run_that_finds_nothing_changed_imports_nothing_that_derives(
    started: Path, command: str
) -> None:
    """What keeps it fast, without a clock in the test."""
    said = CliRunner().invoke(main, [command]).stderr.splitlines()[1:]
    code = (
        f"import sys; from workflow.cli import main; main(['{command}'], standalone_mode=False);"
        "heavy = {'rich', 'polib', 'uniseg', 'filelock', 'rapidfuzz', 'yaml', 'numpy',"
        " 'sqlalchemy', 'pyromark', 'jinja2', 'lxml'};"
        "ours = ('checks', 'formats', 'glossary', 'inline', 'merge', 'po', 'review.fold', 'site');"
        "rooms = {f'workflow.{room}' for room in ours};"
        "sys.exit(', '.join((heavy | rooms) & sys.modules.keys()) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[1:]) == (0, said)


def test_other_packages_formats_are_found_by_their_endings(started: Path) -> None:
    code = """\
import importlib.metadata as metadata, sys
from types import SimpleNamespace

def entry_points(group):
    from workflow.formats.plaintext import PlainText
    class Wiki(PlainText):
        name, suffixes = "wiki", (".wiki", ".md")
    return [SimpleNamespace(name="wiki", load=lambda: Wiki)] if group == "workflow.formats" else []

metadata.entry_points = entry_points
from workflow.cli import main
main(["extract", "--format", "json"])
"""
    Path("articles/w.WIKI").write_text(ARTICLE, encoding="utf-8")
    Path("articles/picture.png").write_bytes(b"\x89PNG")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert {row["article"] for row in rows if row["written"]} == {"w"}
    assert {row["article"] for row in rows} == {*(path.stem for path in list_articles()), "w"}


def test_workers_may_outlive_a_run(started: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they read for one run they do not take for the next: articles above all."""
    monkeypatch.setattr(flow, "MANY", 1)
    now = datetime(2026, 1, 15, tzinfo=UTC)
    with ProcessPoolExecutor(1) as pool, ThreadPoolExecutor(2) as threads:
        for number, executor in enumerate((pool, threads, pool, threads, pool)):
            slug = f"new-{number}"
            Path(f"articles/{slug}.md").write_text(ARTICLE, encoding="utf-8")
            workspace = Workspace.open(Path.cwd())

            def workers(handed: Executor = executor) -> AbstractContextManager[Executor]:
                return nullcontext(handed)

            found = list(flow.extract(workspace, (), (), now, workers=workers))
            assert not any(done.errors for done in found)
            assert {done.slug for done in found} == set(workspace.slugs())
            assert Path(f"locales/en/LC_MESSAGES/{slug}.po").exists()
