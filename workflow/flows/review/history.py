"""Who said what of which article, and whether it still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from workflow.errors import WorkflowError, gathered
from workflow.model import Action, Article, Bound, Locale, LogLine, ReviewEvent
from workflow.model.blocker import Void
from workflow.project.workspace import Workspace
from workflow.review.fold import standing
from workflow.review.log import Words, moment

_DID = {
    Action.APPROVE: "approved anew",
    Action.WITHDRAW: "withdrawn",
    Action.CARRY_OVER: "carried over",
}
"""What a later word did with the one before it."""


@dataclass(frozen=True, slots=True)
class Said:
    """One event, and what became of it."""

    line: LogLine
    event: ReviewEvent
    counts: bool
    """Whether it is what the article stands by now."""
    reason: str | Void = ""
    """Why it does not count; empty where it does."""


@dataclass(frozen=True, slots=True)
class History:
    """What the review logs say."""

    said: tuple[Said, ...]
    """The oldest first."""
    notes: tuple[str, ...] = ()
    """What is odd in the logs, for people."""
    errors: tuple[WorkflowError, ...] = ()
    """Of what cannot be read; nothing is told of it."""


def history(
    workspace: Workspace,
    articles: Iterable[Article],
    locales: Sequence[Locale] = (),
    looked_at: Callable[[int], None] = lambda _: None,
) -> History:
    """Return the events of ``articles``, in their own locale and every target (or ``locales``).

    ``looked_at`` is called with 1 after each article. Raises :class:`LocaleError` for a locale
    that is no target.
    """
    said: list[Said] = []
    notes: list[str] = []
    errors: list[WorkflowError] = []
    for article in articles:
        targets = workspace.targets(article, locales)
        own = () if locales and article.locale not in locales else (article.locale,)
        for locale in (*own, *targets):
            with gathered(errors):
                translation = workspace.translation(article, locale)
                said += _of_log(translation.words, translation.bound)
                notes += translation.notes
        looked_at(1)
    return History(tuple(sorted(said, key=_by_time)), tuple(notes), tuple(errors))


def report(found: History, say: Callable[[Void], str]) -> dict[str, Any]:
    """Return the documented report (``workflow review log --format json``).

    ``say`` words why an approval does not count.
    """
    return {"version": 1, "events": [_record(each, say) for each in found.said]}


def _record(each: Said, say: Callable[[Void], str]) -> dict[str, Any]:
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
        "reason": say(each.reason) if isinstance(each.reason, Void) else each.reason,
        "file": each.line.file,
        "line": each.line.number,
    }


def _by_time(said: Said) -> tuple[str, str]:
    time = moment(said.event.time)
    return (time.isoformat() if time else "", said.event.time)


def _of_log(words: Words, bound: Bound) -> Iterator[Said]:
    """The events of one log with what became of each."""
    followed_by = dict(pairwise(words.events))
    for each in words.lines:
        event = each.line.event
        if event is None:
            continue
        if each.why:
            yield Said(each.line, event, False, each.why)
        elif later := followed_by.get(event):
            did = f"{_DID[later.action]} by {later.actor} on {later.time[:10]}"
            yield Said(each.line, event, False, did)
        else:
            yield Said(each.line, event, *_last(words, bound, event))


def _last(words: Words, bound: Bound, event: ReviewEvent) -> tuple[bool, str | Void]:
    """Whether the last word holds, and why not."""
    if unknown := words.unknown(bound):
        return False, f"not known: {unknown}"
    if event.action is Action.WITHDRAW:
        return True, ""
    stand = standing(words, bound)
    return stand.approved, stand.void or ""
