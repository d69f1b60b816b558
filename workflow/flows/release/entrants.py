"""What each article comes to as pages: facts, whatever the time is and whatever is live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from workflow.errors import WorkflowError
from workflow.model.blocker import Blocker, Reason
from workflow.model.release import Candidate, FileRecord, Page, Version
from workflow.project.kinds import Kind


@dataclass(frozen=True, slots=True)
class Proof:
    """A page as it would go out if it were not live already."""

    page: Page
    content: FileRecord
    """Of its document."""
    files: tuple[FileRecord, ...]
    """What goes out of the page's media, one each: an SVG is cleaned."""
    dated: bool
    """Whether the article itself says when it was updated."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One translation, or the source in its own locale."""

    page: Page
    """As it stands."""
    holds: tuple[Blocker, ...]
    """What the author says that keeps it from going out, for ever or until a time."""
    blockers: tuple[Blocker, ...]
    """What else does."""
    fault: str
    """The first error of checks with its place, for people; empty where there is none."""
    approvals: Mapping[Version, str]
    """See :attr:`Candidate.approvals`, as of the next two."""
    withdrawn: Version | None
    approved_at: tuple[str, ...]
    proof: Proof | None = None
    """Where nothing but time keeps it from going out …"""
    refused: tuple[str, ...] = ()
    """… or why it cannot, for people."""
    notes: tuple[str, ...] = ()
    """What is odd in its review log."""
    errors: tuple[WorkflowError, ...] = ()
    """What of it cannot be read."""

    def at(self, now: datetime | None, former: tuple[str, ...] = ()) -> Candidate:
        """The candidate at ``now`` (with zone; None: after every embargo).

        ``former``: slugs that the article had before.
        """
        held = (each for each in self.holds if now is not None and each.stands(now))
        reasons: tuple[Reason, ...] = (*held, *self.blockers)
        if self.fault:
            reasons += (self.fault,)
        return Candidate(
            self.page, reasons, self.approvals, self.withdrawn, former, self.approved_at
        )


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """One article."""

    names: tuple[str, ...] = ()
    """Its slug, then those it had before; none where it cannot be read."""
    path: str = ""
    """Its file, POSIX, relative to the project."""
    entrants: tuple[Entrant, ...] = ()
    """In its own and every target locale."""
    unread: tuple[WorkflowError, ...] = ()
    """Why it cannot be read; files are relative to the project."""


PAGES: Final = Kind("pages", "workflow.flows.release.candidates:derive", ArticlePages)
