"""One article: its template and catalogues brought up to its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, repeat
from pathlib import Path

from workflow.errors import CatalogueError, ChangedError, WorkflowError, gathered, raise_all
from workflow.files.atomic import (
    again,
    file_error,
    held,
    remove,
    save,
)
from workflow.flows.extract_rows import Done, Plan
from workflow.merge.merge import merge
from workflow.model import Article, Key, Locale, Markup, Message, bytes_digest
from workflow.model.results import ExtractRow
from workflow.po.catalogue import Catalogue
from workflow.po.serialize import po_text, without_creation_date
from workflow.po.template import message_markup, template_messages
from workflow.project.kinds import ExtractedFact
from workflow.project.trace import Trace
from workflow.project.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Update:
    """A catalogue brought up to its article, not yet written."""

    row: ExtractRow
    path: Path
    old: bytes | None
    """What ``path`` held when it was read; None where there was no file."""
    new: bytes
    """What it is to hold."""
    gone: Sequence[Message] = ()
    """Translated messages that left the article."""
    moved: Catalogue | None = None
    """The catalogue under the article's old name, which goes once this one is written."""


def extract_apart(plan: Plan, workspace: Workspace, slug: str) -> list[Done]:
    """:func:`extract_article` in another process."""
    return [extract_article(workspace, plan, slug)]


def extract_article(workspace: Workspace, plan: Plan, slug: str) -> Done:
    """Read everything of one article, then write what changed."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        article, document = workspace.read(slug)
        messages = template_messages(document.segments, article.path, workspace.settings.locations)
        markup = message_markup(document.segments)
        bring = partial(_update, workspace, article, template=messages, plan=plan, markup=markup)
        updates: list[_Update] = []
        broken: list[WorkflowError] = []
        for locale in workspace.targets(article, plan.locales):
            with gathered(broken):
                updates.append(bring(locale))
        raise_all(broken)
        gone = {update.row.locale: update.gone for update in updates}
        if plan.looking and any(update.row.new or update.row.fuzzy for update in updates):
            return Done(slug, gone=gone, waiting=True)
        template = workspace.template_path(article)
        text = again(partial(_write_template, template, po_text(slug, messages, plan.now)))
        written = [
            _written(update, partial(bring, Locale(update.row.locale))) for update in updates
        ]
        if slug in plan.moved:
            _drop_template(workspace.template_path(plan.moved[slug]))
        rows = tuple(update.row for update in written)
        files = {template: text} | {update.path: update.new for update in written}
        locales = tuple(row.locale for row in rows)
        seen = ExtractedFact(rows[0].messages if rows else 0, locales)
        trace = _trace(workspace, article, files)
        return Done(slug, rows, seen, trace, gone=gone, language=article.locale)
    return Done(slug, errors=tuple(errors))


def _trace(workspace: Workspace, article: Article, files: Mapping[Path, bytes]) -> Trace:
    """What an article was extracted to: ``files``, with what they are to hold."""
    trace = Trace()
    trace.note("s", article.slug, article.path)
    trace.note("f", article.path, bytes_digest(article.text.encode()))
    for path, data in files.items():
        trace.note("f", workspace.relative(path), bytes_digest(data))
    return trace


def _written(update: _Update, renewed: Callable[[], _Update]) -> _Update:
    """Write the catalogue; where somebody saved it meanwhile, that one is brought up instead."""
    tries = chain([lambda: update], repeat(renewed))

    def attempt() -> _Update:
        now = next(tries)()
        if now.row.written:
            save(now.path, now.old, now.new)
            if now.moved is not None:
                _leave(now.moved, now)
        return now

    # An error of a catalogue that was whole a moment ago: somebody is saving it just now.
    return again(attempt, CatalogueError)


def _leave(moved: Catalogue, update: _Update) -> None:
    """Delete the catalogue of the old name; where somebody saved it, it is moved once more."""
    try:
        remove(moved.path, moved.on_disk or b"")
    except ChangedError:
        remove(update.path, update.new)
        raise


def _update(
    workspace: Workspace,
    article: Article,
    locale: Locale,
    *,
    template: Sequence[Message],
    plan: Plan,
    markup: Mapping[Key, Markup],
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
        return _Update(row, path, None, text.encode())
    merged = merge(old.messages, template, locale=locale, elsewhere=elsewhere, markup=markup)
    new = old.merged(merged)
    if new is not old:
        new = new.with_creation_date(plan.now)
    moved = old if old.path != path else None
    written = new is not old or moved is not None
    row = _row(article, locale, old.messages, new.messages, written=written)
    keys = {message.key for message in template}
    gone = [
        message
        for message in old.messages
        if message.has_text and not message.obsolete and message.key not in keys
    ]
    on_disk = None if moved else old.on_disk
    data = new.encoded() if written else old.on_disk or b""
    return _Update(row, path, on_disk, data, gone, moved)


def _drop_template(path: Path) -> None:
    """Delete the template of the article's old name, which is derived from the article."""
    old = held(path)
    if old is not None:
        remove(path, old)


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


def _write_template(path: Path, text: str) -> bytes:
    """Write the template, unless it would differ from the one that is there by its date alone.

    Return its bytes.
    """
    try:
        old = held(path)
    except OSError as error:
        raise file_error(path, "read", error) from error
    if old is not None and without_creation_date(_lenient(old)) == without_creation_date(text):
        return old
    save(path, old, text.encode())
    return text.encode()


def _lenient(data: bytes) -> str:
    """A template is derived: one that is not UTF-8 is another than it should be, no error."""
    return data.decode("utf-8", errors="replace").replace("\r\n", "\n")
