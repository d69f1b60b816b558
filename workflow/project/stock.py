"""A release that another is made from: its files are as its manifest says, or of no use.

To read every file each time would take longer than to make a release. So the looks of files
(number, size, times) are kept from when they had the right bytes: a file that looks as it did is
not read.
"""

from __future__ import annotations

import os
import stat
import struct
import time
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Final

from workflow.files.atomic import file_error, read_bytes
from workflow.model.encoding import decode
from workflow.model.evidence import EvidenceIndex
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord, Manifest, Page
from workflow.project.manifests import damaged

_LOOK: Final = struct.Struct("=Qqqq")
_CHANGE: Final = struct.calcsize("=Qqq")
"""Where the time of change stands in a look; to make a link sets it."""
UNKNOWN: Final = bytes(_LOOK.size)
"""In the place of a look that says nothing."""
_STEP: Final = 50_000_000
"""Nanoseconds; longer than the steps in which the system counts time."""
MANIFEST: Final = "manifest.json"
RECORD: Final = "release.json"
EVIDENCE: Final = "evidence.json"
_PARTS: Final = frozenset({"site", "content", "evidence", RECORD, MANIFEST, EVIDENCE})
_NO_EVIDENCE: Final = EvidenceIndex("", ())
BLOCK: Final = 1 << 20
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class Stock:
    """A whole release, and how its files looked when they were whole."""

    folder: Path
    manifest: Manifest
    looks: bytes = b""
    """As :meth:`.builder.Builder.finish` gives them; where there is nothing, files are read."""
    index: EvidenceIndex = _NO_EVIDENCE
    """The files that say who approved what."""

    def place(self, part: str, path: str) -> int | None:
        """Which of the manifest's records of ``part`` is that of a file; None where it has none."""
        records = self.records(part)
        place = bisect_left(records, (path,))
        return place if place < len(records) and records[place].path == path else None

    def record(self, part: str, path: str) -> FileRecord | None:
        """What the manifest says of a file; None where it has none."""
        place = self.place(part, path)
        return None if place is None else self.records(part)[place]

    def is_whole(self, part: str, place: int, look: bytes) -> bool:
        """Whether a file that looks so has the bytes of its record; raises :class:`OSError`."""
        if not look:
            return False
        start = place
        if part != "site":
            start += len(self.manifest.files)
        if part == "evidence":
            start += len(self.manifest.content)
        start *= _LOOK.size
        record = self.records(part)[place]
        known = look == self.looks[start : start + _LOOK.size]
        return known or file_record(self.folder / part, record.path) == record

    def records(self, part: str) -> tuple[FileRecord, ...]:
        """What is known of the files of a part, by path."""
        if part == "evidence":
            return self.index.files
        return self.manifest.files if part == "site" else self.manifest.content

    def require(self, part: str, path: str) -> FileRecord:
        """The record of a file; :class:`FileError` where it is not what was published."""
        file, place = self.folder / part / path, self.place(part, path)
        try:
            if place is not None and self.is_whole(part, place, look_of(file)):
                return self.records(part)[place]
        except OSError as error:
            raise file_error(file, "read", error) from error
        raise damaged(file, ValueError("it is not what was published"))

    def document(self, page: Page) -> FileRecord:
        """The record of the document that a page was made from, see :meth:`require`."""
        content, name = self.manifest.content, f"{page.locale}/{page.article}."
        found = (
            content[place].path if (place := bisect_left(content, (name,))) < len(content) else ""
        )
        ending = found.removeprefix(name) if found.startswith(name) else "/"
        return self.require("content", found if "/" not in ending else name)

    def text(self, record: FileRecord) -> str:
        """A document; :class:`FileError` where it is not what was published."""
        file = self.folder / "content" / record.path
        data = read_bytes(file)
        if FileRecord.of(record.path, data) != record:
            raise damaged(file, ValueError("it is not what was published"))
        return decode(data, file)


def look_of(file: str | Path) -> bytes:
    """Number, size and times of a file, packed; empty for anything but a file.

    Where it looks the same, it has the same bytes, but for one that changed just now. Raises
    :class:`OSError`.
    """
    found = os.lstat(file)
    if not stat.S_ISREG(found.st_mode):
        return b""
    return _LOOK.pack(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def is_same(before: bytes, after: bytes) -> bool:
    """Whether two looks are those of one file, which may have been linked in between."""
    return before[:_CHANGE] == after[:_CHANGE]


def is_settled(look: bytes) -> bool:
    """Whether a file that looks so would look otherwise if it changed now.

    Disks give times in steps; those that have none within a second, in steps of up to two.
    """
    changed: int = _LOOK.unpack(look)[-1]
    return time.time_ns() - changed > (_STEP if changed % 1_000_000_000 else 2_000_000_000)


def file_record(folder: Path, path: str) -> FileRecord:
    """The record of the file at ``path`` (POSIX) below ``folder``; raises :class:`OSError`."""
    with (folder / path).open("rb", buffering=0) as file:
        state = file_digest(file, partial(blake2b, digest_size=16))
        return FileRecord(path, file.tell(), state.hexdigest())


def problems(folder: Path, manifest: Manifest, evidence: tuple[FileRecord, ...]) -> tuple[str, ...]:
    """Compare what stands in a release's folder with what its lists of files say of it."""
    try:
        others = sorted(path.name for path in folder.iterdir() if path.name not in _PARTS)
        return (
            *(phrase("{file}: not part of the release", file=name) for name in others),
            *_differences(folder / "site", manifest.files),
            *_differences(folder / "content", manifest.content),
            *_differences(folder / "evidence", evidence),
        )
    except OSError as error:
        raise file_error(folder, "read", error) from error


def _differences(folder: Path, records: tuple[FileRecord, ...]) -> Iterator[str]:
    """Every file that is missing, changed or added; a folder added is named as one.

    A link is followed nowhere: what it leads to may change without a word.
    """
    files = {record.path: record for record in records}
    folders = {parent.as_posix() for path in files for parent in Path(path).parents}
    found = dict(_entries(folder, folders))
    for path in sorted(files.keys() | found):
        mode = found.get(path)
        name = folder.name if path == "." else f"{folder.name}/{path}"
        if mode is None:
            yield phrase("{file}: missing", file=name)
        elif path not in files:
            if stat.S_ISLNK(mode):
                yield phrase("{file}: a link, not part of the release", file=name)
            elif stat.S_ISDIR(mode):
                yield phrase("{file}: a folder, not part of the release", file=name)
            else:
                yield phrase("{file}: not part of the release", file=name)
        elif not stat.S_ISREG(mode):
            yield phrase("{file}: a link or folder in the place of the file", file=name)
        elif file_record(folder, path) != files[path]:
            yield phrase("{file}: not as published", file=name)


def _entries(top: Path, folders: set[str]) -> Iterator[tuple[str, int]]:
    """Path and mode of every entry below ``top`` that is none of ``folders``; these are walked."""
    waiting = ["."] if _is_folder(top) else []
    if not waiting and os.path.lexists(top):
        yield ".", top.lstat().st_mode
    while waiting:
        inner = waiting.pop()
        with os.scandir(top / inner) as entries:
            for entry in entries:
                path = entry.name if inner == "." else f"{inner}/{entry.name}"
                mode = entry.stat(follow_symlinks=False).st_mode
                if path in folders and stat.S_ISDIR(mode):
                    waiting.append(path)
                else:
                    yield path, mode


def _is_folder(path: Path) -> bool:
    return os.path.lexists(path) and stat.S_ISDIR(path.lstat().st_mode)
