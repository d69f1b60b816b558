"""Releases as values: what stands in the working tree, what is to go out, what went out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from workflow.model.blocker import Reason
from workflow.model.digest import bytes_digest, digest
from workflow.model.picture_sizes import PictureSizes
from workflow.model.player import Player
from workflow.model.tombstone import Correction, Gone

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
    sizes: PictureSizes | None = None
    """Of a picture made of pixels; None in releases that did not record it."""
    named: str = ""
    """The path that the text names, where another file is shown in the page's language."""
    player: Player | None = None
    """Of sound or a film that the page plays."""

    @property
    def meant(self) -> str:
        """The path that the text names."""
        return self.named or self.path


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
    overtaken: str = ""
    """Where the source has moved on by a major change: ISO date on which that was said."""
    corrections: tuple[Correction, ...] = ()
    """What readers are told of changes since it was published, the oldest first."""
    behind: tuple[int, ...] = ()
    """Where the source has moved on: at which bytes of the page's document passages begin whose
    source has changed in meaning since."""
    grade: str = ""
    """How the text came to be: a :class:`~workflow.model.state.Grade`. Empty in releases that did
    not record it, as are the two below. Taken when the page goes out, and carried with it."""
    engines: tuple[str, ...] = ()
    """Which drafted texts of it, sorted."""
    reviewed: bool = False
    """Whether editors had approved it, as it stands, when it went out."""
    approved: str = ""
    """ISO date on which they did so first."""
    translators: tuple[str, ...] = ()
    """Names of those who translated it, sorted: of those alone who may be named to readers …"""
    reviewers: tuple[str, ...] = ()
    """… and of those who approved it."""

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
    overtaken: Mapping[str, str] | None = field(default_factory=dict)
    """Digests of older sources that a major change overtook, with the ISO date on which that was
    said; None where nobody can know."""

    corrections: Mapping[Version, tuple[Correction, ...]] = field(default_factory=dict)
    """What readers are to be told was corrected in approved versions."""
    waits: bool = False
    """Whether it goes out together with others that are not all ready."""

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
    before: Page | None = None
    """Where another text takes its place: what readers got until then."""
    approved: str = ""
    """Of such a page: ISO 8601 date on which the new text was approved."""
    sisters: tuple[str, ...] = ()
    """Where it was corrected: other languages to look at again, in gettext spelling."""


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


@dataclass(frozen=True)
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
    gone: tuple[Gone, ...] = ()
    """Articles that were withdrawn, sorted by article and event."""

    @cached_property
    def digest(self) -> str:
        """Over everything above: the digest of the plan and of the release."""
        text = bytearray()
        for part in self._compact():
            text += part.encode()
        return digest("workflow release", str(VERSION), text)

    def _compact(self) -> Iterator[str]:
        """Everything but the digest as JSON without blanks, in parts: a site may be large."""
        yield '{"pages":['
        yield from together(map(page_json, self.pages))
        yield '],"files":['
        yield from together(map(record_json, self.files))
        yield '],"content":['
        yield from together(map(record_json, self.content))
        yield "]"
        if self.frame:
            yield f',"frame":{_quoted(self.frame)}'
        if self.gone:
            yield f',"gone":[{",".join(map(gone_json, self.gone))}]'
        yield "}"

    @property
    def articles(self) -> int:
        """How many articles have a page."""
        return len({page.article for page in self.pages})


# JSON as ``json.dumps`` writes it, with characters as they are: without blanks, or else with an
# indent of one blank, as it stands ``depth`` lists and objects deep. There are thousands of these
# values in a release, and ``json`` takes several times as long.

_quoted: Final = json.encoder.encode_basestring
_compact_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_AT_ONCE: Final = 500


