"""The working tree as candidates for a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workflow.errors import ArticleError, FileError, NotReadyError, WorkflowError
from workflow.flows.release.proof import UNKNOWN, Proof, prove
from workflow.model import Action, ReviewEvent, Severity
from workflow.model.blocker import Blocker, Reason
from workflow.model.release import Candidate, Page, Version
from workflow.project.reviews import TIME
from workflow.project.translation import Translation
from workflow.review.log import moment
from workflow.site import Card


@dataclass(frozen=True, slots=True)
class Entrant:
    """What a translation comes to as a page, whatever the time is and whatever is live."""

    candidate: Candidate
    holds: tuple[Blocker, ...]
    """What the author says that keeps it from going out, for ever or until a time."""
    proof: Proof | None = None
    """Where nothing else keeps it from going out …"""
    refused: tuple[str, ...] = ()
    """… or why it cannot go out, for people."""
    notes: tuple[str, ...] = ()
    """What is odd in its review log."""
    errors: tuple[WorkflowError, ...] = ()
    """What of it cannot be read."""

    def at(self, now: datetime) -> Candidate:
        """The candidate at ``now`` (with zone)."""
        held = tuple(each for each in self.holds if each.stands(now))
        return replace(self.candidate, reasons=(*held, *self.candidate.reasons))


@dataclass(frozen=True, slots=True)
class Made:
    """What is made of a page on the way, and is needed again if it goes out."""

    card: Card
    text: str
    """Its document."""


def entrant(translation: Translation) -> tuple[Entrant, Made | None]:
    """What ``translation`` comes to; what was made of it, where it may go out."""
    errors: list[WorkflowError] = []
    translation = translation.readable(errors)
    candidate = _candidate(translation)
    holds, notes = translation.holds, translation.notes
    found = Entrant(candidate, holds, notes=notes, errors=tuple(errors))
    if not candidate.publishable:
        return found, None
    try:
        approved = min(candidate.approved_at, default=UNKNOWN)
        proof, card, text = prove(translation, candidate.page, approved)
    except (ArticleError, NotReadyError, FileError) as error:
        if error.file:
            error.file = translation.workspace.relative(Path(error.file))
        return replace(found, refused=(str(error),)), None
    return replace(found, proof=proof), Made(card, text)


def page_of(translation: Translation) -> Page:
    """The page as it stands."""
    article = translation.article
    return Page(
        article=article.slug,
        locale=translation.locale.name,
        source_locale=article.locale.name,
        format=article.format,
        source_digest=translation.source_digest,
        translation_digest=translation.translation_digest,
    )


def _candidate(translation: Translation) -> Candidate:
    """The candidate, with all reasons but what the author says."""
    page, locale = page_of(translation), translation.locale.name
    events = tuple(map(_in_utc, _events(translation)))
    log = [event for event in events if event.locale == locale]
    spoken = log
    if translation.own:
        # Whoever approves a translation vouches for the source text it translates.
        spoken = [replace(event, translation_digest=page.translation_digest) for event in events]
    return Candidate(
        page,
        _reasons(translation),
        first_approvals(spoken),
        withdrawn(log),
        former=translation.article.names[1:],
        approved_at=_times(spoken, page.version),
    )


def _events(translation: Translation) -> tuple[ReviewEvent, ...]:
    """The events that speak of a translation; none where they cannot be read.

    What is in the way of it says so then.
    """
    try:
        if translation.own:
            return translation.events()
        return translation.source.log(translation.locale).events
    except WorkflowError:
        return ()


def _in_utc(event: ReviewEvent) -> ReviewEvent:
    """The event with its time as this program writes it: such times are compared, and shown."""
    time = moment(event.time)
    return replace(event, time=time.strftime(TIME)) if time else event


def _times(events: Iterable[ReviewEvent], version: Version) -> tuple[str, ...]:
    """When just this version was approved, the oldest first."""
    found = (
        event.time
        for event in events
        if event.action is not Action.WITHDRAW
        and (event.source_digest, event.translation_digest) == version
    )
    return tuple(sorted(found))


def _reasons(translation: Translation) -> tuple[Reason, ...]:
    """The blockers, and the first check error in words: “1 check error” helps nobody."""
    errors = (each for each in translation.findings if each.severity is Severity.ERROR)
    first = next(errors, None) if translation.blockers else None
    if first is None:
        return translation.blockers
    return (*translation.blockers, f"{first.file}:{first.line}: {first.message}")


def first_approvals(events: Iterable[ReviewEvent]) -> Mapping[Version, str]:
    """Each version that was approved, with the time of its earliest approval.

    The earliest, so that approving the same texts once more does not make a new page.
    """
    times: dict[Version, str] = {}
    for event in events:
        if event.action is not Action.WITHDRAW:
            version = (event.source_digest, event.translation_digest)
            times[version] = min(event.time, times.get(version, event.time))
    return times


def withdrawn(log: Iterable[ReviewEvent]) -> Version | None:
    """The version whose approval the last word of a log took back; None if it took none."""
    approved: ReviewEvent | None = None
    last: ReviewEvent | None = None
    for last in log:
        approved = last if last.action is not Action.WITHDRAW else approved
    if approved is None or last is approved:
        return None
    return (approved.source_digest, approved.translation_digest)
