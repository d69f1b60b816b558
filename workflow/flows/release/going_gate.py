"""Which pages may go out: each by itself, or those of a group or of an article together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from workflow.flows.release.entrants import ArticlePages, Entrant
from workflow.model.blocker import Blocker
from workflow.model.release import Candidate
from workflow.model.schedule import Due
from workflow.review.groups import Member, waiting


class Found(NamedTuple):
    """A page of an article as it may go out."""

    pages: ArticlePages
    entrant: Entrant
    candidate: Candidate
    due: Due | None = None
    """Where it waits for a time."""


@dataclass(frozen=True, slots=True)
class Gate:
    """By what it is decided for articles that are looked at together."""

    now: datetime
    """With zone."""
    clashes: Mapping[str, tuple[str, ...]]
    """Slug → see :meth:`ArticlePages.candidate`."""
    together: bool = False
    """Whether all pages go out together."""
    group: str = ""
    """The name of their group, where they have one."""
    lost: tuple[str, ...] = ()
    """Articles that may be of the group and cannot be read."""

    def candidates(
        self, articles: Sequence[ArticlePages], stands: Callable[[Candidate], bool]
    ) -> Iterator[Found]:
        """Every page of ``articles``; ``stands`` tells whether just this one is live already."""
        found = [
            Found(pages, each, self._candidate(pages, each, self.now))
            for pages in articles
            for each in pages.entrants
        ]
        wait = self._wait(found) if self.together else None
        if wait is None and not any(pages.until(self.now) for pages in articles):
            yield from found  # as nearly all of a site
            return
        for each in found:
            candidate = each.candidate
            if wait:
                held = candidate.publishable and not stands(candidate)
                reasons = (wait,) if held else candidate.reasons
                candidate = replace(candidate, reasons=reasons, waits=True)
            yield each._replace(candidate=candidate, due=self._due(each, candidate, wait))

    def _due(self, found: Found, candidate: Candidate, wait: Blocker | None) -> Due | None:
        """When a page goes out that an embargo holds: its own, or that of one it waits for."""
        until = found.pages.until(self.now)
        if wait and wait.until and (until or wait in candidate.reasons):
            return Due(wait.until, *candidate.page.key, ready=True)
        if until is None:
            return None
        then = self._candidate(found.pages, found.entrant, until)
        return Due(until, *candidate.page.key, ready=then.publishable and not wait)

    def _candidate(self, pages: ArticlePages, found: Entrant, now: datetime) -> Candidate:
        return pages.candidate(found, now, self.clashes.get(pages.names[0], ()))

    def _wait(self, found: Sequence[Found]) -> Blocker | None:
        """What the ready ones wait for."""
        members = [Member(slug, "", ready=False) for slug in self.lost]
        members += map(self._member, found)
        return waiting(members, self.group)

    def _member(self, found: Found) -> Member:
        ready = found.candidate.publishable
        until = None if ready else found.pages.until(self.now)
        if until and not self._candidate(found.pages, found.entrant, until).publishable:
            until = None
        return Member(*found.candidate.page.key, ready, until)
