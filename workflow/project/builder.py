"""One release in the making: its files are written aside, flushed, and read back.

What the live release has already is linked from there: one file under two names, which takes no
room and no time. Where the disk has no such links it is copied. Nothing is taken over whose
bytes are not what the live release's manifest says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from workflow.errors import FileError
from workflow.files.atomic import file_error, flush
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord
from workflow.project.stock import BLOCK, UNKNOWN, Stock, file_record, is_same, is_settled, look_of

_AT_ONCE: Final = 8
"""Files that are flushed side by side."""
_CHUNK: Final = 64
"""Files that are handed to one of those who do it."""
_Kind = TypeVar("_Kind")


@dataclass(slots=True)
class Builder:
    """Writes the files of a release below ``folder``, where nobody else does, and keeps count.

    Paths are POSIX, relative to a part of the release: ``site``, ``content``, ``evidence``,
    or the release itself. What the system refuses is raised as :class:`OSError`.
    """

    folder: Path
    """An empty one."""
    stock: Stock | None = None
    records: dict[str, list[FileRecord]] = field(default_factory=lambda: _by_part(list))
    """What each part has by now, in the order of writing."""
    _looks: dict[str, list[bytes]] = field(default_factory=lambda: _by_part(list))
    """How each of them looked when it was linked; empty where it was written."""
    _folders: set[str] = field(default_factory=set)
    """Those that were made."""
    _root: str = field(init=False)
    _stocked: str = field(init=False)
    """The folder of the release in stock."""

    def __post_init__(self) -> None:
        self._root = str(self.folder)
        self._stocked = str(self.stock.folder) if self.stock else ""

    def write(self, part: str, path: str, pieces: Iterable[bytes]) -> FileRecord:
        """Write a file."""
        state, size = blake2b(digest_size=16), 0
        # "x": two pages that claim one path (a case-blind disk, say) must not overwrite each other.
        with open(self._place(part, path), "xb", buffering=0) as file:  # noqa: PTH123 - see _path
            for piece in pieces:
                state.update(piece)
                size += len(piece)
                rest = memoryview(piece)
                while rest:
                    rest = rest[file.write(rest) :]
        record = FileRecord(path, size, state.hexdigest())
        self._note(part, record)
        return record

    def copy(self, part: str, path: str, original: Path) -> FileRecord:
        """Write a file of the bytes that ``original`` has now.

        Raises :class:`FileError` where it cannot be opened.
        """
        try:
            source = original.open("rb")
        except OSError as error:
            raise file_error(original, "read", error) from error
        with source:
            return self.write(part, path, iter(lambda: source.read(BLOCK), b""))

    def keep(self, part: str, record: FileRecord) -> bool:
        """Take the file over from the release in stock; False where it does not have it whole."""
        stock = self.stock
        place = stock.place(part, record.path) if stock else None
        if stock is None or place is None or stock.records(part)[place] != record:
            return False
        old = f"{self._stocked}/{part}/{record.path}"
        try:
            before = look_of(old)
            if not stock.is_whole(part, place, before):
                return False
        except OSError:
            return False
        new = self._place(part, record.path)
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:  # no links on this disk, across disks, of others' files, or no more of it
            with suppress(FileError):  # gone in just this moment
                if self.copy(part, record.path, Path(old)) == record:
                    return True
                self.records[part].pop()
                self._looks[part].pop()
        else:
            after = look_of(new)
            if is_same(before, after):
                self._note(part, record, after)
                return True
        Path(new).unlink(missing_ok=True)  # somebody changed it in just this moment
        return False

    def finish(self) -> bytes:
        """Flush everything to disk, and read back what is not linked.

        Returns how the files look, part by part and by path, for :class:`Stock`. Raises
        :class:`FileError` where one does not have the bytes that were written or linked.
        """
        self._flush()
        looks = []
        for part, records in self.records.items():
            for record, linked in sorted(zip(records, self._looks[part], strict=True)):
                seen = look_of(self._path(part, record.path))
                if linked != seen and file_record(self.folder / part, record.path) != record:
                    raise FileError(
                        phrase(
                            "read back otherwise than written: {file}",
                            file=Path(part, record.path).as_posix(),
                        ),
                        hint=phrase("Nothing was published. Check the disk, then publish again."),
                        file=str(self.folder),
                    )
                if part:
                    looks.append(seen if is_settled(seen) else UNKNOWN)
        return b"".join(looks)

    def _note(self, part: str, record: FileRecord, linked: bytes = b"") -> None:
        self.records[part].append(record)
        self._looks[part].append(linked)

    def _flush(self) -> None:
        """In one go at the end, which is many times faster; what is linked is on disk already.

        Side by side, for a disk writes the changes of all who wait for it at once.
        """
        written = (
            self._path(part, record.path)
            for part, records in self.records.items()
            for record, linked in zip(records, self._looks[part], strict=True)
            if not linked
        )
        paths = chain(written, (str(self.folder), *self._folders))
        chunks = iter(lambda: list(islice(paths, _CHUNK)), [])
        with ThreadPoolExecutor(_AT_ONCE) as executor:
            list(executor.map(_flush_all, chunks))

    def _place(self, part: str, path: str) -> str:
        """Where a file goes; its folder is there then."""
        place = self._path(part, path)
        self._make(place.rpartition("/")[0])
        return place

    def _path(self, part: str, path: str) -> str:  # a Path takes longer
        return f"{self._root}/{part}/{path}" if part else f"{self._root}/{path}"

    def _make(self, folder: str) -> None:
        """Have a folder and those above it."""
        if folder not in self._folders and folder != self._root:
            self._make(folder.rpartition("/")[0])
            with suppress(FileExistsError):
                os.mkdir(folder)  # noqa: PTH102 - as above
            self._folders.add(folder)


def _flush_all(paths: Iterable[str]) -> None:
    for path in paths:
        flush(path)


def _by_part(kind: Callable[[], _Kind]) -> dict[str, _Kind]:
    return {part: kind() for part in ("site", "content", "evidence", "")}
