"""What the next release does with every page: a pure function of working tree and live site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from workflow.model.blocker import Reason
from workflow.model.moments import instant
from workflow.model.phrase import phrase
from workflow.model.release import Candidate, Manifest, Page, PlanAction, PlanRow, PublishPlan
from workflow.model.state import Grade
from workflow.model.tombstone import Correction

_CORRECTED: Final = phrase("readers are told what was corrected")


def plan(
    current: Iterable[Candidate],
    live: Manifest | None,
    since: str = "",
    lost: Mapping[tuple[str, str], str] = MappingProxyType({}),
    kept: Mapping[str, str] = MappingProxyType({}),
) -> PublishPlan:
    """Return one row for each page that stands in the working tree or is live.

    A page goes out when it is publishable; where it is not, the live version stays
    (DESIGN, invariant 7), unless just that version's approval was withdrawn. What is live
    under a slug that the article had before is its live version, too: it stays there until
    the article goes out under its new one. Rows come sorted by article and locale, so that the
    same inputs give the same plan.

    ``since`` (ISO 8601) is when the live release was published; it dates a version that stays
    although no review log speaks of it any more. ``lost``: (article, locale) of what cannot be
    read, and why; what is live of it stays as it is. ``kept``: slugs that may be former ones of
    such articles, and why; what is live under them stays as well.
    """
    planning = Planning(live, since)
    for candidate in current:
        planning.add(candidate)
    return planning.plan(lost, kept)


class Planning:
    """A plan that is made one candidate after the other; see :func:`plan`."""

    def __init__(
        self,
        live: Manifest | None,
        since: str = "",
        withdrawn: Callable[[Page], Reason | None] = lambda _: None,
    ) -> None:
        """``withdrawn`` says why a page that is live has to go, whatever else is said of it."""
        self._since = since
        self._pages = {page.key: page for page in live.pages} if live else {}
        """What is live, and has no row yet."""
        self._gone = {
            page.key: _removed(page, why)
            for page in self._pages.values()
            if (why := withdrawn(page)) is not None
        }
        for key in self._gone:
            del self._pages[key]
        self._originals = {
            page.article: page.source_digest
            for page in self._pages.values()
            if page.locale == page.source_locale
        }
        """The source that readers get in its own language."""
        self._rows: list[PlanRow] = []
        self._present: set[str] = set()
        self._renamed: list[Candidate] = []
        """What is not live under its slug, but may be under one that it had before."""

    def add(self, candidate: Candidate) -> Page | None:
        """Plan a page of the working tree; returns what is live under its name."""
        page = candidate.page
        self._present.add(page.article)
        own = self._pages.pop(page.key, None)
        if page.key in self._gone and not candidate.publishable:
            return None
        self._gone.pop(page.key, None)
        if own is None and candidate.former and self._pages:
            self._renamed.append(candidate)
        else:
            self._rows.append(self._row(candidate, own))
        return own

    def stands(self, candidate: Candidate) -> bool:
        """Whether just what a candidate shows is live under its name; asked before :meth:`add`."""
        live = self._pages.get(candidate.page.key)
        return live is not None and live.shows == candidate.page.shows

    def plan(self, lost: Mapping[tuple[str, str], str], kept: Mapping[str, str]) -> PublishPlan:
        """What comes of all of them, and of what is live besides."""
        unread = {slug: reason for (slug, _), reason in lost.items()}
        present, rows, pages = {*unread, *self._present}, self._rows, self._pages
        rows += self._gone.values()
        for candidate in self._renamed:
            keys = [(slug, candidate.page.locale) for slug in candidate.former]
            key = next((key for key in keys if key in pages and key[0] not in present), None)
            if key is None:
                rows.append(self._row(candidate, None))
            else:
                rows += self._rows_of_renamed(candidate, pages.pop(key))
        seen = {page.article for page in pages.values() if page.article in unread}
        seen.update(slug for slug, _ in self._gone)
        rows += [
            PlanRow(slug, locale, PlanAction.WITHHELD, (reason,), "", "")
            for (slug, locale), reason in lost.items()
            if slug not in seen
        ]
        for page in pages.values():
            reason = unread.get(page.article) or kept.get(page.article)
            if reason is None:
                rows.append(_removed(page, phrase("no longer in the project")))
            else:
                rows.append(_outgoing(PlanAction.CARRIED, page, (reason,)))
        return PublishPlan(tuple(sorted(rows, key=lambda row: (row.article, row.locale))))

    def _row(self, candidate: Candidate, live: Page | None) -> PlanRow:
        page = candidate.page
        if candidate.publishable:
            if live is None:
                return _outgoing(PlanAction.NEW, page)
            same = live.shows == page.shows
            action = PlanAction.UNCHANGED if same else PlanAction.CHANGED
            continued = _continued(candidate, live)
            if continued == live:
                return _outgoing(action, live)  # in memory once
            told = () if continued.corrections == live.corrections else (_CORRECTED,)
            action = PlanAction.CHANGED if told else action
            return _texted(_outgoing(action, continued, told), candidate, live)
        reasons = candidate.reasons or (phrase("not approved"),)
        if live is None:
            return PlanRow(page.article, page.locale, PlanAction.WITHHELD, reasons, *page.version)
        if live.version == candidate.withdrawn:
            return _removed(live, phrase("the approval was withdrawn"), *reasons)
        marked = live if self._is_still(candidate, live) else _marked(live, candidate, self._since)
        notes = candidate.corrections.get(live.version, ())
        marked = replace(marked, corrections=with_corrections(marked.corrections, notes))
        return _outgoing(PlanAction.CARRIED, marked, (*reasons, *_told(live, marked)))

    def _rows_of_renamed(self, candidate: Candidate, live: Page) -> Iterator[PlanRow]:
        """What happens at the new address, and at the old one."""
        page = candidate.page
        if candidate.publishable:
            new = _outgoing(PlanAction.NEW, _continued(candidate, live))
            yield _texted(new, candidate, live)
            yield _removed(
                live, phrase("renamed: readers are sent on to {article}", article=page.article)
            )
            return
        yield self._row(candidate, None)
        old = self._row(candidate, live)
        yield replace(
            old, reasons=(phrase("renamed to {article}", article=page.article), *old.reasons)
        )

    def _is_still(self, candidate: Candidate, live: Page) -> bool:
        """Whether a page waits together with its original, which is not changed for readers."""
        return candidate.waits and self._originals.get(live.article) == live.source_digest


def _continued(candidate: Candidate, live: Page) -> Page:
    """The page as the next version of one that is live: its id stays, its time goes forward."""
    older = live.older_ids or not live.text
    page = candidate.page
    updated = page.updated
    if not candidate.dated:
        same = live.text == page.text if live.text else live.version == page.version
        before = None if same else instant(live.updated)
        times = candidate.approved_at or (page.updated,)
        after = [time for time in times if before is None or (instant(time) or before) > before]
        updated = (live.updated or updated) if same else after[0] if after else live.updated
    kept = _as_told(page, live)
    notes = candidate.corrections.get(page.version, ())
    return replace(
        kept,
        id=live.id or page.id,
        older_ids=older,
        updated=updated,
        corrections=with_corrections(live.corrections, notes),
    )


def _texted(row: PlanRow, candidate: Candidate, live: Page) -> PlanRow:
    """The row, with what was live if readers are to get another text than that."""
    page = candidate.page
    if live.text == page.text if live.text else live.version == page.version:
        return row
    before = instant(live.updated)
    times = candidate.approved_at or (page.updated,)
    after = [time for time in times if before is None or (instant(time) or before) > before]
    return replace(row, before=live, approved=(after or times)[0][:10])


def with_corrections(
    known: tuple[Correction, ...], notes: Iterable[Correction]
) -> tuple[Correction, ...]:
    """What a page says of changes, with ``notes``: each once, in the order of their days.

    Of bare updates the last alone counts, and none on a day of which a note says what was
    corrected.
    """
    found = dict.fromkeys((*known, *notes))
    told = [each for each in found if each.note]
    bare = max((each for each in found if not each.note), key=lambda each: each.date, default=None)
    if bare is not None and all(each.date != bare.date for each in told):
        told.append(bare)
    return tuple(sorted(told, key=lambda each: each.date))


def _as_told(page: Page, live: Page) -> Page:
    """The page; of the same texts readers are told nothing better than before.

    How texts came to be is told from comments of the catalogue, and who takes these out has
    written nothing.
    """
    if not live.grade or live.translation_digest != page.translation_digest:
        return page
    engines = tuple(sorted({*live.engines, *page.engines}))
    return replace(page, grade=Grade.worse(live.grade, page.grade), engines=engines)


def _marked(live: Page, candidate: Candidate, since: str) -> Page:
    """The live version, marked with its date where it is a translation left behind, and with that
    of a major change since."""
    moved_on = live.source_digest != candidate.page.source_digest
    if not moved_on or live.locale == live.source_locale:
        return replace(live, follows=None, overtaken="", behind=())
    date = live.follows or candidate.approvals.get(live.version, since)[:10]
    known = candidate.overtaken
    overtaken = live.overtaken if known is None else known.get(live.source_digest, "")
    return replace(live, follows=date, overtaken=overtaken)


def _told(live: Page, marked: Page) -> Iterator[Reason]:
    """What readers of a page that stays are told from now on, or no longer."""
    if marked.corrections != live.corrections:
        yield _CORRECTED
    if marked.overtaken:
        yield phrase(
            "readers are told of the major change of the source (since {date})",
            date=marked.overtaken,
        )
    elif live.overtaken:
        yield phrase("readers are told no longer of a major change of the source")


def _outgoing(action: PlanAction, page: Page, reasons: tuple[Reason, ...] = ()) -> PlanRow:
    return PlanRow(page.article, page.locale, action, reasons, *page.version, page)


def _removed(page: Page, *reasons: Reason) -> PlanRow:
    return PlanRow(page.article, page.locale, PlanAction.REMOVED, reasons, *page.version)
