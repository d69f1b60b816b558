"""What a release is to hold, known before a page is rendered: pages, documents, media."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from workflow.errors import NotReadyError
from workflow.files.atomic import read_bytes
from workflow.flows.release.candidates import Entrant
from workflow.flows.release.proof import UNKNOWN, publication, time_of
from workflow.formats import svg
from workflow.formats.frontmatter import read_front_matter
from workflow.model.release import FileRecord, Page, PageMedia, PlanAction, PlanRow
from workflow.project.builder import Builder
from workflow.project.stock import Stock
from workflow.project.workspace import Workspace
from workflow.site import media_uses


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

    def data(self) -> bytes:
        """The bytes that go out."""
        data = read_bytes(self.origin)
        return svg.clean(data) if self.cleaned else data

    def put(self, builder: Builder) -> None:
        """Have it in a release.

        Raises :class:`NotReadyError` where it is not what it was any more, and what reading it
        raises.
        """
        if builder.keep("site", self.record):
            return
        if self.cleaned:
            put = builder.write("site", self.record.path, (self.data(),))
        else:
            put = builder.copy("site", self.record.path, self.origin)
        if put != self.record:
            raise NotReadyError(
                "the file changed while the release was prepared",
                hint="Run the command again.",
                file=self.name or str(self.origin),
            )


@dataclass(slots=True)
class Contents:
    """Collects them page by page; :attr:`documents` and :attr:`media` say what they come to."""

    workspace: Workspace
    stock: Stock | None
    """The live release."""
    entrants: Mapping[tuple[str, str], Entrant]
    documents: dict[tuple[str, str], FileRecord] = field(default_factory=dict)
    """By (article, locale)."""
    media: dict[str, Medium] = field(default_factory=dict)
    """By place in the site."""
    _placed: dict[str, str] = field(default_factory=dict)
    """Place in the site → digest of the file in the articles folder."""

    def add(self, rows: Iterable[PlanRow]) -> tuple[PlanRow, ...]:
        """Add the pages of a plan; its rows, sorted, with the pages as they go out.

        Raises :class:`FileError` where what stays live is not what was published.
        """
        # What is carried gives way: its pictures move where a fresh page brings others.
        last = sorted(rows, key=lambda row: row.action is PlanAction.CARRIED)
        return tuple(sorted(map(self._add, last), key=lambda row: (row.article, row.locale)))

    def _add(self, row: PlanRow) -> PlanRow:
        page = row.page
        if page is None:
            return row
        if row.action is PlanAction.CARRIED and self.stock is not None:
            return replace(row, page=self._carried(page, self.stock))
        proof = self.entrants[page.key].proof
        if proof is None:  # never: it is publishable
            raise AssertionError(page.key)
        self.documents[page.key] = proof.content
        settings, folder = self.workspace.settings, self.workspace.articles_folder
        for each, record in zip(page.media, proof.files, strict=True):
            name = f"{settings.articles}/{each.path}"
            cleaned = record.blake2b != each.blake2b
            self.media[each.place] = Medium(record, folder / each.path, name, cleaned)
            self._placed[each.place] = each.blake2b
        return row

    def _carried(self, page: Page, stock: Stock) -> Page:
        """A page of the live release as it stays; what it is made of is added from there."""
        record = stock.document(page)
        self.documents[page.key] = record
        if not (page.updated and page.text):
            page = self._completed(page, stock, stock.text(record))
        kept = []
        for each in page.media:
            old = stock.require("site", each.place)
            place = self._place(each)
            self.media[place] = Medium(old._replace(path=place), stock.folder / "site" / each.place)
            self._placed[place] = each.blake2b
            kept.append(each._replace(place=place))
        return replace(page, media=tuple(kept))

    def _place(self, file: PageMedia) -> str:
        """Where a carried file goes: its place, or one of its own where another took that."""
        usual = f"media/{file.path}"
        if self._placed.get(usual, file.blake2b) == file.blake2b:
            return usual
        stem, ending = posixpath.splitext(usual)
        return f"{stem}.{file.blake2b}{ending}"

    def _completed(self, page: Page, stock: Stock, text: str) -> Page:
        """A page with the time, the rule of ids and the files that its release did not record."""
        if not page.updated:
            found = self.entrants.get(page.key)
            approvals = found.candidate.approvals if found else {}
            when = approvals.get(page.version) or page.follows or UNKNOWN
            page = replace(page, updated=time_of(read_front_matter(text, ()).values, when))
        if not page.text:
            page = replace(page, older_ids=True)
        if page.media:
            return page
        used = (use.path for use in media_uses(publication(page, text)) if use.path is not None)
        records = {path: stock.require("site", f"media/{path}") for path in used}
        media = (PageMedia(path, each.blake2b, each.path) for path, each in records.items())
        return replace(page, media=tuple(media))
