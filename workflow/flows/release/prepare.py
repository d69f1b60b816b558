"""From the working tree to what the next release is to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workflow.errors import WorkflowError
from workflow.files.atomic import held
from workflow.flows.extract_moved import moved
from workflow.flows.release.candidates import Entrant, entrant
from workflow.flows.release.contents import Contents
from workflow.flows.release.documents import Documents
from workflow.flows.release.notes import is_placeholder
from workflow.flows.release.publisher import Live
from workflow.formats.linking import caseless
from workflow.model import Article
from workflow.model.release import Candidate, Manifest, Page, PublishPlan
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace
from workflow.review.plan import plan
from workflow.site import Card, SiteSettings


@dataclass(frozen=True, slots=True)
class Prepared:
    """The next release, before a page of it is rendered."""

    plan: PublishPlan
    contents: Contents
    documents: Documents
    cards: Mapping[Page, Card]
    """What the site knows of pages that were looked at just now, if they go out just so."""
    notes: tuple[str, ...]
    """What a publisher should know that keeps nothing from going out, for people."""
    unread: tuple[WorkflowError, ...]
    """What cannot be read; its pages are withheld, or stay as they are live."""


def prepare(
    workspace: Workspace,
    live: Live | None,
    now: datetime,
    looked_at: Callable[[int], None] = lambda _: None,
) -> Prepared:
    """Plan the next release.

    ``now`` (with zone) tells which embargo is over; ``looked_at`` is called with 1 after each
    article × locale. What is broken in one page, or cannot be read, keeps that page back, with
    the reason, and no other. Raises what reading the settings and the live release raises.
    """
    unread: list[WorkflowError] = []
    articles = workspace.readable((), unread)
    hidden = _hidden(workspace, articles, unread)
    documents = Documents(workspace, live.stock if live else None)
    cards: dict[Page, Card] = {}
    entrants: dict[tuple[str, str], Entrant] = {}
    for article in articles:
        for locale in (article.locale, *workspace.targets(article)):
            found, made = entrant(workspace.translation(article, locale))
            entrants[found.candidate.page.key] = found
            if made is not None and found.proof is not None:
                documents.put(found.proof.page.key, made.text)
                cards[found.proof.page] = made.card
            unread += found.errors
            looked_at(1)
    candidates, broken = _candidates(entrants, dict(_clashes(articles)), now)
    known = _known(live.manifest, workspace.settings) if live else None
    kept = _maybe_renamed(workspace, hidden, known) if known else {}
    planned = plan(candidates, known, live.since if live else "", hidden, kept)
    contents = Contents(workspace, live.stock if live else None, entrants)
    rows = contents.add(planned.rows)
    odd = dict.fromkeys(note for each in entrants.values() for note in each.notes)
    return Prepared(PublishPlan(rows), contents, documents, cards, (*broken, *odd), tuple(unread))


def _candidates(
    entrants: Mapping[tuple[str, str], Entrant],
    clashes: Mapping[str, tuple[str, ...]],
    now: datetime,
) -> tuple[list[Candidate], list[str]]:
    """The candidates with their pages as they would go out, or with what keeps them from that.

    And that, of those that are approved, in words.
    """
    candidates, broken = [], []
    for (slug, locale), found in entrants.items():
        candidate = found.at(now)
        if candidate.publishable:
            reasons = clashes.get(slug) or found.refused
            candidate = replace(candidate, reasons=reasons)
            broken += [
                f"{slug} in {locale} is approved, but cannot go out: {reason}" for reason in reasons
            ]
            if found.proof is not None and not reasons:
                candidate = replace(candidate, page=found.proof.page, dated=found.proof.dated)
        candidates.append(candidate)
    return candidates, broken


def site_settings(settings: Settings) -> SiteSettings:
    """What the site's pages have in common, from the project's settings."""
    locales = dict.fromkeys((settings.source_locale, *settings.target_locales))
    if settings.source_locale in settings.target_locales:
        locales = dict.fromkeys(settings.target_locales)
    return SiteSettings(settings.titles, settings.base_url, tuple(locales))


def _hidden(
    workspace: Workspace, articles: Sequence[Article], errors: Sequence[WorkflowError]
) -> Mapping[tuple[str, str], str]:
    """(Slug, locale) of the articles that cannot be read → why, in every locale there may be."""
    settings = workspace.settings
    read = {article.slug for article in articles}
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
        old: f"renamed to {new}, which is not extracted yet: run workflow extract {new}"
        for new, old in moved(
            workspace, fresh, {old: orphans[old] for old in gone if old in orphans}
        ).items()
    }
    for slug in dict.fromkeys(slug for slug, _ in hidden):
        file = workspace.source_path(slug)
        text = _raw(file) if slug in published else None
        for each in gone:
            if text is None or each.encode() in text:
                reason = (
                    f"{workspace.relative(file)} cannot be read and may be this article, renamed"
                )
                found.setdefault(each, reason)
    return found


def _raw(file: Path) -> bytes | None:
    """The bytes of a file; None where they cannot be had."""
    try:
        return held(file)
    except OSError:
        return None


def _clashes(articles: tuple[Article, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Slug → why its address or that of an alias is another article's as well."""
    owners: dict[str, dict[str, Article]] = {}
    for article in articles:
        for name in article.names:
            owners.setdefault(caseless(name), {})[article.slug] = article
    for article in articles:
        reasons = []
        for name in article.names:
            others = [each for each in owners[caseless(name)].values() if each is not article]
            named = [each for each in others if caseless(each.slug) == caseless(name)]
            if name == article.slug:
                reasons += [
                    f"{article.path}: a disk or server may take its address for that of "
                    f"{each.path}: rename one of them"
                    for each in named
                ]
            else:
                reasons += [
                    f"{article.path}: the alias “{name}” is the address of {each.path} as well: "
                    "take it out of one of them"
                    for each in others
                ]
        if reasons:
            yield article.slug, tuple(reasons)


def _known(live: Manifest, settings: Settings) -> Manifest:
    """The live release; ids that nobody can know, since its address was an example, are left."""
    if is_placeholder(settings.base_url):
        return live
    pages = (replace(page, id="") if is_placeholder(page.id) else page for page in live.pages)
    return replace(live, pages=tuple(pages))
