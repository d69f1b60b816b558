"""What the review page asks for again and again, made anew only where a file changed."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Lock

from workflow.files.clock import machine_time
from workflow.files.stamps import (
    Stamp,
    stamp,
)
from workflow.flows.queue import (
    Entry,
    Queue,
    entries,
    in_order,
)
from workflow.glossary.usage import Terminology
from workflow.model import Locale
from workflow.project.config import load_settings
from workflow.project.workspace import Workspace
from workflow.reports.side_by_side import (
    SideBySide,
    side_by_side,
)

Stamps = tuple[Stamp, ...]
_KEPT = 8
"""Reviews kept: what a handful of open pages show."""


class OpenReviews:
    """The reviews of a project as its files are at each moment; safe to share between threads."""

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self.root = root
        self._clock = clock
        self._lock = Lock()
        self._terms: tuple[Stamp, Terminology, dict[str, str]] | None = None
        self._entries: dict[str, tuple[Stamps, tuple[Entry, ...]]] = {}
        self._reviews: OrderedDict[tuple[str, Locale], tuple[Stamps, SideBySide]] = OrderedDict()

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

    def queue(self, looked_at: Callable[[int], None] = lambda _: None) -> Queue:
        """What there is to review; ``looked_at`` is called with 1 after each article.

        Raises what :meth:`open` does; what is wrong with one article is in its entry.
        """
        with self._lock:
            workspace = self.open()
            shared = tuple(_shared_stamps(workspace))
            self._entries = {
                slug: self._looked(workspace, slug, shared, looked_at) for slug in workspace.slugs()
            }
            known = tuple(self._entries.values())
        return in_order(entry for _, found in known for entry in found)

    def review(self, workspace: Workspace, slug: str, locale: Locale) -> SideBySide:
        """The article with this slug in ``locale``; ``workspace`` is the project, just opened.

        Raises what :func:`review` and reading the article raise.
        """
        # The stamps first: what is changed while it is read is read once more the next time.
        stamps = (*_shared_stamps(workspace), *_stamps(workspace, slug))
        key = (slug, locale)
        with self._lock:
            known = self._reviews.get(key)
            if known is None or known[0] != stamps:
                (article,) = workspace.select((slug,))
                known = (stamps, side_by_side(workspace, article, locale))
            self._reviews[key] = known
            self._reviews.move_to_end(key)
            if len(self._reviews) > _KEPT:
                self._reviews.popitem(last=False)
        return known[1]

    def _looked(
        self,
        workspace: Workspace,
        slug: str,
        shared: Stamps,
        looked_at: Callable[[int], None],
    ) -> tuple[Stamps, tuple[Entry, ...]]:
        stamps = (*shared, *_stamps(workspace, slug))
        known = self._entries.get(slug)
        if known is None or known[0] != stamps:
            known = (stamps, tuple(entries(workspace, slug)))
        looked_at(1)
        return known


def _shared_stamps(workspace: Workspace) -> Iterator[Stamp]:
    """Of what every article depends on: settings, glossary, and the files beside the articles.

    Whether an image is there is a finding of the checks.
    """
    root, articles = workspace.root, {workspace.source_path(slug) for slug in workspace.slugs()}
    yield stamp(root / "setup.cfg")
    yield stamp(workspace.glossary_path)
    for folder, folders, names in os.walk(workspace.articles_folder):
        folders.sort()
        files = (Path(folder) / name for name in sorted(names))
        yield from (stamp(file) for file in files if file not in articles)


def _stamps(workspace: Workspace, slug: str) -> Iterator[Stamp]:
    """Of the article, its catalogues and its review logs."""
    yield stamp(workspace.source_path(slug))
    for locale in workspace.settings.target_locales:
        yield stamp(workspace.catalogue_path(slug, locale))
        yield stamp(workspace.reviews_path(slug, locale))
