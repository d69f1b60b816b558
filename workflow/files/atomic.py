"""Reading and writing files whole: a reader sees the old bytes or the new, never a part."""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from workflow.errors import ChangedError, FileError, WorkflowError
from workflow.model.encoding import decode
from workflow.model.phrase import phrase

TRIES = 5
"""How often a file that people keep saving is read and merged again."""
PAUSE = 0.1
"""Seconds before that: an editor that empties a file before it writes it is done by then."""
Result = TypeVar("Result")
_Guard = AbstractContextManager[object]


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


def write_text(path: Path, text: str) -> bool:
    """Write ``text`` as UTF-8, line ends as given; see :func:`write_bytes`."""
    return write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Replace the file by ``data``, whatever it holds, and return whether that changed anything.

    For what this program derives and nobody edits; what people edit goes through
    :func:`save`, which says how files are replaced.
    """
    return _write(path, data, lambda _target, _temporary: contextlib.nullcontext())


def save(path: Path, old: bytes | None, new: bytes) -> bool:
    """Replace the file by ``new`` if it still holds ``old`` (None: is not there).

    Return whether that changed anything. The bytes go to a temporary file beside it, are
    flushed to disk, and take its name by one rename. An existing file keeps its permissions
    and, where the system allows it, its owner; folders are made as needed. A link is followed,
    so that it stays a link; a device or a pipe is written to. Raises :class:`ChangedError`
    where somebody saved, deleted or made the file meanwhile, and :class:`FileError`; the file
    is then as they left it.
    """
    return _write(path, new, lambda target, new: unchanged(path, target, new, old))


def _write(path: Path, data: bytes, guard: Callable[[str, str], _Guard]) -> bool:
    target = os.path.realpath(path)
    try:
        if is_device(path):
            with path.open("wb") as device:
                device.write(data)
            return True
        if held(Path(target)) == data:
            return False
        with beside(target) as (file, temporary):
            file.write(data)
            _flush(file, target)
            with guard(target, temporary):
                _take_place(file, temporary, target)
    except OSError as error:
        raise file_error(path, "write", error) from error
    return True


def held(path: Path) -> bytes | None:
    """The file's bytes; None where there is none. Raises :class:`OSError`."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a project has thousands
            return file.read()
    except FileNotFoundError:
        return None


@dataclass
class Replacement:
    """A file that is being written to take another's place."""

    file: IO[bytes]
    changed: bool = False
    """At the end: whether it is another than the one whose place it was to take."""


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Replacement]:
    """Give a file to write piece by piece; at the end it takes the place of ``path``.

    What :func:`save` says holds here too, for contents of any size: the file must be as it was
    at the start. Where the block raises, the old file stands.
    """
    target = os.path.realpath(path)
    try:
        if is_device(path):
            with path.open("wb") as device:
                yield Replacement(device, changed=True)
            return
        before = _digest(target)
        with beside(target) as (file, temporary):
            replacement = Replacement(file)
            yield replacement
            _flush(file, target)
            if before != _digest(target):
                raise changed(path)
            same = before is not None and filecmp.cmp(temporary, target, shallow=False)
            if not same:
                _take_place(file, temporary, target)
            replacement.changed = not same
    except OSError as error:
        raise file_error(path, "write", error) from error


def _digest(target: str) -> bytes | None:
    """Of a file's bytes; None where there is none."""
    try:
        with open(target, "rb") as file:  # noqa: PTH123 - as above
            return hashlib.file_digest(file, "blake2b").digest()
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def unchanged(path: Path, target: str, temporary: str, old: bytes | None) -> Iterator[None]:
    """Let the block give ``target`` the place of ``temporary`` only while it holds ``old``.

    Looks right before and, through a second name of the same file, right after: an editor that
    writes into the file itself may have begun in between. Its file is then put back.
    """
    if old is None:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise changed(path) from None
        except OSError as error:  # no such names on this disk
            if os.path.lexists(target):
                raise changed(path) from error
        yield
        return
    kept = temporary.removesuffix(".tmp") + ".old.tmp"
    try:
        os.link(target, kept)
    except FileNotFoundError:
        raise changed(path) from None
    except OSError:  # no second names on this disk: without the look after
        kept = target
    try:
        ours = os.stat(temporary).st_ino  # noqa: PTH116
        if held(Path(kept)) != old or not os.path.samefile(kept, target):  # noqa: PTH121
            raise changed(path)
        yield
        if kept != target and held(Path(kept)) != old:
            if os.stat(target).st_ino == ours:  # noqa: PTH116
                os.replace(kept, target)  # noqa: PTH105
            raise changed(path)
    except FileNotFoundError:
        raise changed(path) from None
    finally:
        if kept != target:
            with contextlib.suppress(OSError):
                os.unlink(kept)  # noqa: PTH108


