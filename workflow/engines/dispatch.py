"""Texts on their way to a service: in batches, under one pace, each until it has its answer.

One coroutine decides what is sent next; requests are tasks beside it. A text is in one place at
a time: fresh, in a request, waiting to be sent again, or with another process that has claimed
it. An answer is kept before anybody is told of it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

from workflow.engines.account import Account, Verdict
from workflow.engines.answers import Key
from workflow.engines.backend import Answer, Backend, Wire
from workflow.engines.cutting import size
from workflow.engines.faults import (
    Apart,
    Busy,
    Fault,
    Malformed,
    ServiceDenied,
    TextRefused,
    Unreached,
)
from workflow.engines.pacing import Pace
from workflow.errors import EngineError
from workflow.model.phrase import phrase

ATTEMPTS = 16
"""Of one text alone: where every fifth request fails, one text in 10¹¹ has so much bad luck."""
BATCH_ATTEMPTS = 3
"""Of a batch, before it is split: one of its texts may be what the service chokes on."""
POLL = 0.1
"""Seconds between two looks at what another process has claimed."""
LAST_MOMENT = 1.0
"""Seconds that requests have to end once they are cancelled."""

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
class _Parcel:
    """Texts that go in one request."""

    items: Sequence[Item]
    attempts: int = 0

    @property
    def characters(self) -> int:
        return sum(len(item.wire.text) for item in self.items)

    def split(self, parts: int = 2) -> list[_Parcel]:
        step = -(-len(self.items) // parts)
        starts = range(0, len(self.items), step)
        return [_Parcel(self.items[start : start + step]) for start in starts]


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


class Dispatcher:
    """Sends all texts of some work to one backend."""

    def __init__(self, backend: Backend, account: Account, pace: Pace, most_texts: int) -> None:
        """``most_texts`` in a request, no more than the backend takes."""
        self._backend = backend
        self._account = account
        self._pace = pace
        self._most_texts = most_texts
        self._stopped = False
        self._reason: EngineError | None = None
        """Why it was; None: no more may be sent."""
        self._open: set[Key] = set()
        """Texts that are on their way: fresh, in parcels, or with another process."""
        self._fresh: dict[tuple[str, str], deque[Item]] = {}
        self._ready: deque[_Parcel] = deque()
        self._later: list[tuple[float, int, _Parcel]] = []
        self._foreign: dict[Key, Item] = {}
        self._numbers = count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    async def run(self, work: Work) -> None:
        """Bring all texts of ``work`` to an end. When cancelled, requests end at once."""
        self._work = work
        self._exhausted = False
        self._polled = 0.0
        try:
            while True:
                now = asyncio.get_running_loop().time()
                self._feed()
                self._poll(now)
                self._send_what_may_go(now)
                if not self._tasks and not self._waiting():
                    return
                await self._sleep(now)
        finally:
            await self._end()

    # What is to be sent

    def _feed(self) -> None:
        """Take in texts until there are enough for the requests that may begin."""
        wanted = self._most_texts * self._pace.width
        while not self._exhausted and sum(map(len, self._fresh.values())) < wanted:
            items = self._work.more()
            if items is None:
                self._exhausted = True
            else:
                self._enter(items)

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
            follow += self._tell(key, text)
        return follow

    def _queue(self, items: dict[Key, Item]) -> None:
        claimed = self._account.claim(items) if items else ()
        for key, item in items.items():
            if key in claimed:
                pair = (item.wire.source, item.wire.target)
                self._fresh.setdefault(pair, deque()).append(item)
            else:
                self._foreign[key] = item

    def _poll(self, now: float) -> None:
        """Look at what other processes made of the texts they have claimed."""
        if not self._foreign or now - self._polled < POLL:
            return
        self._polled = now
        items, self._foreign = self._foreign, {}
        follow = self._answer_known(items)
        self._queue(items)
        self._enter(follow)

    def _next_parcel(self, now: float) -> _Parcel | None:
        while self._later and self._later[0][0] <= now:
            self._ready.append(heappop(self._later)[2])
        if self._ready:
            return self._ready.popleft()
        fresh = max(self._fresh.values(), key=len, default=None)
        if not fresh:
            return None
        room = self._account.has_room
        return _Parcel(next_batch(fresh, self._backend, self._most_texts, room))

    def _send_what_may_go(self, now: float) -> None:
        while not self._stopped and self._pace.wait(now) == 0.0:
            parcel = self._next_parcel(now)
            if parcel is None:
                return
            if self._may_go(parcel):
                self._pace.began(now)
                task = asyncio.create_task(self._send(parcel))
                self._tasks.add(task)
                task.add_done_callback(self._sent)
        if self._stopped:
            self._give_up()

    def _may_go(self, parcel: _Parcel) -> bool:
        """Count a parcel as sent; put it back where it may not be."""
        try:
            verdict = self._account.take(parcel.characters)
        except EngineError as error:
            self._stop(error)
        else:
            if verdict is Verdict.GOES:
                return True
            if verdict is Verdict.OVER_BUDGET and len(parcel.items) > 1:
                self._ready.extend(parcel.split())
                return False
            self._stop(self._account.spent() if verdict is Verdict.OVER_BUDGET else None)
        self._ready.append(parcel)
        return False

    def _stop(self, reason: EngineError | None) -> None:
        """Send nothing more in this run."""
        if not self._stopped:
            self._stopped, self._reason = True, reason

    # What came of it

    async def _send(self, parcel: _Parcel) -> None:
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            answer = await self._backend.translate([item.wire for item in parcel.items])
            if len(answer.texts) != len(parcel.items):
                raise Malformed(phrase("the answer has another number of texts"))
        except Fault as fault:
            self._failed(parcel, fault, begun, clock())
        else:
            self._answered(parcel, answer, begun, clock())
        finally:
            self._pace.ended()

    def _sent(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or task.exception() is None:
            self._tasks.discard(task)  # one with an error of ours stays, and is raised
        self._wake.set()

    def _answered(self, parcel: _Parcel, answer: Answer, begun: float, now: float) -> None:
        good: dict[Key, str] = {}
        bad: list[Item] = []
        for item, text in zip(parcel.items, answer.texts, strict=True):
            if isinstance(text, str) and text.strip():
                good[item.key] = text
            else:
                bad.append(item)
        if good:
            self._pace.succeeded()
            self._account.keep(good, self._backend.model, parcel.characters, answer.cost)
        for key, text in good.items():
            self._enter(self._tell(key, text))
        if bad:
            again = _Parcel(bad, parcel.attempts)
            self._failed(again, Malformed(phrase("the answer is empty")), begun, now)

    def _failed(self, parcel: _Parcel, fault: Fault, begun: float, now: float) -> None:
        several = len(parcel.items) > 1
        match fault:
            case Busy():
                self._pace.busy(begun, now, fault.retry_after, fault.reason)
                self._ready.append(parcel)
            case Apart() if several:
                self._ready.extend(parcel.split(len(parcel.items)))
            case TextRefused() if several:
                self._ready.extend(parcel.split())
            case TextRefused():
                self._finish(parcel, EngineError(fault.reason))
            case ServiceDenied():
                self._ready.append(parcel)
                self._stop(EngineError(fault.reason, hint=fault.hint))
            case _:
                self._try_later(parcel, fault, begun, now)
        if self._pace.gone:
            self._stop(EngineError(self._pace.gone))

    def _try_later(self, parcel: _Parcel, fault: Fault, begun: float, now: float) -> None:
        unreached = isinstance(fault, Unreached)
        if unreached:
            self._account.take_back(parcel.characters)
        self._pace.failed(begun, now, fault.reason, unreached=unreached)
        parcel.attempts += 1
        pause = self._pace.retry(parcel.attempts)
        if len(parcel.items) > 1 and parcel.attempts >= BATCH_ATTEMPTS:
            parts = parcel.split()
        elif parcel.attempts >= ATTEMPTS:
            self._finish(parcel, EngineError(fault.reason))
            return
        else:
            parts = [parcel]
        for part in parts:
            heappush(self._later, (now + pause, next(self._numbers), part))

    def _finish(self, parcel: _Parcel, result: EngineError | None) -> None:
        """Leave the texts of a parcel without an answer."""
        self._account.release([item.key for item in parcel.items])
        for item in parcel.items:
            self._enter(self._tell(item.key, result))

    def _tell(self, key: Key, result: Result) -> Sequence[Item]:
        self._open.discard(key)
        return self._work.done(key, result)

    def _give_up(self) -> None:
        """Leave everything that is not under way; answers that are kept still count."""
        while self._waiting():
            left = [item for items in self._fresh.values() for item in items]
            parcels = [*self._ready, *(parcel for _, _, parcel in self._later)]
            left += [item for parcel in parcels for item in parcel.items]
            left += self._foreign.values()
            for waiting in (self._fresh, self._ready, self._later, self._foreign):
                waiting.clear()
            if left:
                self._finish(_Parcel(left), self._reason)
            self._feed()

    def _waiting(self) -> bool:
        return bool(
            not self._exhausted
            or any(self._fresh.values())
            or self._ready
            or self._later
            or self._foreign
        )

    async def _sleep(self, now: float) -> None:
        """Wait until a request has ended, or there may be something to do."""
        for task in self._tasks:
            if task.done():
                task.result()  # raises what a backend should not have raised
        until = [self._later[0][0] - now] if self._later else []
        if self._ready or any(self._fresh.values()):
            pause = self._pace.wait(now)
            until += [] if pause is None else [pause]
        until += [POLL] if self._foreign else []
        self._wake.clear()
        try:
            async with asyncio.timeout(max(0.0, min(until)) if until else None):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_MOMENT)
        self._account.release(self._open)
        await self._backend.close()
