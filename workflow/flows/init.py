"""Making a new content project: folders, settings with every key explained, a sample article.

And its place in git: catalogues merge there by message (gitattributes(5), "Defining a custom
merge driver").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path, PurePosixPath
from string import Template

from workflow.errors import ConfigError, FileError
from workflow.files import git
from workflow.files.atomic import (
    again,
    file_error,
    read_bytes,
    read_text,
    remove,
    save,
)
from workflow.model import Locale
from workflow.model.encoding import decode
from workflow.model.phrase import phrase
from workflow.project.config import (
    has_project,
    load_settings,
)
from workflow.project.config_file import FILE
from workflow.project.settings import (
    GLOSSARY,
    STATE_FOLDER,
    Settings,
)

FOLDERS = ("articles", "locales", "reviews")
SAMPLE = "articles/relire-avant-de-traduire.md"
_NAME = "workflow-po"
DRIVER = f"merge.{_NAME}"
"""Section of git's configuration with the merge driver of catalogues."""
DRIVER_SETTINGS = {
    f"{DRIVER}.name": "PO files, merged by message",
    f"{DRIVER}.driver": "workflow catalog merge-driver %O %A %B %P",
}
ATTRIBUTES = ".gitattributes"
IGNORED = ".gitignore"
_COMMENT = "# Approvals bind every byte: git changes no line ends here"
_EARLIER = "# `workflow init --git` makes the driver known, once a clone"


@dataclass(frozen=True, slots=True)
class GitSetup:
    """What was done to a project's repository; nothing where all of it was there already."""

    made: bool
    """Whether the repository is new."""
    written: tuple[Path, ...]
    settings: tuple[str, ...]
    """The settings of the clone that were made, as ``name = value``."""
    notes: tuple[str, ...] = ()
    """What a person has to see to, a line each."""


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
        for change in plan:
            change.save(undo)
        undo.pop_all()
    return tuple(change.path for change in plan)


def is_project(root: Path) -> bool:
    """Whether the folder itself is a project; raises :class:`FileError` if that cannot be read."""
    return (root / FILE).is_file() and has_project(read_bytes(root / FILE))


def check_git(root: Path) -> None:
    """Raise :class:`WorkflowError` where :func:`init_git` would fail: no git, no repository.

    A project that is not made yet needs none: it gets one.
    """
    if git.repository(root) is None and is_project(root):
        raise ConfigError(
            phrase("the project is in no git repository"),
            hint=phrase("Nothing was changed. Make one first: git -C {root} init", root=root),
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
    settings = load_settings(root)
    attributes, own = root / ATTRIBUTES, git.attributes_file(root)
    written = [
        path
        for path, renewed in (
            (attributes, partial(_shared, settings=settings)),
            (own, partial(_with_lines, text=_merged(settings, git.prefix(root)))),
            (root / IGNORED, partial(_with_lines, text=f"{STATE_FOLDER}/\n*.mo\n")),
        )
        if _renew(path, renewed)
    ]
    lacking = {
        name: value for name, value in DRIVER_SETTINGS.items() if git.setting(root, name) is None
    }
    for name, value in lacking.items():
        git.set_setting(root, name, value)
    made_known = tuple(f"{name} = {value}" for name, value in lacking.items())
    return GitSetup(made, tuple(written), made_known, tuple(_left_merging(attributes)))


def _renew(path: Path, renewed: Callable[[str | None], str]) -> bool:
    """Write what ``renewed`` makes of a file's text (None: there is none), if that is another."""
    return again(lambda: _Change.of(path, renewed).save())


def _shared(text: str | None, settings: Settings) -> str:
    """The lines of ``.gitattributes``: git changes no line ends in what approvals bind.

    The driver's lines that earlier versions put there go: a server that does not know the
    driver, and has one of its own, could use neither.
    """
    plain = {line: f"{line} -text" for line in _catalogues(settings)}
    earlier = {f"{line} merge={_NAME} -text": new for line, new in plain.items()}
    earlier[_EARLIER] = _COMMENT
    lines = (text or "").splitlines(keepends=True)
    kept = [line.replace(line.strip(), earlier.get(line.strip(), line.strip())) for line in lines]
    wanted = [
        _pattern(settings.articles, "**"),
        _pattern(settings.reviews, "**"),
        _pattern(settings.glossary or GLOSSARY),
    ]
    added = [_COMMENT, *(f"{pattern} -text" for pattern in wanted), *plain.values()]
    return _with_lines("".join(kept), "".join(f"{line}\n" for line in added))


def _merged(settings: Settings, prefix: str) -> str:
    """The lines that have this clone's git call the driver; ``prefix``: of the project in it."""
    return "".join(f"{line} merge={_NAME}\n" for line in _catalogues(settings, prefix))


def _catalogues(settings: Settings, prefix: str = "") -> tuple[str, ...]:
    """The patterns of catalogues and templates."""
    return tuple(_pattern(settings.locales, f"**/*{suffix}", prefix) for suffix in (".po", ".pot"))


def _left_merging(path: Path) -> Iterator[str]:
    """Where lines of ``.gitattributes`` that are not our own name the driver."""
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        if f"merge={_NAME}" in line.split() and not line.startswith("#"):
            yield phrase(
                "{file}:{line}: take out merge={driver}: servers that lack the driver, as "
                "Weblate’s may, cannot merge then; this clone has it in its own attributes now",
                file=path,
                line=str(number),
                driver=_NAME,
            )


def _pattern(place: str, inner: str = "", prefix: str = "") -> str:
    """A file, or what is ``inner`` in a folder, as ``.gitattributes`` names it."""
    path = PurePosixPath(prefix + place).as_posix()
    escaped = re.sub(r"([\\*?\[])", r"\\\1", "" if path == "." else path)
    return _quoted("/".join(filter(None, (escaped, inner))))


def _quoted(pattern: str) -> str:
    if not re.search(r'[\s"]', pattern):
        return pattern
    return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True)
