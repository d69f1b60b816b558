"""`workflow status`."""

from __future__ import annotations

import click

from workflow.cli.common import (
    App,
    acting,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
    screen,
    show,
)
from workflow.cli.errors import words
from workflow.cli.workers import processes
from workflow.errors import raise_all
from workflow.flows.languages import beside_targets
from workflow.flows.status import status as run_status
from workflow.flows.unused import unused_catalogues
from workflow.model import Locale
from workflow.reports import contract, remarks
from workflow.reports.progress import ready, table


@click.command(epilog="Example: workflow status nanning-workshop --locale en --format json")
@articles_argument
@locale_option
@format_option("table", "json")
@pass_app
def status(app: App, articles: tuple[str, ...], locales: tuple[Locale, ...], output: str) -> None:
    """Show how far each translation is.

    One row for each ARTICLE (slug or path; default: all) and target locale: messages in each
    state, how many of them a person has translated, source words left to do, and what is in
    the way of a release. A file that cannot be read is in the way of its own article and
    language alone; it is named, and the exit code is 2.
    """
    workspace = app.workspace
    found = run_status(workspace, articles, acting(), locales, processes)
    for line in remarks.beside_targets(beside_targets(workspace.settings, found.languages)):
        note(line)
    rows = found.rows
    unused = () if articles or locales else unused_catalogues(workspace, found.languages)
    for line in remarks.unused_catalogues(unused):
        note(line)
    for line in dict.fromkeys(line for row in rows for line in row.notes):
        note(line)
    if output == "json":
        emit_json({**contract.status(rows, words()), "unused": contract.unused(unused, words())})
    elif rows:
        show(table(rows, screen()))
        note(ready(rows))
    raise_all([*found.unread, *found.errors])
