"""What the checks find in an article and its translations, as they are on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow import checks
from workflow.model import Finding, Key
from workflow.po.catalogue import Catalogue

if TYPE_CHECKING:
    from workflow.project.translation import Translation


def source_findings(source: Translation) -> tuple[Finding, ...]:
    """Return what the checks find in an article as it is written."""
    workspace, settings = source.workspace, source.workspace.settings
    subject = checks.Source(
        source.article,
        source.document,
        settings.articles,
        exists=workspace.has_file,
        slugs=workspace.slugs,
        slug=workspace.slug_of,
        alike=workspace.alike,
        locales=(settings.source_locale, *settings.target_locales, source.locale),
        anchors=workspace.anchors,
        now=workspace.slug_now,
    )
    return checks.check_source(subject, _off(source))


def translation_findings(translation: Translation, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Return what the checks find in ``catalogue`` as the article's translation."""
    article, document = translation.article, translation.document
    markdown = article.format == "markdown"
    references = checks.link_references(document.body) if markdown else ""
    file = translation.workspace.relative(catalogue.path)
    subjects: dict[Key, checks.Subject] = {}
    for segment in document.segments:
        message = catalogue.get(segment.key)
        if message is not None and message.msgstr and segment.key not in subjects:
            line = catalogue.line(segment.key)
            subjects[segment.key] = checks.Subject(
                article, translation.locale, segment, message, file, line, references
            )
    subject = checks.Translation(
        article,
        translation.locale,
        document,
        tuple(subjects.values()),
        translation.workspace.terms,
    )
    return checks.check_translation(subject, _off(translation))


def _off(translation: Translation) -> frozenset[str]:
    """The checks the project or the article switches off."""
    own = checks.switched_off(translation.document.front_matter)
    return frozenset((*translation.workspace.settings.checks_off, *own))
