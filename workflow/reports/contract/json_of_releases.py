"""Releases as other programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workflow.reports.blockers import in_words
from workflow.reports.contract.json_shared import VERSION, Report

if TYPE_CHECKING:
    from workflow.model.evidence import Audited
    from workflow.model.release import PlanRow, Release
    from workflow.model.schedule import Due
    from workflow.reports.i18n import Words


def release_plan(
    digest: str,
    rows: Iterable[PlanRow],
    due: Iterable[Due],
    notes: Iterable[str],
    words: Words,
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
        "schedule": [
            {
                "time": each.at,
                "article": each.article,
                "locale": each.locale,
                "ready": each.ready,
            }
            for each in due
        ],
        "notes": list(map(words, notes)),
    }


def release_evidence(release: str, pages: Iterable[Audited], words: Words) -> Report:
    """``release evidence``."""
    return {
        "version": VERSION,
        "release": release,
        "pages": [
            {
                "article": each.article,
                "locale": each.evidence.locale,
                "grade": each.evidence.grade,
                "source_digest": each.evidence.source_digest,
                "translation_digest": each.evidence.translation_digest,
                "media": [media.path for media in each.evidence.media],
                "approved_by": [
                    {"actor": by.actor, "time": by.time, "signature": by.signature.shown}
                    for by in each.approvers
                ],
                "engines": list(each.evidence.engines),
                "responsible": each.evidence.responsible,
                "trouble": words(each.trouble),
            }
            for each in pages
        ],
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
