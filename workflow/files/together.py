"""Many files replaced in one go, each of them whole: the disk is waited for once, not for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from typing import IO, Final, NamedTuple

from workflow.errors import ChangedError
from workflow.files.atomic import beside, file_error, flush, held, is_device, like, unchanged

_AT_ONCE: Final = 128
"""Files that are open at a time; some systems give a process no more than 256."""
_FLUSHING: Final = 16
"""Files that are flushed side by side: a disk writes the changes of all who wait for it at once."""


class Change(NamedTuple):
    """A file that is to have other bytes."""

    path: Path
    old: bytes | None
    """What it must hold still; None where it must not be there."""
    new: bytes


class _Written(NamedTuple):
    """The new bytes of a file, beside it."""

    number: int
    target: str
    file: IO[bytes]
    temporary: str


def save_together(changes: Sequence[Change]) -> list[bool]:
    """Replace files as :func:`~workflow.files.atomic.save` does; say of each whether that was done.

    All are on disk at the end. What was not replaced is as it was, and whoever saves it alone is
    told why. Raises :class:`FileError` where a folder cannot be flushed.
    """
    done: list[str] = []
    real = cache(os.path.realpath)  # of folders: most files are in one of a few
    with ThreadPoolExecutor(_FLUSHING) as pool:
        for place in range(0, len(changes), _AT_ONCE):
            done += _replaced(changes[place : place + _AT_ONCE], real, pool)
        list(pool.map(_flush_folder, {Path(target).parent for target in done if target}))
    return list(map(bool, done))


def _replaced(
    changes: Sequence[Change], real: Callable[[Path], str], pool: ThreadPoolExecutor
) -> list[str]:
    """The file that each change replaced; empty where it replaced none."""
    done = [""] * len(changes)
    with ExitStack() as stack:
        written = []
        for number, change in enumerate(changes):
            with suppress(OSError):
                path = change.path
                target = real(path) if path.is_symlink() else f"{real(path.parent)}/{path.name}"
                if not is_device(path) and held(Path(target)) == change.old:
                    file, temporary = stack.enter_context(beside(target))
                    file.write(change.new)
                    like(file, target)
                    written.append(_Written(number, target, file, temporary))
        for each, flushed in zip(written, pool.map(_flushed, written), strict=True):
            path, old, _ = changes[each.number]
            with suppress(OSError, ChangedError):
                if flushed:
                    with unchanged(path, each.target, each.temporary, old):
                        each.file.close()
                        os.replace(each.temporary, each.target)  # noqa: PTH105
                    done[each.number] = each.target
    return done


def _flushed(written: _Written) -> bool:
    try:
        os.fsync(written.file.fileno())
    except OSError:
        return False
    return True


def _flush_folder(folder: Path) -> None:
    try:
        flush(folder)
    except OSError as error:
        raise file_error(folder, "write", error) from error
