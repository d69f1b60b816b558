"""`workflow export --to pdf|epub`, see :mod:`workflow.cli.exporters`."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.boundary import words
from workflow.cli.common import App, acting, emit_json, note, progress, say
from workflow.cli.workers import processes
from workflow.errors import ExitCode, raise_all
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.reports import book_text, contract

BOOKS = ("pdf", "epub")


def make_books(
    app: App,
    kind: str,
    place: Path,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    *,
    group: str,
    title: str,
    as_json: bool,
) -> None:
    """Write what is wanted (see :class:`~workflow.flows.export_book.Wanted`), and say what came
    of it."""
    from workflow.flows.export_book import Wanted, export_book

    wanted = Wanted(kind, place, articles, locales, group, title)
    found = export_book(app.workspace, wanted, acting(), progress, processes)
    for text in found.notes:
        note(phrase("note: {what}.", what=text))
    if as_json:
        emit_json(contract.export_book(found, words()))
    else:
        say(book_text.left_out(found), err=True)
        say(book_text.summary(found))
    say(book_text.warnings(found), err=True)
    raise_all(found.unread)
    if not found.whole:
        click.get_current_context().exit(ExitCode.FINDINGS)
