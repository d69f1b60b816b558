"""What the next release does with every page: a pure function of working tree and live site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow.model.release import Candidate, Manifest, Page, PlanAction, PlanRow, PublishPlan


def plan(current: Sequence[Candidate], live: Manifest | None, since: str = "") -> PublishPlan:
    """Return one row for each page that stands in the working tree or is live.

    A page goes out when it is publishable; where it is not, the live version stays
    (DESIGN, invariant 7), unless just that version's approval was withdrawn. Rows come
    sorted by article and locale, so that the same inputs give the same plan.

    ``since`` (ISO 8601) is when the live release was published; it dates a version that stays
    although no review log speaks of it any more.
    """
    pages = {page.key: page for page in live.pages} if live else {}
    rows = [_row(candidate, pages.pop(candidate.page.key, None), since) for candidate in current]
    rows += [_removed(page, "no longer in the project") for page in pages.values()]
    return PublishPlan(tuple(sorted(rows, key=lambda row: (row.article, row.locale))))


def _row(candidate: Candidate, live: Page | None, since: str) -> PlanRow:
    page = candidate.page
    if candidate.publishable:
        if live is None:
            return _outgoing(PlanAction.NEW, page)
        same = live.version == page.version
        return _outgoing(PlanAction.UNCHANGED if same else PlanAction.CHANGED, page)
    reasons = candidate.reasons or ("not approved",)
    if live is None:
        return PlanRow(page.article, page.locale, PlanAction.WITHHELD, reasons, *page.version)
    if live.version == candidate.withdrawn:
        return _removed(live, "the approval was withdrawn", *reasons)
    return _outgoing(PlanAction.CARRIED, _marked(live, candidate, since), reasons)


def _marked(live: Page, candidate: Candidate, since: str) -> Page:
    """The live version, marked with its date where it is a translation left behind."""
    moved_on = live.source_digest != candidate.page.source_digest
    if not moved_on or live.locale == live.source_locale:
        return replace(live, follows=None)
    date = live.follows or candidate.approvals.get(live.version, since)[:10]
    return replace(live, follows=date)


def _outgoing(action: PlanAction, page: Page, reasons: tuple[str, ...] = ()) -> PlanRow:
    return PlanRow(page.article, page.locale, action, reasons, *page.version, page)


def _removed(page: Page, *reasons: str) -> PlanRow:
    return PlanRow(page.article, page.locale, PlanAction.REMOVED, reasons, *page.version)
