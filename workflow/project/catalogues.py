"""Catalogues on disk: read in the encoding they name, written over what was read alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from workflow.errors import CatalogueError
from workflow.files.atomic import read_bytes, save
from workflow.model.phrase import phrase
from workflow.po.catalogue import Catalogue, parse_catalogue

_CHARSET = re.compile(rb'"Content-Type:[^"]*charset=([A-Za-z0-9_.:-]+)')


def read_catalogue(path: Path, read: Callable[[Path], bytes] = read_bytes) -> Catalogue:
    """Read a PO file in the encoding its header names; ``read`` gives its bytes.

    Raises :class:`CatalogueError` with file and line for syntax errors, conflict markers,
    duplicate messages and bytes that are not of that encoding.
    """
    data = read(path)
    found = _CHARSET.search(data)
    encoding = found[1].decode("ascii") if found else "utf-8"
    try:
        text = data.decode("utf-8" if encoding == "CHARSET" else encoding)
    except (LookupError, UnicodeError) as error:  # some of Python's codecs raise the latter
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise CatalogueError(
            phrase(
                "the file is not {encoding}, as its header says it is", encoding=encoding.upper()
            ),
            hint=phrase("Save it as UTF-8 with “charset=UTF-8” in its header."),
            file=str(path),
            line=data.count(b"\n", 0, start) + 1,
        ) from error
    catalogue = parse_catalogue(path, text, "utf-8" if encoding == "CHARSET" else encoding)
    return replace(catalogue, on_disk=data)


def write_catalogue(catalogue: Catalogue) -> bool:
    """Write the file in one step and return whether that changed anything.

    Raises :class:`CatalogueError` where the file's encoding lacks a character, and
    :class:`ChangedError` where the file is not what it was read from any more.
    """
    return save(catalogue.path, catalogue.on_disk, catalogue.encoded())


def as_written(before: Catalogue, edited: Catalogue) -> Catalogue | None:
    """What :func:`read_catalogue` gives of ``edited``, made of ``before``, once it is written.

    Only messages that are not those of ``before`` are read. None where one of them is not read as
    it was meant to be: the file has to be read then. Raises as :meth:`Catalogue.encoded` does.
    """
    data = edited.encoded()
    if data.decode(edited.encoding) != edited.text:
        return None
    known = {id(message) for message in before.messages}
    for block, message in edited.entries:
        if id(message) in known:
            continue
        try:
            alone = parse_catalogue(edited.path, block.text + block.gap, edited.encoding)
        except CatalogueError:
            return None
        if alone.messages != (message,) or str(alone.po) != block.text + block.gap:
            return None
    return replace(edited, on_disk=data)
