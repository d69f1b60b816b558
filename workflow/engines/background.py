"""An event loop in a thread of its own, for as long as somebody takes what it brings."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread, current_thread, main_thread
from types import FrameType
from typing import Generic, TypeVar

T = TypeVar("T")
Produce = Callable[[Callable[[T], None]], Coroutine[None, None, None]]
"""Takes what its values are to be handed to."""
LOOK = 0.1
"""Seconds after which a wait for the next value lets a signal through."""
TURN = 0.0005
"""Seconds that one thread has for itself while another waits."""
MANY = 20_000
"""Objects after whose making it is looked for those that only point at one another."""
STOPPING = 1.0
"""Seconds a loop gets to end; then it is left to itself, for it cannot keep the program alive."""


def stream(produce: Produce[T]) -> Iterator[T]:
    """Yield what ``produce`` hands over in its loop, and raise what it raises.

    It is cancelled when the iterator is closed, and after Ctrl-C, when no more is yielded before
    :class:`KeyboardInterrupt` goes on. While a value is worked on, Ctrl-C is waited with until the
    next is asked for; twice, it is not.
    """
    loop = _Loop(produce)
    loop.start()
    try:
        with _held_back(loop.cancel) as stopped, _quick_turns():
            yield from loop.values(stopped)
    finally:
        loop.stop()


@contextmanager
def _quick_turns() -> Iterator[None]:
    """Let the loop have its turn soon while values are worked on: by default it waits 5 ms for it
    after each system call, of which a request makes a dozen. And let nobody look for objects that
    point at one another after every 700 new ones: each text makes hundreds, and hardly any such."""
    turn, (young, *older) = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(min(turn, TURN))
    gc.set_threshold(max(young, MANY) if young else 0, *older)
    try:
        yield
    finally:
        gc.set_threshold(young, *older)
        sys.setswitchinterval(turn)


@contextmanager
def _held_back(then: Callable[[], None]) -> Iterator[Event]:
    """An event that the first Ctrl-C sets, and does ``then``, where that would raise
    KeyboardInterrupt here."""
    stopped = Event()
    usual = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or usual is not signal.default_int_handler:
        yield stopped
        return

    def note(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            signal.default_int_handler(number, frame)
        stopped.set()
        then()

    signal.signal(signal.SIGINT, note)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, usual)


class _Loop(Thread, Generic[T]):
    def __init__(self, produce: Produce[T]) -> None:
        super().__init__(daemon=True)
        self._values: SimpleQueue[list[T] | None] = SimpleQueue()
        self._coming: list[T] = []
        """Handed over in this turn of the loop; in one go, as each has the threads take turns."""
        self._here: deque[T] = deque()
        """Taken from the loop, and not by whoever asks."""
        self._cancelled = False
        self._error: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        # What the loop would say of requests that a second Ctrl-C left behind; errors are raised.
        self._loop.set_exception_handler(lambda _loop, _context: None)
        self._task = self._loop.create_task(produce(self._hand_over))

    def _hand_over(self, value: T) -> None:
        if not self._coming:
            self._loop.call_soon(self._send)
        self._coming.append(value)

    def _send(self) -> None:
        if self._coming:
            self._values.put(self._coming)
            self._coming = []

    def run(self) -> None:
        """In the thread."""
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        except BaseException as error:  # noqa: BLE001 - raised again where the values are taken
            self._error = error
        finally:
            self._send()
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()
            self._values.put(None)

    def values(self, stopped: Event) -> Iterator[T]:
        """Those that come, until the loop has ended.

        Raises :class:`KeyboardInterrupt` once ``stopped`` is set.
        """
        while True:
            if stopped.is_set():
                raise KeyboardInterrupt
            if self._here:
                yield self._here.popleft()
                continue
            try:
                values = self._values.get(timeout=LOOK)
            except Empty:
                continue
            if values is None:
                break
            self._here.extend(values)
        if self._error:
            raise self._error

    def cancel(self) -> None:
        """Have it end soon; nothing is done where it has ended, or is about to."""
        if not self._cancelled:
            self._cancelled = True
            with suppress(RuntimeError):  # closed in this moment
                self._loop.call_soon_threadsafe(self._task.cancel)

    def stop(self) -> None:
        """End it."""
        self.cancel()
        self.join(STOPPING)
        if self.is_alive():
            self._values.put(None)
