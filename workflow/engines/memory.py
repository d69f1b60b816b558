"""The translation memory as an engine: what people translated before, by way of a look-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from workflow.engines.context import Near
from workflow.engines.engine import MACHINE, MEMORY, Draft, Estimate, Outcome, Request
from workflow.model import Locale
from workflow.model.message import DRAFTED_BY


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
    def source(self) -> str:
        """The text that was translated."""
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
    def drafted_by(self) -> str:
        """The engine that drafted the translation; empty for what people wrote alone."""
        ...

    @property
    def unedited(self) -> bool:
        """Whether nobody edited or approved that draft."""
        ...

    @property
    def trusted(self) -> bool:
        """Whether it may stand as it is, without a person's look."""
        ...


_AT_ONCE = 200
"""Texts in one look-up: between two the run can be stopped, and shows how far it is."""
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

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """Nothing leaves the project."""
        return Estimate(0, 0)

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Yield the best match for each text."""
        pairs: dict[tuple[Locale, Locale], list[int]] = defaultdict(list)
        for index, request in enumerate(requests):
            pairs[request.pair].append(index)
        for pair, indices in pairs.items():
            for start in range(0, len(indices), _AT_ONCE):
                some = indices[start : start + _AT_ONCE]
                matches = self._lookup([requests[index] for index in some], *pair)
                for index, match in zip(some, matches, strict=True):
                    yield index, _draft(match)


def _draft(match: Match | None) -> Draft | None:
    if match is None:
        return None
    likeness = {"context": "context match", "exact": "exact match"}.get(match.level)
    origin = f"{likeness or f'{match.score} % match'}, {match.article}"
    if match.drafted_by:
        origin += f"{DRAFTED_BY}{match.drafted_by}"
    near = () if likeness else (Near(match.source, match.target, match.score, match.article),)
    if likeness and match.unedited:  # whatever article it stands in, it is that engine's draft
        return Draft(match.target, MACHINE, match.drafted_by)
    return Draft(match.target, MEMORY, origin, match.trusted, near=near)
