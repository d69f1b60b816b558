"""Texts sent to a service: in batches, under one pace, each until it has its answer.

One coroutine decides what is sent next; requests are tasks beside it. An answer is kept before
anybody is told of it.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Mapping

from workflow.engines.account import Account, Verdict
from workflow.engines.answers import Key
from workflow.engines.backend import Answer, Backend
from workflow.engines.backlog import POLL, Backlog, Item, Parcel, Work
from workflow.engines.faults import (
    Apart,
    Busy,
    Fault,
    Malformed,
    Reworded,
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
SOME = 32
"""Drafts that are made before requests have their turn again."""
ALIKE = 3
"""Refusals in the same words by a service that never answered, two of them of the shortest texts
there are: then it is not the texts."""
GRACE = 0.3
"""Seconds that requests still have for their answers, which may be paid, when a run is stopped."""
LAST_MOMENT = 0.2
"""Seconds that they have to end once they are cancelled."""

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What JSON can say, and no file of texts can hold."""


class Dispatcher:
    """Sends the texts of some work to one backend."""

    def __init__(
        self, backend: Backend, account: Account, pace: Pace, work: Work, most_texts: int
    ) -> None:
        """``most_texts`` in a request, no more than the backend takes."""
        self._backend = backend
        self._account = account
        self._pace = pace
        self._backlog = Backlog(backend, account, work, most_texts)
        self._stopped = False
        self._reason: EngineError | None = None
        """Why it was; None: no more may be sent."""
        self._arrived: list[tuple[Mapping[Key, str], int, float | None]] = []
        """Answers, what was sent for them in characters, and what they cost if that was told."""
        self._kept: deque[tuple[Key, str]] = deque()
        """Answers that nobody was told of yet."""
        self._refusals: list[str] = []
        """The first, and those of the texts that were sent for it, while there was no answer."""
        self._doubted: float | None = None
        """Since when."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    async def run(self) -> None:
        """Bring all texts of the work to an end. When cancelled, requests end within a second."""
        clock = asyncio.get_running_loop().time
        try:
            while self._tasks or self._arrived or self._kept or self._backlog.waiting:
                now = clock()
                self._keep()
                self._backlog.refresh(self._pace.width, now)
                while not self._backlog.lacks_texts(self._pace.width) and self._send_next(now):
                    pass
                if self._stopped:
                    self._leave_the_rest(now)
                # Drafts and texts are made while requests are under way, which have their turn.
                if self._tell(SOME) or self._backlog.read_ahead(self._ahead):
                    await asyncio.sleep(0)
                elif self._tasks or self._backlog.waiting:
                    await self._sleep(now)
        finally:
            await self._end()

    @property
    def _ahead(self) -> int:
        """Requests for which texts are made ready: many, where the shortest text is looked for."""
        return 1000 if self._pace.probing or self._doubtful else self._pace.width

    async def _end(self) -> None:
        """End all requests, and leave what has no answer to other processes."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GRACE)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=LAST_MOMENT)
        self._keep()  # for the next run: there is no time to make drafts of them
        self._backlog.release()
        await self._backend.close()

    def _send_next(self, now: float) -> bool:
        """Send what is next; False where there is nothing that may be sent now."""
        if self._stopped or self._pace.wait(now) != 0.0 or (self._doubtful and self._tasks):
            return False
        probing = self._pace.probing or self._doubtful
        parcel = self._backlog.next_probe() if probing else self._backlog.next_again(now)
        new = parcel is None and not probing
        if new and self._pace.wait_with_new(now) == 0.0:
            parcel = self._backlog.next_new()
        if parcel is None:
            return False
        parcel = self._backlog.still_ours(parcel)
        if parcel is not None and self._may_go(parcel):
            self._pace.began(now, new=new)
            task = asyncio.create_task(self._send(parcel))
            self._tasks.add(task)
            task.add_done_callback(self._sent)
        return True

    def _may_go(self, parcel: Parcel) -> bool:
        """Count a parcel as sent; put it back where it may not be."""
        parcels = [parcel]
        try:
            verdict = self._account.take(parcel.characters)
        except EngineError as error:
            self._stop(error)
        else:
            if verdict is Verdict.GOES:
                return True
            if verdict is Verdict.OVER_BUDGET and len(parcel.items) > 1:
                parcels = parcel.split()
            else:
                over_budget = verdict is Verdict.OVER_BUDGET
                self._stop(self._account.spent(self._pace.trouble) if over_budget else None)
        self._backlog.put_back(parcels)
        return False

    def _stop(self, reason: EngineError | None) -> None:
        """Send nothing more in this run."""
        if not self._stopped:
            self._stopped, self._reason = True, reason

    def _leave_the_rest(self, now: float) -> None:
        """Leave everything that is not under way; answers that are kept still count."""
        while self._backlog.waiting:
            self._backlog.finish(self._backlog.take_waiting(), self._reason)
            self._backlog.refresh(self._pace.width, now)

    async def _sleep(self, now: float) -> None:
        """Wait until a request has ended, or there may be something to send."""
        for task in self._tasks:
            if task.done():
                task.result()  # raises what a backend should not have raised
        pauses = [self._backlog.next_look(now)]
        wait = self._pace.wait(now)
        if self._pace.probing:
            pauses = [None if wait is None else wait or POLL]
        elif wait is not None and self._backlog.has_again:
            pauses.append(wait)
        elif wait is not None and self._backlog.has_new:
            pauses.append(max(wait, self._pace.wait_with_new(now)))
        self._wake.clear()
        try:
            async with asyncio.timeout(min((p for p in pauses if p is not None), default=None)):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _send(self, parcel: Parcel) -> None:
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

    def _answered(self, parcel: Parcel, answer: Answer, begun: float, now: float) -> None:
        good: dict[Key, str] = {}
        bad: list[Item] = []
        for item, text in zip(parcel.items, answer.texts, strict=True):
            if isinstance(text, str) and text.strip() and not _NO_TEXT.search(text):
                good[item.key] = text
            else:
                bad.append(item)
        if good:
            self._pace.succeeded()
            if not bad:
                self._backlog.learnt.passed(len(good), parcel.characters, parcel.half_of)
            self._arrived.append((good, parcel.characters, answer.cost))
        if bad:
            again = Parcel(bad, parcel.attempts, parcel.half_of)
            self._failed(again, Malformed(phrase("the answer is empty, or no text")), begun, now)

    def _keep(self) -> None:
        """Keep the answers that have arrived, in one go."""
        if not self._arrived:
            return
        arrived, self._arrived = self._arrived, []
        answers = {key: text for good, _, _ in arrived for key, text in good.items()}
        characters = sum(characters for _, characters, _ in arrived)
        charges = [charged for _, _, charged in arrived if charged is not None]
        charged = sum(charges) if charges else None
        self._account.keep(answers, self._backend.model, characters, charged)
        self._kept.extend(answers.items())

    def _tell(self, most: int) -> bool:
        """Tell of some answers that are kept; False where there was none."""
        some = [self._kept.popleft() for _ in range(min(most, len(self._kept)))]
        for key, text in some:
            self._backlog.tell(key, text)
        return bool(some)

    def _failed(self, parcel: Parcel, fault: Fault, begun: float, now: float) -> None:
        several = len(parcel.items) > 1
        if fault.cost is not None:
            self._account.charge(fault.cost)
        if not fault.sent:
            self._account.take_back(parcel.characters)
        match fault:
            case Busy():
                self._pace.busy(begun, now, fault.retry_after, fault.reason)
                self._backlog.put_back([parcel])
            case Reworded():
                self._backlog.put_back([parcel])
            case Apart() if several:
                self._backlog.put_back(parcel.split(len(parcel.items)))
            case TextRefused(plain=True) if not self._pace.ever_answered:
                self._refused_at_first(parcel, fault, begun, now)
            case TextRefused() if several:
                self._backlog.put_back(parcel.split(refused=fault.sent))
            case TextRefused():
                self._backlog.finish(parcel.items, EngineError(fault.reason))
            case ServiceDenied():
                self._backlog.put_back([parcel])
                self._stop(EngineError(fault.reason, hint=fault.hint))
            case _:
                self._try_later(parcel, fault, begun, now)
        if self._pace.gone:
            self._stop(EngineError(self._pace.gone, hint=fault.hint))

    def _refused_at_first(
        self, parcel: Parcel, fault: TextRefused, begun: float, now: float
    ) -> None:
        """A service that never answered refuses texts: it may be how they are sent. The shortest
        go one by one until it is known."""
        several = len(parcel.items) > 1
        if several:
            self._backlog.put_back(parcel.split(refused=True))
        else:
            self._backlog.finish(parcel.items, EngineError(fault.reason))
        if self._doubted is None:
            self._doubted = now
            self._refusals.append(fault.reason)
        elif begun >= self._doubted and not several:
            self._refusals.append(fault.reason)
        if len(self._refusals) == ALIKE and len(set(self._refusals)) == 1:
            hint = phrase("Check its section of setup.cfg: it refuses every text alike.")
            self._stop(EngineError(fault.reason, hint=hint))

    @property
    def _doubtful(self) -> bool:
        """Whether texts were refused, and it is not clear if all are."""
        doubted = self._doubted is not None and not self._pace.ever_answered
        return doubted and len(self._refusals) < ALIKE

    def _try_later(self, parcel: Parcel, fault: Fault, begun: float, now: float) -> None:
        unreached = isinstance(fault, Unreached)
        wrong, several = isinstance(fault, Malformed), len(parcel.items) > 1
        if wrong:
            self._pace.answered_wrongly(alone=not several)
        self._pace.failed(now, fault.reason, unreached=unreached)
        parcel.attempts += 1
        at = now + self._pace.retry(parcel.attempts)
        # a service that was never right is soon to be found out: answers are paid for
        enough = 1 if wrong and not self._pace.ever_answered else BATCH_ATTEMPTS
        if several and parcel.attempts >= enough:
            self._backlog.put_back(parcel.split(), at)
        elif parcel.attempts < ATTEMPTS:
            self._backlog.put_back([parcel], at)
        else:
            self._backlog.finish(parcel.items, EngineError(fault.reason))
