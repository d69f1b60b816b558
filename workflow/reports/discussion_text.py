"""What reviewers said of a message, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflow.model import MessageAction, MessageEvent
from workflow.model.phrase import phrase
from workflow.reports.error_kinds import error_kind, severity_name
from workflow.review.discussion import Discussion

_STYLES: Final[Mapping[MessageAction, str]] = {
    MessageAction.REJECT: "bad",
    MessageAction.SUGGEST: "wait",
    MessageAction.ACCEPT: "note",
}


def discussed(said: Discussion) -> Iterator[tuple[str, str]]:
    """What was said of a message, the oldest first: a line each, and its style."""
    for event in said.events:
        yield in_words(event), _STYLES.get(event.action, "aside")


def in_words(event: MessageEvent) -> str:
    """One word on a message: “aline@example.org rejected it on 2026-11-24 (accuracy, major): …”."""
    actor, date = event.actor, event.time[:10]
    if event.action is MessageAction.COMMENT:
        return phrase("{actor} on {date}: {text}", actor=actor, date=date, text=event.note)
    said: str
    if event.action is MessageAction.ACCEPT:
        said = phrase("{actor} accepted it on {date}", actor=actor, date=date)
    elif event.action is MessageAction.REJECT:
        said = phrase(
            "{actor} rejected it on {date} ({kind}, {severity})",
            actor=actor,
            date=date,
            kind=error_kind(event.category),
            severity=severity_name(event.severity),
        )
    elif event.action is MessageAction.RETRACT:
        said = phrase("{actor} took that back on {date}", actor=actor, date=date)
    elif event.action is MessageAction.SUGGEST:
        said = phrase("{actor} suggests on {date}: {text}", actor=actor, date=date, text=event.text)
    elif event.action is MessageAction.EDIT:
        said = phrase("{actor} edited it on {date}", actor=actor, date=date)
    else:
        said = phrase("{actor} waived {check} on {date}", actor=actor, check=event.check, date=date)
    return phrase("{said}: {reason}", said=said, reason=event.note) if event.note else said
