"""From the working tree to what the next release is to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.files.atomic import held
from workflow.files.program import program_digest
from workflow.flows.extract_moved import moved
from workflow.flows.release.contents import Contents, Spool
from workflow.flows.release.entrants import PAGES, Entrant, Origin
from workflow.flows.release.notes import is_placeholder
from workflow.flows.release.publisher import Live
from workflow.model.digest import digest
from workflow.model.phrase import Phrase, phrase
from workflow.model.release import (
    Candidate,
    Manifest,
    Page,
    PlanAction,
    PlanRow,
    PublishPlan,
    page_json,
    record_json,
)
from workflow.project.settings import Settings
from workflow.project.sources import caseless
from workflow.project.workspace import Workspace
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
    origins: Mapping[tuple[str, str], Origin]
    """Of texts as they stand, by (article, locale)."""
    notes: tuple[str, ...]
    """What a publisher should know that keeps nothing from going out, for people."""
    unread: tuple[WorkflowError, ...]
    """What cannot be read; its pages are withheld, or stay as they are live."""

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
        return digest("release", program_digest(), repr(settings), *self.keys, "media", *media)


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
    found = _Looked(workspace, live)
    found.look(now, {}, looked_at, workers)
    if clashes := dict(_clashes(found.names, workspace.sources)):
        # Of two that claim one address neither goes out, as is known only when all are read.
        found = _Looked(workspace, live, found.spool, found.cards)
        found.look(now, clashes, lambda _: None, workers)
    broken = list(map(workspace.placed, found.broken))
    hidden = _hidden(workspace, found.names, broken)
    kept = _maybe_renamed(workspace, hidden, live.manifest) if live else {}
    rows = found.rows(hidden, kept)
    notes = (*found.refused, *found.notes)
    unread = (*broken, *found.errors)
    return Prepared(
        plan=PublishPlan(rows),
        contents=found.contents,
        spool=found.spool,
        cards=found.cards,
        names=found.names,
        origins=found.origins,
        notes=notes,
        unread=unread,
    )


class _Looked:
    """What is found where one article after the other is looked at; no more of it is kept."""

    def __init__(
        self,
        workspace: Workspace,
        live: Live | None,
        spool: Spool | None = None,
        cards: dict[Page, Card] | None = None,
    ) -> None:
        self.workspace = workspace
        self.spool = spool or Spool()
        self.cards = {} if cards is None else cards
        self.contents = Contents(workspace, live.stock if live else None)
        self.names: dict[str, tuple[str, ...]] = {}
        """See :attr:`ArticlePages.names`."""
        self.origins: dict[tuple[str, str], Origin] = {}
        self.broken: list[WorkflowError] = []
        """Why articles cannot be read …"""
        self.errors: list[WorkflowError] = []
        """… and what else cannot."""
        self.refused: list[Phrase] = []
        self.notes: dict[str, None] = {}
        self._standing: dict[tuple[str, str], Entrant] = {}
        """What stands in the place of live pages that may have to stay."""
        known = _known(live.manifest, workspace.settings) if live else None
        self._planning = Planning(known, live.since if live else "")

    def look(
        self,
        now: datetime,
        clashes: Mapping[str, tuple[str, ...]],
        looked_at: Callable[[int], None],
        workers: Workers | None,
    ) -> None:
        """Look at every article; ``clashes``: see :meth:`ArticlePages.candidate`."""
        workspace = self.workspace
        for slug, pages, made, _ in workspace.facts.of(
            PAGES, workspace.slugs(), workers, looked_at
        ):
            self.names[slug] = pages.names
            self.broken += pages.unread
            for found, each in zip_longest(pages.entrants, made or ()):
                candidate = pages.candidate(found, now, clashes.get(slug, ()))
                page, own = candidate.page, self._planning.add(candidate)
                self.origins[page.key] = Origin(page.version, found.grade, found.engines)
                if each is not None:
                    self.spool.put(("grounds", page.key), each.grounds.dump())
                    self.spool.put(page.key, each.text)
                    self.spool.put(each.card.digest, each.content)
                    self.cards[pages.page(found, found.proof)] = each.card
                if candidate.publishable and found.proof is not None:
                    self.contents.add(page, found.proof)
                elif own is not None:
                    self._standing[page.key] = found
                if candidate.reasons in (found.refused, clashes.get(slug)):
                    self.refused += _refusals(candidate)
                self.notes |= dict.fromkeys(found.notes)
                self.errors += found.errors

    def rows(
        self, hidden: Mapping[tuple[str, str], str], kept: Mapping[str, str]
    ) -> tuple[PlanRow, ...]:
        """The plan's rows, with the pages as they go out; see :func:`.plan.plan`."""
        rows = self._planning.plan(hidden, kept).rows
        return tuple(self._row(row) if row.action is PlanAction.CARRIED else row for row in rows)

    def _row(self, row: PlanRow) -> PlanRow:
        key = (row.article, row.locale)
        found = self.contents.carry(row, self._standing.get(key))
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


