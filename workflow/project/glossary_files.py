"""Glossaries on disk: tables (CSV), which a project keeps its own in, and TBX."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workflow.errors import ConfigError, GlossaryError, WorkflowError
from workflow.files.atomic import (
    read_bytes,
    save,
)
from workflow.model import Glossary
from workflow.model.encoding import decode
from workflow.model.phrase import listed, phrase
from workflow.project.config_file import FILE
from workflow.project.settings import GLOSSARY

TABLES = (".csv", ".tsv", ".txt")
TBX = (".tbx", ".xml")


def load_glossary(root: Path, named: str, read: Callable[[Path], bytes] = read_bytes) -> Glossary:
    """Read the glossary of the project in ``root``; empty where it has none.

    ``named`` is what its settings name, relative to ``root``; empty for the default. ``read``
    gives the bytes of a file. Raises
    :class:`ConfigError` where that is not there, and what :func:`read_glossary` raises.
    """
    name = named or GLOSSARY
    if (root / name).is_file():
        return read_glossary(root / name, name, read=read)
    if not named:
        return Glossary(file=name)
    raise ConfigError(
        phrase("`glossary`: there is no file {name}", name=name),
        hint=phrase(
            "Correct the path, delete the line, or make the file: workflow glossary import FILE"
        ),
        file=str(root / FILE),
    )


def read_glossary(
    path: Path,
    name: str = "",
    left_out: list[WorkflowError] | None = None,
    read: Callable[[Path], bytes] = read_bytes,
) -> Glossary:
    """Read a table or TBX file, told apart by the ending of its name.

    ``name`` is what reports call it. With ``left_out``, a concept with a mistake in it is named
    there and the others are read. Raises :class:`GlossaryError` for whatever is wrong in
    it, with line and column, and :class:`FileError` where it cannot be read.
    """
    name = name or str(path)
    if _kind(path) == "tbx":
        from workflow.glossary.tbx import read_tbx  # noqa: PLC0415 - lxml takes its time

        return read_tbx(read(path), name, left_out)
    from workflow.glossary.table import read_table  # noqa: PLC0415

    return read_table(decode(read(path), path), name, left_out)[0]


def write_glossary(
    path: Path, old: bytes | None, glossary: Glossary, *, older: bool = False
) -> bool:
    """Write a table or TBX file in one step and return whether that changed anything.

    ``old`` is what the file held when ``glossary`` was made (None: it was not there).

    A table that is there keeps the order of its columns, their names, what parts them, its
    line ends and its byte order mark. ``older``: TBX of 2008 rather than of 2019. Raises what
    :func:`read_glossary` does of a table that is there, and :class:`ChangedError` where it
    holds anything else by now.
    """
    if _kind(path) == "tbx":
        from workflow.glossary.tbx import TBX2, TBX3, write_tbx  # noqa: PLC0415

        return save(path, old, write_tbx(glossary, TBX2 if older else TBX3))
    from workflow.glossary.table import Layout, read_table, write_table  # noqa: PLC0415

    layout = Layout(delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    if old and old.strip():
        layout = read_table(decode(old, path), str(path))[1]
    return save(path, old, write_table(glossary, layout).encode("utf-8"))


def _kind(path: Path) -> str:
    ending = path.suffix.lower()
    if ending in TBX:
        return "tbx"
    if ending in TABLES:
        return "table"
    raise GlossaryError(
        phrase("“{name}” is neither a table nor TBX", name=path.name),
        hint=phrase("End the name in one of: {names}", names=listed((*TABLES, *TBX))),
    )
