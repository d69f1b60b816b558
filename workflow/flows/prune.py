"""Prune: obsolete messages dropped from catalogues, the only act that ever drops any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from workflow.errors import LocaleError, WorkflowError, gathered
from workflow.files.atomic import again
from workflow.model import Locale
from workflow.model.phrase import listed, phrase
from workflow.model.results import PruneRow, Pruning
from workflow.project.catalogues import write_catalogue
from workflow.project.workspace import Workspace


def prune(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    advance: Callable[[int], None],
    *,
    dry_run: bool,
) -> Pruning:
    """Drop the obsolete messages of articles' catalogues; every other byte stays.

    ``names`` are slugs or paths (none: all articles); ``locales`` narrows the target locales;
    ``advance`` is told of each article done; ``dry_run`` writes nothing. The memory learns from
    obsolete messages too: it forgets what is dropped. Raises :class:`LocaleError` for a locale
    that is no target.
    """
    targets = _targets(workspace, locales)
    rows: list[PruneRow] = []
    errors: list[WorkflowError] = []
    with workspace.lock():
        for slug in workspace.named(names):
            for locale in targets:
                with gathered(errors):
                    one = partial(_prune_catalogue, workspace, slug, locale, dry_run=dry_run)
                    rows += again(one)
            advance(1)
    return Pruning(tuple(rows), tuple(errors), dry_run)


def _targets(workspace: Workspace, only: Sequence[Locale]) -> tuple[Locale, ...]:
    targets = workspace.settings.target_locales
    for locale in only:
        if locale not in targets:
            raise LocaleError(
                phrase("“{name}” is not a target locale of this project", name=locale.name),
                hint=phrase(
                    "Target locales are {names}.", names=listed(target.name for target in targets)
                ),
            )
    return tuple(only) or targets


def _prune_catalogue(
    workspace: Workspace, slug: str, locale: Locale, *, dry_run: bool
) -> Sequence[PruneRow]:
    catalogue = workspace.catalogue(slug, locale)
    if catalogue is None:
        return ()
    live = [message for message in catalogue.messages if not message.obsolete]
    dropped = tuple(message for message in catalogue.messages if message.obsolete)
    if not dropped:
        return ()
    if not dry_run:
        write_catalogue(catalogue.merged(live))
    return (PruneRow(slug, locale.name, workspace.relative(catalogue.path), dropped),)
