"""From the working tree to what the next release is to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.files.program import program_digest
from workflow.flows.going_together import unread_groups
from workflow.flows.release.contents import Contents, Spool
from workflow.flows.release.entrants import PAGES, ArticlePages, Entrant
from workflow.flows.release.going_gate import Gate
from workflow.flows.release.notes import is_placeholder
from workflow.flows.release.obstacles import (
    clashes,
    hidden,
    maybe_renamed,
)
from workflow.flows.release.proof import Made
from workflow.flows.release.publisher import Live, publisher_of
from workflow.model.digest import digest
from workflow.model.phrase import Phrase, phrase
from workflow.model.release import (
    Candidate,
    Manifest,
    Page,
    PlanAction,
    PlanRow,
    PublishPlan,
    Version,
    gone_json,
    page_json,
    record_json,
)
from workflow.model.schedule import Due
from workflow.model.tombstone import Gone
from workflow.project.settings import Settings
from workflow.project.theme_files import read_theme
from workflow.project.withdrawals import Tombstones, tombstones
from workflow.project.workspace import Workspace
from workflow.review.groups import same_group
from workflow.review.plan import Planning

if TYPE_CHECKING:
    from workflow.project.spread import Workers
    from workflow.site import Card


@dataclass(frozen=True)
class Prepared:
    """The next release, before a page of it is rendered."""

    plan: PublishPlan
    contents: Contents
    spool: Spool
    """Documents by (article, locale), and contents of pages by the digest of their card."""
    cards: Mapping[Page, Card]
    """What the site knows of pages that were looked at just now, if they go out just so."""
    names: Mapping[str, tuple[str, ...]]
    """See :attr:`ArticlePages.names`."""
    versions: Mapping[tuple[str, str], Version]
    """Of texts as they stand, by (article, locale)."""
    notes: tuple[str, ...]
    """What a publisher should know that keeps nothing from going out, for people."""
    unread: tuple[WorkflowError, ...]
    """What cannot be read; its pages are withheld, or stay as they are live."""
    due: tuple[Due, ...]
    """Pages that an embargo holds, the first to go out first."""
    gone: tuple[Gone, ...] = ()
    """What is withdrawn."""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Of each page of :attr:`plan`, a digest over itself and its document."""
        documents, program = self.contents.documents, program_digest()
        return tuple(
            digest("card", program, page_json(page), record_json(documents[page.key]))
            for page in self.pages
        )

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Those of :attr:`plan`."""
        return self.plan.pages

    @cached_property
    def key(self) -> str:
        """A digest over all that the files of the release depend on."""
        media = sorted(str(each.record) for each in self.contents.media.values())
        settings = self.contents.workspace.settings
        theme = read_theme(self.contents.workspace.root, settings.theme).digest
        gone = map(gone_json, self.gone)
        parts = (*self.keys, "media", *media, "gone", *gone)
        return digest("release", program_digest(), repr(settings), theme, *parts)


def prepare(
    workspace: Workspace,
    live: Live | None,
    now: datetime,
    looked_at: Callable[[int], None] = lambda _: None,
    workers: Workers | None = None,
) -> Prepared:
    """Plan the next release.

    ``now`` (with zone) tells which embargo is over; ``looked_at`` is called with 1 after each
    article; ``workers`` makes the executor that much work is spread over. What is broken in one
    page, or cannot be read, keeps that page back, with the reason, and no other. Raises what
    reading the settings and the live release raises.
    """
    known = live.manifest.gone if live else publisher_of(workspace).tombstones()
    stones = tombstones(workspace, known)
    found = _Looked(workspace, live, stones)
    found.look(now, {}, looked_at, workers)
    if shared := dict(clashes(found.names, workspace.sources)):
        # Of two that claim one address neither goes out, as is known only when all are read.
        found = _Looked(workspace, live, stones, found.spool, found.cards)
        found.look(now, shared, lambda _: None, workers)
    broken = list(map(workspace.placed, found.broken))
    unread_pages = hidden(workspace, found.names, broken)
    kept = maybe_renamed(workspace, unread_pages, live.manifest) if live else {}
    rows = found.rows(unread_pages, kept)
    notes = (*stones.notes, *found.refused, *found.notes)
    unread = (*broken, *found.errors)
    return Prepared(
        plan=PublishPlan(rows),
        contents=found.contents,
        spool=found.spool,
        cards=found.cards,
        names=found.names,
        versions=found.versions,
        notes=notes,
        unread=unread,
        due=tuple(sorted(found.due)),
        gone=stones.standing,
    )


def why_gone(gone: Gone) -> Phrase:
    """Why an article that is withdrawn does not go out."""
    return phrase(
        "{article} was withdrawn on {date}: {reason}",
        article=gone.article,
        date=gone.time[:10],
        reason=gone.reason,
    )


class _Looked:
    """What is found where one article after the other is looked at; no more of it is kept."""

    def __init__(
        self,
        workspace: Workspace,
        live: Live | None,
        stones: Tombstones,
        spool: Spool | None = None,
        cards: dict[Page, Card] | None = None,
    ) -> None:
        self.workspace = workspace
        self.spool = spool or Spool()
        self.cards = {} if cards is None else cards
        self.contents = Contents(workspace, live.stock if live else None)
        self.names: dict[str, tuple[str, ...]] = {}
        """See :attr:`ArticlePages.names`."""
        self.versions: dict[tuple[str, str], Version] = {}
        self.broken: list[WorkflowError] = []
        """Why articles cannot be read …"""
        self.errors: list[WorkflowError] = []
        """… and what else cannot."""
        self.refused: list[Phrase] = []
        self.notes: dict[str, None] = {}
        self.due: list[Due] = []
        self._typos: dict[str, tuple[tuple[str, str], ...]] = {}
        self._standing: dict[tuple[str, str], Entrant] = {}
        """What stands in the place of live pages that may have to stay."""
        known = _known(live.manifest, workspace.settings) if live else None
        self._stones = stones
        self._planning = Planning(known, live.since if live else "", self._withdrawn)

    def look(
        self,
        now: datetime,
        clashes: Mapping[str, tuple[str, ...]],
        looked_at: Callable[[int], None],
        workers: Workers | None,
    ) -> None:
        """Look at every article; ``clashes``: see :meth:`ArticlePages.candidate`."""
        workspace = self.workspace
        together = workspace.settings.release.policy == "all"
        groups: dict[str, list[ArticlePages]] = {}
        for slug, pages, made, _ in workspace.facts.of(
            PAGES, workspace.slugs(), workers, looked_at
        ):
            self.names[slug] = pages.names
            if pages.typos:
                self._typos[slug] = pages.typos
            self.broken += pages.unread
            for found, each in zip_longest(pages.entrants, made or ()):
                if each is not None:
                    self._put(pages, found, each)
            if pages.group and not self._stones.named(pages.names):
                groups.setdefault(same_group(pages.group), []).append(pages)
            else:
                self._plan([pages], Gate(now, clashes, together=together))
        unread = [slug for slug, names in self.names.items() if not names]
        lost = unread_groups(workspace, unread, groups) if unread and groups else {}
        for group, articles in groups.items():
            gate = Gate(now, clashes, True, articles[0].group, lost.get(group, ()))
            self._plan(articles, gate)

    def _put(self, pages: ArticlePages, found: Entrant, made: Made) -> None:
        """Hold what was made of a page."""
        page = pages.page(found, found.proof)
        self.spool.put(("grounds", page.key), made.grounds.dump())
        self.spool.put(page.key, made.text)
        self.spool.put(made.card.digest, made.content)
        self.spool.put(("terms", made.card.digest), made.terms)
        self.cards[page] = made.card

    def _plan(self, articles: Sequence[ArticlePages], gate: Gate) -> None:
        """Plan the pages of articles that have to go out together, or of a single one."""
        for pages, found, gated, due in gate.candidates(articles, self._planning.stands):
            candidate = self._held(gated, pages.logged)
            page, own = candidate.page, self._planning.add(candidate)
            self.versions[page.key] = page.version
            if candidate.publishable and found.proof is not None:
                self.contents.add(page, found.proof)
            elif own is not None:
                self._standing[page.key] = found
            if candidate.reasons in (found.refused, gate.clashes.get(page.article)):
                self.refused += _refusals(candidate)
            self.notes |= dict.fromkeys(found.notes)
            self.errors += found.errors
            if due is not None and candidate is gated:
                self.due.append(due)

    def _held(self, candidate: Candidate, logged: Sequence[str]) -> Candidate:
        """A candidate, which does not go out where its article is withdrawn."""
        gone = self._stones.of(candidate.page, (*candidate.former, *logged))
        return replace(candidate, reasons=(why_gone(gone),)) if gone else candidate

    def _withdrawn(self, page: Page) -> Phrase | None:
        gone = self._stones.of(page)
        return why_gone(gone) if gone else None

    def rows(
        self, hidden: Mapping[tuple[str, str], str], kept: Mapping[str, str]
    ) -> tuple[PlanRow, ...]:
        """The plan's rows, with the pages as they go out; see :func:`.plan.plan`."""
        rows = self._planning.plan(hidden, kept).rows
        found = [self._row(row) if row.action is PlanAction.CARRIED else row for row in rows]
        if any(row.before for row in found):
            from workflow.flows.release.correcting import told  # noqa: PLC0415 - they parse
            from workflow.flows.release.documents import Documents  # noqa: PLC0415

            return told(found, self.contents, Documents(self.contents, self.spool, None))
        return tuple(found)

    def _row(self, row: PlanRow) -> PlanRow:
        key = (row.article, row.locale)
        found = self.contents.carry(row, self._standing.get(key))
        page, stock = found.page, self.contents.stock
        if page is not None and page.follows and stock is not None and key in self.versions:
            from workflow.flows.release.lagging import behind_of  # noqa: PLC0415 - it parses

            typos = self._typos.get(page.article, ())
            page = behind_of(self.workspace, page, stock, self.versions[key][0], typos)
            found = replace(found, page=page)
        if found.page is not None:
            # It stays as it is live: what was made of it just now is not what goes out.
            self.cards.pop(found.page, None)
            self.spool.drop(key)
        return found


def _refusals(candidate: Candidate) -> Iterator[Phrase]:
    """Why a page that is approved cannot go out, for people."""
    for reason in candidate.reasons:
        yield phrase(
            "{article} in {locale} is approved, but cannot go out: {reason}",
            article=candidate.page.article,
            locale=candidate.page.locale,
            reason=reason,
        )


def _known(live: Manifest, settings: Settings) -> Manifest:
    """The live release; ids that nobody can know, since its address was an example, are left."""
    if is_placeholder(settings.base_url):
        return live
    pages = (replace(page, id="") if is_placeholder(page.id) else page for page in live.pages)
    return replace(live, pages=tuple(pages))