def changed(path: Path) -> ChangedError:
    """What to say of a file that is not what was read."""
    return ChangedError(
        phrase(
            "somebody saved or deleted this file while the command ran; it is left as they made it"
        ),
        hint=phrase("Run the command again."),
        file=str(path),
    )


def is_device(path: Path) -> bool:
    """Whether it is a device or a pipe (``/dev/null``, ``/dev/stdout``), whose place none takes."""
    return path.exists() and not (path.is_file() or path.is_dir())


@contextlib.contextmanager
def beside(target: str) -> Iterator[tuple[IO[bytes], str]]:
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


def _flush(file: IO[bytes], target: str) -> None:
    """Bring the temporary file to disk, as ``target`` is."""
    like(file, target)
    os.fsync(file.fileno())


def like(file: IO[bytes], target: str) -> None:
    """Give the temporary file, all of it written, the permissions and the owner of ``target``."""
    file.flush()
    try:
        there = os.stat(target)  # noqa: PTH116
    except FileNotFoundError:
        os.fchmod(file.fileno(), 0o666 & ~_umask())
        return
    for owner in (there.st_uid, -1):  # only root gives files away, but a group may be one's own
        with contextlib.suppress(OSError):
            os.fchown(file.fileno(), owner, there.st_gid)
            break
    os.fchmod(file.fileno(), there.st_mode & 0o7777)


def _take_place(file: IO[bytes], temporary: str, target: str) -> None:
    """Rename the temporary file, which is on disk already."""
    file.close()
    os.replace(temporary, target)  # noqa: PTH105
    flush(Path(target).parent)


def remove(path: Path, old: bytes) -> None:
    """Delete a file that holds ``old``, if it is there.

    Raises :class:`ChangedError` where it holds anything else, and :class:`FileError`.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if held(path) not in (old, None):
            raise changed(path)
        with contextlib.suppress(FileNotFoundError):
            path.rename(aside)
            if held(aside) != old:
                if not path.exists():
                    aside.rename(path)
                raise changed(path)
            aside.unlink()
    except OSError as error:
        raise file_error(path, "delete", error) from error


def again(attempt: Callable[[], Result], *half: type[WorkflowError]) -> Result:
    """The result of ``attempt``, which reads a file, and saves what it makes of it.

    Where somebody saves the file in between, the attempt is made again, on what they saved,
    up to :data:`TRIES` times; so it is for an error of the kinds ``half``, which a file that
    is just being saved may give. Then raises what the last attempt raised.
    """
    kinds: tuple[type[WorkflowError], ...] = (ChangedError, *half)
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except kinds:
            time.sleep(PAUSE)
    return attempt()


def sweep(*folders: Path) -> None:
    """Delete the temporary files below ``folders`` that killed writers left behind."""
    for folder in folders:
        for path in folder.rglob(".*.tmp"):
            path.unlink(missing_ok=True)


def flush(path: Path | str) -> None:
    """Flush a file, or a folder’s entries, to disk, so that it survives a power cut."""
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
    """Convert the system's error on ``path`` into ours.

    ``act``: read, write, make, delete or rename.
    """
    hints = {
        "PermissionError": phrase("Check the permissions of the file and its folder."),
        "FileNotFoundError": phrase("Check the spelling of the path."),
        "IsADirectoryError": phrase("A folder stands where a file is expected."),
    }
    hint = hints.get(
        type(error).__name__,
        phrase(
            "Free some space, or repair the disk, then run the command again; nothing was lost."
        ),
    )
    reason = str(error.strerror or error)
    said = {
        "read": phrase("cannot read: {reason}", reason=reason),
        "write": phrase("cannot write: {reason}", reason=reason),
        "make": phrase("cannot make: {reason}", reason=reason),
        "delete": phrase("cannot delete: {reason}", reason=reason),
        "rename": phrase("cannot rename: {reason}", reason=reason),
    }
    return FileError(said[act], hint=hint, file=str(path))
