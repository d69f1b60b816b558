"""Telling that a file changed, without reading it."""

from __future__ import annotations

import errno
import os
import struct
import time
from functools import partial
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Final

Stamp = tuple[str, int, int]
"""Path, size in bytes and time of change in nanoseconds; 0 and 0 for a file that is not there."""

SLACK: Final = 2_000_000_000
"""Nanoseconds: a file changed that shortly ago may change again and keep its times, as disks
round them (FAT: to two seconds). git's documentation calls such a file “racy”."""
_FORM: Final = struct.Struct("<qqqQ16s")
_LOOK: Final = struct.Struct("<qqqQ")
_NONE: Final = struct.pack("<q", -1)
"""The size of what is no file."""
_ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG})


def stamp(path: Path, *, follow: bool = True) -> Stamp:
    """The stamp of a file or folder; ``follow``: of what a link leads to."""
    try:
        found = path.stat(follow_symlinks=follow)
    except OSError:
        return (str(path), 0, 0)
    return (str(path), found.st_size, found.st_mtime_ns)


def look(path: str) -> bytes:
    """Size, times and inode of a file, packed in 32 bytes, or why it has none.

    A file that looks as it did has the bytes it had, if :meth:`StampIndex.is_settled` was true.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - a project has thousands
    except OSError as error:
        return _LOOK.pack(-1, 0 if error.errno in _ABSENT else error.errno or 0, 0, 0)
    except ValueError:  # no file has a name with a NUL in it, or with half a surrogate pair
        return _LOOK.pack(-1, 0, 0, 0)
    return _LOOK.pack(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


class StampIndex:
    """Digests of files, which are read only where their stamp is not the one on record.

    A record is 48 bytes: size, times of modification and of change (ns) and inode of a file,
    and the digest of the bytes it had then. Records come from :attr:`known` and go to
    :attr:`fresh`, both by path.
    """

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}
        self.fresh: dict[str, bytes] = {}

    def digest(self, path: str) -> str:
        """BLAKE2b-128 of the file's bytes, in hex; see :func:`answer` for what is no file."""
        try:
            now = os.stat(path)  # noqa: PTH116 - a project has thousands
        except OSError as error:
            return answer(error)
        except ValueError:  # no file has a name with a NUL in it, or with half a surrogate pair
            return ""
        record = self.fresh.get(path) or self.known.get(path)
        if record is not None:
            size, modified, changed, inode, digest = _FORM.unpack(record)
            if (size, modified, changed, inode) == (
                now.st_size,
                now.st_mtime_ns,
                now.st_ctime_ns,
                now.st_ino,
            ):
                return str(digest.hex())
        return self._read(path)

    def is_settled(self, path: str, look: bytes) -> bool:
        """Whether a file that has this :func:`look` has the bytes of which the digest is on record.

        And none if it is no file.
        """
        record = self.fresh.get(path) or self.known.get(path)
        return look[:8] == _NONE if record is None else record[: _LOOK.size] == look

    def _read(self, path: str) -> str:
        start = time.time_ns()
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
                state = file_digest(file, partial(blake2b, digest_size=16))
                self._note(path, os.fstat(file.fileno()), state.digest(), start)
        except OSError as error:
            return answer(error)
        return state.hexdigest()

    def note(self, path: str, digest: str) -> None:
        """Record the digest of a file that is written, and whole, by now."""
        self._note(path, os.stat(path), bytes.fromhex(digest), time.time_ns())  # noqa: PTH116

    def _note(self, path: str, now: os.stat_result, digest: bytes, start: int) -> None:
        """Record what was read from ``start`` (ns) on, unless it is too young to be told apart."""
        if max(now.st_mtime_ns, now.st_ctime_ns) < start - SLACK:
            self.fresh[path] = _FORM.pack(
                now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino, digest
            )


def answer(error: OSError) -> str:
    """What stands in the place of a digest: nothing where there is no file, else why not."""
    return "" if error.errno in _ABSENT else f"!{error.errno}"
