"""One article: its template and catalogues brought up to its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from workflow.catalogue import merge, message_markup, template_messages
from workflow.errors import WorkflowError, gathered, raise_all
from workflow.flows.extract_rows import Done, ExtractRow, Plan
from workflow.model import Article, Key, Locale, Message
from workflow.stores.catalogues import (
    po_text,
    read_template_text,
    without_creation_date,
    write_catalogue,
)
from workflow.stores.extracted import Seen, seen_now
from workflow.stores.files import remove, write_text
from workflow.stores.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Update:
    """A catalogue brought up to its article, not yet written."""

    row: ExtractRow
    path: Path
    write: Callable[[], object]
    gone: Sequence[Message] = ()
    """Translated messages that left the article."""


def extract_apart(root: Path, plan: Plan, slug: str) -> Done:
    """:func:`extract_article` in a process that knows no more than where the project is."""
    return extract_article(_workspace(root), plan, slug)


@lru_cache(maxsize=1)
def _workspace(root: Path) -> Workspace:
    """A worker's own view of the project, which no other process changes meanwhile."""
    return Workspace.open(root)


def extract_article(workspace: Workspace, plan: Plan, slug: str) -> Done:
    """Read everything of one article, then write what changed."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        article, document = workspace.read(slug)
        messages = template_messages(document.segments, article.path, workspace.settings.locations)
        markup = message_markup(document.segments)
        updates: list[_Update] = []
        broken: list[WorkflowError] = []
        for locale in workspace.targets(article, plan.locales):
            with gathered(broken):
                updates.append(_update(workspace, article, locale, messages, plan, markup=markup))
        raise_all(broken)
        gone = {update.row.locale: update.gone for update in updates}
        if plan.looking and any(update.row.new or update.row.fuzzy for update in updates):
            return Done(slug, gone=gone, waiting=True)
        _write_template(workspace.template_path(article), po_text(slug, messages, plan.now))
        for update in updates:
            if update.row.written:
                update.write()
        _drop(workspace, plan.moved.get(slug), updates)
        rows = tuple(update.row for update in updates)
        seen = _seen(workspace, article, updates)
        return Done(slug, rows, seen, gone=gone, language=article.locale)
    return Done(slug, errors=tuple(errors))


def _seen(workspace: Workspace, article: Article, updates: Sequence[_Update]) -> Seen:
    files = [workspace.template_path(article), *(update.path for update in updates)]
    names = [update.row.locale for update in updates]
    messages = updates[0].row.messages if updates else 0
    return seen_now(workspace.root, article, files, names, messages)


def _update(
    workspace: Workspace,
    article: Article,
    locale: Locale,
    template: Sequence[Message],
    plan: Plan,
    *,
    markup: Mapping[Key, str],
) -> _Update:
    """The catalogue of ``locale`` brought up to ``template``, written in ``markup``."""
    path = workspace.catalogue_path(article, locale)
    elsewhere = plan.elsewhere.get(locale.name, {}).get
    old = workspace.catalogue(article.slug, locale)
    before = plan.moved.get(article.slug)
    if old is None and before is not None:
        old = workspace.catalogue(before, locale)
    if old is None:
        messages = merge((), template, locale=locale, elsewhere=elsewhere)
        text = po_text(article.slug, messages, plan.now, locale)
        row = _row(article, locale, (), messages, written=True)
        return _Update(row, path, partial(write_text, path, text))
    merged = merge(old.messages, template, locale=locale, elsewhere=elsewhere, markup=markup)
    new = old.merged(merged)
    if new is not old:
        new = new.with_creation_date(plan.now)
    written = new is not old or old.path != path
    row = _row(article, locale, old.messages, new.messages, written=written)
    keys = {message.key for message in template}
    gone = [
        message
        for message in old.messages
        if message.has_text and not message.obsolete and message.key not in keys
    ]
    return _Update(row, path, partial(write_catalogue, replace(new, path=path)), gone)


def _drop(workspace: Workspace, before: str | None, updates: Sequence[_Update]) -> None:
    """Delete the files an article had under its old name, now that all is under the new one."""
    if before is None:
        return
    for update in updates:
        remove(workspace.catalogue_path(before, Locale(update.row.locale)))
    remove(workspace.template_path(before))


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
        new=sum(not message.has_text for message in fresh),
        fuzzy=sum(message.fuzzy for message in fresh),
        repaired=sum(message.previous_msgid is not None and not message.fuzzy for message in fresh),
        found=sum(
            message.has_text and message.previous_msgid is None and not message.fuzzy
            for message in fresh
        ),
        obsolete=len(before - set(after)),
        written=written,
    )


def _write_template(path: Path, text: str) -> None:
    """Write the template, unless it would differ from the one that is there by its date alone."""
    old = read_template_text(path)
    if old is None or without_creation_date(old) != without_creation_date(text):
        write_text(path, text)
