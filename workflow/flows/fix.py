"""The checks' fixes, applied to catalogues and to articles themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from workflow.checks import IGNORING, mends_sources
from workflow.errors import CatalogueError, WorkflowError, gathered
from workflow.files.atomic import again, save
from workflow.flows.check import check, named
from workflow.model import Finding, Locale
from workflow.model.results import Fixing, FixRow
from workflow.project.catalogues import write_catalogue
from workflow.project.checking import mended_article, mended_catalogue
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.project.spread import Workers


def fix(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    workers: Workers | None,
    only: Collection[str] = (),
    *,
    dry_run: bool = False,
) -> Fixing:
    """Apply the fixes of the rules ``only`` (none: all) to the articles ``names``.

    Arguments, and what is raised, as of :func:`~workflow.flows.check.check` and
    :func:`~workflow.flows.check.named`; ``dry_run`` writes nothing. Articles are corrected as they
    are written, too, but where ``locales`` does not name their own. A file that somebody saves
    meanwhile is read again.
    """
    named(only)
    found = check(workspace, names, locales, workers).findings
    sources = _sources(workspace, found, locales, only)
    places = dict.fromkeys(
        (each.article, each.locale)
        for each in found
        if each.fix is not None or each.check == IGNORING
        if not only or each.check in only
    )
    rows: list[FixRow] = []
    errors: list[WorkflowError] = []
    with nullcontext() if dry_run or not (places or sources) else workspace.lock():
        for slug, locale in places:
            with gathered(errors):
                one = partial(_fixed, workspace, slug, Locale(locale), only, dry_run=dry_run)
                rows += again(one, CatalogueError)
        for slug in sources:  # last, for what they are translated by is not up to them then
            with gathered(errors):
                rows += again(partial(_rewritten, workspace, slug, only, dry_run=dry_run))
    return Fixing(tuple(rows), tuple(errors))


def _fixed(
    workspace: Workspace, slug: str, locale: Locale, only: Collection[str], *, dry_run: bool
) -> Sequence[FixRow]:
    (article,) = workspace.select((slug,))
    catalogue = workspace.catalogue(slug, locale)
    if catalogue is None:  # somebody deleted it just now
        return ()
    after, messages = mended_catalogue(workspace.translation(article, locale), catalogue, only)
    if not messages:
        return ()
    if not dry_run:
        write_catalogue(after)
    changed = tuple(map(tuple, messages.values()))
    file = workspace.relative(catalogue.path)
    return (FixRow(slug, locale.name, file, changed, catalogue.text, after.text),)


def _sources(
    workspace: Workspace,
    found: Iterable[Finding],
    locales: Sequence[Locale],
    only: Collection[str],
) -> Sequence[str]:
    """The articles in whose own files there may be something to correct."""
    wanted = {workspace.settings.own(locale).name for locale in locales}
    mending = {rule.name for rule in named(only) if mends_sources(rule.name)}
    return tuple(
        dict.fromkeys(
            each.article
            for each in found
            if each.check in mending
            and each.file in workspace.sources[each.article]
            and (not wanted or each.locale in wanted)
        )
    )


def _rewritten(
    workspace: Workspace, slug: str, only: Collection[str], *, dry_run: bool
) -> Sequence[FixRow]:
    article, _ = workspace.read(slug)
    after = mended_article(workspace.translation(article, article.locale), only)
    if not after.by:
        return ()
    text = after.document.text
    if not dry_run:
        save(workspace.source_path(slug), article.text.encode(), text.encode())
        workspace.forget(slug)
    name = article.locale.name
    return (FixRow(slug, name, article.path, after.by, article.text, text, own=True),)
