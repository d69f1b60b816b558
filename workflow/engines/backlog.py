"""Texts on their way to a service, and where each of them is.

A text is in one place at a time: fresh, in a parcel that is to be sent (again), in one that is
under way, or with another process that has claimed it. So none is ever sent twice at once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Protocol

from workflow.engines.account import Account
from workflow.engines.answers import Key
from workflow.engines.backend import Backend, Wire
from workflow.engines.batch_limits import BatchLimits, Refusal
from workflow.engines.cutting import size
from workflow.errors import EngineError

POLL = 0.1
"""Seconds between two looks at a few texts that another process has claimed."""

Result = str | EngineError | None
"""The answer; why there is none; or None where no more may be sent (``--max-chars``)."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One distinct text."""

    key: Key
    wire: Wire


class Work(Protocol):
    """Where texts come from, and who is told what came of them."""

    def more(self) -> Sequence[Item] | None:
        """Some more texts; None once there are no more. One text may come several times."""
        ...

    def done(self, key: Key, result: Result) -> Sequence[Item]:
        """Learn what came of a text, each time once however often it came; return texts that are
        to be sent in its place."""
        ...


@dataclass(slots=True, eq=False)
class Parcel:
    """Texts that go in one request."""

    items: Sequence[Item]
    attempts: int = 0
    half_of: Refusal | None = None
    """The batch that it is a part of, which the service refused."""

    @property
    def characters(self) -> int:
        """As the service charges them."""
        return sum(len(item.wire.text) for item in self.items)

    def split(self, parts: int = 2, *, refused: bool = False) -> list[Parcel]:
        """Parcels of about the same number of texts, none of which was tried; ``refused``: as the
        service did not take it."""
        step = -(-len(self.items) // parts)
        starts = range(0, len(self.items), step)
        whole = Refusal(len(self.items), self.characters, len(starts)) if refused else None
        return [Parcel(self.items[start : start + step], half_of=whole) for start in starts]


def next_batch(
    fresh: deque[Item],
    backend: Backend,
    most_texts: int,
    has_room: Callable[[int], bool] = lambda _characters: True,
) -> list[Item]:
    """Take from the front of ``fresh``, texts of one pair, as many as go in one request.

    At least one, even where ``has_room`` says that there is none for its characters.
    """
    limits = backend.limits
    group = backend.group(fresh[0].wire.request)
    items = [fresh.popleft()]
    total = size(items[0].wire.text, limits.unit)
    characters = len(items[0].wire.text)
    most_texts = min(most_texts, limits.texts)
    while fresh and len(items) < most_texts:
        wire = fresh[0].wire
        total += size(wire.text, limits.unit)
        characters += len(wire.text)
        if (
            (limits.total is not None and total > limits.total)
            or not has_room(characters)
            or backend.group(wire.request) != group
        ):
            break
        items.append(fresh.popleft())
    return items


class Backlog:
    """See the module's description."""

    def __init__(self, backend: Backend, account: Account, work: Work, most_texts: int) -> None:
        """``most_texts`` in a request, no more than the backend takes."""
        self._backend = backend
        self._account = account
        self._work = work
        self._most_texts = most_texts
        self.learnt = BatchLimits(most_texts)
        self._exhausted = False
        self._open: set[Key] = set()
        self._fresh: dict[tuple[str, str], deque[Item]] = {}
        self._ready: deque[Parcel] = deque()
        self._later: list[tuple[float, int, Parcel]] = []
        self._foreign: dict[Key, Item] = {}
        self._polled = 0.0
        self._numbers = count()

    @property
    def waiting(self) -> bool:
        """Whether there is anything that is not under way."""
        queues = (self._ready, self._later, self._foreign)
        return not self._exhausted or self.has_new or any(queues)

    @property
    def has_new(self) -> bool:
        """Whether there is a text that was not sent before."""
        return any(self._fresh.values())

    @property
    def has_again(self) -> bool:
        """Whether there is a parcel that is to be sent again now."""
        return bool(self._ready)

    @property
    def _poll(self) -> float:
        """Seconds between two looks at what others have claimed: more, the more that is."""
        return POLL + len(self._foreign) / 10_000

    def next_look(self, now: float) -> float | None:
        """Seconds until there may be more to send; None where no time will tell."""
        times = [self._later[0][0] - now] if self._later else []
        times += [self._poll] if self._foreign else []
        return max(0.0, min(times)) if times else None

    def refresh(self, width: int, now: float) -> None:
        """Take in texts until there are enough for a request, and what other processes made of
        those that they had claimed."""
        while self.lacks_texts(width):
            self.read_ahead(width)
        if self._foreign and now - self._polled >= self._poll:
            self._polled = now
            items_by_key, self._foreign = self._foreign, {}
            follow = self._answer_known(items_by_key)
            self._queue(items_by_key)
            self._enter(follow)

    def lacks_texts(self, width: int) -> bool:
        """Whether more have to be taken in to fill a request: texts of one pair, if ``width``
        requests do not hold those of all."""
        longest = max(map(len, self._fresh.values()), default=0)
        return longest < self._most_texts and self._has_room(width)

    def _has_room(self, width: int) -> bool:
        fresh = sum(map(len, self._fresh.values()))
        return not self._exhausted and fresh < self._most_texts * width

    def read_ahead(self, width: int) -> bool:
        """Take in some more texts; False where there are none, or enough for ``width`` requests."""
        if not self._has_room(width):
            return False
        items = self._work.more()
        if items is None:
            self._exhausted = True
        else:
            self._enter(items)
        return True

    def next_again(self, now: float) -> Parcel | None:
        """Take a parcel that is to be sent again."""
        while self._later and self._later[0][0] <= now:
            self._ready.append(heappop(self._later)[2])
        if not self._ready:
            return None
        parcel = self._ready.popleft()
        while not self.learnt.allow(len(parcel.items), parcel.characters):
            parcel, *others = parcel.split()
            self._ready.extendleft(reversed(others))
        return parcel

    def next_probe(self) -> Parcel | None:
        """Take the shortest of the texts that were tried alone the least, whatever it waits for."""
        parcels = [*self._ready, *(parcel for _, _, parcel in self._later)]
        tried = {
            item: parcel.attempts if len(parcel.items) == 1 else 0
            for parcel in parcels
            for item in parcel.items
        }
        tried |= {item: 0 for fresh in self._fresh.values() for item in fresh}
        if not tried:
            return None
        probe = min(tried, key=lambda item: (tried[item], len(item.wire.text)))
        for fresh in self._fresh.values():
            if probe in fresh:
                fresh.remove(probe)
        for parcel in parcels:
            parcel.items = [item for item in parcel.items if item is not probe]
        self._ready = deque(parcel for parcel in self._ready if parcel.items)
        self._later = [each for each in self._later if each[2].items]
        heapify(self._later)
        return Parcel([probe], tried[probe])

    def next_new(self) -> Parcel | None:
        """Take texts that were not sent before."""
        fresh = max(self._fresh.values(), key=len, default=None)
        if not fresh:
            return None

        def has_room(characters: int) -> bool:
            return self.learnt.allow(2, characters) and self._account.has_room(characters)

        most = min(self._most_texts, self.learnt.texts)
        return Parcel(next_batch(fresh, self._backend, most, has_room))

    def still_ours(self, parcel: Parcel) -> Parcel | None:
        """A parcel without the texts that another process took over; None where none is left."""
        lost = self._account.lost([item.key for item in parcel.items])
        if not lost:
            return parcel
        self._foreign |= {item.key: item for item in parcel.items if item.key in lost}
        left = [item for item in parcel.items if item.key not in lost]
        return Parcel(left, parcel.attempts) if left else None

    def put_back(self, parcels: Iterable[Parcel], at: float | None = None) -> None:
        """Parcels are to be sent (again), none before ``at``."""
        for parcel in parcels:
            if at is None:
                self._ready.append(parcel)
            else:
                heappush(self._later, (at, next(self._numbers), parcel))

    def tell(self, key: Key, result: Result) -> None:
        """A text has come to its end."""
        self._enter(self._ended(key, result))

    def finish(self, items: Iterable[Item], result: EngineError | None) -> None:
        """Leave texts without an answer."""
        keys = [item.key for item in items]
        self._account.release(keys)
        for key in keys:
            self.tell(key, result)

    def take_waiting(self) -> list[Item]:
        """Take everything that is not under way."""
        items = [item for fresh in self._fresh.values() for item in fresh]
        parcels = [*self._ready, *(parcel for _, _, parcel in self._later)]
        items += [item for parcel in parcels for item in parcel.items]
        items += self._foreign.values()
        for waiting in (self._fresh, self._ready, self._later, self._foreign):
            waiting.clear()
        return items

    def release(self) -> None:
        """Leave all texts that have not come to their end to other processes."""
        self._account.release(self._open)

    def _enter(self, items: Iterable[Item]) -> None:
        """Take in texts: answer those that are known, queue those that this process may send."""
        new = {item.key: item for item in items if item.key not in self._open}
        while new:
            self._open |= new.keys()
            follow = self._answer_known(new)
            self._queue(new)
            new = {item.key: item for item in follow if item.key not in self._open}

    def _answer_known(self, items: dict[Key, Item]) -> list[Item]:
        """Tell of the answers that are kept, and take their texts out of ``items``."""
        follow: list[Item] = []
        for key, text in self._account.known(items).items():
            del items[key]
            follow += self._ended(key, text)
        return follow

    def _queue(self, items: dict[Key, Item]) -> None:
        claimed = self._account.claim(items) if items else ()
        for key, item in items.items():
            if key in claimed:
                pair = (item.wire.source, item.wire.target)
                self._fresh.setdefault(pair, deque()).append(item)
            else:
                self._foreign[key] = item

    def _ended(self, key: Key, result: Result) -> Sequence[Item]:
        self._open.discard(key)
        return self._work.done(key, result)
