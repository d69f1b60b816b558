"""Reading and writing files whole: a reader sees the old bytes or the new, never a part."""

from __future__ import annotations

import contextlib
import filecmp
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
    followed, so that it stays a link; a device or a pipe is written to. Raises
    :class:`FileError`; the old file then stands.
    """
    target = os.path.realpath(path)
    try:
        if _is_device(path):
            with path.open("wb") as device:
                device.write(data)
            return True
        if _holds(target, data):
            return False
        with _beside(target) as (file, temporary):
            file.write(data)
            _take_place(file, temporary, target)
    except OSError as error:
        raise file_error(path, "write", error) from error
    return True


@dataclass
class Replacement:
    """A file that is being written to take another's place."""

    file: IO[bytes]
    changed: bool = False
    """At the end: whether it is another than the one whose place it was to take."""


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Replacement]:
    """Give a file to write piece by piece; at the end it takes the place of ``path``.

    What :func:`write_bytes` says holds here too, for contents of any size. Where the block
    raises, the old file stands.
    """
    target = os.path.realpath(path)
    try:
        if _is_device(path):
            with path.open("wb") as device:
                yield Replacement(device, changed=True)
            return
        with _beside(target) as (file, temporary):
            replacement = Replacement(file)
            yield replacement
            file.flush()
            same = Path(target).is_file() and filecmp.cmp(temporary, target, shallow=False)
            if not same:
                _take_place(file, temporary, target)
            replacement.changed = not same
    except OSError as error:
        raise file_error(path, "write", error) from error


def _is_device(path: Path) -> bool:
    """Whether it is a device or a pipe (``/dev/null``, ``/dev/stdout``), whose place none takes."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _holds(target: str, data: bytes) -> bool:
    try:
        with open(target, "rb", buffering=0) as file:  # noqa: PTH123 - a project has thousands
            return file.read() == data
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _beside(target: str) -> Iterator[tuple[IO[bytes], str]]:
    """A temporary file in the folder of ``target`` and its path; deleted, if it is still there."""
    folder, name = os.path.split(target)
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    handle, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, temporary
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108


def _take_place(file: IO[bytes], temporary: str, target: str) -> None:
    """Flush the temporary file to disk and rename it, with the permissions ``target`` has."""
    try:
        mode = os.stat(target).st_mode & 0o7777  # noqa: PTH116
    except FileNotFoundError:
        mode = 0o666 & ~_umask()
    file.flush()
    os.fsync(file.fileno())
    os.fchmod(file.fileno(), mode)
    file.close()
    os.replace(temporary, target)  # noqa: PTH105
    sync_folder(Path(target).parent)


def remove(path: Path) -> None:
    """Delete a file, if it is there; raises :class:`FileError`."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise file_error(path, "delete", error) from error


def sweep(*folders: Path) -> None:
    """Delete the temporary files below ``folders`` that killed writers left behind."""
    for folder in folders:
        for path in folder.rglob(".*.tmp"):
            path.unlink(missing_ok=True)


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
