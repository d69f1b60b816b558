"""Releases as other programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workflow.reports.blockers import in_words
from workflow.reports.contract.json_shared import VERSION, Report

if TYPE_CHECKING:
    from workflow.model.release import PlanRow, Release
    from workflow.reports.i18n import Words


def release_plan(
    digest: str, rows: Iterable[PlanRow], notes: Iterable[str], words: Words
) -> Report:
    """``release plan``."""
    return {
        "version": VERSION,
        "digest": digest,
        "rows": [
            {
                "article": row.article,
                "locale": row.locale,
                "action": row.action.value,
                "reasons": list(map(words, in_words(row.reasons))),
                "source_digest": row.source_digest,
                "translation_digest": row.translation_digest,
            }
            for row in rows
        ],
        "notes": list(map(words, notes)),
    }


def release_list(releases: Sequence[Release]) -> Report:
    """``release list``."""
    return {
        "version": VERSION,
        "releases": [
            {
                "id": each.id,
                "time": each.time,
                "digest": each.digest,
                "live": each.live,
                "articles": each.articles,
            }
            for each in releases
        ],
    }
