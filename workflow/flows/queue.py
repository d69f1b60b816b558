"""What there is to review: every article in every target language, and how near it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflow.errors import WorkflowError
from workflow.model import Locale
from workflow.project.deriving import row_of
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.fold import Standing
from workflow.review.row import Row


class Place(StrEnum):
    """Where an article × locale stands on its way, what concerns an editor most first."""

    BROKEN = "cannot be read"
    READY = "can be approved"
    WORK = "in work"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in one target locale, as the queue lists it."""

    slug: str
    title: str
    """In the source language; the slug where the article cannot be read."""
    source_locale: Locale | None
    """None where the article cannot be read."""
    locale: Locale | None
    """Of the translation; None where the article cannot be read."""
    place: Place
    row: Row | None = None
    standing: Standing | None = None
    error: WorkflowError | None = None
    """Why it cannot be read; the two above are then None."""


@dataclass(frozen=True, slots=True)
class Queue:
    """All entries: those that cannot be read, can be approved, are in work, are approved.

    Those in work come nearest to their end first, those approved latest first.
    """

    entries: tuple[Entry, ...]

    def at(self, place: Place, locale: Locale | None = None) -> tuple[Entry, ...]:
        """The entries of one place, in all languages or one."""
        return tuple(
            each
            for each in self.entries
            if each.place is place and (locale is None or each.locale in (locale, None))
        )

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The target locales there are entries of, in the order of their names."""
        return tuple(sorted({each.locale for each in self.entries if each.locale is not None}))


def entries(workspace: Workspace, slug: str) -> Iterator[Entry]:
    """Yield the article's entries, one for each target; what is wrong is in them."""
    try:
        (article,) = workspace.select((slug,))
    except WorkflowError as error:
        yield Entry(slug, slug, None, None, Place.BROKEN, error=error)
        return
    title = str(workspace.document(article).front_matter.get("title", slug))
    for locale in workspace.targets(article):
        yield _entry(workspace.translation(article, locale), title)


def _entry(found: Translation, title: str) -> Entry:
    article, locale = found.article, found.locale
    try:
        ready = Place.READY if found.unapproved else Place.APPROVED
        place = Place.WORK if found.unready else ready
        row = row_of(found)
    except WorkflowError as error:
        return Entry(article.slug, title, article.locale, locale, Place.BROKEN, error=error)
    return Entry(article.slug, title, article.locale, locale, place, row, found.standing)


def in_order(entries: Iterable[Entry]) -> Queue:
    """The queue with these entries."""
    places = list(Place)
    found = sorted(entries, key=lambda each: (each.title.casefold(), each.slug, str(each.locale)))
    found.sort(key=_approved, reverse=True)
    found.sort(key=lambda each: (places.index(each.place), each.row.words_to_do if each.row else 0))
    return Queue(tuple(found))


def _approved(entry: Entry) -> str:
    """When it was approved; empty unless it is."""
    return entry.standing.time if entry.standing and entry.place is Place.APPROVED else ""
