"""Lint: what is wrong with catalogues and templates as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from workflow.errors import CatalogueError, FileError
from workflow.files.atomic import file_error, read_bytes
from workflow.model import Finding, Severity
from workflow.model.phrase import phrase
from workflow.po.lint import Problem, lint
from workflow.project.catalogues import read_catalogue

_SUFFIXES = (".po", ".pot")


def po_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The PO and POT files among ``paths`` and in the folders among them, each once.

    Raises :class:`FileError` for a path that is no such file, nor a folder.
    """
    return tuple(dict.fromkeys(file for path in paths for file in _files(path)))


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        try:
            found = sorted(each for each in path.rglob("*.po*") if each.is_file())
        except OSError as error:
            raise file_error(path, "read", error) from error
        yield from (each for each in found if each.suffix in _SUFFIXES)
    elif path.suffix in _SUFFIXES:
        yield path
    else:
        raise FileError(
            phrase("neither a PO file nor a folder"),
            hint=phrase("Name .po or .pot files."),
            file=str(path),
        )


def lint_file(path: Path, name: str, locales: Path) -> tuple[Finding, ...]:
    """What is wrong with one file; ``name`` is what reports call it.

    ``locales`` is the folder that the templates stand in, from which their slugs count; a
    catalogue's slug and locale follow from ``<locale>/LC_MESSAGES/<slug>.po`` wherever that
    stands, and are empty for other places. Raises :class:`FileError` where it cannot be read.
    """
    locale, slug = _place(path, locales)
    problems = lint(read_bytes(path), template=path.suffix == ".pot", locale=locale or None)
    if not any(problem.severity == Severity.ERROR for problem in problems):
        problems += tuple(_unread(path))
    return tuple(
        Finding(
            check=problem.check,
            severity=problem.severity,
            article=slug,
            locale=locale,
            message=problem.message,
            file=name,
            line=problem.line,
            msgctxt=problem.msgctxt,
            msgid=problem.msgid,
            msgstr=problem.msgstr,
        )
        for problem in problems
    )


def _unread(path: Path) -> Iterator[Problem]:
    """What the other commands would stop at: no file passes here that they cannot read."""
    try:
        read_catalogue(path)
    except CatalogueError as error:
        message = f"this program cannot read the file: {error.message}. {error.hint or ''}".rstrip()
        yield Problem("syntax", Severity.ERROR, error.line or 1, message)


def _place(path: Path, locales: Path) -> tuple[str, str]:
    parts = path.resolve().with_suffix("").parts
    if "LC_MESSAGES" in parts[1:]:
        index = parts.index("LC_MESSAGES", 1)
        return parts[index - 1], "/".join(parts[index + 1 :])
    if path.suffix == ".pot" and path.is_relative_to(locales):
        return "", path.relative_to(locales).with_suffix("").as_posix()
    return "", path.stem
