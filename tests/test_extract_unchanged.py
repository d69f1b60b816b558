"""A second run: what changed is always noticed, and what did not is passed over at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from tests.test_extract import ARTICLE, PO, extract, files
from workflow.cli import main
from workflow.files import lock

RECORD = Path(".workflow/extracted.jsonl")


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
    "record",
    ["", "{}", "not json\n\\", "\0", "\udc80", '{"made_by": 1}\n["a", 1, 2]\n'],
)
def test_a_broken_record_does_no_harm(started: Path, record: str) -> None:
    RECORD.write_text(record, encoding="utf-8", errors="surrogateescape")
    assert not any(row["written"] for row in extract())
    assert len(RECORD.read_text(encoding="utf-8").splitlines()) == len(list_articles()) + 1


LINES = [
    "",
    "[]",
    "7",
    '["a"',
    '["a", 1, 2, 3, 4]',
    "[[], 1, 2, [], []]",
    '["a", "", 3, ["en"], [["\\u0000", [1, 2, 3]]]]',
    "[" * 100_000,
]


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_broken_line_costs_no_more_than_its_article(started: Path, line: str) -> None:
    head, *rest = RECORD.read_text(encoding="utf-8").splitlines()
    RECORD.write_text("\n".join([head, line, *rest[1:]]) + "\n", encoding="utf-8")
    before = files(started)
    assert not any(row["written"] for row in extract())
    assert files(started) == before


def list_articles() -> list[Path]:
    return sorted(Path("articles").glob("*.md"))


def noted() -> list[str]:
    """The slugs in the record, sorted."""
    lines = RECORD.read_text(encoding="utf-8").splitlines()[1:]
    return sorted(json.loads(line)[0] for line in lines)


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
    assert "another workflow command is writing" in result.stderr


def test_a_run_that_finds_nothing_to_do_imports_no_heavy_library(started: Path) -> None:
    """What keeps it fast, without a clock in the test."""
    code = (
        "import sys; from workflow.cli import main; main(['extract'], standalone_mode=False);"
        "heavy = {'rich', 'polib', 'uniseg', 'filelock', 'subprocess',"
        " 'importlib.metadata', 'concurrent.futures', 'workflow.formats.registry'};"
        "sys.exit(', '.join(heavy & sys.modules.keys()) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[1:]) == (0, [])


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
