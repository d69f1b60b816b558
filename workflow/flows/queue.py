"""What there is to review: every article in every target language, and how near it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from workflow.errors import ErrorGroup, WorkflowError
from workflow.model import Locale
from workflow.model.blocker import BlockerKind
from workflow.project.kinds import STATUS
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


def queue(
    workspace: Workspace,
    looked_at: Callable[[int], None] = lambda _: None,
    workers: Workers | None = None,
) -> Queue:
    """What there is to review; what is wrong with an article is in its entries.

    ``looked_at`` is called with 1 after each article; ``workers`` makes the executor that much
    work is spread over.
    """
    found = entries_of(workspace, workspace.slugs(), looked_at, workers)
    return in_order(each for entries in found.values() for each in entries)


def entries_of(
    workspace: Workspace,
    slugs: Sequence[str],
    looked_at: Callable[[int], None] = lambda _: None,
    workers: Workers | None = None,
) -> dict[str, tuple[Entry, ...]]:
    """The entries of each of these articles; the others are as of :func:`queue`."""
    found: dict[str, tuple[Entry, ...]] = {}
    for slug, fact, *_ in workspace.facts.of(STATUS, slugs, workers, looked_at):
        rows = zip(fact.rows, fact.errors, fact.spoken, strict=True)
        entries = [_entry(fact.title, row, errors, spoken) for row, errors, spoken in rows]
        if fact.unread:
            entries.append(Entry(slug, slug, None, None, Place.BROKEN, error=_one(fact.unread)))
        for entry in entries:
            if entry.error is not None:
                workspace.placed(entry.error)
        found[slug] = tuple(entries)
    workspace.facts.save()
    return found


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
