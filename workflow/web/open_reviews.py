"""What the review page asks for again and again, made anew only where a file changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from workflow.files.clock import machine_time
from workflow.files.stamps import (
    Stamp,
    stamp,
)
from workflow.flows.queue import Queue, queue
from workflow.glossary.usage import Terminology
from workflow.model import Locale
from workflow.project.config import load_settings
from workflow.project.kinds import STATUS
from workflow.project.workspace import Workspace
from workflow.reports.side_by_side import (
    SideBySide,
    side_by_side,
)

if TYPE_CHECKING:
    from workflow.project.spread import Workers

_KEPT = 8
"""Reviews kept: what a handful of open pages show."""


class OpenReviews:
    """The reviews of a project as its files are at each moment; safe to share between threads."""

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self.root = root
        self._clock = clock
        self._lock = Lock()
        self._terms: tuple[Stamp, Terminology, dict[str, str]] | None = None
        self._reviews: OrderedDict[tuple[str, Locale], tuple[bytes, SideBySide]] = OrderedDict()
        """By slug and language, with what they follow from (:meth:`.Facts.basis`)."""

    def open(self) -> Workspace:
        """The project as it is now; raises what reading the settings and the glossary raises.

        A glossary that did not change comes with the terms it has found in texts before.
        """
        settings, now = load_settings(self.root), max(self._clock(), machine_time())
        workspace = Workspace(self.root, settings, now)
        seen = stamp(workspace.glossary_path)
        if self._terms is not None and self._terms[0] == seen:
            _, workspace.shared.terms, workspace.shared.glossary = self._terms
        self._terms = (seen, workspace.terms, workspace.shared.glossary)
        return workspace

    def queue(
        self,
        looked_at: Callable[[int], None] = lambda _: None,
        workers: Workers | None = None,
    ) -> Queue:
        """What there is to review, see :func:`~workflow.flows.queue.queue`.

        Raises what :meth:`open` does.
        """
        with self._lock:
            return queue(self.open(), looked_at, workers)

    def review(self, workspace: Workspace, slug: str, locale: Locale) -> SideBySide:
        """The article with this slug in ``locale``; ``workspace`` is the project, just opened.

        Raises what :func:`review` and reading the article raise.
        """
        key = (slug, locale)
        with self._lock:
            # First: what is changed while it is read is read once more the next time.
            basis = workspace.facts.basis(STATUS, slug)
            workspace.facts.save()
            known = self._reviews.get(key)
            if known is None or not basis or known[0] != basis:
                (article,) = workspace.select((slug,))
                known = (basis, side_by_side(workspace, article, locale))
            self._reviews[key] = known
            self._reviews.move_to_end(key)
            if len(self._reviews) > _KEPT:
                self._reviews.popitem(last=False)
        return known[1]
