"""The checks, run on what is on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from workflow.site import Publication, anchors_of
from workflow.stores.catalogues import Catalogue
from workflow.stores.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A translation that was not looked at, or not all of it."""

    article: str
    locale: str
    reason: str
    """For people."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found, and what they did not look at."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    errors: tuple[WorkflowError, ...]
    """Of catalogues that cannot be read."""
    articles: int
    translations: int
    """How many were looked at."""


MISSING = "not extracted yet"
"""Why the translation of an article without a catalogue is not looked at."""


def check(
    workspace: Workspace, articles: Iterable[Article], locales: Sequence[Locale] = ()
) -> Checked:
    """Look at ``articles`` and their catalogues with all checks.

    ``locales`` limits the translations looked at; what is found in a source concerns every
    locale and is always told. A catalogue that cannot be read is in no other's way.
    """
    found: list[Finding] = []
    unchecked: list[Unchecked] = []
    errors: list[WorkflowError] = []
    sources = translations = 0
    for article in articles:
        sources += 1
        found += source_findings(workspace, article)
        for locale in workspace.targets(article, locales):
            skipped = partial(Unchecked, article.slug, locale.name)
            try:
                catalogue = workspace.catalogue(article, locale)
            except WorkflowError as error:
                errors.append(error)
                unchecked.append(skipped(workspace.said(error)))
                continue
            if catalogue is None:
                unchecked.append(skipped(MISSING))
                continue
            translations += 1
            found += translation_findings(workspace, article, locale, catalogue)
            if behind := _behind(workspace, article, catalogue):
                unchecked.append(skipped(behind))
    return Checked(tuple(found), tuple(unchecked), tuple(errors), sources, translations)


def _behind(workspace: Workspace, article: Article, catalogue: Catalogue) -> str:
    """How far a catalogue is behind its article; empty where it is not."""
    keys = {segment.key for segment in workspace.document(article).segments}
    there = {message.key for message in catalogue.messages if not message.obsolete}
    if keys <= there <= keys:
        return ""
    lacking, more = len(keys - there), len(there - keys)
    parts = [
        f"lacks {lacking} of its {len(keys)} texts" * bool(lacking),
        f"has {more} that it has no more" * bool(more),
    ]
    return f"the catalogue is behind the article: it {' and '.join(filter(None, parts))}"


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
