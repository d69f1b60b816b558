"""From the words of a review log to where an article stands, and each of its messages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from workflow.model import Action, Bound, Media, Message, ReviewEvent, State
from workflow.review.log import Words

_PICTURES: Final = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


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
    unknown: str = ""
    """Why it is not known whether one counts: what of the log cannot be read, with its place."""


NEVER = Standing(approved=False)
"""Nobody has approved anything yet."""


def standing(words: Words, bound: Bound) -> Standing:
    """Tell whether the texts and media as they are have an editor's word; the last one wins.

    A later approval takes the place of an earlier one, even where the texts went back to what
    the earlier one was given for: whoever approved a correction has taken the error back.
    """
    if unknown := words.unknown(bound):
        return Standing(False, unknown=unknown)
    last = words.last
    if last is None:
        return NEVER
    reason = _why_void(last, bound)
    carried = not reason and last.action is Action.CARRY_OVER
    return Standing(not reason, last.actor, last.time, reason, carried)


def source_standing(logs: Iterable[Words], bound: Bound) -> Standing:
    """Tell whether anybody vouches for the source text of an article.

    ``logs`` are the article's in every locale, its own included; ``bound`` says nothing of a
    translation. Whoever approves a translation vouches for the source it translates, so that
    any approval which is the last word of its locale and binds the source and what it shows
    will do; the earliest of them is named.
    """
    found = [standing(words, bound) for words in logs]
    if valid := [each for each in found if each.approved]:
        first = min(valid, key=lambda each: (each.time, each.by))
        return Standing(True, first.by, first.time)
    if unknown := next((each for each in found if each.unknown), None):
        return unknown
    spoken = [each for each in found if each.by]
    return max(spoken, key=lambda each: (each.time, each.by)) if spoken else NEVER


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


def changed_media(event: ReviewEvent, media: Iterable[Media]) -> tuple[str, ...]:
    """Say of each of ``media`` that ``event`` does not bind what became of it, for people."""
    known = {each.path: each.digest for each in event.media or ()}
    return tuple(
        f"{_noun(each.path)} {each.path} {_became(each, known)}"
        for each in media
        if known.get(each.path) != each.digest
    )


def _noun(path: str) -> str:
    return "image" if posixpath.splitext(path)[1].lower() in _PICTURES else "file"


def _became(now: Media, known: dict[str, str]) -> str:
    if not now.digest:
        return "is gone"
    return "changed" if known.get(now.path) else "came"


def _why_void(event: ReviewEvent, bound: Bound) -> str:
    """Why the last word is no approval of these texts; empty where it is one."""
    date = event.time[:10]
    did = "carried its approval over" if event.action is Action.CARRY_OVER else "approved it"
    if event.action is Action.WITHDRAW:
        return f"withdrawn by {event.actor} on {date}"
    if event.source_digest != bound.source:
        return f"the source changed since {event.actor} {did} on {date}"
    if bound.translation not in (None, event.translation_digest):
        return f"the translation changed since {event.actor} {did} on {date}"
    if event.media is None and bound.media:
        names = ", ".join(each.path for each in bound.media)
        return (
            f"{event.actor} {did} on {date}, but not {names}, which events did not record then: "
            "run workflow approve"
        )
    if changed := changed_media(event, bound.media):
        return f"{', '.join(changed)} since {event.actor} {did} on {date}"
    return ""
