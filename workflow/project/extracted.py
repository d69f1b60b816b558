"""What the last extraction saw, so that the next one passes over what did not change.

Derived and disposable (``.workflow/extracted.jsonl``): where it is missing, broken or written by
another version, everything is extracted again, with the same result. A line holds one article,
so that no more than one is in memory however many there are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from workflow import __version__
from workflow.files.atomic import (
    held,
    replacing,
)
from workflow.model import Article
from workflow.project.settings import (
    STATE_FOLDER,
    Settings,
)

Stamp = tuple[int, int, int]
"""A file's times of modification and of change (ns), and its size in bytes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One article as an extraction left it; files are POSIX paths relative to the project."""

    source: str
    """Digest of the article's file: its path and its bytes."""
    messages: int
    locales: tuple[str, ...]
    files: Mapping[str, Stamp]
    """Template and catalogues."""


class Extracted:
    """The record of a project: ask it, tell it what was done, write it."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._root = str(root)
        self._path = root / STATE_FOLDER / "extracted.jsonl"
        made_by = blake2b(f"{__version__}{settings!r}".encode(), digest_size=16).hexdigest()
        self._head = json.dumps({"made_by": made_by}) + "\n"
        self._kept: dict[str, str] = {}

    def unchanged(self, sources: Mapping[str, str]) -> Iterator[tuple[str, Seen]]:
        """Those of ``sources`` (slug → file) that are as they were noted, with their files."""
        for slug, seen in self._noted():
            if slug in sources and self._holds(sources[slug], seen):
                yield slug, seen

    def _holds(self, file: str, seen: Seen) -> bool:
        """Whether no catalogue was touched, and the source has the bytes it had."""
        try:
            if seen.files != _stamps(self._root, seen.files):
                return False
            # Not a Path for each file: that takes as long as to read it.
            with open(f"{self._root}/{file}", "rb", buffering=0) as source:  # noqa: PTH123
                return seen.source == _digest(file, source.read())
        except (OSError, ValueError):  # one is gone or cannot be read; extraction will say so
            return False

    def keep(self, slug: str, seen: Seen) -> None:
        """Note how an extraction left an article."""
        self._kept[slug] = _encode(slug, seen)

    def write(self, slugs: Container[str]) -> None:
        """Write the record in one step: what was noted now, and before of others of ``slugs``."""
        if not self._kept:
            return
        with replacing(self._path) as new:
            new.file.write(self._head.encode())
            new.file.writelines(line.encode() for line in self._kept.values())
            for slug, seen in self._noted():
                if slug in slugs and slug not in self._kept:
                    new.file.write(_encode(slug, seen).encode())

    def _noted(self) -> Iterator[tuple[str, Seen]]:
        """What an earlier run noted; nothing where there is no record, or another version's."""
        try:
            with self._path.open(encoding="utf-8", errors="replace") as file:
                if file.readline() == self._head:
                    yield from filter(None, map(_decode, file))
        except OSError:
            return


def seen_now(
    root: Path,
    article: Article,
    files: Mapping[Path, bytes],
    locales: Iterable[str],
    messages: int,
) -> Seen | None:
    """An article that was extracted to ``files``, which are as they are to stay.

    None where one of them holds other bytes than those given by now: somebody saved it, and
    the next run has to look at it.
    """
    names = [file.relative_to(root).as_posix() for file in files]
    source = _digest(article.path, article.text.encode())
    try:
        stamps = _stamps(str(root), names)  # before the look: what is saved later differs by them
        if any(held(file) != data for file, data in files.items()):
            return None
    except OSError:
        return None
    return Seen(source, messages, tuple(locales), stamps)


def _digest(file: str, data: bytes) -> str:
    """The path counts too: its ending says how the bytes are read."""
    return blake2b(os.fsencode(file) + b"\0" + data, digest_size=16).hexdigest()


def _stamps(root: str, files: Iterable[str]) -> dict[str, Stamp]:
    stamps = {}
    for file in files:
        status = os.stat(f"{root}/{file}")  # noqa: PTH116 - as above
        stamps[file] = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
    return stamps


def _encode(slug: str, seen: Seen) -> str:
    fields = [slug, seen.source, seen.messages, seen.locales, list(seen.files.items())]
    return json.dumps(fields, separators=(",", ":")) + "\n"


def _decode(line: str) -> tuple[str, Seen] | None:
    """An article's line; None for one that was not written here."""
    try:
        slug, source, messages, locales, files = json.loads(line)
        stamps = {file: (modified, changed, size) for file, (modified, changed, size) in files}
        return str(slug), Seen(source, int(messages), tuple(map(str, locales)), stamps)
    except (ValueError, TypeError, RecursionError):
        return None
