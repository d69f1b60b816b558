"""What a report on a project says, gathered from facts: no article is read that did not change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.model import Locale
from workflow.project.kinds import EFFORTS
from workflow.project.workspace import Workspace
from workflow.review.log_filter import ALWAYS, Period
from workflow.review.summing import Summary, Translated, summary

if TYPE_CHECKING:
    from workflow.project.spread import Workers


@dataclass(frozen=True, slots=True)
class EffortReport:
    """Figures, and what they lack."""

    summary: Summary
    without_git: str
    """Why git tells nothing, for people; empty where it is asked."""
    errors: tuple[WorkflowError, ...]
    """Of what cannot be read; it is in no figure."""


def effort_report(
    workspace: Workspace,
    now: datetime,
    locales: Sequence[Locale] = (),
    period: Period = ALWAYS,
    *,
    workers: Workers | None = None,
    looked_at: Callable[[int], None] = lambda _: None,
) -> EffortReport:
    """What was done for all articles in ``locales`` (none: all targets), as of ``now``.

    ``workers`` makes the executor that much work is spread over; ``looked_at`` is called with 1
    after each article. Raises :class:`LocaleError` for a locale that is no target.
    """
    found: list[Translated] = []
    errors: list[WorkflowError] = []
    for fact in workspace.facts.of(EFFORTS, workspace.slugs(), workers, looked_at):
        value = fact.value
        errors += map(workspace.placed, (*value.unread, *value.errors))
        if value.language:
            targets = workspace.targets_of(Locale(value.language), locales)
            wanted = {locale.name for locale in targets}
            found += (
                Translated(fact.slug, value.title, effort.locale, effort)
                for effort in value.efforts
                if effort.locale in wanted
            )
    workspace.facts.save()
    figures = summary(found, now.astimezone(UTC), period)
    return EffortReport(figures, workspace.commits.trouble, tuple(errors))
