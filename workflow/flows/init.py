"""Making a new content project: folders, settings with every key explained, a sample article.

And its place in git: catalogues merge there by message (gitattributes(5), "Defining a custom
merge driver").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path, PurePosixPath
from string import Template

from workflow.errors import ConfigError, FileError
from workflow.model import Locale
from workflow.stores import git
from workflow.stores.config import has_project, load_settings
from workflow.stores.config_file import FILE
from workflow.stores.files import file_error, read_bytes, read_text, write_bytes, write_text
from workflow.stores.settings import STATE_FOLDER

FOLDERS = ("articles", "locales", "reviews")
SAMPLE = "articles/relire-avant-de-traduire.md"
DRIVER = "merge.workflow-po"
"""Section of git's configuration with the merge driver of catalogues."""
DRIVER_SETTINGS = {
    f"{DRIVER}.name": "PO files, merged by message",
    f"{DRIVER}.driver": "workflow catalog merge-driver %O %A %B %P",
}
ATTRIBUTES = ".gitattributes"
IGNORED = ".gitignore"


@dataclass(frozen=True, slots=True)
class GitSetup:
    """What was done to a project's repository; nothing where all of it was there already."""

    made: bool
    """Whether the repository is new."""
    written: tuple[Path, ...]
    settings: tuple[str, ...]
    """The settings of the clone that were made, as ``name = value``."""


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


def is_project(root: Path) -> bool:
    """Whether the folder itself is a project; raises :class:`FileError` if that cannot be read."""
    return (root / FILE).is_file() and has_project(read_bytes(root / FILE))


def check_git(root: Path) -> None:
    """Raise :class:`WorkflowError` where :func:`init_git` would fail: no git, no repository.

    A project that is not made yet needs none: it gets one.
    """
    if git.repository(root) is None and is_project(root):
        raise ConfigError(
            "the project is in no git repository",
            hint=f"Nothing was changed. Make one first: git -C {root} init",
            file=str(root),
        )


def init_git(root: Path) -> GitSetup:
    """Have the project's catalogues merged by message in this clone of its repository.

    Adds the lines they lack to ``.gitattributes`` and ``.gitignore`` and sets up the driver,
    unless there is one of that name; makes a repository where there is none. Raises
    :class:`WorkflowError` where git refuses or a file cannot be written.
    """
    made = git.repository(root) is None
    if made:
        git.make_repository(root)
    texts = {
        root / ATTRIBUTES: _attributes(load_settings(root).locales),
        root / IGNORED: f"{STATE_FOLDER}/\n",
    }
    written = [path for path, text in texts.items() if write_text(path, _with_lines(path, text))]
    lacking = {
        name: value for name, value in DRIVER_SETTINGS.items() if git.setting(root, name) is None
    }
    for name, value in lacking.items():
        git.set_setting(root, name, value)
    settings = tuple(f"{name} = {value}" for name, value in lacking.items())
    return GitSetup(made, tuple(written), settings)


def _attributes(locales: str) -> str:
    """The lines of ``.gitattributes``; ``-text``: git changes no line ends in catalogues."""
    folder = PurePosixPath(locales).as_posix()
    patterns = (f"{folder}/**/*{suffix}" for suffix in (".po", ".pot"))
    lines = [f"{_quoted(pattern)} merge=workflow-po -text\n" for pattern in patterns]
    return "".join(["# `workflow init --git` makes the driver known, once a clone\n", *lines])


def _quoted(pattern: str) -> str:
    if not re.search(r'[\s"]', pattern):
        return pattern
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plan(root: Path, source: Locale, targets: Sequence[Locale], today: date) -> dict[Path, str]:
    """What to write where. ``setup.cfg`` comes last: it is what makes the folder a project."""
    config = root / FILE
    if is_project(root):
        raise ConfigError(
            "this is a project already",
            hint="Nothing was changed. Edit its settings there, or name another folder.",
            file=str(config),
        )
    settings = _skeleton(
        "workflow.cfg", source=str(source), targets=", ".join(str(one) for one in targets)
    )
    plan = {root / IGNORED: _with_lines(root / IGNORED, _skeleton("gitignore"))}
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
