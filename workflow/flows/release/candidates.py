"""The working tree as candidates for a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from workflow.errors import WorkflowError, raise_all
from workflow.flows.evaluate import Evaluation, evaluate
from workflow.flows.words import review_events
from workflow.model import Action, Article, Locale, ReviewEvent, Severity
from workflow.model.release import Candidate, Page, Version
from workflow.review.holds import holds
from workflow.stores.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A candidate, and the evaluation that speaks for it."""

    candidate: Candidate
    evaluation: Evaluation


def manuscripts(
    workspace: Workspace, now: datetime, looked_at: Callable[[int], None] = lambda _: None
) -> Mapping[tuple[str, str], Manuscript]:
    """Every article in its own locale and in each target locale, by (article, locale).

    ``now`` (with zone) tells which embargo is over. ``looked_at`` is called with 1 after each.
    Raises everything that cannot be read, together.
    """
    found = {}
    errors: list[WorkflowError] = []
    for article in workspace.articles:
        for locale in (article.locale, *workspace.targets(article)):
            try:
                manuscript = _manuscript(workspace, article, locale, now)
            except WorkflowError as error:
                errors.append(error)
            else:
                found[manuscript.candidate.page.key] = manuscript
            looked_at(1)
    raise_all(errors)
    return found


def _manuscript(
    workspace: Workspace, article: Article, locale: Locale, now: datetime
) -> Manuscript:
    evaluation = evaluate(workspace, article, locale)
    events = review_events(workspace, article)
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
