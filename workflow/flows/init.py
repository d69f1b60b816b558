"""Making a new content project: folders, settings with every key explained, a sample article."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from workflow.errors import ConfigError, FileError
from workflow.model import Locale
from workflow.stores.config import has_project
from workflow.stores.config_file import FILE
from workflow.stores.files import file_error, read_bytes, read_text, write_bytes, write_text

FOLDERS = ("articles", "locales", "reviews")
SAMPLE = "articles/relire-avant-de-traduire.md"


def init_project(
    root: Path, source: Locale, targets: Sequence[Locale], today: date
) -> tuple[Path, ...]:
    """Make a project in ``root`` and return the files written, ``today`` dating the sample.

    Files that are there stay: a ``setup.cfg`` gets the section appended, a ``.gitignore`` the
    lines it lacks, and a folder with articles no sample. Raises :class:`ConfigError` where
    ``root`` is a project already, :class:`FileError` where something cannot be written; then
    everything is as it was.
    """
    plan = _plan(root, source, targets, today)
    with ExitStack() as undo:
        for folder in (root, *(root / name for name in FOLDERS)):
            _make_folder(folder, undo)
        for path, text in plan.items():
            _write(path, text, undo)
        undo.pop_all()
    return tuple(plan)


def _plan(root: Path, source: Locale, targets: Sequence[Locale], today: date) -> dict[Path, str]:
    """What to write where. ``setup.cfg`` comes last: it is what makes the folder a project."""
    config = root / FILE
    if config.is_file() and has_project(read_bytes(config)):
        raise ConfigError(
            "this is a project already",
            hint="Nothing was changed. Edit its settings there, or name another folder.",
            file=str(config),
        )
    settings = _skeleton(
        "workflow.cfg", source=str(source), targets=", ".join(str(one) for one in targets)
    )
    plan = {root / ".gitignore": _with_lines(root / ".gitignore", _skeleton("gitignore"))}
    articles = root / "articles"
    if not (articles.is_dir() and any(articles.iterdir())):
        plan[root / SAMPLE] = _skeleton(SAMPLE, date=today.isoformat())
    plan[config] = _appended(config, settings)
    return plan


def _skeleton(name: str, **values: str) -> str:
    """A file of the skeleton, its ``$names`` replaced."""
    text = (files("workflow.flows") / "skeleton" / name).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _with_lines(path: Path, text: str) -> str:
    """The file's text with those lines of ``text`` added that it lacks."""
    if not path.exists():
        return text
    there = {line.strip() for line in read_text(path).splitlines()}
    lacking = [line for line in text.splitlines() if line not in there]
    return _joined(read_text(path), "".join(f"{line}\n" for line in lacking))


def _appended(path: Path, text: str) -> str:
    """The file's text, if there is one, with ``text`` after an empty line."""
    return _joined(read_text(path), f"\n{text}") if path.exists() else text


def _joined(old: str, new: str) -> str:
    """Both texts, with the line ends of the first."""
    end = "\r\n" if "\r\n" in old else "\n"
    gap = "" if not old or not new or old.endswith("\n") else end
    return old + gap + new.replace("\n", end)


def _make_folder(path: Path, undo: ExitStack) -> None:
    """Make a folder and those above it that lack; ``undo`` removes them again."""
    if path.is_dir():
        return
    if path.exists() or path.is_symlink():
        raise FileError(
            "a file stands where a folder is needed",
            hint="Move it away, or name another folder.",
            file=str(path),
        )
    _make_folder(path.parent, undo)
    try:
        path.mkdir()
    except OSError as error:
        raise file_error(path, "make", error) from error
    undo.callback(path.rmdir)


def _write(path: Path, text: str, undo: ExitStack) -> None:
    """Write a file; ``undo`` removes it, or brings its old bytes back."""
    if path.exists():
        undo.callback(write_bytes, path, read_bytes(path))
    else:
        undo.callback(path.unlink, missing_ok=True)
    write_text(path, text)
