"""What each article comes to as pages: facts, whatever the time is and whatever is live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from sys import intern
from typing import Final

from workflow.errors import WorkflowError
from workflow.model.blocker import Blocker, Reason
from workflow.model.release import Candidate, FileRecord, Page, PageMedia, Version
from workflow.model.tombstone import Correction
from workflow.project.kinds import ELSEWHERE, Kind


@dataclass(frozen=True, slots=True)
class Proof:
    """How a page would go out if it were not live already."""

    text: str
    """As the next three, see :class:`Page`."""
    updated: str
    id: str
    media: tuple[PageMedia, ...]
    files: tuple[FileRecord, ...]
    """What goes out of these, one each: an SVG is cleaned."""
    content: FileRecord
    """Of its document."""
    dated: bool
    """Whether the article itself says when it was updated."""
    copies: tuple[tuple[FileRecord, ...], ...] = ()
    """Lighter ones of each of these that is a picture; where there are any, one tuple each."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """One translation, or the source in its own locale."""

    locale: str
    """gettext spelling."""
    translation_digest: str
    blockers: tuple[Blocker, ...]
    """What keeps it from going out, but for what the author says."""
    fault: str
    """The first error of checks with its place, for people; empty where there is none."""
    approvals: Mapping[Version, str]
    """See :attr:`Candidate.approvals`, as of the next two."""
    withdrawn: Version | None
    approved_at: tuple[str, ...]
    grade: str = ""
    """As the next four, see :class:`Page`."""
    engines: tuple[str, ...] = ()
    reviewed: bool = False
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    corrections: Mapping[Version, tuple[Correction, ...]] = field(default_factory=dict)
    """See :attr:`Candidate.corrections`."""
    proof: Proof | None = None
    """Where nothing but time keeps it from going out …"""
    refused: tuple[str, ...] = ()
    """… or why it cannot, for people."""
    notes: tuple[str, ...] = ()
    """What is odd in its review log."""
    errors: tuple[WorkflowError, ...] = ()
    """What of it cannot be read."""


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """One article."""

    names: tuple[str, ...] = ()
    """Its slug, then those it had before; none where it cannot be read."""
    path: str = ""
    """Its file, POSIX, relative to the project."""
    language: str = ""
    """Its own, in gettext spelling."""
    format: str = ""
    """``markdown``, ``html`` or ``text``."""
    source_digest: str = ""
    holds: tuple[Blocker, ...] = ()
    """What the author says that keeps it from going out, for ever or until a time."""
    entrants: tuple[Entrant, ...] = ()
    """In its own and every target locale."""
    unread: tuple[WorkflowError, ...] = ()
    """Why it cannot be read; files are relative to the project."""
    overtaken: Mapping[str, str] | None = None
    """See :attr:`Candidate.overtaken`."""
    logged: tuple[str, ...] = ()
    """Other names by which its review logs know it."""
    typos: tuple[tuple[str, str], ...] = ()
    """Source texts in which a typo was mended, and what they became, as digests."""
    group: str = ""
    """See :func:`~workflow.review.groups.group_of`."""

    def page(self, found: Entrant, proof: Proof | None = None) -> Page:
        """The page of one of :attr:`entrants`: as it stands, or as it would go out."""
        page = partial(
            Page,
            intern(self.names[0]),
            intern(found.locale),
            intern(self.language),
            intern(self.format),
            self.source_digest,
            found.translation_digest,
        )
        if proof is None:
            return page()
        return page(
            media=proof.media,
            text=proof.text,
            updated=proof.updated,
            id=proof.id,
            grade=intern(found.grade),
            engines=tuple(map(intern, found.engines)),
            reviewed=found.reviewed,
            approved=min(found.approved_at, default="")[:10],
            translators=tuple(map(intern, found.translators)),
            reviewers=tuple(map(intern, found.reviewers)),
        )

    def until(self, now: datetime) -> datetime | None:
        """When the author lets the article out, where that is yet to come at ``now``."""
        times = [each.until for each in self.holds if each.stands(now) and each.until]
        return max(times, default=None)

    def candidate(self, found: Entrant, now: datetime, clashes: tuple[str, ...] = ()) -> Candidate:
        """One of :attr:`entrants` at ``now`` (with zone); ``clashes``: what else is in the way."""
        held = tuple(each for each in self.holds if each.stands(now))
        reasons: tuple[Reason, ...] = (*held, *found.blockers)
        if found.fault:
            reasons += (found.fault,)
        proof = None
        if not reasons and (self.source_digest, found.translation_digest) in found.approvals:
            reasons = clashes or found.refused
            proof = None if reasons else found.proof
        return Candidate(
            self.page(found, proof),
            reasons,
            found.approvals,
            found.withdrawn,
            self.names[1:],
            found.approved_at,
            proof is not None and proof.dated,
            self.overtaken,
            found.corrections,
        )


PAGES: Final = Kind("pages", "workflow.flows.release.candidates:derive", ArticlePages, ELSEWHERE)
