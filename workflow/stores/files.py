"""Reading and writing files whole: a reader sees the old bytes or the new, never a part."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from workflow.errors import FileError


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes; raise :class:`FileError` where the system refuses."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise file_error(path, "read", error) from error


def read_text(path: Path) -> str:
    """Return the file's text, decoded as UTF-8 with BOM and line ends kept.

    Raises :class:`FileError`, with the line of the first bad byte, where it is not UTF-8.
    """
    return decode(read_bytes(path), path)


def decode(data: bytes, path: Path) -> str:
    """Decode UTF-8 (BOM and line ends kept), or say which line of ``path`` is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(
            f"not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            hint="Save the file as UTF-8 (in most editors: “Save with encoding”).",
            file=str(path),
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error


def write_text(path: Path, text: str) -> bool:
    """Write ``text`` as UTF-8, line ends as given; see :func:`write_bytes`."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Replace the file by ``data`` in one step and return whether that changed anything.

    The bytes go to a temporary file beside it, are flushed to disk, and take its name by one
    rename. An existing file keeps its permissions; folders are made as needed. A link is
    followed, so that it stays a link. Raises :class:`FileError`; the old file then stands.
    """
    path = path.resolve()
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise file_error(path, "write", error) from error
    return True


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Flush a folder's entries to disk, so that a rename in it survives a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def file_error(path: Path, act: str, error: OSError) -> FileError:
    """Convert the system's error on ``path`` (``act``: read, write, make) into ours."""
    hints = {
        "PermissionError": "Check the permissions of the file and its folder.",
        "FileNotFoundError": "Check the spelling of the path.",
        "IsADirectoryError": "A folder stands where a file is expected.",
    }
    hint = hints.get(
        type(error).__name__,
        "Free space or mend the disk, then run the command again; nothing was lost.",
    )
    return FileError(f"cannot {act}: {error.strerror or error}", hint=hint, file=str(path))
