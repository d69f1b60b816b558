"""What there is to review: every article in every target language, and how near it is."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from workflow.errors import ErrorGroup, WorkflowError
from workflow.model import Locale
from workflow.model.blocker import BlockerKind
from workflow.project.kinds import STATUS, StatusFact
from workflow.project.workspace import Workspace
from workflow.review.fold import Standing
from workflow.review.row import Row

if TYPE_CHECKING:
    from workflow.project.spread import Workers

_UNAPPROVED: Final = {BlockerKind.UNKNOWN, BlockerKind.UNAPPROVED, BlockerKind.VOID}
"""What alone is in the way where an approval is."""


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
    waiting: int = 0
    """Articles that are still to be looked at, of which nothing is here."""
    articles: int = 0
    """How many there are, those among them."""

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


def entries_of(
    workspace: Workspace, slugs: Sequence[str], workers: Workers | None = None
) -> Generator[tuple[str, tuple[Entry, ...]], None, None]:
    """Yield each of these articles with its entries; what is wrong with one is in them.

    ``workers`` makes the executor that much work is spread over. What is new is kept at the end.
    """
    for fact in workspace.facts.of(STATUS, slugs, workers):
        yield fact.slug, _entries(workspace, fact.slug, fact.value)
    workspace.facts.save()


def known_entries(
    workspace: Workspace, slugs: Sequence[str]
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Yield those of the articles that need not be looked at again, with their entries."""
    for fact in workspace.facts.held(STATUS, slugs):
        yield fact.slug, _entries(workspace, fact.slug, fact.value)


def _entries(workspace: Workspace, slug: str, fact: StatusFact) -> tuple[Entry, ...]:
    rows = zip(fact.rows, fact.errors, fact.spoken, strict=True)
    entries = [_entry(fact.title, row, errors, spoken) for row, errors, spoken in rows]
    if fact.unread:
        entries.append(Entry(slug, slug, None, None, Place.BROKEN, error=_one(fact.unread)))
    for entry in entries:
        if entry.error is not None:
            workspace.placed(entry.error)
    return tuple(entries)


def _one(errors: Sequence[WorkflowError]) -> WorkflowError:
    return errors[0] if len(errors) == 1 else ErrorGroup(errors)


def _entry(title: str, row: Row, errors: Sequence[WorkflowError], spoken: tuple[str, str]) -> Entry:
    entry = partial(Entry, row.article, title, Locale(row.source_locale), Locale(row.locale))
    kinds = {blocker.kind for blocker in row.blockers}
    if BlockerKind.UNREAD in kinds:
        return entry(Place.BROKEN, error=_one(errors))
    ready = Place.READY if kinds else Place.APPROVED
    place = Place.WORK if kinds - _UNAPPROVED else ready
    by, time = spoken
    return entry(place, row, Standing(row.approved, by, time, carried_over=row.carried_over))


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
