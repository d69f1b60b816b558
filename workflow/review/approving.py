"""The words by which a page was approved, as evidence for later."""

from __future__ import annotations

from workflow.model import Action, Bound, LogLine, ReviewEvent
from workflow.review.fold import changed_media
from workflow.review.log import Words


def approving(words: Words, bound: Bound) -> tuple[LogLine, ...]:
    """Of one log the lines that approve what ``bound`` says, whatever was said since.

    With them those that a carry-over carries over from, and all that approve the same texts: a
    fold of these lines alone finds the approval again.
    """
    lines = {each.line.event: each.line for each in words.lines if not each.why}
    found: set[int] = set()
    for place, event in enumerate(words.events):
        if not _binds(event, bound):
            continue
        found.add(place)
        for back in range(place, 0, -1):
            if not _goes_on(words.events[back - 1], words.events[back]):
                break
            found.add(back - 1)
    return tuple(lines[words.events[place]] for place in sorted(found))


def _binds(event: ReviewEvent, bound: Bound) -> bool:
    return (
        event.action is not Action.WITHDRAW
        and event.source_digest == bound.source
        and bound.translation in (None, event.translation_digest)
        and not changed_media(event, bound.media)
    )


def _goes_on(before: ReviewEvent, event: ReviewEvent) -> bool:
    """Whether a word approves what the next one approves, or carries over."""
    texts = (event.source_digest, event.translation_digest)
    if event.action is Action.CARRY_OVER:
        texts = (event.from_source_digest, event.from_translation_digest)
    said = (before.source_digest, before.translation_digest)
    return before.action is not Action.WITHDRAW and said == texts
