"""The translation memory as an engine: what people translated before, by way of a look-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from workflow.engines.engine import MEMORY, Draft, Outcome, Request
from workflow.model import Locale


class Match(Protocol):
    """What the look-up finds for a text."""

    @property
    def level(self) -> str:
        """``context``, ``exact`` or ``fuzzy``."""
        ...

    @property
    def score(self) -> int:
        """Likeness in percent; above 100 where the place is the same too."""
        ...

    @property
    def target(self) -> str:
        """The translation."""
        ...

    @property
    def article(self) -> str:
        """Slug of the article it comes from."""
        ...

    @property
    def trusted(self) -> bool:
        """Whether it may stand as it is, without a person's look."""
        ...


Lookup = Callable[[Sequence[Request], Locale, Locale], Sequence[Match | None]]
"""The best match for each text, or None."""


class MemoryEngine:
    """Sends nothing, serves every pair, and leaves what it has never seen."""

    name = "memory"

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def serves(self, source: Locale, target: Locale) -> bool:
        """Every pair."""
        return True

    def advice(self, source: Locale, target: Locale) -> str:
        """None is needed."""
        return ""

    def payloads(self, request: Request) -> Sequence[str]:
        """Nothing leaves the project."""
        return ()

    def translate(
        self, requests: Sequence[Request], source: Locale, target: Locale
    ) -> Sequence[Outcome]:
        """Return the best match for each text."""
        return [_draft(match) for match in self._lookup(requests, source, target)]


def _draft(match: Match | None) -> Draft | None:
    if match is None:
        return None
    likeness = {"context": "context match", "exact": "exact match"}.get(
        match.level, f"{match.score} % match"
    )
    return Draft(match.target, MEMORY, f"{likeness}, {match.article}", match.trusted)
