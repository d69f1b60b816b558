"""The checks, run on what is on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from workflow.errors import WorkflowError
from workflow.model import Article, Finding, Locale
from workflow.po.catalogue import Catalogue
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace


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
        found += workspace.translation(article, article.locale).findings
        for translation in workspace.translations(article, locales):
            skipped = partial(Unchecked, article.slug, translation.locale.name)
            try:
                catalogue = translation.catalogue
            except WorkflowError as error:
                errors.append(error)
                unchecked.append(skipped(workspace.said(error)))
                continue
            if catalogue is None:
                unchecked.append(skipped(MISSING))
                continue
            translations += 1
            found += translation.translation_findings
            if behind := _behind(translation, catalogue):
                unchecked.append(skipped(behind))
    return Checked(tuple(found), tuple(unchecked), tuple(errors), sources, translations)


def _behind(translation: Translation, catalogue: Catalogue) -> str:
    """How far a catalogue is behind its article; empty where it is not."""
    keys = {segment.key for segment in translation.document.segments}
    there = {message.key for message in catalogue.messages if not message.obsolete}
    if keys <= there <= keys:
        return ""
    lacking, more = len(keys - there), len(there - keys)
    parts = [
        f"lacks {lacking} of its {len(keys)} texts" * bool(lacking),
        f"has {more} that it has no more" * bool(more),
    ]
    return f"the catalogue is behind the article: it {' and '.join(filter(None, parts))}"
