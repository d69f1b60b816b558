"""From the log of review events to where an article stands, and each of its messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.model import Action, Message, ReviewEvent, State


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the texts as they are now have an editor's word."""

    approved: bool
    by: str = ""
    """Who spoke last (e-mail address); empty where nobody did."""
    time: str = ""
    """When, as in the event."""
    reason: str = ""
    """Why an approval that was given does not count; empty where it counts or there is none."""
    carried_over: bool = False
    """Whether the approval that counts is one carried over from earlier texts."""


NEVER = Standing(approved=False)
"""Nobody has approved anything yet."""


def standing(
    events: Iterable[ReviewEvent], source_digest: str, translation_digest: str
) -> Standing:
    """Fold the whole log of one article in one locale; the last word wins.

    A later approval takes the place of an earlier one, even where the texts went back to what
    the earlier one was given for: whoever approved a correction has taken the error back.
    ``events`` are in the order of the log.
    """
    last = last_word(events)
    if last is None:
        return NEVER
    reason = _why_void(last, source_digest, translation_digest)
    carried = not reason and last.action is Action.CARRY_OVER
    return Standing(not reason, last.actor, last.time, reason, carried)


def settled(events: Iterable[ReviewEvent]) -> tuple[ReviewEvent, ...]:
    """Return the words of one log that count: all but the carry-overs that are void.

    A carry-over counts where the last word before it approved just the texts it names as the
    old ones, and where both say the same of every message's words and of what stands around
    the messages. A void one changes nothing: the word before it stands.
    """
    kept: list[ReviewEvent] = []
    for event in events:
        if event.action is not Action.CARRY_OVER or (kept and _follows(kept[-1], event)):
            kept.append(event)
    return tuple(kept)


def last_word(events: Iterable[ReviewEvent]) -> ReviewEvent | None:
    """Return the last event of one log that counts; None where there is none."""
    return next(reversed(settled(events)), None)


def source_standing(events: Iterable[ReviewEvent], source_digest: str) -> Standing:
    """Tell whether anybody vouches for the source text of an article.

    ``events`` are the article's in every locale (its own included), those of one locale in
    the order of its log; how the locales are mixed does not matter. Whoever approves a
    translation vouches for the source it translates, so that any approval which is the last
    word of its locale and binds ``source_digest`` will do; the earliest of them is named.
    """
    logs: dict[str, list[ReviewEvent]] = {}
    for event in events:
        logs.setdefault(event.locale, []).append(event)
    spoken = [last for log in logs.values() if (last := last_word(log))]
    valid = [event for event in spoken if not _why_void(event, source_digest, None)]
    if valid:
        first = min(valid, key=lambda event: (event.time, event.locale, event.actor))
        return Standing(True, first.actor, first.time)
    if not spoken:
        return NEVER
    last = max(spoken, key=lambda event: (event.time, event.locale, event.actor))
    return Standing(False, last.actor, last.time, _why_void(last, source_digest, None))


def message_state(message: Message | None, standing: Standing) -> State:
    """Return the state of one message of an article with this standing.

    None is a message the catalogue does not have. A draft stays a draft whatever the
    standing says: fuzzy is for a person to clear.
    """
    if message is None or message.obsolete or not message.msgstr:
        return State.UNTRANSLATED
    if message.fuzzy:
        return State.MACHINE if message.is_draft else State.FUZZY
    return State.APPROVED if standing.approved else State.TRANSLATED


def _follows(before: ReviewEvent, event: ReviewEvent) -> bool:
    if before.action is Action.WITHDRAW or not before.frame:
        return False
    old = (before.source_digest, before.translation_digest)
    named = (event.from_source_digest, event.from_translation_digest)
    return (old, before.frame, _words(before)) == (named, event.frame, _words(event))


def _words(event: ReviewEvent) -> list[str]:
    return [message.words for message in event.messages]


def _why_void(event: ReviewEvent, source_digest: str, translation_digest: str | None) -> str:
    """Why the last word is no approval of these texts; empty where it is one."""
    date = event.time[:10]
    did = "carried its approval over" if event.action is Action.CARRY_OVER else "approved it"
    if event.action is Action.WITHDRAW:
        return f"withdrawn by {event.actor} on {date}"
    if event.source_digest != source_digest:
        return f"the source changed since {event.actor} {did} on {date}"
    if translation_digest is not None and event.translation_digest != translation_digest:
        return f"the translation changed since {event.actor} {did} on {date}"
    return ""
