"""``workflow extract``."""

from __future__ import annotations

from collections.abc import Sequence

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
from workflow.cli.workers import processes
from workflow.errors import raise_all
from workflow.flows.extract import extract as run
from workflow.flows.extract import report
from workflow.flows.extract_rows import ExtractRow
from workflow.model import Locale


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
    translation is proposed as fuzzy. Messages that did not change keep their bytes. An article
    that cannot be read, or that has a broken catalogue, is left as it is, and said at the end.
    """
    with progress("Extracting", len(app.workspace.named(articles))) as advance:
        extraction = run(app.workspace, articles, locales, now(), advance, workers=processes)
    if output == "json":
        emit_json(report(extraction.rows))
    else:
        _print(extraction.rows)
    raise_all(extraction.errors)


def _print(rows: Sequence[ExtractRow]) -> None:
    changed = [row for row in rows if row.written]
    if changed:
        columns = (
            "article",
            "locale",
            "messages",
            "new",
            "fuzzy",
            "repaired",
            "found",
            "obsolete",
        )
        cells = [[getattr(row, column) for column in columns] for row in changed]
        print_table(columns, cells, right=columns[2:])
    unchanged = len(rows) - len(changed)
    if unchanged or not rows:
        note(f"{unchanged} of {len(rows)} catalogues are up to date already")
