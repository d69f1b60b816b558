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
from workflow.flows.release.entrants import PAGES, ArticlePages, Entrant
from workflow.flows.release.notes import is_placeholder
from workflow.flows.release.publisher import Live
from workflow.model import digest
from workflow.model.phrase import Phrase, phrase
from workflow.model.release import (
    Candidate,
    Manifest,
    Page,
    PlanAction,
    PublishPlan,
    page_json,
    record_json,
)
from workflow.project.settings import Settings
from workflow.project.sources import caseless
from workflow.project.workspace import Workspace
from workflow.review.plan import plan

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
    notes: tuple[str, ...]
    """What a publisher should know that keeps nothing from going out, for people."""
    unread: tuple[WorkflowError, ...]
    """What cannot be read; its pages are withheld, or stay as they are live."""

    @cached_property
    def key(self) -> str:
        """A digest over all that the files of the release depend on."""
        documents = self.contents.documents
        pages = (page_json(page) + record_json(documents[page.key]) for page in self.plan.pages)
        media = sorted(str(each.record) for each in self.contents.media.values())
        settings = self.contents.workspace.settings
        return digest("release", program_digest(), repr(settings), *pages, "media", *media)


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
    spool = Spool()
    cards: dict[Page, Card] = {}
    entrants: dict[tuple[str, str], Entrant] = {}
    articles: dict[str, ArticlePages] = {}
    for slug, pages, made in workspace.facts.of(PAGES, workspace.slugs(), workers, looked_at):
        articles[slug] = pages
        for found, each in zip_longest(pages.entrants, made or ()):
            entrants[slug, found.locale] = found
            if each is not None:
                spool.put((slug, found.locale), each.text)
                spool.put(each.card.digest, each.content)
                cards[pages.page(found, found.proof)] = each.card
    broken = [workspace.placed(error) for each in articles.values() for error in each.unread]
    hidden = _hidden(workspace, articles, broken)
    clashes = dict(_clashes(articles))
    candidates = [
        articles[slug].candidate(found, now, clashes.get(slug, ()))
        for (slug, _), found in entrants.items()
    ]
    refused = (
        note
        for each, found in zip(candidates, entrants.values(), strict=True)
        if each.reasons in (found.refused, clashes.get(each.page.article))
        for note in _refusals(each)
    )
    known = _known(live.manifest, workspace.settings) if live else None
    kept = _maybe_renamed(workspace, hidden, known) if known else {}
    planned = plan(candidates, known, live.since if live else "", hidden, kept)
    contents = Contents(workspace, live.stock if live else None, entrants)
    rows = contents.add(planned.rows)
    for row in rows:
        if row.page is not None and row.action is PlanAction.CARRIED:
            # It stays as it is live: what was made of it just now is not what goes out.
            cards.pop(row.page, None)
            spool.drop(row.page.key)
    odd = dict.fromkeys(note for each in entrants.values() for note in each.notes)
    unread = (*broken, *(error for each in entrants.values() for error in each.errors))
    return Prepared(PublishPlan(rows), contents, spool, cards, (*refused, *odd), unread)


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
    articles: Mapping[str, ArticlePages],
    errors: Sequence[WorkflowError],
) -> Mapping[tuple[str, str], str]:
    """(Slug, locale) of the articles that cannot be read → why, in every locale there may be."""
    settings = workspace.settings
    read = {slug for slug, each in articles.items() if each.names}
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


def _clashes(articles: Mapping[str, ArticlePages]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Slug → why its address or that of an alias is another article's as well."""
    owners: dict[str, list[str]] = {}
    for slug, article in articles.items():
        for name in {caseless(each): None for each in article.names}:
            owners.setdefault(name, []).append(slug)
    for slug, article in articles.items():
        reasons = []
        for name in article.names:
            others = [each for each in owners[caseless(name)] if each != slug]
            if name == slug:
                reasons += [
                    phrase(
                        "{file}: a disk or server may take its address for that of {other}: "
                        "rename one of them",
                        file=article.path,
                        other=articles[each].path,
                    )
                    for each in others
                    if caseless(each) == caseless(name)
                ]
            else:
                reasons += [
                    phrase(
                        "{file}: the alias “{alias}” is the address of {other} as well: take it "
                        "out of one of them",
                        file=article.path,
                        alias=name,
                        other=articles[each].path,
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
