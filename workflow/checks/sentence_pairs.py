"""Which sentences of two texts belong together, told from their lengths and numbers.

After Gale and Church, “A Program for Aligning Sentences in Bilingual Corpora” (1993): of all ways
to go through both texts the likeliest, each step one sentence with one, two with one, one with
two, two with two, or one with none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from workflow.model import lazy_re as re

_STEPS: Final = {
    (1, 1): 0.0,
    (2, 1): 1.6,
    (1, 2): 1.6,
    (2, 2): 3.5,
    (3, 1): 2.4,
    (1, 3): 2.4,
    (1, 0): 2.4,
    (0, 1): 2.4,
}
"""How many sentences of each text a step takes → what it costs."""
_VARIANCE: Final = 2.5
"""Of the length of a translation, for each letter of its source."""
_NUMBER: Final = re.compile(r"\d+")
_ODD: Final = 1.0
"""What a number or name costs that only one side of a step has."""
_SURE: Final = 0.9
"""How much likelier a way has to be than those that leave out another sentence."""


class Sentence(NamedTuple):
    """A sentence as an alignment sees it."""

    size: float
    """Letters, in those of the other text's language."""
    numbers: frozenset[str]
    """Also names that both texts have."""


def sentence(text: str, size: float, names: frozenset[str] = frozenset()) -> Sentence:
    """What is to be known of a sentence of that size; ``names``: what it has that both texts do."""
    return Sentence(size, names | {each.lstrip("0") for each in _NUMBER.findall(text)})


def is_sure(
    source: Sequence[Sentence],
    target: Sequence[Sentence],
    odd: tuple[Sequence[int], Sequence[int]],
) -> bool:
    """Whether it is these that have no partner, and not others in their place."""
    least = _ways(source, target)(0, 0)[0]
    return all(
        _ways(source, target, (side, each))(0, 0)[0] - least >= _SURE
        for side in (0, 1)
        for each in odd[side]
    )


def unpaired(source: Sequence[Sentence], target: Sequence[Sentence]) -> tuple[list[int], list[int]]:
    """The sentences of each text that have no partner in the other, as places in it."""
    lost: list[int] = []
    added: list[int] = []
    for here, there, step in _path(source, target):
        if step == (1, 0):
            lost.append(here)
        elif step == (0, 1):
            added.append(there)
    return lost, added


def _path(
    source: Sequence[Sentence], target: Sequence[Sentence]
) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """The steps of the likeliest way: where each begins in both texts."""
    best = _ways(source, target)
    i = j = 0
    while (step := best(i, j)[1]) is not None:
        yield i, j, step
        i, j = i + step[0], j + step[1]


def _ways(
    source: Sequence[Sentence], target: Sequence[Sentence], kept: tuple[int, int] = (-1, 0)
) -> Callable[[int, int], tuple[float, tuple[int, int] | None]]:
    """What it costs to go on from a place in each text, and the first step of the likeliest way.

    ``kept``: a sentence that has a partner: of which text, and its place.
    """

    @cache
    def best(i: int, j: int) -> tuple[float, tuple[int, int] | None]:
        if i == len(source) and j == len(target):
            return 0.0, None
        ways = [
            (cost + _unlikely(source[i : i + a], target[j : j + b]) + best(i + a, j + b)[0], (a, b))
            for (a, b), cost in _STEPS.items()
            if i + a <= len(source) and j + b <= len(target)
            if (a and b) or kept != ((0, i) if a else (1, j))
        ]
        return min(ways, default=(math.inf, (1, 1)))

    return best


def _unlikely(some: Sequence[Sentence], others: Sequence[Sentence]) -> float:
    """What it costs that these are translations of each other."""
    if not (some and others):
        return 0.0
    first, second = (sum(each.size for each in side) for side in (some, others))
    away = (second - first) / math.sqrt(_VARIANCE * max(1.0, (first + second) / 2))
    one, other = (
        frozenset[str]().union(*(each.numbers for each in side)) for side in (some, others)
    )
    return away * away / 2 + _ODD * len(one ^ other)
