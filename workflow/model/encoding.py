"""Bytes that people handed in → text, or the line that says why not."""

from __future__ import annotations

from pathlib import Path

from workflow.errors import FileError
from workflow.model.phrase import phrase


def decode(data: bytes, path: Path) -> str:
    """Decode UTF-8 (BOM and line ends kept), or say which line of ``path`` is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(
            phrase(
                "not UTF-8: byte 0x{data:02x} at offset {start}",
                data=data[error.start],
                start=error.start,
            ),
            hint=phrase("Save the file as UTF-8 (in most editors: “Save with encoding”)."),
            file=str(path),
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error