def _hidden(
    workspace: Workspace,
    names: Mapping[str, tuple[str, ...]],
    errors: Sequence[WorkflowError],
) -> Mapping[tuple[str, str], str]:
    """(Slug, locale) of the articles that cannot be read → why, in every locale there may be."""
    settings = workspace.settings
    read = {slug for slug, each in names.items() if each}
    reasons: dict[str, str] = {}
    files = {str(workspace.source_path(slug)): slug for slug in workspace.slugs()}
    for error in errors:
        slug = files.get(error.file or "")
        if slug is not None and slug not in read:
            reasons.setdefault(slug, workspace.said(error))
    locales = dict.fromkeys((settings.source_locale, *settings.target_locales))
    return {
        (slug, locale.name): reasons.get(slug, "the article cannot be read")
        for slug in workspace.slugs()
        if slug not in read
        for locale in locales
    }


def _maybe_renamed(
    workspace: Workspace, hidden: Mapping[tuple[str, str], str], live: Manifest
) -> Mapping[str, str]:
    """Live slugs without an article that may be a renamed one's, and why.

    That is one that is not extracted yet and has the same texts, or one that cannot be read: if
    it is not live itself, or its text has the slug in it, as ``aliases`` would.
    """
    published = {page.article for page in live.pages}
    gone = sorted(published.difference(workspace.slugs()))
    if not gone:
        return {}
    orphans = workspace.orphans()
    fresh = [slug for slug in workspace.slugs() if not workspace.has_catalogue(slug)]
    found = {
        old: phrase(
            "renamed to {article}, which is not extracted yet: run workflow extract {article}",
            article=new,
        )
        for new, old in moved(
            workspace, fresh, {old: orphans[old] for old in gone if old in orphans}
        ).items()
    }
    for slug in dict.fromkeys(slug for slug, _ in hidden):
        file = workspace.source_path(slug)
        text = _raw(file) if slug in published else None
        for each in gone:
            if text is None or each.encode() in text:
                reason = phrase(
                    "{file} cannot be read and may be this article, renamed",
                    file=workspace.relative(file),
                )
                found.setdefault(each, reason)
    return found


def _raw(file: Path) -> bytes | None:
    """The bytes of a file; None where they cannot be had."""
    try:
        return held(file)
    except OSError:
        return None


def _clashes(
    names: Mapping[str, tuple[str, ...]], files: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Slug → why its address or that of an alias is another article's as well."""
    owners: dict[str, list[str]] = {}
    for slug, own in names.items():
        for name in {caseless(each): None for each in own}:
            owners.setdefault(name, []).append(slug)
    for slug, own in names.items():
        reasons = []
        for name in own:
            others = [each for each in owners[caseless(name)] if each != slug]
            if name == slug:
                reasons += [
                    phrase(
                        "{file}: a disk or server may take its address for that of {other}: "
                        "rename one of them",
                        file=files[slug][0],
                        other=files[each][0],
                    )
                    for each in others
                    if caseless(each) == caseless(name)
                ]
            else:
                reasons += [
                    phrase(
                        "{file}: the alias “{alias}” is the address of {other} as well: take it "
                        "out of one of them",
                        file=files[slug][0],
                        alias=name,
                        other=files[each][0],
                    )
                    for each in others
                ]
        if reasons:
            yield slug, tuple(reasons)


def _known(live: Manifest, settings: Settings) -> Manifest:
    """The live release; ids that nobody can know, since its address was an example, are left."""
    if is_placeholder(settings.base_url):
        return live
    pages = (replace(page, id="") if is_placeholder(page.id) else page for page in live.pages)
    return replace(live, pages=tuple(pages))
