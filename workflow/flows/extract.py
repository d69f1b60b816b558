"""Extract: articles → templates → catalogues."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from workflow.catalogue import merge, template_messages
from workflow.errors import ErrorGroup, WorkflowError, raise_all
from workflow.model import Article, Locale, Message
from workflow.stores.catalogues import (
    Catalogue,
    new_catalogue,
    read_template_text,
    template_text,
    without_creation_date,
    write_catalogue,
)
from workflow.stores.extracted import Extracted
from workflow.stores.files import write_text
from workflow.stores.workspace import STATE_FOLDER, Workspace


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
class _Update:
    """A catalogue brought up to its article, not yet written."""

    row: ExtractRow
    catalogue: Catalogue


def extract(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    now: datetime,
    advance: Callable[[int], None],
) -> tuple[ExtractRow, ...]:
    """Bring the templates and catalogues of articles up to their sources.

    ``names`` are slugs or paths (none: all articles); ``locales`` narrows the target locales;
    ``now`` dates what changes; ``advance`` is told of each article done. Articles whose files
    are as the last run left them are not even parsed. All catalogues are read before the first
    is written: where one is broken, its error is raised (all of them together) and every file
    stays as it was.
    """
    with workspace.lock():
        record = Extracted(workspace.root / STATE_FOLDER / "extracted.json", workspace.settings)
        rows: dict[str, list[ExtractRow]] = {}
        stale: list[str] = []
        for slug in workspace.named(names):
            seen = None if locales else record.unchanged(slug, workspace.source_path(slug))
            if seen is None:
                stale.append(slug)
            else:
                advance(1)
            rows[slug] = (
                [_unchanged(slug, name, seen.messages) for name in seen.locales] if seen else []
            )
        for article, updates in _brought_up(workspace, stale, locales, now, advance):
            rows[article.slug] = [update.row for update in updates]
            if not locales:
                _note(record, workspace, article, updates)
        if stale:
            record.write()
    return tuple(row for found in rows.values() for row in found)


def _brought_up(
    workspace: Workspace,
    slugs: Sequence[str],
    locales: Sequence[Locale],
    now: datetime,
    advance: Callable[[int], None],
) -> Iterator[tuple[Article, list[_Update]]]:
    """Read everything of the articles, then write what changed; yield each when it is written."""
    templates = {
        article: template_messages(
            workspace.document(article).segments, article.path, workspace.settings.locations
        )
        for article in (workspace.select(slugs) if slugs else ())
    }
    updates = _updates(workspace, templates, locales, now)
    for article, (template, changes) in updates.items():
        _write_template(workspace.template_path(article), template)
        for update in changes:
            if update.row.written:
                write_catalogue(update.catalogue)
        yield article, changes
        advance(1)


def _unchanged(slug: str, locale: str, messages: int) -> ExtractRow:
    return ExtractRow(slug, locale, messages, new=0, fuzzy=0, obsolete=0, written=False)


def _note(
    record: Extracted, workspace: Workspace, article: Article, updates: Sequence[_Update]
) -> None:
    files = [workspace.template_path(article), *(update.catalogue.path for update in updates)]
    names = [update.row.locale for update in updates]
    messages = updates[0].row.messages if updates else 0
    record.note(article.slug, article.text, files, names, messages)


def report(rows: Sequence[ExtractRow]) -> dict[str, Any]:
    """The JSON report, version 1."""
    return {"version": 1, "rows": [asdict(row) for row in rows]}


def _updates(
    workspace: Workspace,
    templates: dict[Article, tuple[Message, ...]],
    locales: Sequence[Locale],
    now: datetime,
) -> dict[Article, tuple[str, list[_Update]]]:
    """The text of each article's template, and its catalogues brought up to it."""
    errors: list[WorkflowError] = []
    updates: dict[Article, tuple[str, list[_Update]]] = {}
    for article, messages in templates.items():
        changes: list[_Update] = []
        updates[article] = (template_text(article.slug, messages, now), changes)
        for locale in workspace.targets(article, locales):
            try:
                changes.append(_update(workspace, article, locale, messages, now))
            except ErrorGroup as group:
                errors += group.errors
            except WorkflowError as error:
                errors.append(error)
    raise_all(errors)
    return updates


def _update(
    workspace: Workspace,
    article: Article,
    locale: Locale,
    template: Sequence[Message],
    now: datetime,
) -> _Update:
    known = workspace.catalogue(article, locale)
    path = workspace.catalogue_path(article, locale)
    old = known or new_catalogue(path, article.slug, locale, now)
    new = old.merged(merge(old.messages, template))
    changed = new is not old
    if changed and known is not None:
        new = new.with_creation_date(now)
    return _Update(_row(article, locale, old, new, changed or known is None), new)


def _row(
    article: Article, locale: Locale, old: Catalogue, new: Catalogue, written: bool
) -> ExtractRow:
    before = {message.key for message in _live(old)}
    after = {message.key: message for message in _live(new)}
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


def _live(catalogue: Catalogue) -> Iterator[Message]:
    return (message for message in catalogue.messages if not message.obsolete)


def _write_template(path: Path, text: str) -> None:
    """Write the template, unless it would differ from the one that is there by its date alone."""
    old = read_template_text(path)
    if old is None or without_creation_date(old) != without_creation_date(text):
        write_text(path, text)
