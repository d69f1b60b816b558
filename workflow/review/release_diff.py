"""What a release holds, and what differs between two: pages, and files that are of none of them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from workflow.model import Locale
from workflow.model.release import FileRecord, Manifest, Page, Release
from workflow.review.page_diff import PageDiff

K = TypeVar("K", str, tuple[str, str])


class Change(StrEnum):
    """What became of a page or a file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """The changes from one release to another, in order."""

    pages: Mapping[tuple[str, str], Change]
    """By (article, locale): those whose text, pictures or notes for readers differ."""
    files: Mapping[str, Change]
    """By path in the site, of other files: lists, feeds, the look, pages that name another one."""


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a release."""

    page: Page
    file: str
    """Its place in the site, POSIX."""
    size: int
    """In bytes; 0 where the release does not list it."""


@dataclass(frozen=True, slots=True)
class ShownRelease:
    """What a release holds."""

    release: Release
    manifest: Manifest
    pages: tuple[ShownPage, ...]
    """In the order of the manifest."""

    @property
    def size(self) -> int:
        """Bytes of all that readers get."""
        return sum(record.size for record in self.manifest.files)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two releases."""

    before: str
    after: str
    """Their ids."""
    changes: ReleaseDiff
    diffs: tuple[PageDiff, ...]
    """Word by word, where that was asked for."""


def release_diff(before: Manifest, after: Manifest) -> ReleaseDiff:
    """Compare two releases."""
    pages = _changes(_pages(before), _pages(after))
    own = set(_own(before, pages)) | set(_own(after, pages))
    files = _changes(
        {record.path: record for record in before.files},
        {record.path: record for record in after.files},
    )
    return ReleaseDiff(pages, {path: how for path, how in files.items() if path not in own})


def page_file(page: Page) -> str:
    """Where the site has a page, as a path in it."""
    return f"{Locale(page.locale).bcp47}/{page.article}/index.html"


def _pages(manifest: Manifest) -> Mapping[tuple[str, str], tuple[Page, FileRecord | None]]:
    """Each page and its document."""
    documents = {record.path.rpartition(".")[0]: record for record in manifest.content}
    return {
        page.key: (page, documents.get(f"{page.locale}/{page.article}")) for page in manifest.pages
    }


def _own(manifest: Manifest, keys: Container[tuple[str, str]]) -> Iterator[str]:
    """The files of some pages."""
    for page in manifest.pages:
        if page.key in keys:
            yield page_file(page)
            yield from (each.place for each in page.media)


def _changes(old: Mapping[K, object], new: Mapping[K, object]) -> dict[K, Change]:
    found = {}
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            found[key] = Change.NEW
        elif key not in new:
            found[key] = Change.REMOVED
        elif old[key] != new[key]:
            found[key] = Change.CHANGED
    return found
