"""What the memory answers when a person asks it, brings it files or pairs two versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.memory.alignment import Pair
from workflow.memory.tmx_writing import Refused
from workflow.memory.units import STATES
from workflow.model import Locale, Segment, State

if TYPE_CHECKING:
    from workflow.memory.near_misses import Standing


@dataclass(frozen=True, slots=True)
class PairStatistics:
    """What the memory has of one language pair."""

    pair: tuple[Locale, Locale]
    articles: Mapping[str, Mapping[State, int]]
    """Slug (or TMX file) → units by state."""
    index: Standing
    index_bytes: int

    @property
    def states(self) -> Mapping[State, int]:
        """Units by state, every state named."""
        found = sum((Counter(states) for states in self.articles.values()), Counter[State]())
        return {state: found[state] for state in STATES}

    @property
    def units(self) -> int:
        """How many there are."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the memory has."""

    database: str
    """Its URL, without a password."""
    bytes: int | None
    """Of the database; None: not known."""
    pairs: tuple[PairStatistics, ...]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was given out."""

    file: str
    units: int
    refused: tuple[Refused, ...]
    """Units with characters that XML does not allow."""


@dataclass(frozen=True, slots=True)
class Left:
    """Units of a file that were left out for one reason."""

    reason: str
    number: int
    line: int
    """Where the first of them begins."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was brought in."""

    file: str
    """The file of the project that has it now, relative to the project."""
    units: int
    pairs: Mapping[tuple[Locale, Locale], int]
    left: tuple[Left, ...]
    changed: bool
    """Whether that file is another than before."""


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two versions."""

    file: str
    """As it was named."""
    article: str
    """Slug of the article of the project that it is, else its name, which is that of none."""
    locale: Locale
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two versions and their pairs, in order; what is in one alone among them."""

    source: Version
    target: Version
    pairs: tuple[Pair, ...]

    def complete(self, least: float = 0.0) -> tuple[Pair, ...]:
        """The pairs with text on both sides that are as sure as ``least`` (0 to 1)."""
        return tuple(each for each in self.pairs if each.complete and each.confidence >= least)
