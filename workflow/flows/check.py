"""The checks, run on what is on disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.model import Finding, Locale
from workflow.model.results import Checked, Unchecked
from workflow.project.kinds import CHECKS
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.project.spread import Workers


def check(
    workspace: Workspace,
    names: Sequence[str] = (),
    locales: Sequence[Locale] = (),
    workers: Workers | None = None,
) -> Checked:
    """Look at the articles ``names`` (slugs or paths; none: all) with all checks.

    ``locales`` limits the translations looked at; what is found in a source concerns every
    locale and is always told. What cannot be read is in no other's way. ``workers`` makes the
    executor that a large run is spread over. Raises :class:`ArticleError` for a name that is no
    article's, :class:`LocaleError` for a locale that is no target, and :class:`GlossaryError`.
    """
    found: list[Finding] = []
    unchecked: list[Unchecked] = []
    unread: list[WorkflowError] = []
    sources = translations = 0
    for fact in workspace.facts.of(CHECKS, workspace.named(names), workers):
        if fact.value.unread:
            unread += map(workspace.placed, fact.value.unread)
            continue
        sources += 1
        found += fact.value.source
        targets = workspace.targets_of(Locale(fact.value.language), locales)
        wanted = {locale.name for locale in targets}
        for each in fact.value.translations:
            if each.locale not in wanted:
                continue
            if each.failure is not None:
                raise each.failure
            found += each.findings
            skipped = each.unchecked
            if skipped is not None:
                unchecked.append(skipped)
            translations += skipped is None or (skipped.extracted and skipped.error is None)
    workspace.facts.save()
    return Checked(tuple(found), tuple(unchecked), sources, translations, tuple(unread))
