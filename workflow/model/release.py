"""Releases as values: what stands in the working tree, what is to go out, what went out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import islice
from typing import Any, Final, NamedTuple

from workflow.model.blocker import Reason
from workflow.model.digest import bytes_digest, digest

VERSION = 1
"""Of the manifest's format."""

Version = tuple[str, str]
"""(source digest, translation digest): what an approval binds."""


class PlanAction(StrEnum):
    """What a release does with a page."""

    NEW = "new"
    """Approved and not live: goes out."""
    CHANGED = "changed"
    """Approved and live in another version: goes out."""
    CARRIED = "carried"
    """Live, but what stands now may not go out: the live version stays."""
    UNCHANGED = "unchanged"
    """Live exactly as it stands."""
    WITHHELD = "withheld"
    """Neither live nor approved: readers get nothing."""
    REMOVED = "removed"
    """Live, and taken down: the article or the locale is gone, or its approval withdrawn."""


class PageMedia(NamedTuple):
    """A picture or another file that a page brings along."""

    path: str
    """POSIX, below the articles folder."""
    blake2b: str
    """Of the file there (BLAKE2b-128, hex); an SVG is cleaned on its way into the release."""
    place: str
    """Where the site has it, POSIX."""


@dataclass(frozen=True, slots=True)
class Page:
    """One article in one locale, in the version that readers get."""

    article: str
    """Slug."""
    locale: str
    """gettext spelling."""
    source_locale: str
    """gettext spelling of the language the article is written in."""
    format: str
    """``markdown``, ``html`` or ``text``."""
    source_digest: str
    translation_digest: str
    follows: str | None = None
    """Where the source has moved on: ISO date of the approval of the version that stays."""
    media: tuple[PageMedia, ...] = ()
    """Sorted by path."""
    text: str = ""
    """Digest of what readers see of the text. Empty in releases that did not record it, as are
    the two below."""
    updated: str = ""
    """ISO 8601: when the article says it was updated, else when that text last changed."""
    id: str = ""
    """What feeds know the page by: its first address, whatever the article's name is now."""
    older_ids: bool = False
    """Whether it was live in a release that did not record the text: its headings had ids by
    another rule then, and keep them."""

    @property
    def shows(self) -> tuple[object, ...]:
        """What a reader would see change: the version, and the files that come with it."""
        return (*self.version, *((each.path, each.blake2b) for each in self.media))

    @property
    def key(self) -> tuple[str, str]:
        """(article, locale)."""
        return (self.article, self.locale)

    @property
    def version(self) -> Version:
        """(source digest, translation digest)."""
        return (self.source_digest, self.translation_digest)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page as it stands in the working tree, and whether it may go out."""

    page: Page
    reasons: tuple[Reason, ...] = ()
    """What keeps the page from going out."""
    approvals: Mapping[Version, str] = field(default_factory=dict)
    """Each version that was ever approved, with the ISO 8601 time of its first approval."""
    withdrawn: Version | None = None
    """The version whose approval was taken back, where that is the last word."""
    former: tuple[str, ...] = ()
    """Slugs that the article had before."""
    approved_at: tuple[str, ...] = ()
    """ISO 8601 times of the approvals of just this version, the oldest first."""
    dated: bool = False
    """Whether the article itself says when it was updated."""

    @property
    def publishable(self) -> bool:
        """Whether the page is approved as it stands and nothing else holds it back."""
        return self.page.version in self.approvals and not self.reasons


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What a release would do with one page, and why."""

    article: str
    locale: str
    action: PlanAction
    reasons: tuple[Reason, ...]
    source_digest: str
    """Of the version that goes out, stays or is taken down; of the working tree if withheld."""
    translation_digest: str
    """Of the same version."""
    page: Page | None = None
    """What readers will get; None for pages withheld or removed."""


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """Every page of the working tree and of the live site, by article and locale."""

    rows: tuple[PlanRow, ...]

    @property
    def pages(self) -> tuple[Page, ...]:
        """What readers will get."""
        return tuple(row.page for row in self.rows if row.page is not None)


class FileRecord(NamedTuple):
    """One file of a release."""

    path: str
    """POSIX, relative to the folder the list is about."""
    size: int
    """In bytes."""
    blake2b: str
    """BLAKE2b-128 of the bytes, in hex (as ``b2sum -l 128`` prints it)."""

    @classmethod
    def of(cls, path: str, data: bytes) -> FileRecord:
        """The record of a file of these bytes."""
        return cls(path, len(data), bytes_digest(data))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is. No clock, machine or person speaks in it: equal inputs, equal manifest."""

    pages: tuple[Page, ...]
    """Sorted by article and locale."""
    files: tuple[FileRecord, ...]
    """Below ``site/``: what readers get."""
    content: tuple[FileRecord, ...]
    """Below ``content/``: the documents the pages were made from."""
    frame: str = ""
    """Digest of what pages of all languages share: settings, templates, style sheet. Empty in
    releases that did not record it."""
    digest: str = field(init=False)
    """Over everything above: the digest of the plan and of the release."""

    def __post_init__(self) -> None:
        text = bytearray()
        for part in self._compact():
            text += part.encode()
        object.__setattr__(self, "digest", digest("workflow release", str(VERSION), text))

    def _compact(self) -> Iterator[str]:
        """Everything but the digest as JSON without blanks, in parts: a site may be large."""
        yield '{"pages":['
        yield from _listed(map(page_json, self.pages))
        yield '],"files":['
        yield from _listed(map(FileRecord._asdict, self.files))
        yield '],"content":['
        yield from _listed(map(FileRecord._asdict, self.content))
        yield f'],"frame":{_COMPACT(self.frame)}}}' if self.frame else "]}"

    @property
    def articles(self) -> int:
        """How many articles have a page."""
        return len({page.article for page in self.pages})


_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_AT_ONCE: Final = 500
_LATER: Final = ("media", "text", "updated", "id", "older_ids")
"""Fields that the first releases had not: left out where empty, so that their digests hold."""
_FIELDS: Final = tuple(each.name for each in fields(Page))


def _listed(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The inside of a JSON list of ``values``; many are encoded at once, which is faster."""
    waiting, comma = iter(values), ""
    while some := list(islice(waiting, _AT_ONCE)):
        yield comma + _COMPACT(some)[1:-1]
        comma = ","


def page_json(page: Page) -> dict[str, Any]:
    """The page as manifests have it, keys in fixed order."""
    value = {name: getattr(page, name) for name in _FIELDS}
    value["media"] = [each._asdict() for each in page.media]
    return {name: given for name, given in value.items() if given or name not in _LATER}


@dataclass(frozen=True, slots=True)
class Release:
    """A release as ``workflow release list`` shows it."""

    id: str
    """UTC time and the first eight digits of the digest: ``20261124T060000Z-1a2b3c4d``."""
    time: str
    """ISO 8601, UTC, to the second: when it was published."""
    actor: str
    """E-mail address of who published it."""
    digest: str
    articles: int
    live: bool
