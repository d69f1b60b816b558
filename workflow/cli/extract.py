"""``workflow extract``."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import click

from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    now,
    pass_app,
    print_table,
    progress,
)
from workflow.cli.errors import words
from workflow.cli.workers import processes
from workflow.errors import WorkflowError, raise_all
from workflow.flows.extract import extract as run
from workflow.flows.languages import beside_targets
from workflow.flows.unused import unused_catalogues
from workflow.model import Locale
from workflow.model.results import ExtractRow
from workflow.reports import contract, remarks

COLUMNS = ("article", "locale", "messages", "new", "fuzzy", "repaired", "found", "obsolete")


@click.command(
    epilog="Example: workflow extract nanning-workshop --locale en,zh",
)
@articles_argument
@locale_option
@format_option("table", "json")
@pass_app
def extract(app: App, articles: tuple[str, ...], locales: tuple[Locale, ...], output: str) -> None:
    """Bring articles into the catalogues that translators edit.

    Writes a template (.pot) for each ARTICLE (default: all) and brings its catalogue (.po) of
    every target locale up to it. Translations stay; where the source changed, the old
    translation is proposed as fuzzy. Messages that did not change keep their bytes. A renamed
    article takes its catalogues and review logs along, and its old slug as an alias. An article
    that cannot be read, or that has a broken catalogue, is left as it is, and said at the end.
    """
    rows: list[ExtractRow] = []
    errors: list[WorkflowError] = []
    said: list[str] = []
    languages: dict[str, Locale] = {}
    catalogues = 0
    with progress("Extracting", len(app.workspace.named(articles))) as advance:
        for done in run(app.workspace, articles, locales, now(), workers=processes):
            rows += (row for row in done.rows if row.written or output == "json")
            catalogues += len(done.rows)
            errors += done.errors
            said += done.notes
            if done.language is not None:
                languages[done.slug] = done.language
            advance(1)
    rows.sort(key=attrgetter("article"))
    for line in remarks.beside_targets(beside_targets(app.workspace.settings, languages)):
        note(line)
    unused = () if articles or locales else unused_catalogues(app.workspace, languages)
    for line in remarks.unused_catalogues(unused):
        note(line)
    if output == "json":
        emit_json(contract.extract(rows, unused, words()))
    else:
        _print(rows, catalogues)
    for line in said:
        note(line)
    raise_all(errors)


def _print(written: Sequence[ExtractRow], catalogues: int) -> None:
    if written:
        print_table(COLUMNS, list(map(attrgetter(*COLUMNS), written)), right=COLUMNS[2:])
    unchanged = catalogues - len(written)
    if unchanged or not catalogues:
        note(f"{unchanged} of {catalogues} catalogues are up to date already")
