"""The working tree as candidates for a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.errors import WorkflowError
from workflow.flows.survey import evaluate_readable
from workflow.model import Action, Article, Locale, ReviewEvent, Severity
from workflow.model.release import Candidate, Page, Version
from workflow.project.review_words import (
    review_events,
    review_words,
)
from workflow.project.reviews import TIME
from workflow.project.translation import Evaluation
from workflow.project.workspace import Workspace
from workflow.review.holds import holds
from workflow.review.log import moment


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A candidate, and the evaluation that speaks for it."""

    candidate: Candidate
    evaluation: Evaluation


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
    evaluation = evaluate_readable(workspace, article, locale, errors)
    events = tuple(map(_in_utc, _events(workspace, article, locale)))
    log = [event for event in events if event.locale == locale.name]
    page = Page(
        article=article.slug,
        locale=locale.name,
        source_locale=article.locale.name,
        format=article.format,
        source_digest=evaluation.source_digest,
        translation_digest=evaluation.translation_digest,
    )
    if locale == article.locale:
        # Whoever approves a translation vouches for the source text it translates.
        spoken = [replace(event, translation_digest=page.translation_digest) for event in events]
    else:
        spoken = log
    held = holds(workspace.document(article).front_matter, now)
    candidate = Candidate(
        page,
        (*held, *_reasons(evaluation)),
        first_approvals(spoken),
        withdrawn(log),
        former=article.names[1:],
        approved_at=_times(spoken, page.version),
    )
    return Manuscript(candidate, evaluation)


def _events(workspace: Workspace, article: Article, locale: Locale) -> tuple[ReviewEvent, ...]:
    """The events that speak of the article in ``locale``; none where they cannot be read.

    The evaluation says so then.
    """
    try:
        if locale == article.locale:
            return review_events(workspace, article)
        return review_words(workspace, article, locale).events
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


def _reasons(evaluation: Evaluation) -> tuple[str, ...]:
    """The blockers, and the first check error in words: “1 check error” helps nobody."""
    errors = (each for each in evaluation.findings if each.severity is Severity.ERROR)
    first = next(errors, None) if evaluation.blockers else None
    if first is None:
        return evaluation.blockers
    return (*evaluation.blockers, f"{first.file}:{first.line}: {first.message}")


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
