"""The files of the next release: linked from the live one where they are the same, else made.

What the bytes of a page depend on has a digest, its key, under which its record is kept. A page
whose record stands in the live release is linked from there, not rendered; and to tell what a
release would be, no page is rendered whose record is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from workflow.files.program import program_digest
from workflow.flows.release.documents import Documents
from workflow.flows.release.outgoing import put
from workflow.flows.release.prepare import Prepared
from workflow.flows.release.proof import publication
from workflow.model import digest
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord, Manifest, Page
from workflow.project.builder import Builder
from workflow.project.facts import Facts
from workflow.project.spread import spread
from workflow.project.theme_files import read_theme
from workflow.project.workspace import Workspace
from workflow.site import (
    Card,
    Content,
    Publication,
    Site,
    SiteSettings,
    Task,
    describe,
    found_by,
    frame_digest,
    render,
    shard_file,
)

if TYPE_CHECKING:
    from workflow.project.spread import Workers

_CARDS: Final = 2000
"""Cards that are looked for together."""


@dataclass(frozen=True)
class Assembly:
    """Makes the files of what was prepared, or tells what they would be."""

    prepared: Prepared
    settings: SiteSettings
    kept: Facts
    workers: Workers | None = None

    @classmethod
    def of(cls, prepared: Prepared, workers: Workers | None = None) -> Assembly:
        """What is made by the settings of the project and the facts that are kept of it."""
        workspace = prepared.contents.workspace
        return cls(prepared, site_settings(workspace), workspace.facts, workers)

    def make(
        self, builder: Builder | None, done: Callable[[int], None] = lambda _: None
    ) -> tuple[Manifest, tuple[str, ...]]:
        """Make the release, and return its manifest and the links that lead nowhere, in words.

        Without ``builder`` nothing is written. ``done`` is called with 1 after each file.
        Raises what reading a document or a file that a page shows raises, :class:`OSError`,
        and what :class:`~workflow.site.Site` raises.
        """
        contents, pages = self.prepared.contents, self.prepared.pages
        workspace = contents.workspace
        if builder:
            for medium in contents.media.values():
                put(builder, medium, workspace.root)
                done(1)
            records = contents.documents
            new = [page for page in pages if not builder.keep("content", records[page.key])]
            done(len(pages) - len(new))
            for page, text in self._documents.of(new):
                builder.write("content", records[page.key].path, (text.encode(),))
                done(1)
        files = [medium.record for medium in contents.media.values()]
        for record in self._files(builder):
            files.append(record)
            done(1)
        content = tuple(sorted(contents.documents.values()))
        manifest = Manifest(pages, tuple(sorted(files)), content, self._frame(), self.prepared.gone)
        lost = tuple(
            phrase(
                "{article} in {locale}: the link to “{url}” is plain text, as nothing of that is "
                "published",
                article=card.slug,
                locale=str(card.locale),
                url=url,
            )
            for card, url in self.site.lost()
        )
        return manifest, lost

    @cached_property
    def site(self) -> Site:
        """What makes the site's files, but for media."""
        return Site(self._cards(), self.settings, program_digest(), self.prepared.gone)

    def publication(self, card: Card) -> Publication:
        """What is shown on the page that a card is of."""
        ((page, text),) = self._documents.of([self._pages[card.slug, card.locale.name]])
        return publication(page, text)

    @cached_property
    def _parts(self) -> dict[str, bytes]:
        """What was made of parts of files, by their keys."""
        return {}

    @cached_property
    def _found(self) -> dict[int, tuple[bytes, ...]]:
        """The parts of indexes that were made, and of the last what its pages are found by."""
        return {}

    @cached_property
    def _pages(self) -> Mapping[tuple[str, str], Page]:
        return {page.key: page for page in self.prepared.pages}

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self.prepared.contents, self.prepared.spool, self.workers)

    def _frame(self) -> str:
        key = digest("frame", program_digest(), repr(self.settings))
        found = self.kept.kept("frame", key)
        if found is None:
            found = frame_digest(self.settings).encode()
            self.kept.keep("frame", key, found)
        return found.decode()

    def _cards(self) -> Iterator[Card]:
        """What the site knows of each page."""
        pages, keys = self.prepared.pages, self.prepared.keys
        for place in range(0, len(pages), _CARDS):
            end = place + _CARDS
            yield from self._cards_of(pages[place:end], list(keys[place:end]))

    def _cards_of(self, pages: Sequence[Page], keys: list[str]) -> Iterator[Card]:
        """``keys``: those of :attr:`Prepared.keys`."""
        fresh = self.prepared.cards
        cards = [fresh.get(page) for page in pages]
        lacking = [key for key, card in zip(keys, cards, strict=True) if card is None]
        kept = self.kept.kept_of("card", lacking)
        for number in (number for number, key in enumerate(keys) if key in kept):
            with suppress(ValueError):  # whoever wrote it, it is no card
                cards[number], keys[number] = Card.load(kept[keys[number]]), ""
        unknown = [number for number, card in enumerate(cards) if card is None]
        jobs = self._documents.of([pages[number] for number in unknown])
        found = spread(self.workers, _described, jobs, len(unknown))
        for number, (card, content, terms) in zip(unknown, found, strict=True):
            cards[number] = card
            self.prepared.spool.put(card.digest, content)
            self.prepared.spool.put(("terms", card.digest), terms)
        for new, each in zip(keys, filter(None, cards), strict=True):
            if new:
                self.kept.keep("card", new, each.dump())
            yield each

    def _files(self, builder: Builder | None) -> Iterator[FileRecord]:
        """The record of each file of the site, which is in the release then."""
        known = _unpacked(self.kept.kept("files", "") or b"")
        told = bytearray()
        unknown = {}
        for path, task in self.site.items():
            packed = known.get(key := bytes.fromhex(task.key))
            record = _record(path, packed) if packed else None
            if record and (builder is None or builder.keep("site", record)):
                told += key + _said(record)
                yield record
            else:
                unknown[path] = key
        for path, data in self._rendered(unknown):
            record = FileRecord.of(path, data)
            told += unknown[path] + _said(record)
            if builder is not None and not builder.keep("site", record):
                builder.write("site", path, (data,))
            yield record
        self.kept.keep("files", "", bytes(told))

    def _rendered(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of each file."""
        spool, pages = self.prepared.spool, self._pages
        ready: list[tuple[str, Card]] = []
        others: list[tuple[str, Card]] = []
        for path in paths:
            task = self.site[path]
            # What lists the site grows with it: it is not sent elsewhere.
            if task.card is None:
                yield path, render(task, parts=self._parts_of(task))
            else:
                (ready if task.card.digest in spool else others).append((path, task.card))
        contents = (spool[card.digest] for _, card in ready)
        documents = self._documents.of([pages[card.slug, card.locale.name] for _, card in others])
        shown: Iterator[bytes | tuple[Page, str]] = chain(contents, documents)
        places = [path for path, _ in (*ready, *others)]
        jobs = zip(map(self.site.__getitem__, places), shown, strict=True)
        yield from zip(places, spread(self.workers, _page, jobs, len(places)), strict=True)

    def _parts_of(self, task: Task) -> tuple[bytes, ...]:
        """What stands in a file, kept or made; feeds of one language have the same parts."""
        if task.make is shard_file:
            return self._terms_of(task.parts)
        known = self._parts
        keys = {part.key: part for part in task.parts if part.key not in known}
        known.update(self.kept.kept_of("entry", list(keys)))
        lacking = [part for key, part in keys.items() if key not in known]
        for key, data in zip((each.key for each in lacking), self._made(lacking), strict=True):
            self.kept.keep("entry", key, data)
            known[key] = data
        return tuple(known[part.key] for part in task.parts)

    @property
    def asked(self) -> tuple[str, ...]:
        """Kinds of what is kept of which all that is of use was asked for in this run."""
        indexes = [index.parts for index in self.site.indexes]
        return ("terms",) if indexes and all(id(each) in self._found for each in indexes) else ()

    def _terms_of(self, parts: tuple[Task, ...]) -> tuple[bytes, ...]:
        """What pages are found by; all shards of an index are made of the same parts."""
        found = self._found.get(id(parts), ())
        if not found:
            for each in self._found:  # of one index at a time: they are large
                self._found[each] = ()
            known = self._known_terms(parts)
            found = self._found[id(parts)] = tuple([known[part.key] for part in parts])
        return found

    def _known_terms(self, parts: tuple[Task, ...]) -> dict[str, bytes]:
        spool, keys = self.prepared.spool, [part.key for part in parts]
        known = dict(self.kept.kept_of("terms", keys))
        new = [(key, part) for key, part in zip(keys, parts, strict=True) if key not in known]
        names = {key: ("terms", part.card.digest) for key, part in new if part.card}
        known |= {key: spool[name] for key, name in names.items() if name in spool}
        lacking = [(key, part) for key, part in new if key not in known]
        made = self._made([part for _, part in lacking])
        known |= zip((key for key, _ in lacking), made, strict=True)
        for key, _ in new:
            self.kept.keep("terms", key, known[key])
        return known

    def _made(self, tasks: Sequence[Task]) -> Iterator[bytes]:
        """The bytes of tasks that show publications."""
        spool, pages = self.prepared.spool, self._pages
        cards = [task.card for task in tasks if task.card is not None]
        asked = [pages[card.slug, card.locale.name] for card in cards if card.digest not in spool]
        documents = self._documents.of(asked)
        shown = (spool[each.digest] if each.digest in spool else next(documents) for each in cards)
        return spread(self.workers, _page, zip(tasks, shown, strict=True), len(tasks))


def _said(record: FileRecord) -> bytes:
    """Size and digest of a file, 24 bytes."""
    return record.size.to_bytes(8) + bytes.fromhex(record.blake2b)


def _record(path: str, said: bytes) -> FileRecord:
    return FileRecord(path, int.from_bytes(said[:8]), said[8:].hex())


def _unpacked(data: bytes) -> dict[bytes, bytes]:
    """What was kept of each file, by the key of its task; 40 bytes for both."""
    places = range(0, len(data) // 40 * 40, 40)
    return {data[place : place + 16]: data[place + 16 : place + 40] for place in places}


def _described(job: tuple[Page, str]) -> tuple[Card, bytes, bytes]:
    """The card and the dumped content of a page with its document, and what it is found by."""
    shown = publication(*job)
    content = Content.of(shown)
    words = found_by(shown, content)
    return describe(shown, content, words), content.dump(), words.terms.encode()


def _page(job: tuple[Task, bytes | tuple[Page, str]]) -> bytes:
    """A page of its dumped content, or of itself with its document."""
    task, shown = job
    return render(task, Content.load(shown) if isinstance(shown, bytes) else publication(*shown))


def site_settings(workspace: Workspace) -> SiteSettings:
    """What the site's pages have in common, from the project's settings and its theme.

    Raises what :func:`~workflow.project.theme_files.read_theme` raises.
    """
    settings = workspace.settings
    locales = dict.fromkeys((settings.source_locale, *settings.target_locales))
    if settings.source_locale in settings.target_locales:
        locales = dict.fromkeys(settings.target_locales)
    rules = settings.release
    return SiteSettings(
        settings.titles,
        settings.base_url,
        tuple(locales),
        disclosure=rules.disclosure,
        responsible=rules.responsible,
        credits=tuple(sorted({*settings.credits.values()})),
        page_size=settings.page_size,
        theme=read_theme(workspace.root, settings.theme),
        profiles=settings.profiles,
    )
