"""What a release is to hold, known before a page is rendered: pages, documents, media."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryFile

from workflow.flows.release.entrants import Entrant, Proof
from workflow.model.release import FileRecord, Page, PageMedia, PlanRow
from workflow.project.stock import Stock
from workflow.project.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or another file that pages bring along."""

    record: FileRecord
    """As it goes out."""
    origin: Path
    name: str = ""
    """How reports name it, where it is one of the articles folder, not of the live release."""
    cleaned: bool = False
    """Whether it is an SVG of the articles folder."""
    copied: PageMedia | None = None
    """The picture of the articles folder at :attr:`origin`, of which it is a lighter copy."""


@dataclass(slots=True)
class Contents:
    """Collects them page by page; :attr:`documents` and :attr:`media` say what they come to."""

    workspace: Workspace
    stock: Stock | None
    """The live release."""
    documents: dict[tuple[str, str], FileRecord] = field(default_factory=dict)
    """By (article, locale)."""
    media: dict[str, Medium] = field(default_factory=dict)
    """By place in the site."""
    _placed: dict[str, str] = field(default_factory=dict)
    """Place in the site → digest of the file in the articles folder."""

    def add(self, page: Page, proof: Proof) -> None:
        """Add a page that goes out as it stands."""
        kept = self.stock and self.stock.record("content", proof.content.path)
        self.documents[page.key] = kept if kept == proof.content else proof.content
        for each, record in zip(page.media, proof.files, strict=True):
            if each.place not in self._placed:
                name = f"{self.workspace.settings.articles}/{each.path}"
                origin, cleaned = self.workspace.root / name, record.blake2b != each.blake2b
                self.media[each.place] = Medium(record, origin, name, cleaned)
                self._placed[each.place] = each.blake2b
        for each, copies in zip(page.media, proof.copies, strict=False):
            name = f"{self.workspace.settings.articles}/{each.path}"
            for record in copies:
                origin = self.workspace.root / name
                self.media[record.path] = Medium(record, origin, name, copied=each)

    def carry(self, row: PlanRow, found: Entrant | None) -> PlanRow:
        """Add a page that stays as it is live, after all that go out as they stand.

        Its pictures give way: they move where a fresh page brings others. ``found`` is what
        stands in its place now. Returns its row with the page as it goes out. Raises
        :class:`FileError` where it is not what was published.
        """
        if row.page is None or self.stock is None:
            return row
        return replace(row, page=self._carried(row.page, found, self.stock))

    def _carried(self, page: Page, found: Entrant | None, stock: Stock) -> Page:
        """A page of the live release as it stays; what it is made of is added from there."""
        record = stock.document(page)
        self.documents[page.key] = record
        if not (page.updated and page.text):
            from workflow.flows.release.proof import completed  # noqa: PLC0415 - it reads documents

            page = completed(page, found, stock, stock.text(record))
        kept = []
        for each in page.media:
            old = stock.require("site", each.place)
            place = self._place(each)
            self.media[place] = Medium(old._replace(path=place), stock.folder / "site" / each.place)
            self._placed[place] = each.blake2b
            for _, copy in each.sizes.copies if each.sizes else ():
                same = stock.require("site", copy)
                self.media.setdefault(copy, Medium(same, stock.folder / "site" / copy))
            kept.append(each._replace(place=place))
        return replace(page, media=tuple(kept))

    def _place(self, file: PageMedia) -> str:
        """Where a carried file goes: its place, or one of its own where another took that."""
        usual = f"media/{file.path}"
        if self._placed.get(usual, file.blake2b) == file.blake2b:
            return usual
        stem, ending = posixpath.splitext(usual)
        return f"{stem}.{file.blake2b}{ending}"


class Spool:
    """Holds what was made of pages until it is needed again: on disk, not in memory."""

    def __init__(self) -> None:
        self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - as long as this lives
        self._places: dict[object, tuple[int, int]] = {}
        """Where something begins, and how long it is."""

    def put(self, key: object, data: bytes) -> None:
        """Hold ``data``."""
        self._places[key] = (self._file.seek(0, os.SEEK_END), len(data))
        self._file.write(data)

    def drop(self, key: object) -> None:
        """Hold no longer what was put under ``key``, if anything was."""
        self._places.pop(key, None)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __getitem__(self, key: object) -> bytes:
        start, length = self._places[key]
        return os.pread(self._file.fileno(), length, start)
