"""Releases as other programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workflow.reports.blockers import in_words
from workflow.reports.contract.json_shared import VERSION, Report

if TYPE_CHECKING:
    from workflow.model.evidence import Audited
    from workflow.model.pruned import Pruned
    from workflow.model.release import PlanRow, Release
    from workflow.model.schedule import Due
    from workflow.reports.i18n import Words
    from workflow.review.page_diff import PageDiff
    from workflow.review.release_diff import Compared, ShownRelease


def release_plan(
    digest: str,
    rows: Iterable[PlanRow],
    due: Iterable[Due],
    notes: Iterable[str],
    words: Words,
    *,
    diffs: Iterable[PageDiff] | None = None,
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
        **({} if diffs is None else {"diffs": list(map(_page_diff, diffs))}),
    }


def release_show(found: ShownRelease) -> Report:
    """``release show``."""
    release = found.release
    return {
        "version": VERSION,
        "id": release.id,
        "time": release.time,
        "actor": release.actor,
        "digest": release.digest,
        "live": release.live,
        "files": len(found.manifest.files),
        "bytes": found.size,
        "pages": [
            {
                "article": each.page.article,
                "locale": each.page.locale,
                "source_locale": each.page.source_locale,
                "grade": each.page.grade or None,
                "source_digest": each.page.source_digest,
                "translation_digest": each.page.translation_digest,
                "updated": each.page.updated,
                "follows": each.page.follows,
                "file": each.file,
                "bytes": each.size,
                "media": [medium.place for medium in each.page.media],
            }
            for each in found.pages
        ],
    }


def release_diff(found: Compared, *, words: bool) -> Report:
    """``release diff``; ``words``: whether it is one of words, too."""
    return {
        "version": VERSION,
        "before": found.before,
        "after": found.after,
        "pages": [
            {"article": article, "locale": locale, "change": how.value}
            for (article, locale), how in found.changes.pages.items()
        ],
        "files": [{"path": path, "change": how.value} for path, how in found.changes.files.items()],
        **({"diffs": list(map(_page_diff, found.diffs))} if words else {}),
    }


def release_prune(found: Pruned) -> Report:
    """``release prune``."""
    return {
        "version": VERSION,
        "dry_run": found.dry_run,
        "kept": list(found.kept),
        "removed": [{"id": release, "bytes": size} for release, size in found.removed],
        "bytes": found.size,
    }


def _page_diff(found: PageDiff) -> Report:
    return {
        "article": found.article,
        "locale": found.locale,
        "passages": [
            {
                "what": each.what,
                "pieces": [{"kind": kind, "text": text} for kind, text in each.pieces],
            }
            for each in found.passages
        ],
        "files": [{"path": each.path, "change": each.became.value} for each in found.files],
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
