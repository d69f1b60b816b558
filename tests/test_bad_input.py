"""Bad input: a message with file, line and what to do, exit code 2, and every file as it was."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, NoReturn

import pytest
from click.testing import CliRunner

from workflow.cli import main
from workflow.errors import FileError
from workflow.files import atomic as files

ARTICLE = "articles/a.md"
GOOD = "---\ntitle: Titre\nlang: fr\n---\n\nUn texte.\n"
CATALOGUE = "locales/en/LC_MESSAGES/a.po"


def write(path: str, text: str | bytes) -> Callable[[], None]:
    """A step that writes ``text`` to ``path``, with ``{old}`` for what was there."""

    def step() -> None:
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.read_bytes() if file.exists() else b""
        data = text.encode() if isinstance(text, str) else text
        file.write_bytes(data.replace(b"{old}", old))

    return step


CASES = {
    "no front matter": (write(ARTICLE, "Un texte.\n"), "extract", ("articles/a.md:1", "title:")),
    "no closing line": (
        write(ARTICLE, "---\ntitle: x\n\nUn texte.\n"),
        "extract",
        ("articles/a.md:1", "---"),
    ),
    "a title that is a number": (
        write(ARTICLE, "---\ntitle: 2024\nlang: fr\n---\nx\n"),
        "extract",
        ("articles/a.md:2", "the title is no text (2024)", 'title: "2024"'),
    ),
    "a title that is a list": (
        write(ARTICLE, "---\nlang: zh\ntitle: [标题]\n---\nx\n"),
        "extract",
        ("articles/a.md:3", "the title is a list", 'title: "标题"'),
    ),
    "a title with parts": (
        write(ARTICLE, "---\ntitle: {fr: Un, en: One}\n---\nx\n"),
        "extract",
        ("articles/a.md:2", "the title is a list", "on one line"),
    ),
    "no title": (
        write(ARTICLE, "---\nlang: fr\n---\nx\n"),
        "extract",
        ("articles/a.md:1", "title"),
    ),
    "broken front matter": (
        write(ARTICLE, "---\nlang: fr\ntitle: a: b\n---\nx\n"),
        "extract",
        ("articles/a.md:3", "quotes"),
    ),
    "not UTF-8": (
        write(ARTICLE, GOOD.encode() + b"\xe9t\xe9\n"),
        "extract",
        ("articles/a.md:7", "UTF-8"),
    ),
    "empty file": (write(ARTICLE, ""), "extract", ("articles/a.md:1", "front matter")),
    "empty article": (
        write(ARTICLE, "---\ntitle: x\n---\n\n"),
        "extract",
        ("articles/a.md:4", "empty"),
    ),
    "two articles with one slug": (
        write("articles/a.txt", GOOD),
        "extract",
        ("articles/a.md:1", "articles/a.txt", "Rename"),
    ),
    "unknown locale in an article": (
        write(ARTICLE, "---\ntitle: x\nlang: frr-x\n---\nx\n"),
        "extract",
        ("articles/a.md:3", "frr"),
    ),
    "PO syntax error": (
        write(CATALOGUE, '{old}\nmsgid "x\nmsgstr ""\n'),
        "extract",
        (CATALOGUE, "syntax", "quotes"),
    ),
    "merge conflict": (
        write(CATALOGUE, "{old}<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"),
        "extract",
        (CATALOGUE, "conflict", "<<<<<<<"),
    ),
    "merge conflict, status": (
        write(CATALOGUE, "{old}<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"),
        "status",
        (CATALOGUE, "conflict"),
    ),
    "a typo in the settings": (
        write("setup.cfg", "[workflow]\ntarget_locale = en\n"),
        "extract",
        ("setup.cfg:2", "target_locale", "target_locales"),
    ),
    "unknown locale in the settings": (
        write("setup.cfg", "[workflow]\ntarget_locales = en, xx\n"),
        "extract",
        ("setup.cfg:2", "xx"),
    ),
    "a broken review": (
        write("reviews/en/a.jsonl", "{old}not json\n"),
        "status",
        ("reviews/en/a.jsonl:1",),
    ),
    "an article that is not there": (lambda: None, "extract b", ("b",)),
    "a locale that is no target": (lambda: None, "extract --locale es", ("es", "target")),
}


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of the project but what the tool derives."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".workflow" not in path.parts
    }


@pytest.fixture
def started(project: Path) -> Path:
    """A project with one article and its catalogues."""
    write(ARTICLE, GOOD)()
    assert CliRunner().invoke(main, ["extract"]).exit_code == 0
    return project


@pytest.mark.parametrize("name", CASES)
def test_a_clear_error_and_nothing_lost(started: Path, name: str) -> None:
    spoil, command, words = CASES[name]
    spoil()
    before = snapshot(started)
    result = CliRunner().invoke(main, command.split())
    assert result.exit_code == 2
    assert all(word in result.stderr for word in words), result.stderr
    assert "error:" in result.stderr or "Error:" in result.stderr
    assert "Traceback" not in result.output
    assert snapshot(started) == before


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.EACCES, "permissions"), (errno.EROFS, "Read-only"), (errno.ENOSPC, "space")],
)
@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_file_that_cannot_be_written_leaves_every_catalogue_whole(
    started: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str, failing: int
) -> None:
    write(ARTICLE, "{old}\nEncore un texte.\n")()
    before = snapshot(started)
    calls = iter(range(100))
    real = files._take_place

    def take_place(file: IO[bytes], temporary: str, target: str) -> None:
        if next(calls) == failing:
            raise OSError(code, os.strerror(code))
        real(file, temporary, target)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_take_place", take_place)
        result = CliRunner().invoke(main, ["extract"])
    assert result.exit_code == 2
    assert words in result.stderr
    after = snapshot(started)
    assert set(after) == set(before)
    assert CliRunner().invoke(main, ["extract"]).exit_code == 0
    assert CliRunner().invoke(main, ["status", "--format", "json"]).exit_code == 0


@pytest.mark.parametrize("step", ["fsync", "write", "rename"])
def test_a_full_disk_at_any_step_of_a_write_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    target = {"fsync": (os, "fsync"), "write": (os, "fdopen"), "rename": (os, "replace")}[step]
    with monkeypatch.context() as patch:
        patch.setattr(*target, full)
        with pytest.raises(FileError, match="No space left"):
            files.write_bytes(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.po"]


@pytest.mark.parametrize("whole", [True, False])
def test_a_pipe_stays_a_pipe(tmp_path: Path, whole: bool) -> None:
    """So does /dev/null, whose place a file would take on every machine with a careless root."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        if whole:
            files.write_bytes(pipe, b"new")
        else:
            with files.replacing(pipe) as new:
                new.file.write(b"new")
        assert read.result(timeout=10) == b"new"
    assert pipe.is_fifo()
