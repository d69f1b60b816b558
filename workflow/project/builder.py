"""One release in the making: its files are written aside, flushed, and read back.

What the live release has already is linked from there: one file under two names, which takes no
room and no time. Where the disk has no such links it is copied. Nothing is taken over whose
bytes are not what the live release's manifest says.
"""

from __future__ import annotations

import os
import stat
import struct
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar

from workflow.errors import FileError
from workflow.files.atomic import sync_folder
from workflow.model.release import FileRecord, Manifest

_LOOK: Final = struct.Struct("=Qqqq")
_CHANGE: Final = struct.calcsize("=Qqq")
"""Where the time of change stands in a look; to make a link sets it."""
_UNKNOWN: Final = bytes(_LOOK.size)
_STEP: Final = 50_000_000
"""Nanoseconds; longer than the steps in which the system counts time."""
_BLOCK: Final = 1 << 20
_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class Stock:
    """A release that files are linked from."""

    folder: Path
    manifest: Manifest
    looks: bytes = b""
    """How its files looked when they had the bytes that the manifest says, see
    :meth:`Builder.looks`; where there is nothing, every file is read before it is linked."""
    _places: Mapping[str, Mapping[str, int]] = field(init=False)
    """Part → path → which of the manifest's records it is, counted through both parts."""

    def __post_init__(self) -> None:
        files, content = self.manifest.files, self.manifest.content
        places = {
            "site": {record.path: n for n, record in enumerate(files)},
            "content": {record.path: n for n, record in enumerate(content, len(files))},
        }
        object.__setattr__(self, "_places", places)

    def record(self, part: str, path: str) -> FileRecord | None:
        """What the manifest says of the file; None where it has none."""
        place = self._places[part].get(path)
        if place is None:
            return None
        files = self.manifest.files
        return files[place] if part == "site" else self.manifest.content[place - len(files)]

    def whole(self, part: str, record: FileRecord, seen: bytes) -> bool:
        """Whether the file, which looks like ``seen``, has the bytes that ``record`` says."""
        if not seen:
            return False
        place = self._places[part][record.path] * _LOOK.size
        known = seen == self.looks[place : place + _LOOK.size]
        return known or file_record(self.folder / part, record.path) == record


@dataclass(slots=True)
class Builder:
    """Writes the files of a release below ``folder``, where nobody else does, and keeps count.

    Paths are POSIX, relative to a part of the release: ``site``, ``content``, or the release
    itself. What the system refuses is raised as :class:`OSError`.
    """

    folder: Path
    """An empty one."""
    stock: Stock | None = None
    records: dict[str, list[FileRecord]] = field(default_factory=lambda: _by_part(list))
    """What each part has by now, in the order of writing."""
    _links: dict[str, dict[str, bytes]] = field(default_factory=lambda: _by_part(dict))
    """Part → path → how a file looked when it was linked."""
    _folders: set[str] = field(default_factory=set)
    """Those that were made."""

    def write(self, part: str, path: str, pieces: Iterable[bytes]) -> FileRecord:
        """Write a file."""
        state, size = blake2b(digest_size=16), 0
        # "x": two pages that claim one path (a case-blind disk, say) must not overwrite each other.
        with Path(self._place(part, path)).open("xb") as file:
            for piece in pieces:
                file.write(piece)
                state.update(piece)
                size += len(piece)
        record = FileRecord(path, size, state.hexdigest())
        self.records[part].append(record)
        return record

    def copy(self, part: str, path: str, original: Path) -> FileRecord:
        """Write a file of the bytes that ``original`` has now."""
        with original.open("rb") as source:
            return self.write(part, path, iter(lambda: source.read(_BLOCK), b""))

    def keep(self, part: str, record: FileRecord) -> bool:
        """Take the file over from the release in stock; False where it does not have it whole."""
        stock = self.stock
        if stock is None or stock.record(part, record.path) != record:
            return False
        old, new = stock.folder / part / record.path, self._place(part, record.path)
        try:
            before = look(old)
            if not stock.whole(part, record, before):
                return False
        except OSError:
            return False
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:  # no links on this disk, across disks, of others' files, or no more of it
            if self.copy(part, record.path, old) == record:
                return True
            self.records[part].pop()
        else:
            after = look(new)
            if after[:_CHANGE] == before[:_CHANGE]:
                self._links[part][record.path] = after
                self.records[part].append(record)
                return True
        os.unlink(new)  # noqa: PTH108 - somebody changed it in just this moment
        return False

    def finish(self) -> bytes:
        """Flush everything to disk, and read back what is not linked.

        Returns how the files look, in the order of the manifest, for :class:`Stock`. Raises
        :class:`FileError` where one does not have the bytes that were written or linked.
        """
        self._flush()
        looks = []
        for part, records in self.records.items():
            for record in sorted(records):
                seen = look(self.folder / part / record.path)
                linked = self._links[part].get(record.path)
                if linked != seen and file_record(self.folder / part, record.path) != record:
                    raise FileError(
                        f"read back otherwise than written: {Path(part, record.path).as_posix()}",
                        hint="Nothing was published. Check the disk, then publish again.",
                        file=str(self.folder),
                    )
                if part:
                    looks.append(seen if _is_settled(seen) else _UNKNOWN)
        return b"".join(looks)

    def _flush(self) -> None:
        """In one go at the end, which is many times faster; what is linked is on disk already."""
        for part, records in self.records.items():
            for record in records:
                if record.path not in self._links[part]:
                    with (self.folder / part / record.path).open("rb") as file:
                        os.fsync(file.fileno())
        for folder in (str(self.folder), *self._folders):
            sync_folder(Path(folder))

    def _place(self, part: str, path: str) -> str:
        """Where a file goes; its folder is there then."""
        place = os.path.join(self.folder, part, path)  # noqa: PTH118 - a Path takes longer
        folder = place.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            while folder not in self._folders and folder != str(self.folder):
                self._folders.add(folder)
                folder = folder.rpartition("/")[0]
        return place


def look(path: str | Path) -> bytes:
    """Number, size and times of a file, packed; empty for anything but a file.

    Where it looks the same, it has the same bytes, but for one that changed just now. Raises
    :class:`OSError`.
    """
    found = os.lstat(path)
    if not stat.S_ISREG(found.st_mode):
        return b""
    return _LOOK.pack(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _is_settled(seen: bytes) -> bool:
    """Whether a file that looks so would look otherwise if it changed now.

    Disks give times in steps; those that have none within a second, in steps of up to two.
    """
    changed: int = _LOOK.unpack(seen)[-1]
    return time.time_ns() - changed > (_STEP if changed % 1_000_000_000 else 2_000_000_000)


def file_record(folder: Path, path: str) -> FileRecord:
    """The record of the file at ``path`` (POSIX) below ``folder``; raises :class:`OSError`."""
    state, size = blake2b(digest_size=16), 0
    with (folder / path).open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            state.update(block)
            size += len(block)
    return FileRecord(path, size, state.hexdigest())


def _by_part(kind: Callable[[], _Kind]) -> dict[str, _Kind]:
    return {part: kind() for part in ("site", "content", "")}
