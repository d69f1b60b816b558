"""What the checks find in an article and its translations, as they are on disk."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from workflow.checks import (
    Source,
    Subject,
    Translation,
    check_source,
    check_translation,
    link_references,
    switched_off,
)
from workflow.errors import WorkflowError
from workflow.model import Article, Finding, Locale
from workflow.po.catalogue import Catalogue
from workflow.project.workspace import Workspace
from workflow.site import Publication, anchors_of


def source_findings(workspace: Workspace, article: Article) -> tuple[Finding, ...]:
    """Return what the checks find in an article as it is written."""
    settings = workspace.settings
    locales = (settings.source_locale, *settings.target_locales, article.locale)
    source = Source(
        article,
        workspace.document(article),
        settings.articles,
        lambda path: _is_file(workspace.root / path),
        workspace.slugs(),
        locales,
        cache(partial(_anchors, workspace)),
        partial(_now, workspace),
    )
    return check_source(source, _off(workspace, article))


def _now(workspace: Workspace, slug: str) -> str:
    """The slug now of the article that had ``slug`` before; empty where none had."""
    articles = workspace.readable((), [])  # what cannot be read is told where it is looked at
    return next((each.slug for each in articles if slug in each.aliases), "")


def _anchors(workspace: Workspace, slug: str) -> frozenset[str] | None:
    """What a link may name on the page of an article; None where it cannot be read."""
    try:
        (article,) = workspace.select([slug])
        document = workspace.document(article)
        fields, locale = document.front_matter, article.locale
        return anchors_of(
            Publication(slug, locale, locale, article.format, fields, document.body, updated="")
        )
    except WorkflowError:  # it is told where that article is looked at
        return None


def translation_findings(
    workspace: Workspace, article: Article, locale: Locale, catalogue: Catalogue
) -> tuple[Finding, ...]:
    """Return what the checks find in ``catalogue`` as the article's translation."""
    document = workspace.document(article)
    markdown = article.format == "markdown"
    references = link_references(document.body) if markdown else ""
    file = workspace.relative(catalogue.path)
    subjects: dict[tuple[str | None, str], Subject] = {}
    for segment in document.segments:
        message = catalogue.get(segment.key)
        if message is not None and message.msgstr and segment.key not in subjects:
            line = catalogue.line(segment.key)
            subjects[segment.key] = Subject(
                article, locale, segment, message, file, line, references
            )
    translation = Translation(article, locale, document, tuple(subjects.values()), workspace.terms)
    return check_translation(translation, _off(workspace, article))


def _off(workspace: Workspace, article: Article) -> frozenset[str]:
    """The checks the project or the article switches off."""
    own = switched_off(workspace.document(article).front_matter)
    return frozenset((*workspace.settings.checks_off, *own))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the system allows, say
        return False
