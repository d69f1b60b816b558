"""Files that came back from translators' tools, read whatever their format."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from workflow.errors import ExchangeError
from workflow.exchange.csv_table import read_csv
from workflow.exchange.handout import Returned
from workflow.exchange.xliff2_reading import SPACE, read_xliff2
from workflow.exchange.xml_parsing import DamagedError, local_name, parsed, space_of
from workflow.files.atomic import file_error
from workflow.model.phrase import phrase

LARGEST: Final = 64 << 20
"""Bytes of a file; one of 50,000 messages is smaller."""


def read_returned(path: Path) -> tuple[Returned, ...]:
    """What a file brings back.

    Raises :class:`ExchangeError`, with the line where it is known, for one that is damaged, too
    large or of no format that is known, and :class:`FileError` where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise file_error(path, "read", error) from error
    try:
        if len(data) > LARGEST:
            raise DamagedError(phrase("it is larger than {count} MB", count=LARGEST >> 20))
        return _read(data)
    except DamagedError as error:
        raise ExchangeError(
            error.args[0],
            file=str(path),
            line=error.line or None,
            hint=phrase("Nothing of this file was imported."),
        ) from None


def _read(data: bytes) -> tuple[Returned, ...]:
    if data.startswith(b"PK"):
        raise DamagedError(phrase("it is a packed file: save it as XLIFF or as “CSV UTF-8”"))
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_csv(data)
    root = parsed(data)
    if local_name(root) == "xliff" and space_of(root).startswith(SPACE):
        return read_xliff2(root)
    why = phrase("it begins with <{name}>, which is no format that comes back", name=root.tag)
    raise DamagedError(why, 1)
