"""The checks' fixes, applied to catalogues."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

from workflow.checks import IGNORING
from workflow.errors import CatalogueError, WorkflowError, gathered
from workflow.files.atomic import again
from workflow.flows.check import check, named
from workflow.model import Locale
from workflow.model.results import Fixing, FixRow
from workflow.project.catalogues import write_catalogue
from workflow.project.checking import mended_catalogue
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
    :func:`~workflow.flows.check.named`; ``dry_run`` writes nothing. A catalogue that somebody
    saves meanwhile is read again.
    """
    named(only)
    found = check(workspace, names, locales, workers).findings
    places = dict.fromkeys(
        (each.article, each.locale)
        for each in found
        if each.fix is not None or each.check == IGNORING
        if not only or each.check in only
    )
    rows: list[FixRow] = []
    errors: list[WorkflowError] = []
    with nullcontext() if dry_run or not places else workspace.lock():
        for slug, locale in places:
            with gathered(errors):
                one = partial(_fixed, workspace, slug, Locale(locale), only, dry_run=dry_run)
                rows += again(one, CatalogueError)
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
