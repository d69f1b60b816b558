"""The working tree as candidates for a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.errors import WorkflowError
from workflow.model import Action, Article, Locale, ReviewEvent, Severity
from workflow.model.blocker import Reason
from workflow.model.release import Candidate, Page, Version
from workflow.project.reviews import TIME
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.log import moment


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A candidate, and the translation that speaks for it."""

    candidate: Candidate
    translation: Translation


def manuscripts(
    workspace: Workspace,
    articles: Iterable[Article],
    now: datetime,
    errors: list[WorkflowError],
    looked_at: Callable[[int], None] = lambda _: None,
) -> Mapping[tuple[str, str], Manuscript]:
    """Each article in its own locale and in each target locale, by (article, locale).

    ``now`` (with zone) tells which embargo is over. ``looked_at`` is called with 1 after each.
    What cannot be read holds its own page back, and is added to ``errors``.
    """
    found = {}
    for article in articles:
        for locale in (article.locale, *workspace.targets(article)):
            one = manuscript(workspace, article, locale, now, errors)
            found[one.candidate.page.key] = one
            looked_at(1)
    return found


def manuscript(
    workspace: Workspace,
    article: Article,
    locale: Locale,
    now: datetime,
    errors: list[WorkflowError],
) -> Manuscript:
    """One article in one locale, as :func:`manuscripts` has it."""
    translation = workspace.translation(article, locale).readable(errors)
    events = tuple(map(_in_utc, _events(translation)))
    log = [event for event in events if event.locale == locale.name]
    page = Page(
        article=article.slug,
        locale=locale.name,
        source_locale=article.locale.name,
        format=article.format,
        source_digest=translation.source_digest,
        translation_digest=translation.translation_digest,
    )
    if locale == article.locale:
        # Whoever approves a translation vouches for the source text it translates.
        spoken = [replace(event, translation_digest=page.translation_digest) for event in events]
    else:
        spoken = log
    held = tuple(each for each in translation.holds if each.stands(now))
    candidate = Candidate(
        page,
        (*held, *_reasons(translation)),
        first_approvals(spoken),
        withdrawn(log),
        former=article.names[1:],
        approved_at=_times(spoken, page.version),
    )
    return Manuscript(candidate, translation)


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
