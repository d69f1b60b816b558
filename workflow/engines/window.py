"""Doing the same to many things at once, a few at a time, with results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_windowed(
    executor: Executor, function: Callable[[Item], Result], items: Iterable[Item], width: int
) -> list[Result]:
    """Return ``function`` of each item, at most ``width`` under way at any time.

    What has not begun is given up when one of them raises, or the run is interrupted.
    """
    waiting: deque[Future[Result]] = deque()
    results: list[Result] = []
    try:
        for item in items:
            if len(waiting) >= width:
                results.append(waiting.popleft().result())
            waiting.append(executor.submit(function, item))
        while waiting:
            results.append(waiting.popleft().result())
    except BaseException:
        for future in waiting:
            future.cancel()
        raise
    return results
