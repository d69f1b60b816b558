"""Something a text counts, measures or dates, as a value that other languages can be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from workflow.inline.measures import NONE, Units

FigureKind = Literal["number", "time", "month", "weekday", "vague"]
HINT, DOUBT, SAID, WRITTEN = range(4)
"""How much a figure asks for: nothing, it only explains one of the other text; to be said where
the other text has a number that nothing explains; to be said; to be there, for it stands in
digits."""
NO_PARTS: Final[frozenset[Fraction]] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text."""

    kind: FigureKind
    values: frozenset[Fraction]
    """What it may mean: numbers (20 % is 20 and 1/5), minutes from midnight, months from 1,
    weekdays from Monday as 1, or a power of ten."""
    start: int
    end: int
    """In characters of the text it was read from."""
    weight: int = WRITTEN
    units: Units = NONE
    parts: frozenset[Fraction] = NO_PARTS
    """Numbers it is made of, where saying them all says it: one in five."""
    calendar: bool = False
    """Whether it is the day or the year of a date."""
    loose: frozenset[Fraction] = NO_PARTS
    """What it would mean as another language writes numbers."""
    to: int = 0
    """Where its unit ends; 0: it has none, or in front."""
    version: str = ""
    """Its digits, where it is the number of a version: 2.10 is not 2.1."""


def figure(
    kind: FigureKind, values: Iterable[int | Fraction], span: tuple[int, int], weight: int = WRITTEN
) -> Figure:
    """A figure without units."""
    return Figure(kind, frozenset(map(Fraction, values)), *span, weight)


def dated(values: Iterable[int | Fraction], span: tuple[int, int]) -> Figure:
    """The day or the year of a date."""
    return replace(figure("number", values, span), calendar=True)
