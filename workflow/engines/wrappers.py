"""Engines around an engine; here, one that sends nothing at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from workflow.engines.account import Account
from workflow.engines.backend import Limits
from workflow.engines.engine import MACHINE, Draft, Engine, Estimate, Meter, Outcome, Request
from workflow.model import Locale


class Wrapper:
    """An engine that asks another one."""

    def __init__(self, inner: Engine) -> None:
        self._inner = inner
        self.name = inner.name

    def serves(self, source: Locale, target: Locale) -> bool:
        """As the engine inside."""
        return self._inner.serves(source, target)

    def advice(self, source: Locale, target: Locale) -> str:
        """As the engine inside."""
        return self._inner.advice(source, target)

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """As the engine inside."""
        return self._inner.estimate(requests)

    @property
    def repairs(self) -> bool:
        """Whether the engine inside makes use of texts like a text."""
        return getattr(self._inner, "repairs", False)

    @property
    def pretends(self) -> bool:
        """Whether what the engine inside yields is no draft, and not verified as one."""
        return getattr(self._inner, "pretends", False)

    @property
    def limits(self) -> Limits | None:
        """As the engine inside; None where it tells none."""
        return getattr(self._inner, "limits", None)


class Rehearsal(Wrapper):
    """Counts what the engine would send, and takes for granted that it would succeed."""

    pretends = True
    """What it yields is no draft, and not verified as one."""

    def __init__(self, inner: Engine, meter: Meter, account: Account | None = None) -> None:
        """``account`` is that of the engine, where it has one."""
        super().__init__(inner)
        self._meter = meter
        self._account = account
        self._budget = None if account is None else account.budget_left

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Yield each text as its own draft, in their order, as far as the limit and the month's
        budget allow."""
        would = self.estimate(requests)
        most = len(requests)
        over_limit = False
        if not self._has_room(would.characters):
            most = bisect_right(
                range(1, most + 1),
                False,
                key=lambda number: not self._has_room(self.estimate(requests[:number]).characters),
            )
            would = self.estimate(requests[:most])
            next_one = self.estimate(requests[: most + 1])
            over_limit = not self._meter.has_room(next_one.characters)
        self._meter.take(would.characters, would.requests)
        self._meter.reuse(would.reused)
        if would.cost is not None:
            self._meter.spend(would.cost)
        self._meter.exhausted |= over_limit
        rest = None if over_limit or self._account is None else self._account.spent()
        for index, request in enumerate(requests):
            yield index, Draft(request.text, MACHINE, self.name) if index < most else rest

    def _has_room(self, characters: int) -> bool:
        return self._meter.has_room(characters) and (
            self._budget is None or characters <= self._budget
        )
