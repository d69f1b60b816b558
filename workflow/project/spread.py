"""Work on many articles or pages, spread over an executor whose workers may outlive the run."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from workflow.project.disk import Shared
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
Job = TypeVar("Job")
Workers = Callable[[], AbstractContextManager["Executor"]]
"""Gives the executor that a large run is spread over, and takes it back at the end."""
MANY: Final = 60
"""Pages from which on other processes are started."""
_AHEAD: Final = 8
"""Chunks of pages that are handed over before the first comes back: few wait in memory."""
_mine = threading.local()
"""The view of the project that this thread made for the last run it worked for."""


@dataclass(frozen=True)
class Work(Generic[T]):
    """What is to be done with each article, in whatever process it is done."""

    root: Path
    settings: Settings
    now: datetime | None
    run: str
    """Which run it is for: what was read for one is not taken for the next."""
    do: Callable[[Workspace, str], Iterable[T]]
    """Given the project and a slug; has to be picklable."""
    aliases: Mapping[str, str] | None = None
    """See :class:`~workflow.project.workspace.Shared`."""

    def __call__(self, slugs: Sequence[str]) -> list[T]:
        """What came of the articles."""
        key = (self.run, self.aliases is not None)
        if getattr(_mine, "key", None) != key:
            shared = Shared(aliases=self.aliases)
            _mine.view = Workspace(self.root, self.settings, self.now, shared=shared)
            _mine.key = key
        return [each for slug in slugs for each in self.do(_mine.view, slug)]

    def spread(self, slugs: Sequence[str], executor: Executor | None, chunk: int) -> Iterator[T]:
        """What came of the articles, in their order; ``chunk`` of them at a time.

        In this process where there is no ``executor``.
        """
        return _in_order(executor, self, iter(slugs), chunk, ahead=len(slugs))


def work_on(
    workspace: Workspace,
    do: Callable[[Workspace, str], Iterable[T]],
    aliases: Mapping[str, str] | None = None,
) -> Work[T]:
    """``do`` as the work of a run on ``workspace``."""
    run = os.urandom(16).hex()
    return Work(workspace.root, workspace.settings, workspace.now, run, do, aliases)


def spread(
    workers: Workers | None,
    do: Callable[[Job], T],
    jobs: Iterator[Job],
    count: int,
    *,
    at_once: int = 20,
) -> Iterator[T]:
    """The result of each of ``jobs``, in order; ``count``: how many pages they are about.

    ``at_once`` jobs are handed over at a time. A worker keeps nothing of them.
    """
    if workers is None or count < MANY:
        yield from map(do, jobs)
        return
    # What all of them need (templates, words) is loaded here by the first, not in each process.
    yield from map(do, islice(jobs, 1))
    with workers() as executor:
        yield from _in_order(executor, partial(_each, do), jobs, at_once, ahead=_AHEAD)


def _each(do: Callable[[Job], T], jobs: Sequence[Job]) -> list[T]:
    return list(map(do, jobs))


def _in_order(
    executor: Executor | None,
    work: Callable[[Sequence[Job]], list[T]],
    jobs: Iterator[Job],
    at_once: int,
    *,
    ahead: int,
) -> Iterator[T]:
    """What ``work`` makes of ``at_once`` jobs at a time; in this process without ``executor``."""
    chunks = iter(lambda: list(islice(jobs, at_once)), [])
    if executor is None:
        for chunk in chunks:
            yield from work(chunk)
        return
    waiting: deque[Future[list[T]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(executor.submit(work, chunk))
            if len(waiting) >= ahead:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
