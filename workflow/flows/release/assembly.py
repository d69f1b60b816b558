"""The files of the next release: linked from the live one where they are the same, else made.

What the bytes of a page depend on has a digest, its key, under which its record is kept. A page
whose record stands in the live release is linked from there, not rendered; and to tell what a
release would be, no page is rendered whose record is known.
"""

from __future__ import annotations

import json
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final, TypeVar

from workflow.files.program import program_digest
from workflow.flows.release.prepare import Prepared
from workflow.flows.release.proof import publication
from workflow.model import digest
from workflow.model.release import FileRecord, Manifest, Page, page_json
from workflow.project.builder import Builder
from workflow.project.kept import Kept
from workflow.site import Card, Site, SiteSettings, Task, describe, frame_digest, render

MANY: Final = 60
"""Pages from which on starting other processes costs less than it saves."""
_CHUNK: Final = 20
"""Pages that are handed to another process at a time."""
_AHEAD: Final = 8
"""Chunks that are handed over before the first comes back, so that few wait in memory."""
Workers = Callable[[], Executor]
_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Assembly:
    """Makes the files of what was prepared, or tells what they would be."""

    prepared: Prepared
    settings: SiteSettings
    kept: Kept
    workers: Workers | None = None

    def known(self) -> tuple[str, tuple[str, ...]] | None:
        """What :meth:`make` would give, where it was asked before: digest and lost links."""
        found = self.kept.kept("site", self._key)
        with suppress(ValueError, TypeError):
            digest, *lost = json.loads(found or b"")
            return str(digest), tuple(map(str, lost))
        return None

    def make(
        self, builder: Builder | None, done: Callable[[int], None] = lambda _: None
    ) -> tuple[Manifest, tuple[str, ...]]:
        """Make the release, and return its manifest and the links that lead nowhere, in words.

        Without ``builder`` nothing is written. ``done`` is called with 1 after each file.
        Raises what reading a document or a file that a page shows raises, :class:`OSError`,
        and what :class:`~workflow.site.Site` raises.
        """
        contents, pages = self.prepared.contents, self.prepared.plan.pages
        if builder:
            for medium in contents.media.values():
                medium.put(builder)
                done(1)
            for page in pages:
                record = contents.documents[page.key]
                if not builder.keep("content", record):
                    text = self.prepared.documents.text(page, record)
                    builder.write("content", record.path, (text.encode(),))
                done(1)
        files = [medium.record for medium in contents.media.values()]
        for record in self._files(builder):
            files.append(record)
            done(1)
        content = tuple(sorted(contents.documents.values()))
        manifest = Manifest(pages, tuple(sorted(files)), content, self._frame())
        lost = tuple(
            f"{card.slug} in {card.locale}: the link to “{url}” is plain text, as nothing of that "
            "is published"
            for card, url in self.site.lost()
        )
        self.kept.keep("site", self._key, json.dumps([manifest.digest, *lost]).encode())
        return manifest, lost

    @cached_property
    def site(self) -> Site:
        """What makes the site's files, but for media."""
        return Site(self._cards(), self.settings, program_digest())

    def publication(self, card: Card) -> tuple[Page, str]:
        """The page that a card is of, and its document."""
        page = self._pages[card.slug, card.locale.name]
        return page, self.prepared.documents.text(page, self.prepared.contents.documents[page.key])

    @cached_property
    def _pages(self) -> Mapping[tuple[str, str], Page]:
        return {page.key: page for page in self.prepared.plan.pages}

    @cached_property
    def _key(self) -> str:
        """Over all that a release depends on."""
        documents = self.prepared.contents.documents
        pages = (f"{page_json(page)} {documents[page.key]}" for page in self.prepared.plan.pages)
        media = (f"{each.record}" for each in self.prepared.contents.media.values())
        return digest(
            "site", program_digest(), repr(self.settings), *pages, "media", *sorted(media)
        )

    def _frame(self) -> str:
        key = digest("frame", program_digest(), repr(self.settings))
        found = self.kept.kept("frame", key)
        if found is None:
            found = frame_digest(self.settings).encode()
            self.kept.keep("frame", key, found)
        return found.decode()

    def _cards(self) -> Iterator[Card]:
        """What the site knows of each page."""
        documents, unknown = self.prepared.contents.documents, []
        for page in self.prepared.plan.pages:
            key = digest("card", program_digest(), str(page_json(page)), str(documents[page.key]))
            card = self.prepared.cards.get(page)
            if card is not None:
                self.kept.keep("card", key, pickle.dumps(card))
            elif found := self.kept.kept("card", key):
                card = pickle.loads(found)  # noqa: S301
            else:
                unknown.append((page, key))
                continue
            yield card
        jobs = (
            (page, self.prepared.documents.text(page, documents[page.key])) for page, _ in unknown
        )
        for (_, key), card in zip(
            unknown, self._spread(_described, jobs, len(unknown)), strict=True
        ):
            self.kept.keep("card", key, pickle.dumps(card))
            yield card

    def _files(self, builder: Builder | None) -> Iterator[FileRecord]:
        """The record of each file of the site, which is in the release then."""
        unknown = []
        for path, task in self.site.items():
            found = self.kept.kept("file", key := task.key)
            if found is not None:
                record = FileRecord(path, int.from_bytes(found[16:]), found[:16].hex())
                if builder is None or builder.keep("site", record):
                    yield record
                    continue
            unknown.append((path, key))
        keys = dict(unknown)
        for path, data in self._rendered(keys):
            record = FileRecord.of(path, data)
            if builder is not None and not builder.keep("site", record):
                builder.write("site", path, (data,))
            value = bytes.fromhex(record.blake2b) + record.size.to_bytes(8)
            self.kept.keep("file", keys[path], value)
            yield record

    def _rendered(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of each file."""
        shown = []
        for path in paths:
            task = self.site[path]
            # What lists the site grows with it: it is not sent elsewhere.
            if task.card is None:
                yield path, render(task)
            else:
                shown.append((path, task.card))
        jobs = ((self.site[path], *self.publication(card)) for path, card in shown)
        made = self._spread(_page, jobs, len(shown))
        yield from ((path, data) for (path, _), data in zip(shown, made, strict=True))

    def _spread(
        self, work: Callable[[_Job], _Result], jobs: Iterator[_Job], count: int
    ) -> Iterator[_Result]:
        """The result of each job, in order; other processes do it where there are many."""
        if self.workers is None or count < MANY:
            yield from map(work, jobs)
            return
        waiting: deque[Future[list[_Result]]] = deque()
        with self.workers() as executor:
            while chunk := list(islice(jobs, _CHUNK)):
                waiting.append(executor.submit(_each, work, chunk))
                if len(waiting) == _AHEAD:
                    yield from waiting.popleft().result()
            for future in waiting:
                yield from future.result()


def _each(work: Callable[[_Job], _Result], jobs: Sequence[_Job]) -> list[_Result]:
    return list(map(work, jobs))


def _described(job: tuple[Page, str]) -> Card:
    return describe(publication(*job))


def _page(job: tuple[Task, Page, str]) -> bytes:
    task, page, text = job
    return render(task, publication(page, text))
