"""What is in the way of an approval, or of a release for want of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from workflow.model import Message, State
from workflow.model.blocker import Blocker, BlockerKind
from workflow.model.words import count_words
from workflow.review.fold import Standing

BLOCKING: Final = (State.UNTRANSLATED, State.MACHINE, State.FUZZY, State.REJECTED)
"""States that keep a message from a page."""


def unfinished(states: Sequence[State], waiting: Mapping[str, int]) -> Iterator[Blocker]:
    """What messages in ``states`` are in the way of.

    ``waiting``: classes of the changes that made messages fuzzy, and how many of each.
    """
    counts = Counter(states)
    for state in BLOCKING:
        if counts[state]:
            changes = waiting if state is State.FUZZY else {}
            yield Blocker(BlockerKind(state.value), counts[state], changes)


def untouched_percent(messages: Sequence[Message]) -> int:
    """How much of the text is a machine's that nobody changed, by source words, rounded up."""
    weights = [(count_words(each.msgid) or 1, each.unedited) for each in messages]
    whole = sum(weight for weight, _ in weights)
    machine = sum(weight for weight, unedited in weights if unedited)
    return -(-100 * machine // whole) if whole else 0


def unapproved(
    stand: Standing, followed: Mapping[str, int], fallen: Mapping[str, int]
) -> Blocker | None:
    """Why there is no approval that counts; None where there is one.

    ``followed``: changes that were followed without a person's look, by class; ``fallen``: those
    that an approval fell by.
    """
    if stand.approved and not stand.unknown:
        return None
    if stand.unknown:
        return Blocker(BlockerKind.UNKNOWN, detail=stand.unknown)
    if stand.void is None:
        some = stand.approvers or stand.own_work
        return Blocker(
            BlockerKind.UNAPPROVED,
            len(stand.approvers),
            followed,
            needed=stand.needed if some else None,
            own_work=stand.own_work,
        )
    return Blocker(BlockerKind.VOID, changes=fallen, void=stand.void)