def page_json(page: Page, depth: int | None = None) -> str:
    """The page as manifests have it, keys in fixed order.

    What the first releases had not is left out where it is empty, so that their digests hold.
    """
    colon = ":" if depth is None else ": "
    members = [
        f'"article"{colon}{_quoted(page.article)}',
        f'"locale"{colon}{_quoted(page.locale)}',
        f'"source_locale"{colon}{_quoted(page.source_locale)}',
        f'"format"{colon}{_quoted(page.format)}',
        f'"source_digest"{colon}{_quoted(page.source_digest)}',
        f'"translation_digest"{colon}{_quoted(page.translation_digest)}',
        f'"follows"{colon}{"null" if page.follows is None else _quoted(page.follows)}',
    ]
    if page.media:
        inner = None if depth is None else depth + 2
        media = ",".join(f"{_line(inner)}{_medium_json(each, inner)}" for each in page.media)
        members.append(f'"media"{colon}[{media}{_line(None if depth is None else depth + 1)}]')
    members += _texts_json(page, ("text", "updated", "id"), colon)
    if page.older_ids:
        members.append(f'"older_ids"{colon}true')
    members += _texts_json(page, ("overtaken",), colon)
    if page.corrections:
        told = [{"date": each.date, "note": each.note} for each in page.corrections]
        members.append(f'"corrections"{colon}{_compact_json(told)}')
    if page.behind:
        members.append(f'"behind"{colon}{_compact_json(page.behind)}')
    members += _texts_json(page, ("grade", "approved"), colon)
    if page.reviewed:
        members.append(f'"reviewed"{colon}true')
    for name in ("engines", "translators", "reviewers"):
        members += _names_json(name, getattr(page, name), depth)
    return _object(members, depth)


def gone_json(gone: Gone) -> str:
    """The tombstone as manifests have it, on one line."""
    return _compact_json({**asdict(gone), "pages": [each._asdict() for each in gone.pages]})


def _texts_json(page: Page, names: Sequence[str], colon: str) -> list[str]:
    """Those of the fields ``names`` that are not empty."""
    values = ((name, getattr(page, name)) for name in names)
    return [f'"{name}"{colon}{_quoted(value)}' for name, value in values if value]


def _names_json(name: str, names: Sequence[str], depth: int | None) -> list[str]:
    """A field that is a list of names; nothing where it is empty."""
    if not names:
        return []
    inner, colon = (None, ":") if depth is None else (depth + 2, ": ")
    listed = ",".join(f"{_line(inner)}{_quoted(each)}" for each in names)
    return [f'"{name}"{colon}[{listed}{_line(None if depth is None else depth + 1)}]']


def record_json(record: FileRecord, depth: int | None = None) -> str:
    """The record of a file as manifests have it."""
    path, size, blake2b = _quoted(record.path), record.size, _quoted(record.blake2b)
    if depth is None:
        return f'{{"path":{path},"size":{size},"blake2b":{blake2b}}}'
    return _object((f'"path": {path}', f'"size": {size}', f'"blake2b": {blake2b}'), depth)


def together(texts: Iterable[str], comma: str = ",") -> Iterator[str]:
    """``texts``, parted by ``comma``, many at a time."""
    waiting, before = iter(texts), ""
    while some := list(islice(waiting, _AT_ONCE)):
        yield before + comma.join(some)
        before = comma


def _medium_json(medium: PageMedia, depth: int | None) -> str:
    path, blake2b, place = map(_quoted, medium[:3])
    colon = ":" if depth is None else ": "
    members = [f'"path"{colon}{path}', f'"blake2b"{colon}{blake2b}', f'"place"{colon}{place}']
    if medium.sizes is not None:
        members.append(f'"sizes"{colon}{_compact_json(medium.sizes)}')
    if medium.named:
        members.append(f'"named"{colon}{_quoted(medium.named)}')
    if medium.player is not None:
        members.append(f'"player"{colon}{_compact_json(medium.player)}')
    return _object(members, depth)


def _object(members: Sequence[str], depth: int | None) -> str:
    if depth is None:
        return f"{{{','.join(members)}}}"
    inner = _line(depth + 1)
    return f"{{{inner}{f',{inner}'.join(members)}{_line(depth)}}}"


def _line(depth: int | None) -> str:
    return "" if depth is None else "\n" + " " * depth


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
