"""The rows of `status` and of a plan for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflow.model import State
from workflow.model.release import PlanRow
from workflow.reports.blockers import in_words
from workflow.review.row import Row

VERSION = 1


def status(rows: Iterable[Row]) -> dict[str, Any]:
    """The report of ``workflow status --format json``."""
    return {"version": VERSION, "rows": [_row(row) for row in rows]}


def _row(row: Row) -> dict[str, Any]:
    return {
        "article": row.article,
        "locale": row.locale,
        "source_locale": row.source_locale,
        "messages": row.messages,
        "words": row.words,
        "states": {str(state): row.states[state] for state in State},
        "approved": row.approved,
        "releasable": row.releasable,
        "blockers": list(in_words(row.blockers)),
        "words_to_do": row.words_to_do,
        "percent": row.percent,
        "carried_over": row.carried_over,
        "changes": dict(row.changes),
    }


def plan_row(row: PlanRow) -> dict[str, Any]:
    """The row of ``workflow release plan --format json``."""
    return {
        "article": row.article,
        "locale": row.locale,
        "action": row.action.value,
        "reasons": list(in_words(row.reasons)),
        "source_digest": row.source_digest,
        "translation_digest": row.translation_digest,
    }