class _Change:
    """A file to write."""

    path: Path
    old: bytes | None
    """What it holds; None where there is none."""
    text: str

    @classmethod
    def of(cls, path: Path, renewed: Callable[[str | None], str]) -> _Change:
        """What ``renewed`` makes of the file's text (None: there is none)."""
        old = read_bytes(path) if path.exists() else None
        return cls(path, old, renewed(None if old is None else decode(old, path)))

    def save(self, undo: ExitStack | None = None) -> bool:
        """Write it, if it is another text; ``undo`` brings back what was there."""
        written = save(self.path, self.old, self.text.encode())
        if written and undo is not None:
            back = partial(remove if self.old is None else save, self.path, self.text.encode())
            undo.callback(back, *([] if self.old is None else [self.old]))
        return written


def _plan(root: Path, source: Locale, targets: Sequence[Locale], today: date) -> list[_Change]:
    """What to write where. ``setup.cfg`` comes last: it is what makes the folder a project."""
    config = root / FILE
    if is_project(root):
        raise ConfigError(
            phrase("this is a project already"),
            hint=phrase("Nothing was changed. Edit its settings there, or name another folder."),
            file=str(config),
        )
    settings = _skeleton(
        "workflow.cfg", source=str(source), targets=", ".join(str(one) for one in targets)
    )
    plan = [_Change.of(root / IGNORED, partial(_with_lines, text=_skeleton("gitignore")))]
    articles = root / "articles"
    if not (articles.is_dir() and any(articles.iterdir())):
        plan.append(_Change(root / SAMPLE, None, _skeleton(SAMPLE, date=today.isoformat())))
    return [*plan, _Change.of(config, partial(_appended, text=settings))]


def _skeleton(name: str, **values: str) -> str:
    """A file of the skeleton, its ``$names`` replaced."""
    text = (files("workflow.flows") / "skeleton" / name).read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _with_lines(old: str | None, text: str) -> str:
    """A file's text (None: there is none) with those lines of ``text`` added that it lacks."""
    there = {line.strip() for line in (old or "").splitlines()}
    lacking = [line for line in text.splitlines() if line not in there]
    return _joined(old or "", "".join(f"{line}\n" for line in lacking))


def _appended(old: str | None, text: str) -> str:
    """A file's text, if there is one, with ``text`` after an empty line."""
    return text if old is None else _joined(old, f"\n{text}")


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
            phrase("a file stands where a folder is needed"),
            hint=phrase("Move it away, or name another folder."),
            file=str(path),
        )
    _make_folder(path.parent, undo)
    try:
        path.mkdir()
    except OSError as error:
        raise file_error(path, "make", error) from error
    undo.callback(_drop_empty, path)


def _drop_empty(path: Path) -> None:
    """Delete a folder, unless somebody put something into it by now."""
    with suppress(OSError):
        path.rmdir()
