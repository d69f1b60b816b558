"""`workflow catalog prune`."""

from __future__ import annotations

import click

from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
    print_table,
    progress,
)
from workflow.errors import raise_all
from workflow.flows.prune import Pruning, report
from workflow.flows.prune import prune as run
from workflow.flows.unused import in_words, unused_catalogues
from workflow.flows.unused import report as report_unused
from workflow.model import Locale

_WIDEST = 60
"""Characters of a text that a table shows."""


@click.command(epilog="Example: workflow catalog prune nanning-workshop --locale en --dry-run")
@articles_argument
@locale_option
@click.option("--dry-run", is_flag=True, help="Say what would be dropped, and drop nothing.")
@format_option("table", "json")
@pass_app
def prune(
    app: App, articles: tuple[str, ...], locales: tuple[Locale, ...], *, dry_run: bool, output: str
) -> None:
    """Drop obsolete messages (#~) from the catalogues of ARTICLEs (default: all).

    Nothing else ever drops them. The translation memory learns from them, too, and forgets
    what is dropped, unless it stands elsewhere or in a TMX file: `workflow tm export` first.
    What was committed to git can be had back from there.
    """
    with progress("Pruning", len(app.workspace.named(articles))) as advance:
        pruning = run(app.workspace, articles, locales, advance, dry_run=dry_run)
    unused = () if articles or locales else unused_catalogues(app.workspace, {})
    for line in in_words(unused):
        note(line)
    if output == "json":
        emit_json({**report(pruning), "unused": report_unused(unused)})
    elif pruning.rows:
        _print(pruning)
    _say(pruning)
    raise_all(pruning.errors)


def _print(pruning: Pruning) -> None:
    cells = [
        [row.article, row.locale, _cut(message.msgid), _cut(message.msgstr)]
        for row in pruning.rows
        for message in row.dropped
    ]
    print_table(["article", "locale", "msgid", "msgstr"], cells)


def _cut(text: str) -> str:
    line = text.replace("\n", "↵")
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _say(pruning: Pruning) -> None:
    count = len(pruning.messages)
    what = f"{count} obsolete {'message' if count == 1 else 'messages'}"
    if not count:
        note("no obsolete messages")
    elif pruning.dry_run:
        note(f"would drop {what}; nothing was changed")
    else:
        note(f"dropped {what}; their translations leave the translation memory as well")
    if count and pruning.dry_run:
        note("their translations would leave the memory as well: `workflow tm export` keeps them")
