"""Work on many pages, done by other processes where that costs less than it saves."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

    from workflow.project.spread import Workers

MANY: Final = 60
"""Pages from which on other processes are started."""
_AHEAD: Final = 8
"""Chunks that are handed over before the first comes back, so that few wait in memory."""
_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


def spread(
    workers: Workers | None,
    work: Callable[[_Job], _Result],
    jobs: Iterator[_Job],
    count: int,
    *,
    at_once: int = 20,
) -> Iterator[_Result]:
    """The result of each of ``jobs``, in order; ``count``: how many pages they are about.

    ``at_once`` jobs are handed over at a time. A worker keeps nothing of them.
    """
    if workers is None or count < MANY:
        yield from map(work, jobs)
        return
    # What all of them need (templates, words) is loaded here by the first, not in each process.
    yield from map(work, islice(jobs, 1))
    waiting: deque[Future[list[_Result]]] = deque()
    with workers() as executor:
        while chunk := list(islice(jobs, at_once)):
            waiting.append(executor.submit(_each, work, chunk))
            if len(waiting) == _AHEAD:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _each(work: Callable[[_Job], _Result], jobs: Sequence[_Job]) -> list[_Result]:
    return list(map(work, jobs))
