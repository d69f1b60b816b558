"""States of messages in XLIFF's words, both ways.

XLIFF 2.1 (https://docs.oasis-open.org/xliff/xliff-core/v2.1/, 4.3.1.26 and 4.3.1.30) has four
states, told further by a subState.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from workflow.model import State

OURS: Final = "workflow:"
"""What our subStates begin with."""
TWO: Final[Mapping[State, tuple[str, str]]] = {
    State.UNTRANSLATED: ("initial", ""),
    State.MACHINE: ("initial", "machine"),
    State.FUZZY: ("initial", "fuzzy"),
    State.REJECTED: ("initial", "rejected"),
    State.TRANSLATED: ("translated", ""),
    State.REVIEWED: ("reviewed", ""),
    State.APPROVED: ("final", ""),
}
"""state and subState of XLIFF 2."""
_TWO_BACK: Final[Mapping[str, State]] = {
    "translated": State.TRANSLATED,
    "reviewed": State.REVIEWED,
    "final": State.APPROVED,
}


def from_two(state: str, sub: str) -> State | None:
    """What a segment of XLIFF 2 is; None where it says nothing.

    A segment that is ``initial`` without more was not touched by what keeps states.
    """
    if state != "initial":
        return _TWO_BACK.get(state)
    name = sub.removeprefix(OURS)
    return next((each for each, pair in TWO.items() if pair[1] == name and name), None)
