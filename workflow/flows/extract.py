"""Extract: articles → templates → catalogues."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from workflow.catalogue import merge, template_messages
from workflow.errors import WorkflowError, gathered, raise_all
from workflow.model import Article, Locale, Message
from workflow.stores.catalogues import (
    po_text,
    read_template_text,
    without_creation_date,
    write_catalogue,
)
from workflow.stores.extracted import Extracted, Seen, seen_now
from workflow.stores.files import write_text
from workflow.stores.workspace import STATE_FOLDER, Workspace

MANY = 200
"""Articles from which on starting other processes costs less than it saves."""
CHUNK = 16
"""Articles a worker is handed at a time."""


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """What became of one catalogue."""

    article: str
    locale: str
    messages: int
    """Live messages it has now."""
    new: int
    """Of them, those without a translation that were not there before."""
    fuzzy: int
    """Those that took over a similar old message's translation."""
    obsolete: int
    """Messages that left the article in this run."""
    written: bool


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a run did, and what kept it from doing more."""

    rows: tuple[ExtractRow, ...]
    errors: tuple[WorkflowError, ...]
    """Of articles that could not be extracted; their files are as they were."""


@dataclass(frozen=True, slots=True)
class _Update:
    """A catalogue brought up to its article, not yet written."""

    row: ExtractRow
    path: Path
    write: Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Done:
    """One article's part of a run."""

    slug: str
    updates: tuple[ExtractRow, ...] = ()
    seen: Seen | None = None
    errors: tuple[WorkflowError, ...] = ()


def extract(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    now: datetime,
    advance: Callable[[int], None],
    *,
    workers: Callable[[], Executor] | None = None,
) -> Extraction:
    """Bring the templates and catalogues of articles up to their sources.

    ``names`` are slugs or paths (none: all articles); ``locales`` narrows the target locales;
    ``now`` dates what changes; ``advance`` is told of each article done; ``workers`` makes the
    executor that a large run is spread over (none: it is not). Articles whose files are as the
    last run left them are not even parsed. All catalogues of an article are read before the
    first of its files is written: where one is broken, they all stay as they were, and the
    other articles are extracted all the same.
    """
    with workspace.lock():
        record = Extracted(workspace.root / STATE_FOLDER / "extracted.json", workspace.settings)
        rows: dict[str, Sequence[ExtractRow]] = {}
        stale: list[str] = []
        for slug in workspace.named(names):
            seen = None if locales else record.unchanged(slug, workspace.source_path(slug))
            rows[slug] = _unchanged(slug, seen) if seen else ()
            if seen is None:
                stale.append(slug)
            else:
                advance(1)
        errors: list[WorkflowError] = []
        try:
            for done in _spread(workspace, stale, locales, now, workers):
                rows[done.slug] = done.updates
                errors += done.errors
                if done.seen is not None and not locales:
                    record.keep(done.slug, done.seen)
                advance(1)
        finally:
            if stale:
                record.write()
    return Extraction(tuple(row for found in rows.values() for row in found), tuple(errors))


def _spread(
    workspace: Workspace,
    slugs: Sequence[str],
    locales: Sequence[Locale],
    now: datetime,
    workers: Callable[[], Executor] | None,
) -> Iterator[_Done]:
    """Extract one article after the other, in other processes where there are very many."""
    if workers is None or len(slugs) < MANY:
        yield from (_extract_article(workspace, locales, now, slug) for slug in slugs)
        return
    work = partial(_extract_apart, workspace.root, tuple(locales), now)
    with workers() as executor:
        yield from executor.map(work, slugs, chunksize=CHUNK)


def _extract_apart(root: Path, locales: Sequence[Locale], now: datetime, slug: str) -> _Done:
    return _extract_article(_workspace(root), locales, now, slug)


@lru_cache(maxsize=1)
def _workspace(root: Path) -> Workspace:
    """A worker's own view of the project, which no other process changes meanwhile."""
    return Workspace.open(root)


def _extract_article(
    workspace: Workspace, locales: Sequence[Locale], now: datetime, slug: str
) -> _Done:
    """Read everything of one article, then write what changed."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        article, document = workspace.read(slug)
        messages = template_messages(document.segments, article.path, workspace.settings.locations)
        updates: list[_Update] = []
        broken: list[WorkflowError] = []
        for locale in workspace.targets(article, locales):
            with gathered(broken):
                updates.append(_update(workspace, article, locale, messages, now))
        raise_all(broken)
        _write_template(workspace.template_path(article), po_text(slug, messages, now))
        for update in updates:
            if update.row.written:
                update.write()
        rows = tuple(update.row for update in updates)
        return _Done(slug, rows, _seen(workspace, article, updates))
    return _Done(slug, errors=tuple(errors))


def _unchanged(slug: str, seen: Seen) -> tuple[ExtractRow, ...]:
    return tuple(
        ExtractRow(slug, locale, seen.messages, new=0, fuzzy=0, obsolete=0, written=False)
        for locale in seen.locales
    )


def _seen(workspace: Workspace, article: Article, updates: Sequence[_Update]) -> Seen:
    files = [workspace.template_path(article), *(update.path for update in updates)]
    names = [update.row.locale for update in updates]
    messages = updates[0].row.messages if updates else 0
    return seen_now(article.text, files, names, messages)


def report(rows: Sequence[ExtractRow]) -> dict[str, Any]:
    """The JSON report, version 1."""
    return {"version": 1, "rows": [asdict(row) for row in rows]}


def _update(
    workspace: Workspace,
    article: Article,
    locale: Locale,
    template: Sequence[Message],
    now: datetime,
) -> _Update:
    """The catalogue of ``locale`` brought up to ``template``."""
    old = workspace.catalogue(article, locale)
    if old is None:
        path = workspace.catalogue_path(article, locale)
        messages = merge((), template)
        text = po_text(article.slug, messages, now, locale)
        row = _row(article, locale, (), messages, written=True)
        return _Update(row, path, partial(write_text, path, text))
    new = old.merged(merge(old.messages, template))
    if new is not old:
        new = new.with_creation_date(now)
    row = _row(article, locale, old.messages, new.messages, written=new is not old)
    return _Update(row, old.path, partial(write_catalogue, new))


def _row(
    article: Article,
    locale: Locale,
    old: Sequence[Message],
    new: Sequence[Message],
    *,
    written: bool,
) -> ExtractRow:
    before = {message.key for message in old if not message.obsolete}
    after = {message.key: message for message in new if not message.obsolete}
    fresh = [message for key, message in after.items() if key not in before]
    return ExtractRow(
        article=article.slug,
        locale=locale.name,
        messages=len(after),
        new=sum(not message.msgstr for message in fresh),
        fuzzy=sum(message.previous_msgid is not None for message in fresh),
        obsolete=len(before - set(after)),
        written=written,
    )


def _write_template(path: Path, text: str) -> None:
    """Write the template, unless it would differ from the one that is there by its date alone."""
    old = read_template_text(path)
    if old is None or without_creation_date(old) != without_creation_date(text):
        write_text(path, text)
