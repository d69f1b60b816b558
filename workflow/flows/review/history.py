"""Who said what of which article, and whether it still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workflow.errors import WorkflowError, gathered, raise_all
from workflow.flows.evaluate import document_messages
from workflow.model import Action, Article, Locale, ReviewEvent
from workflow.review import settled, standing, translation_digest
from workflow.stores.reviews import ReviewLog, read_reviews
from workflow.stores.workspace import Workspace

VERSION = 1
_DID = {
    Action.APPROVE: "approved anew",
    Action.WITHDRAW: "withdrawn",
    Action.CARRY_OVER: "carried over",
}
"""What a later word did with the one before it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One event, and what became of it."""

    event: ReviewEvent
    counts: bool
    """Whether it is what the article stands by now."""
    reason: str = ""
    """Why it does not count, for people; empty where it does."""


@dataclass(frozen=True, slots=True)
class History:
    """What the review logs say."""

    said: tuple[Said, ...]
    """The oldest first."""
    notes: tuple[str, ...] = ()
    """Lines that a newer version wrote, for people."""


def history(
    workspace: Workspace,
    articles: Iterable[Article],
    locales: Sequence[Locale] = (),
    looked_at: Callable[[int], None] = lambda _: None,
) -> History:
    """Return the events of ``articles``, in their own locale and every target (or ``locales``).

    ``looked_at`` is called with 1 after each article. Raises :class:`LocaleError` for a locale
    that is no target, and, together, what cannot be read.
    """
    said: list[Said] = []
    notes: list[str] = []
    errors: list[WorkflowError] = []
    for article in articles:
        targets = workspace.targets(article, locales)
        own = () if locales and article.locale not in locales else (article.locale,)
        for locale in (*own, *targets):
            with gathered(errors):
                path = workspace.reviews_path(article, locale)
                log = read_reviews(path)
                said += _of_log(workspace, article, locale, log)
                where = workspace.relative(path)
                notes += (f"{where}:{each.line}: {each.text}" for each in log.unknown)
        looked_at(1)
    raise_all(errors)
    return History(tuple(sorted(said, key=lambda each: each.event.time)), tuple(notes))


def report(found: History) -> dict[str, Any]:
    """Return the documented report (``workflow review log --format json``)."""
    return {"version": VERSION, "events": [_record(each) for each in found.said]}


def _record(each: Said) -> dict[str, Any]:
    event = each.event
    return {
        "time": event.time,
        "actor": event.actor,
        "action": str(event.action),
        "article": event.article,
        "locale": event.locale,
        "note": event.note,
        "source_digest": event.source_digest,
        "translation_digest": event.translation_digest,
        "counts": each.counts,
        "reason": each.reason,
    }


def _of_log(
    workspace: Workspace, article: Article, locale: Locale, log: ReviewLog
) -> Iterator[Said]:
    """The events of one log with what became of each."""
    words = settled(log.events)
    followed_by = {id(event): later for event, later in pairwise(words)}
    for event in log.events:
        if later := followed_by.get(id(event)):
            yield Said(event, False, f"{_DID[later.action]} by {later.actor} on {later.time[:10]}")
        elif event is not words[-1]:
            yield Said(event, False, "void: what it names was not approved at that point")
        elif log.blocker is not None:
            yield Said(event, False, f"not known: {log.blocker.text}")
        elif event.action is Action.WITHDRAW:
            yield Said(event, True)
        else:
            stand = standing(log.events, article.digest, _bound(workspace, article, locale))
            yield Said(event, stand.approved, stand.reason)


def _bound(workspace: Workspace, article: Article, locale: Locale) -> str:
    """The digest that an approval of the translation as it is would bind."""
    if locale == article.locale:
        return translation_digest(())
    catalogue = workspace.catalogue(article, locale)
    return translation_digest(document_messages(workspace.document(article), catalogue))
