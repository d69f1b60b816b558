"""What becomes of a catalogue's messages when its template changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from workflow.model import Key, Message

SIMILAR = 60.0
"""Least similarity (rapidfuzz ratio, per cent) at which an old translation is proposed."""


def merge(old: Sequence[Message], template: Sequence[Message]) -> tuple[Message, ...]:
    """Return the messages of the catalogue brought up to its template.

    ``old`` are the catalogue's messages in file order, obsolete ones included; ``template``
    those of the article. A message that is still there keeps translation, flags, translators'
    comments and place, and takes the template's extracted comments and references. A new one
    stands after the message it follows in the template; where a message that is gone (or
    obsolete) was similar, its translation is proposed as fuzzy with the previous msgid. The
    others that are gone become obsolete, and come back when their text does. No msgstr with
    text disappears, and merging again changes nothing.
    """
    wanted = {message.key: message for message in template}
    live = {message.key: message for message in old if not message.obsolete}
    revived = {
        message.key: message
        for message in old
        if message.obsolete and message.key in wanted and message.key not in live
    }
    found = {
        key: _refreshed(known, message)
        for key, message in wanted.items()
        if (known := live.get(key) or revived.get(key)) is not None
    }
    unknown = [message for key, message in wanted.items() if key not in found]
    proposals = _proposals(unknown, [message for message in old if message.key not in wanted])
    found |= {message.key: _proposed(message, proposals.get(message.key)) for message in unknown}

    used = {id(proposal) for proposal in proposals.values()}
    kept: list[Message] = []
    retired: list[Message] = []
    for message in old:
        if message.obsolete:
            kept += () if revived.get(message.key) is message else (message,)
        elif message.key in wanted:
            kept.append(found[message.key])
        elif _has_text(message) and id(message) not in used:
            retired.append(replace(message, obsolete=True))
    return (*_placed(kept, [found[key] for key in wanted], set(live)), *retired)


def _refreshed(known: Message, template: Message) -> Message:
    return replace(
        known, obsolete=False, comments=template.comments, references=template.references
    )


def _has_text(message: Message) -> bool:
    return bool(message.msgstr or any(message.msgstr_plural))


def _proposals(unknown: Iterable[Message], candidates: Sequence[Message]) -> Mapping[Key, Message]:
    """The old message whose translation each new one may take over, each at most once."""
    left = {index: message for index, message in enumerate(candidates) if message.msgstr}
    proposals: dict[Key, Message] = {}
    for message in unknown:
        choices = {index: candidate.msgid for index, candidate in left.items()}
        best = process.extractOne(message.msgid, choices, scorer=fuzz.ratio, score_cutoff=SIMILAR)
        if best is not None:
            proposals[message.key] = left.pop(best[2])
    return proposals


def _proposed(message: Message, proposal: Message | None) -> Message:
    if proposal is None:
        return message
    return replace(
        message,
        msgstr=proposal.msgstr,
        flags=("fuzzy", *(flag for flag in proposal.flags if flag != "fuzzy")),
        translator_comments=proposal.translator_comments,
        previous_msgid=proposal.msgid,
        previous_msgctxt=proposal.msgctxt,
    )


def _placed(
    kept: Sequence[Message], wanted: Sequence[Message], live: Collection[Key]
) -> list[Message]:
    """The file's own order, each new message after the one it follows in the template."""
    after: dict[Key | None, list[Message]] = {}
    previous: Key | None = None
    for message in wanted:
        if message.key in live:
            previous = message.key
        else:
            after.setdefault(previous, []).append(message)
    placed = list(after.get(None, ()))
    for message in kept:
        placed.append(message)
        if not message.obsolete:
            placed += after.get(message.key, ())
    return placed
