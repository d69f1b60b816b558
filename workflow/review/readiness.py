"""What is in the way of an approval, or of a release for want of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from workflow.model import State
from workflow.model.blocker import Blocker, BlockerKind
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
        return Blocker(BlockerKind.UNAPPROVED, changes=followed)
    return Blocker(BlockerKind.VOID, changes=fallen, void=stand.void)
