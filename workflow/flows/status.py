"""How far each translation is, and what is in the way of its release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.flows.going_together import waiting_rows
from workflow.model import Locale
from workflow.model.blocker import Blocker
from workflow.project.kinds import STATUS, StatusFact
from workflow.project.workspace import Workspace
from workflow.review.row import Row

if TYPE_CHECKING:
    from workflow.project.spread import Workers


@dataclass(frozen=True, slots=True)
class Status:
    """How far a project is."""

    rows: tuple[Row, ...]
    """One for each article and target locale."""
    languages: dict[str, Locale]
    """Slug → the article's own locale, of those that can be read."""
    withheld: tuple[str, ...]
    """Slugs of articles that no release may take in their own language, in order."""
    unread: tuple[WorkflowError, ...]
    """Of articles that cannot be read."""
    errors: tuple[WorkflowError, ...]
    """Of other files, each in the way of its own row."""

    def of(self, actor: str) -> tuple[Row, ...]:
        """The rows that ``actor`` (e-mail address, any case) is to work on."""
        person = actor.casefold()
        return tuple(row for row in self.rows if row.assignee.casefold() == person)


def status(
    workspace: Workspace,
    names: Sequence[str],
    now: datetime,
    locales: Sequence[Locale] = (),
    workers: Workers | None = None,
) -> Status:
    """Tell how far the articles ``names`` (slugs or paths; none: all) are in ``locales``.

    ``now`` (with zone) tells which embargo is over; ``workers`` makes the executor that a large
    run is spread over. Raises :class:`ArticleError` for a name that is no article's, and
    :class:`LocaleError` for a locale that is no target.
    """
    rows: list[Row] = []
    languages: dict[str, Locale] = {}
    unread: list[WorkflowError] = []
    errors: list[WorkflowError] = []
    withheld: list[str] = []
    known: dict[str, StatusFact] = {}
    for fact in workspace.facts.of(STATUS, workspace.named(names), workers):
        found = fact.value
        if found.unread:
            unread += map(workspace.placed, found.unread)
            continue
        known[fact.slug] = found
        language = languages[fact.slug] = Locale(found.language)
        wanted = {locale.name for locale in workspace.targets_of(language, locales)}
        withheld += [fact.slug] * bool(found.source)
        held = tuple(each for each in found.holds if each.stands(now))
        for row, troubles in zip(found.rows, found.errors, strict=True):
            if row.locale in wanted:
                errors += troubles
                rows.append(_held(row, held) if held else row)
    rows = waiting_rows(workspace, known, rows, now)
    workspace.facts.save()
    return Status(tuple(rows), languages, tuple(withheld), tuple(unread), tuple(errors))


def _held(row: Row, held: tuple[Blocker, ...]) -> Row:
    """The row, with what the author says that holds the article back."""
    return replace(row, blockers=(*held, *row.blockers), releasable=False)
