"""The project's translation memory, opened and brought up to date when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.engines.interface import Request
from workflow.errors import WorkflowError
from workflow.model import Article, Locale, Message
from workflow.stores.catalogues import read_catalogue
from workflow.stores.workspace import Workspace

if TYPE_CHECKING:
    from workflow.stores.memory import Memory, Source
    from workflow.stores.memory_match import Match


class Recall:
    """Learns from every catalogue of the project, not only those a run works on."""

    def __init__(
        self, workspace: Workspace, stack: ExitStack, now: datetime, *, in_memory: bool
    ) -> None:
        """``stack`` closes the memory; ``in_memory`` keeps it off the disk."""
        self._workspace = workspace
        self._stack = stack
        self._now = now
        self._url = "sqlite://" if in_memory else workspace.settings.memory
        self.notes: list[str] = []
        """Catalogues that could not be learnt from, a line each."""

    def lookup(
        self, requests: Sequence[Request], source: Locale, target: Locale
    ) -> Sequence[Match | None]:
        """Return the best match for each text."""
        return self._memory.lookup(requests, source, target)

    @cached_property
    def _memory(self) -> Memory:
        # Here, not above: a run with nothing to do does not wait for the database's library.
        from workflow.stores.memory import open_memory  # noqa: PLC0415

        memory = self._stack.enter_context(open_memory(self._url, self._workspace.root))
        today = self._now.date().isoformat()
        for error in memory.refresh(self._sources(), today):
            self.notes.append(f"the memory does not learn from {error}")
        return memory

    def _sources(self) -> Iterator[Source]:
        from workflow.stores.memory import Source  # noqa: PLC0415 - as above

        for article in self._articles():
            for locale in self._workspace.targets(article):
                path = self._workspace.catalogue_path(article, locale)
                if path.exists():
                    load = partial(_messages, path)
                    yield Source(article.slug, article.locale, locale, path, load)

    def _articles(self) -> Iterator[Article]:
        """Every article that can be read; the others are none of this run's business."""
        for slug in self._workspace.slugs():
            try:
                yield from self._workspace.select([slug])
            except WorkflowError as error:
                self.notes.append(f"the memory does not learn from {error}")


def _messages(path: Path) -> Sequence[Message]:
    return read_catalogue(path).messages
