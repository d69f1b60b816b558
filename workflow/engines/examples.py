"""An engine that is given, with each text, what people approved that is like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflow.engines.context import Context, Near
from workflow.engines.engine import Engine, Estimate, Outcome, Request
from workflow.engines.wrappers import Wrapper
from workflow.model import Locale

LEAST = 50
"""Percent: what is less like a text shows little of how it is to be translated."""


class WithExamples(Wrapper):
    """Looks pairs up for texts that bring none: what the memory found for them was no match.

    Here and not in the engine, which works in a thread of its own, where no database is read.
    """

    def __init__(self, inner: Engine, context: Context) -> None:
        super().__init__(inner)
        self._context = context

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """What the engine inside says, with the pairs."""
        return self._inner.estimate(self._shown(requests))

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """What the engine inside yields."""
        yield from self._inner.translate(self._shown(requests))

    def _shown(self, requests: Sequence[Request]) -> Sequence[Request]:
        shown = list(requests)
        pairs: dict[tuple[Locale, Locale], list[int]] = defaultdict(list)
        for index, request in enumerate(requests):
            if not request.near:
                pairs[request.pair].append(index)
        for pair, indices in pairs.items():
            some = [requests[index] for index in indices]
            matches = self._context.approved(some, *pair, LEAST)
            for index, match in zip(indices, matches, strict=True):
                if match is not None:
                    unit = match.unit
                    near = Near(unit.source, unit.target, match.score, unit.article, proposed=False)
                    shown[index] = replace(requests[index], near=(near,))
        return shown
