"""One article: its template and catalogues brought up to its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path

from workflow.catalogue import merge, template_messages
from workflow.errors import WorkflowError, gathered, raise_all
from workflow.flows.extract_rows import Done, ExtractRow
from workflow.model import Article, Locale, Message
from workflow.stores.catalogues import (
    po_text,
    read_template_text,
    without_creation_date,
    write_catalogue,
)
from workflow.stores.extracted import Seen, seen_now
from workflow.stores.files import write_text
from workflow.stores.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Update:
    """A catalogue brought up to its article, not yet written."""

    row: ExtractRow
    path: Path
    write: Callable[[], object]


def extract_apart(root: Path, locales: Sequence[Locale], now: datetime, slug: str) -> Done:
    """:func:`extract_article` in a process that knows no more than where the project is."""
    return extract_article(_workspace(root), locales, now, slug)


@lru_cache(maxsize=1)
def _workspace(root: Path) -> Workspace:
    """A worker's own view of the project, which no other process changes meanwhile."""
    return Workspace.open(root)


def extract_article(
    workspace: Workspace, locales: Sequence[Locale], now: datetime, slug: str
) -> Done:
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
        return Done(slug, rows, _seen(workspace, article, updates))
    return Done(slug, errors=tuple(errors))


def _seen(workspace: Workspace, article: Article, updates: Sequence[_Update]) -> Seen:
    files = [workspace.template_path(article), *(update.path for update in updates)]
    names = [update.row.locale for update in updates]
    messages = updates[0].row.messages if updates else 0
    return seen_now(article.text, files, names, messages)


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
