"""The checks, run on what is on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from workflow.errors import WorkflowError
from workflow.model import Article, Finding, Locale
from workflow.model.results import Checked, Unchecked
from workflow.project.workspace import Workspace


def check(
    workspace: Workspace, articles: Iterable[Article], locales: Sequence[Locale] = ()
) -> Checked:
    """Look at ``articles`` and their catalogues with all checks.

    ``locales`` limits the translations looked at; what is found in a source concerns every
    locale and is always told. A catalogue that cannot be read is in no other's way.
    """
    found: list[Finding] = []
    unchecked: list[Unchecked] = []
    sources = translations = 0
    for article in articles:
        sources += 1
        found += workspace.translation(article, article.locale).findings
        for translation in workspace.translations(article, locales):
            skipped = partial(Unchecked, article.slug, translation.locale.name)
            try:
                catalogue = translation.catalogue
            except WorkflowError as error:
                workspace.said(error)
                unchecked.append(skipped(error=error))
                continue
            if catalogue is None:
                unchecked.append(skipped(extracted=False))
                continue
            translations += 1
            found += translation.translation_findings
            keys = {segment.key for segment in translation.document.segments}
            there = {message.key for message in catalogue.messages if not message.obsolete}
            lacking, more = len(keys - there), len(there - keys)
            if lacking or more:
                unchecked.append(skipped(texts=len(keys), lacking=lacking, more=more))
    return Checked(tuple(found), tuple(unchecked), sources, translations)
