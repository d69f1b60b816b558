"""Work on many articles, spread over an executor whose workers may outlive the run."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from workflow.project.disk import Shared
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace

T = TypeVar("T")
Workers = Callable[[], AbstractContextManager[Executor]]
"""Gives the executor that a large run is spread over, and takes it back at the end."""
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
        chunks = (slugs[place : place + chunk] for place in range(0, len(slugs), chunk))
        for done in map(self, chunks) if executor is None else executor.map(self, chunks):
            yield from done


def work_on(
    workspace: Workspace,
    do: Callable[[Workspace, str], Iterable[T]],
    aliases: Mapping[str, str] | None = None,
) -> Work[T]:
    """``do`` as the work of a run on ``workspace``."""
    run = os.urandom(16).hex()
    return Work(workspace.root, workspace.settings, workspace.now, run, do, aliases)
