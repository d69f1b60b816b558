"""From candidates to an edition: pages proven, planned, and made into a site."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from workflow.errors import ArticleError, FileError, NotReadyError, WorkflowError
from workflow.files.atomic import held
from workflow.flows.extract_moved import moved
from workflow.flows.release.candidates import Manuscript, manuscripts
from workflow.flows.release.documents import parse_document
from workflow.flows.release.edition import Edition, file_records
from workflow.flows.release.notes import is_placeholder, notes
from workflow.flows.release.outlet import Live, Outlet
from workflow.flows.release.proof import UNKNOWN, Proof, is_dated, prove, publication, time_of
from workflow.formats import Document
from workflow.formats.links import caseless
from workflow.model import Article
from workflow.model.release import Candidate, Manifest, Page, PageMedia, PlanAction, PlanRow
from workflow.project.releases import content_path
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace
from workflow.review.plan import plan
from workflow.site import (
    Publication,
    SiteSettings,
    build_site,
    frame_digest,
    media_uses,
)


def prepare(
    workspace: Workspace,
    outlet: Outlet,
    now: datetime,
    looked_at: Callable[[int], None] = lambda _: None,
) -> Edition:
    """Plan the next release and make everything it would put out, in memory.

    ``now`` (with zone) tells which embargo is over; ``looked_at`` is called with 1 after each
    article × locale. What is broken in one page, or cannot be read, keeps that page back, with
    the reason, and no other. Raises what reading the settings and the live release raises.
    """
    live = outlet.live()
    settings = site_settings(workspace.settings)
    unread: list[WorkflowError] = []
    articles = workspace.readable((), unread)
    hidden = _hidden(workspace, articles, unread)
    found = manuscripts(workspace, articles, now, unread, looked_at)
    taken = dict(_clashes(articles))
    proofs: dict[tuple[str, str], Proof] = {}
    candidates = []
    broken = []
    for (slug, locale), manuscript in found.items():
        candidate = manuscript.candidate
        if candidate.publishable:
            candidate = _proven(workspace, manuscript, taken.get(slug, ()), proofs)
            broken += [
                f"{slug} in {locale} is approved, but cannot go out: {reason}"
                for reason in candidate.reasons
            ]
        candidates.append(candidate)
    known = _known(live.manifest, workspace.settings) if live else None
    kept = _maybe_renamed(workspace, hidden, known) if known else {}
    planned = plan(candidates, known, live.since if live else "", hidden, kept)
    press = _Press(workspace, outlet, live, found, proofs)
    # What is carried gives way: its pictures move where a fresh page brings others.
    rows = sorted(planned.rows, key=lambda row: row.action is PlanAction.CARRIED)
    rows = sorted(map(press.add, rows), key=lambda row: (row.article, row.locale))
    lost: list[str] = []
    built = build_site(
        press.publications, settings, lambda page, url: lost.append(_lost(page, url))
    )
    site = {**built, **press.media}
    odd = dict.fromkeys(note for each in found.values() for note in each.translation.notes)
    edition = Edition.of(
        replace(planned, rows=tuple(rows)),
        site,
        press.content,
        frame_digest(settings),
        (*broken, *odd, *lost, *notes(workspace.settings, outlet)),
        unread=tuple(unread),
    )
    _require_unchanged(edition, workspace)
    return edition


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


def _proven(
    workspace: Workspace,
    manuscript: Manuscript,
    clashes: tuple[str, ...],
    proofs: dict[tuple[str, str], Proof],
) -> Candidate:
    """The candidate with its page as it would go out, or with what keeps it from that."""
    candidate = manuscript.candidate
    if clashes:
        return replace(candidate, reasons=clashes)
    try:
        proof = prove(workspace, manuscript)
    except (ArticleError, NotReadyError, FileError) as error:
        return replace(candidate, reasons=(_reason(workspace, error),))
    proofs[candidate.page.key] = proof
    return replace(candidate, page=proof.page, dated=is_dated(proof.document))


def _lost(page: Publication, url: str) -> str:
    return (
        f"{page.slug} in {page.locale}: the link to “{url}” is plain text, as nothing of that is "
        "published"
    )


def _reason(workspace: Workspace, error: WorkflowError) -> str:
    if error.file:
        error.file = workspace.relative(Path(error.file))
    return str(error)


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


def _require_unchanged(edition: Edition, workspace: Workspace) -> None:
    """Raise :class:`NotReadyError` where a file changed since the approvals were compared."""
    published = {record.path: record.blake2b for record in edition.manifest.files}
    for page in edition.manifest.pages:
        for each in page.media:
            whole = isinstance(edition.site[each.place], Path)
            if whole and published[each.place] != each.blake2b:
                raise NotReadyError(
                    "the file changed while the release was prepared",
                    hint="Run the command again.",
                    file=f"{workspace.settings.articles}/{each.path}",
                )


@dataclass(slots=True)
class _Press:
    """Collects what an edition is made of, page by page."""

    workspace: Workspace
    outlet: Outlet
    live: Live | None
    found: Mapping[tuple[str, str], Manuscript]
    proofs: Mapping[tuple[str, str], Proof]
    publications: list[Publication] = field(default_factory=list)
    media: dict[str, bytes | Path] = field(default_factory=dict)
    content: dict[str, bytes] = field(default_factory=dict)
    _placed: dict[str, str] = field(default_factory=dict)
    """Place in the site → digest of the file in the articles folder."""

    def add(self, row: PlanRow) -> PlanRow:
        """Add the page of a row, if it has one; the row with the page as it goes out."""
        page = row.page
        if page is None:
            return row
        if row.action is PlanAction.CARRIED and self.live is not None:
            page, document = self._carried(page, self.live)
        else:
            proof = self.proofs[page.key]
            document = proof.document
            for each in page.media:
                self.media[each.place] = proof.files[each.path]
                self._placed[each.place] = each.blake2b
        self.publications.append(publication(page, document))
        name = content_path(page.locale, page.article, page.format)
        self.content[name] = document.text.encode("utf-8")
        return replace(row, page=page)

    def _carried(self, page: Page, live: Live) -> tuple[Page, Document]:
        """A page of the live release, and its document; its files are added from there."""
        store = self.outlet.store
        text = store.content(live.id, live.manifest, page)
        document = parse_document(self.workspace, text, page.format)
        if not page.updated:
            page = replace(page, updated=self._when(page, document))
        if not page.text:
            page = replace(page, older_ids=True)
        kept = []
        for each in page.media or self._unrecorded(page, document, live):
            file = store.media(live.id, live.manifest, each.place)
            place = self._place(each)
            self.media[place] = file
            self._placed[place] = each.blake2b
            kept.append(each._replace(place=place))
        return replace(page, media=tuple(kept)), document

    def _place(self, file: PageMedia) -> str:
        """Where a carried file goes: its place, or one of its own where another took that."""
        usual = f"media/{file.path}"
        if self._placed.get(usual, file.blake2b) == file.blake2b:
            return usual
        stem, ending = posixpath.splitext(usual)
        return f"{stem}.{file.blake2b}{ending}"

    def _unrecorded(self, page: Page, document: Document, live: Live) -> Iterator[PageMedia]:
        """The files of a page whose release did not record them."""
        for use in media_uses(publication(page, document)):
            if use.path is not None:
                place = f"media/{use.path}"
                file = self.outlet.store.media(live.id, live.manifest, place)
                (record,) = file_records({place: file})
                yield PageMedia(use.path, record.blake2b, place)

    def _when(self, page: Page, document: Document) -> str:
        """The time of a page whose release did not record it."""
        manuscript = self.found.get(page.key)
        approvals = manuscript.candidate.approvals if manuscript else {}
        return time_of(document, approvals.get(page.version) or page.follows or UNKNOWN)
