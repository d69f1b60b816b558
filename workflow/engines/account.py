"""What one engine sends, on every account that is kept of it: the month's budget, the run's
limit, the price, and the answers it got."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from workflow.engines.answers import Key, month_of
from workflow.engines.engine import Options, Tools
from workflow.errors import EngineError
from workflow.model.phrase import phrase


def budget_spent(engine: str, limit: int | None) -> EngineError:
    """What to say of an engine of whose budget nothing is left in this month."""
    return EngineError(
        phrase("the budget of {limit} characters a month is spent", limit=limit),
        hint=phrase(
            "Set another characters_per_month in [workflow:mt.{name}], or wait for the next month.",
            name=engine,
        ),
    )


class Verdict(Enum):
    """Whether a request may be sent."""

    GOES = auto()
    OVER_LIMIT = auto()
    """It would pass what this run may send (``--max-chars``)."""
    OVER_BUDGET = auto()
    """It would pass the month's budget."""


class Account:
    """Of one engine in one run."""

    def __init__(self, options: Options, tools: Tools, price: float | None) -> None:
        """``price`` of a million characters; None where answers tell their cost, or nobody."""
        self._engine = options.name
        self._budget = options.characters_per_month
        self._price = price
        self._meter = tools.meter
        self._answers = tools.answers
        self._now = tools.now
        self._month = month_of(tools.now)

    def known(self, keys: Iterable[Key]) -> Mapping[Key, str]:
        """The answers that are kept of texts, counted as used again."""
        found = self._answers.known(keys)
        self._meter.reuse(len(found))
        return found

    def claim(self, keys: Iterable[Key]) -> frozenset[Key]:
        """Those that this process alone may send."""
        return self._answers.claim(keys)

    def lost(self, keys: Iterable[Key]) -> frozenset[Key]:
        """Those claimed that another process took over meanwhile."""
        return self._answers.lost(keys)

    def release(self, keys: Iterable[Key]) -> None:
        """Leave texts to other processes."""
        self._answers.release(keys)

    def has_room(self, characters: int) -> bool:
        """Whether the run's limit allows so many more."""
        left = self._meter.left
        return left is None or characters <= left

    @property
    def budget_left(self) -> int | None:
        """Characters that may still be sent this month; None: as many as one likes."""
        if self._budget is None:
            return None
        place = (self._engine, self._month)
        used = (each for each in self._answers.usage() if (each.engine, each.month) == place)
        return max(0, self._budget - sum(each.characters for each in used))

    def cost(self, characters: int) -> float | None:
        """The price of so many characters, where it is known before they are sent."""
        return None if self._price is None else characters * self._price / 1_000_000

    def take(self, characters: int, requests: int = 1) -> Verdict:
        """Count a request (or several), which is then to be sent at once.

        Raises :class:`EngineError` where there is a budget and it cannot be counted.
        """
        cost = self.cost(characters)
        if not self._answers.reserve(
            self._engine,
            self._month,
            characters,
            requests=requests,
            limit=self._budget,
            cost=cost,
        ):
            return Verdict.OVER_BUDGET
        if not self._meter.take(characters, requests):
            self._answers.unspend(self._engine, self._month, characters, cost=cost)
            return Verdict.OVER_LIMIT
        self._meter.spend(cost)
        return Verdict.GOES

    def take_back(self, characters: int) -> None:
        """A request was counted and certainly never left this machine."""
        cost = self.cost(characters)
        self._answers.unspend(self._engine, self._month, characters, cost=cost)
        self._meter.give_back(characters, cost)

    def keep(
        self, answers: Mapping[Key, str], model: str, characters: int, charged: float | None
    ) -> None:
        """Keep answers for good; ``charged`` is what they cost, where the service says so."""
        if charged is not None:
            self.charge(charged)
        cost = self.cost(characters) if charged is None else charged
        self._answers.keep(answers, engine=self._engine, model=model, cost=cost, moment=self._now)

    def charge(self, cost: float) -> None:
        """Count what an answer cost, whether it is of any use or not."""
        self._answers.charge(self._engine, self._month, cost)
        self._meter.spend(cost)

    def spent(self, trouble: str = "") -> EngineError:
        """What to say once the month's budget does not allow another text.

        ``trouble`` is why the last attempts failed, if they did: they count.
        """
        if trouble:
            return EngineError(
                phrase(
                    "{reason}; the budget of {limit} characters a month is spent, also by such "
                    "attempts",
                    reason=trouble,
                    limit=self._budget,
                ),
                hint=phrase("See to the service first: each attempt counts, and may be charged."),
            )
        return budget_spent(self._engine, self._budget)
