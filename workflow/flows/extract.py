"""Extract: articles → templates → catalogues. What is to be done, and doing it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError, gathered
from workflow.flows.extract_rows import Done, Plan
from workflow.model import Locale
from workflow.model.results import ExtractRow
from workflow.project.kinds import EXTRACTED
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.project.spread import Workers

MANY = 200
"""Articles from which on starting other processes costs less than it saves."""
CHUNK = 16
"""Articles a worker is handed at a time."""


def extract(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    now: datetime,
    *,
    workers: Workers | None = None,
) -> Iterator[Done]:
    """Bring the templates and catalogues of articles up to their sources.

    ``names`` are slugs or paths (none: all articles); ``locales`` narrows the target locales;
    ``now`` dates what changes; ``workers`` makes the executor that a large run is spread over
    (none: it is not). Yields what became of each article, as they are done; nothing of it is
    kept here. Articles whose files are as the last run left them come first and are not even
    parsed; where that is all of them, nothing is written and no lock taken. All catalogues of an
    article are read before the first of its files is written: where one is broken, they all
    stay as they were, and the other articles are extracted all the same. A renamed article
    takes its catalogues along, and a text that moved to another article its translation.
    """
    facts = workspace.facts
    stale = dict.fromkeys(workspace.named(names))
    for fact in () if locales else facts.held(EXTRACTED, tuple(stale)):
        del stale[fact.slug]
        found = fact.value
        rows = (ExtractRow(fact.slug, locale, found.messages) for locale in found.locales)
        yield Done(fact.slug, tuple(rows))
    if not stale:
        facts.save()
        return
    with workspace.lock():
        try:
            for done in _work(workspace, tuple(stale), Plan(tuple(locales), now), workers):
                if done.seen is not None and done.trace is not None and not locales:
                    facts.put(EXTRACTED, done.slug, done.seen, done.trace)
                yield done
        finally:
            facts.save()


def _work(
    workspace: Workspace,
    slugs: Sequence[str],
    plan: Plan,
    workers: Workers | None,
) -> Iterator[Done]:
    """Extract the articles; those with new messages last, when it is known what went where."""
    # Here, not above: a run that finds nothing to do does not wait for the parsers.
    from workflow.flows.extract_moved import gone_with, moved  # noqa: PLC0415
    from workflow.flows.extract_renamed import follow  # noqa: PLC0415

    known = {slug: None for slug in slugs if workspace.has_catalogue(slug)}
    fresh = [slug for slug in slugs if slug not in known]
    orphans = workspace.orphans()
    plan = replace(plan, moved=moved(workspace, fresh, orphans))
    notes: dict[str, tuple[str, ...]] = {}
    for slug, before in plan.moved.items():
        errors: list[WorkflowError] = []
        with gathered(errors):
            notes[slug] = tuple(follow(workspace, slug, before))
        if errors:
            yield Done(slug, errors=tuple(errors))
            slugs = [each for each in slugs if each != slug]
            fresh.remove(slug)
    left = {slug: orphans[slug] for slug in orphans if slug not in plan.moved.values()}
    gone = gone_with(workspace, left)
    if len(slugs) > 1 and known:
        waiting = list(fresh)
        for done in _spread(workspace, tuple(known), replace(plan, looking=True), workers):
            for locale, messages in done.gone.items():
                gone.setdefault(locale, {}).update({each.key: each for each in messages})
            if done.waiting:
                waiting.append(done.slug)
            else:
                yield done
        slugs = waiting
    for done in _spread(workspace, slugs, replace(plan, elsewhere=gone), workers):
        yield replace(done, notes=notes.get(done.slug, ()))


def _spread(
    workspace: Workspace,
    slugs: Sequence[str],
    plan: Plan,
    workers: Workers | None,
) -> Iterator[Done]:
    """Extract one article after the other, in other processes where there are very many."""
    from workflow.flows.extract_article import extract_apart, extract_article  # noqa: PLC0415
    from workflow.project.spread import work_on  # noqa: PLC0415

    if workers is None or len(slugs) < MANY:
        yield from (extract_article(workspace, plan, slug) for slug in slugs)
        return
    # Once, not in every worker, where workers are forks of this process.
    importlib.import_module("workflow.formats.parsing")
    with workers() as executor:
        yield from work_on(workspace, partial(extract_apart, plan)).spread(slugs, executor, CHUNK)
