"""What the last extraction saw, so that the next one passes over what did not change.

Derived and disposable (``.workflow/extracted.json``): where it is missing, broken or written by
another version, everything is extracted again, with the same result.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from workflow import __version__
from workflow.stores.files import read_bytes, write_text
from workflow.stores.settings import Settings


@dataclass(frozen=True, slots=True)
class Seen:
    """One article as the last extraction left it."""

    source: str
    """Digest of the file's bytes."""
    files: Mapping[str, tuple[int, int]]
    """Template and catalogues: path → modification time (ns) and size."""
    locales: tuple[str, ...]
    messages: int


class Extracted:
    """The record of a project; read it, ask it, note what was done, write it."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._settings = blake2b(f"{__version__}{settings!r}".encode(), digest_size=16).hexdigest()
        self._seen = self._read()

    def _read(self) -> dict[str, Seen]:
        try:
            value = json.loads(self._path.read_bytes())
            if value["settings"] != self._settings:
                return {}
            return {
                slug: Seen(
                    source, {name: (time, size) for name, time, size in files}, tuple(names), count
                )
                for slug, (source, files, names, count) in value["articles"].items()
            }
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def unchanged(self, slug: str, source: Path) -> Seen | None:
        """What was noted of the article, if its source and its files are as they were then."""
        seen = self._seen.get(slug)
        if seen is None or seen.files != _stamps(seen.files) or seen.source != _digest(source):
            return None
        return seen

    def keep(self, slug: str, seen: Seen) -> None:
        """Note how an extraction left an article."""
        self._seen[slug] = seen

    def write(self) -> None:
        """Write the record in one step."""
        articles = {
            slug: (
                seen.source,
                [(name, *stamp) for name, stamp in seen.files.items()],
                seen.locales,
                seen.messages,
            )
            for slug, seen in sorted(self._seen.items())
        }
        write_text(self._path, json.dumps({"settings": self._settings, "articles": articles}))


def seen_now(text: str, files: Iterable[Path], locales: Iterable[str], messages: int) -> Seen:
    """An article whose ``text`` was extracted to ``files``, which are as they are to stay."""
    source = blake2b(text.encode(), digest_size=16).hexdigest()
    return Seen(source, _stamps(map(str, files)) or {}, tuple(locales), messages)


def _digest(path: Path) -> str:
    return blake2b(read_bytes(path), digest_size=16).hexdigest()


def _stamps(files: Iterable[str]) -> dict[str, tuple[int, int]] | None:
    """Time and size of each file; None where one is not there."""
    stamps: dict[str, tuple[int, int]] = {}
    for path in files:
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path for each file costs more than the call
        except OSError:
            return None
        stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps
