"""From candidates to an edition: documents spliced, read back, and made into a site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from workflow.errors import ArticleError, NotReadyError, WorkflowError
from workflow.flows.evaluate import Evaluation
from workflow.flows.release.candidates import Manuscript, manuscripts
from workflow.flows.release.edition import Edition
from workflow.flows.release.outlet import Live, Outlet
from workflow.formats import Document, parse
from workflow.model import Key, Locale
from workflow.model.release import Page, PlanAction, PlanRow
from workflow.review.plan import plan
from workflow.site import Publication, SiteSettings, build_site, media_paths
from workflow.site.fields import published
from workflow.stores.media import media_file
from workflow.stores.releases import content_path
from workflow.stores.settings import Settings
from workflow.stores.workspace import Workspace

_UNKNOWN = "1970-01-01"
"""The time of change of a page that has no date, no approval on record and no mark."""


def prepare(
    workspace: Workspace, outlet: Outlet, looked_at: Callable[[int], None] = lambda _: None
) -> Edition:
    """Plan the next release and make everything it would put out, in memory.

    ``looked_at`` is called with 1 after each article × locale. Raises what reading the
    project and the live release raises; what is broken in a page that should go out is
    collected in :attr:`Edition.problems`.
    """
    live = outlet.live()
    found = manuscripts(workspace, looked_at)
    candidates = [each.candidate for each in found.values()]
    planned = plan(candidates, live.manifest, live.since) if live else plan(candidates, None)
    press = _Press(workspace, outlet, live, found)
    # Media of carried pages come from the live release, unless a fresh page brings its own.
    for row in sorted(planned.rows, key=lambda row: row.action is PlanAction.CARRIED):
        press.add(row)
    pages = build_site(press.publications, site_settings(workspace.settings))
    return Edition.of(planned, {**pages, **press.media}, press.content, tuple(press.problems))


def site_settings(settings: Settings) -> SiteSettings:
    """What the site's pages have in common, from the project's settings."""
    locales = dict.fromkeys((settings.source_locale, *settings.target_locales))
    if settings.source_locale in settings.target_locales:
        locales = dict.fromkeys(settings.target_locales)
    return SiteSettings(settings.titles, settings.base_url, tuple(locales))


def publication(
    page: Page, document: Document, approved: str, *, draft: bool = False
) -> Publication:
    """The page with the document it shows, for the site.

    Its time of change is the article's own date, and only where it has none, ``approved``
    (ISO 8601): feeds then do not depend on when an editor came to it.
    """
    undated = Publication(
        slug=page.article,
        locale=Locale(page.locale),
        source_locale=Locale(page.source_locale),
        format=page.format,
        fields=document.front_matter,
        body=document.body,
        updated=approved,
        follows=page.follows,
        draft=draft,
    )
    date = published(undated)
    return replace(undated, updated=date.isoformat()) if date else undated


@dataclass(slots=True)
class _Press:
    """Collects what an edition is made of, page by page."""

    workspace: Workspace
    outlet: Outlet
    live: Live | None
    found: Mapping[tuple[str, str], Manuscript]
    publications: list[Publication] = field(default_factory=list)
    media: dict[str, Path] = field(default_factory=dict)
    content: dict[str, bytes] = field(default_factory=dict)
    problems: list[WorkflowError] = field(default_factory=list)

    def add(self, row: PlanRow) -> None:
        """Add the page of a row, if it has one and nothing is broken in it."""
        page = row.page
        if page is None:
            return
        approvals = self.found[page.key].candidate.approvals
        approved = approvals.get(page.version) or page.follows or _UNKNOWN
        try:
            document, find = self._document(row, page)
            shown = publication(page, document, approved)
            files = {f"media/{path}": find(path) for path in media_paths(shown)}
        except NotReadyError as error:
            self.problems.append(error)
            return
        self.publications.append(shown)
        name = content_path(page.locale, page.article, page.format)
        self.content[name] = document.text.encode("utf-8")
        for place, file in files.items():
            self.media.setdefault(place, file)

    def _document(self, row: PlanRow, page: Page) -> tuple[Document, Callable[[str], Path]]:
        """What the page shows, and how its media are found."""
        if row.action is PlanAction.CARRIED and self.live is not None:
            live = self.live
            text = self.outlet.store.content(live.id, live.manifest, page)
            document = parse_document(self.workspace, text, page.format)
            return document, lambda path: self.outlet.store.media(live.id, path)
        evaluation = self.found[page.key].evaluation
        return translated(self.workspace, evaluation), lambda path: self._media(page, path)

    def _media(self, page: Page, path: str) -> Path:
        file = media_file(self.workspace.articles_folder, path)
        if file is None:
            raise NotReadyError(
                f"the file “{self.workspace.settings.articles}/{path}” is missing",
                hint="Put it there, or take the reference to it out of the article.",
                file=self.found[page.key].evaluation.article.path,
            )
        return file


def translated(workspace: Workspace, evaluation: Evaluation) -> Document:
    """The article in the evaluation's locale, spliced, parsed again and found built the same.

    Raises :class:`NotReadyError` where a translation would break the page; the checks say so
    before, but nothing goes out on their word alone.
    """
    article = evaluation.article
    source = workspace.document(article)
    if evaluation.locale == article.locale:
        return source
    usable = {message.key: message.msgstr for message in evaluation.messages if message.usable}
    again = spliced(workspace, evaluation, usable)
    if again is None:
        segment, reason = source.breakage(lambda each: usable.get(each.key))[0]
        catalogue = workspace.catalogue_path(article, evaluation.locale)
        raise NotReadyError(
            f"the translation of “{segment.text}” would break the page: {reason}",
            hint=f"Mend it in {workspace.relative(catalogue)}.",
            file=article.path,
            line=segment.line,
        )
    return again


def spliced(
    workspace: Workspace, evaluation: Evaluation, texts: Mapping[Key, str]
) -> Document | None:
    """The article with ``texts`` (key → msgstr) spliced in; None if that breaks its structure."""
    article = evaluation.article
    source = workspace.document(article)
    try:
        text = source.render(lambda segment: texts.get(segment.key))
        again = parse_document(workspace, text, article.format)
    except ArticleError:
        return None
    return again if again.skeleton == source.skeleton else None


def parse_document(workspace: Workspace, text: str, format: str) -> Document:
    """Parse ``text`` as the project's articles are parsed."""
    settings = workspace.settings
    arguments = frozenset(settings.directive_arguments)
    return parse(text, format=format, fields=settings.front_matter, arguments=arguments)
