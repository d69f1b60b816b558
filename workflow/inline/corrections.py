"""Changes that typography asks for, as values: where, what instead, and which rule asks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Correction(NamedTuple):
    """One change; offsets in characters of the line it was found in."""

    start: int
    end: int
    new: str
    rule: str
    """Name of the rule that asks for it."""
    fault: str
    """What is wrong, by a key of that rule's sentences."""
    minor: bool = False
    """Whether it is good to know rather than wrong."""


def disjoint(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections in order; of those that overlap the first given."""
    given = [*corrections]
    if all(one.end <= other.start and one.start < other.start for one, other in pairwise(given)):
        return tuple(given)
    kept: list[Correction] = []  # in order: one that overlaps any overlaps a neighbour
    for each in given:
        place = bisect_left(kept, each[:2], key=lambda other: other[:2])
        if not any(_overlap(each, other) for other in kept[max(0, place - 1) : place + 1]):
            kept.insert(place, each)
    return tuple(sorted(kept))


def _overlap(one: Correction, other: Correction) -> bool:
    if (one.start, one.end) == (other.start, other.end):
        return True
    return one.start < other.end and other.start < one.end


def corrected(line: str, corrections: Sequence[Correction]) -> str:
    """The line after corrections that are in order and do not overlap."""
    parts: list[str] = []
    done = 0
    for each in corrections:
        parts += (line[done : each.start], each.new)
        done = each.end
    return "".join((*parts, line[done:]))
