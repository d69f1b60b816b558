"""How far each translation is, and what is in the way of its release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from workflow.errors import WorkflowError
from workflow.flows.survey import survey
from workflow.model import Article, Locale, State
from workflow.model.words import count_words
from workflow.project.review_words import review_words
from workflow.project.translation import Evaluation
from workflow.project.workspace import Workspace
from workflow.review.holds import holds

VERSION = 1
DONE = frozenset({State.TRANSLATED, State.REVIEWED, State.APPROVED})
"""States of a message a person has translated or vouched for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article in one target locale."""

    article: str
    """Slug."""
    locale: str
    source_locale: str
    messages: int
    words: int
    """Of the whole source, every segment as often as it stands there."""
    states: Mapping[State, int]
    """How many messages are in each state, every state named."""
    approved: bool
    releasable: bool
    blockers: tuple[str, ...]
    words_to_do: int
    """Source words of the messages a translator has still to work on, each message once."""
    percent: int
    """Of the messages, how many a person has translated; 100 only where all are."""
    notes: tuple[str, ...]
    """What in the review log has no effect."""
    carried_over: bool
    """Whether the approval that stands is one carried over from earlier texts."""
    changes: Mapping[str, int]
    """Changes that wait for a person's look, by class, see :class:`.evaluate.Evaluation`."""


def status(
    workspace: Workspace,
    articles: Iterable[Article],
    now: datetime,
    locales: Sequence[Locale] = (),
    errors: list[WorkflowError] | None = None,
) -> tuple[Row, ...]:
    """Return one row for each article and target locale (or those of ``locales``).

    ``now`` (with zone) tells which embargo is over. What cannot be read is the blocker of its
    own row, and is added to ``errors``.
    """
    unread: list[WorkflowError] = [] if errors is None else errors
    return tuple(
        _held(workspace, evaluation, now)
        for evaluation in survey(workspace, articles, locales, unread)
    )


def report(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the documented report (``workflow status --format json``)."""
    return {"version": VERSION, "rows": [_record(row) for row in rows]}


def _record(row: Row) -> dict[str, Any]:
    return {
        "article": row.article,
        "locale": row.locale,
        "source_locale": row.source_locale,
        "messages": row.messages,
        "words": row.words,
        "states": {str(state): row.states[state] for state in State},
        "approved": row.approved,
        "releasable": row.releasable,
        "blockers": list(row.blockers),
        "words_to_do": row.words_to_do,
        "percent": row.percent,
        "carried_over": row.carried_over,
        "changes": dict(row.changes),
    }


def _held(workspace: Workspace, evaluation: Evaluation, now: datetime) -> Row:
    """The row, with what the author says in the front matter that holds the article back."""
    row = row_of(workspace, evaluation)
    held = holds(workspace.document(evaluation.article).front_matter, now)
    return replace(row, blockers=(*held, *row.blockers), releasable=row.releasable and not held)


def row_of(workspace: Workspace, evaluation: Evaluation) -> Row:
    """The row of one article in one target locale."""
    states = evaluation.states
    done = sum(state in DONE for state in states)
    to_do = (
        message.msgid
        for message, state in zip(evaluation.messages, states, strict=True)
        if state not in DONE
    )
    return Row(
        article=evaluation.article.slug,
        locale=evaluation.locale.name,
        source_locale=evaluation.article.locale.name,
        messages=len(states),
        words=_source_words(workspace, evaluation.article),
        states=evaluation.counts,
        approved=evaluation.standing.approved,
        releasable=evaluation.releasable,
        blockers=evaluation.blockers,
        words_to_do=sum(map(count_words, to_do)),
        percent=100 * done // len(states) if states else 100,
        notes=(*_source_notes(workspace, evaluation.article), *evaluation.notes),
        carried_over=evaluation.standing.carried_over,
        changes=evaluation.changes,
    )


def _source_notes(workspace: Workspace, article: Article) -> tuple[str, ...]:
    """What is odd in the log of the source, which has no row of its own."""
    return review_words(workspace, article, article.locale).notes


def _source_words(workspace: Workspace, article: Article) -> int:
    return sum(count_words(segment.text) for segment in workspace.document(article).segments)
