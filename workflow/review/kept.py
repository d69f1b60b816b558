"""Approvals that stand because a change of the source was said to be the mending of a typo.

Nothing is taken on trust but that word: what stands around the messages is the same, there are as
many of them, and each has the very translation that was approved of the text it had then, and that
nobody rejected since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workflow.model import (
    Action,
    Bound,
    Significance,
    SignificanceEvent,
    Vouched,
)
from workflow.review.discussion import discussions
from workflow.review.log import FIRST, Words, moment

_WEIGHTS = {each: weight for weight, each in enumerate(Significance)}
Pair = tuple[str, str]
"""The digests of a source as it was, and as it became; of a message's source and translation."""


def meanings(events: Iterable[SignificanceEvent]) -> Mapping[Pair, SignificanceEvent]:
    """What is said last of each change; of one second, the heavier."""
    found: dict[Pair, SignificanceEvent] = {}
    for event in sorted(events, key=_by_time):
        found[event.from_source_digest, event.source_digest] = event
    return found


def typos(
    events: Iterable[SignificanceEvent], before: str, after: str
) -> tuple[SignificanceEvent, ...]:
    """The words by which a source is as another was but for typos, in the order of the changes.

    ``before`` and ``after`` are digests of whole sources; () where no such words are there.
    """
    ways: dict[str, tuple[SignificanceEvent, ...]] = {before: ()}
    waiting = [before]
    mended = [
        event for event in meanings(events).values() if event.significance is Significance.TYPO
    ]
    while waiting and after not in ways:
        at = waiting.pop(0)
        for event in mended:
            if event.from_source_digest == at and event.source_digest not in ways:
                ways[event.source_digest] = (*ways[at], event)
                waiting.append(event.source_digest)
    return ways.get(after, ())


def with_kept(
    words: Words,
    events: Iterable[SignificanceEvent],
    bound: Bound,
    now: Callable[[], tuple[str, Sequence[Pair]]],
) -> Words:
    """``words`` with the last approval carried to the texts as they are, where only typos parted
    the two.

    ``events`` are the words on changes that count. ``now`` gives what stands around the messages
    and the digests of each, as :class:`~workflow.review.proofs.Record` has them; it is asked
    only where there are such words. ``bound`` without a translation asks for the source alone.
    """
    last = words.last
    if last is None or last.action is Action.WITHDRAW or not last.frame:
        return words
    chain = typos(events, last.source_digest, bound.source)
    if not chain:
        return words
    frame, pairs = now()
    if frame != last.frame or not _same(last.messages, pairs, chain, bound):
        return words
    if bound.translation is not None and _rejected(words, chain):
        return words
    translation = last.translation_digest if bound.translation is None else bound.translation
    texts = zip(last.messages, pairs, strict=True)
    carried = replace(
        last,
        action=Action.CARRY_OVER,
        actor=chain[-1].actor,
        time=max((last.time, *(each.time for each in chain)), key=_instant),
        source_digest=bound.source,
        translation_digest=translation,
        note="",
        from_source_digest=last.source_digest,
        from_translation_digest=last.translation_digest,
        messages=tuple(Vouched(*pair, was.words) for was, pair in texts),
        signature="",
    )
    return replace(words, events=(*words.events, carried))


def _same(
    approved: Sequence[Vouched],
    pairs: Sequence[Pair],
    chain: Sequence[SignificanceEvent],
    bound: Bound,
) -> bool:
    """Whether the messages are the approved ones, each in its place, but for the typos."""
    if len(approved) != len(pairs):
        return False
    for was, (source, translation) in zip(approved, pairs, strict=True):
        text = was.source
        for event in chain:
            text = dict(event.messages).get(text, text)
        if text != source:
            return False
        if bound.translation is not None and was.translation != translation:
            return False
    return True


def _rejected(words: Words, chain: Sequence[SignificanceEvent]) -> bool:
    """Whether one of the approved texts was rejected, as it was or between two typos."""
    talk = discussions(words)
    for was in words.events[-1].messages:
        text = was.source
        for event in chain:
            if talk.rejects(text, was.translation):
                return True
            text = dict(event.messages).get(text, text)
    return False


def _instant(time: str) -> datetime:
    return moment(time) or FIRST


def _by_time(event: SignificanceEvent) -> tuple[object, ...]:
    return (_instant(event.time), _WEIGHTS[event.significance], event.actor, event.note)
