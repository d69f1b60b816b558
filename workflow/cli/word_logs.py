"""`workflow review log`, and days as options take them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
    progress,
    screen,
    show,
)
from workflow.cli.message_filters import day
from workflow.errors import WorkflowError, raise_all
from workflow.model import Action, ArticleAction, Locale, MessageAction
from workflow.model.phrase import phrase
from workflow.reports import contract
from workflow.review.log_filter import LogFilter, Period, casefolded

Command = TypeVar("Command", bound=Callable[..., Any])
_ACTIONS = tuple(map(str, (*Action, *MessageAction, *ArticleAction)))


def period_options(command: Command) -> Command:
    """``--since`` and ``--until`` → ``since`` and ``until``: days, None where not given."""
    since = click.option(
        "--since", metavar="DATE", callback=day, help="Only from that day on (UTC)."
    )
    until = click.option(
        "--until", metavar="DATE", callback=day, help="Only up to that day, itself included (UTC)."
    )
    return since(until(command))


def period_of(since: date | None, until: date | None) -> Period:
    """What the options say; a usage error where the days are in the wrong order."""
    if since and until and until < since:
        raise click.UsageError("--until is before --since.")
    return Period(since, until)


@click.command(
    "log",
    epilog="Examples: workflow review log nanning-workshop --format json; "
    "workflow review log --person aline@example.org --action reject --since 2026-11-01 "
    "--format csv > log.csv",
)
@articles_argument
@locale_option
@click.option(
    "--person",
    "people",
    metavar="E-MAIL",
    multiple=True,
    help="Only what this person said, or is assigned (may be repeated).",
)
@click.option(
    "--action",
    "actions",
    type=click.Choice(_ACTIONS),
    multiple=True,
    help="Only such events (may be repeated).",
)
@click.option(
    "--check",
    "checks",
    metavar="NAME",
    multiple=True,
    help="Only waivers of this check (may be repeated).",
)
@click.option(
    "--text",
    metavar="TEXT",
    default="",
    help="Only events with this in the note, the source text or the translation, in any case.",
)
@period_options
@format_option("text", "json", "csv")
@pass_app
def log_command(
    app: App,
    *,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    people: tuple[str, ...],
    actions: tuple[str, ...],
    checks: tuple[str, ...],
    text: str,
    since: date | None,
    until: date | None,
    output: str,
) -> None:
    """List who said what of ARTICLEs (default: all), the oldest first.

    An article's own locale stands for its source text. The last column tells why an event no
    longer counts. With --format csv the same as a table for spreadsheets, in UTF-8 with a byte
    order mark; a cell that would be a formula begins with an apostrophe. What cannot be read is
    named at the end, and the exit code is 2.
    """
    from workflow.flows.history import history
    from workflow.reports import review_text

    asked = LogFilter(
        casefolded(people), frozenset(actions), frozenset(checks), text, period_of(since, until)
    )
    workspace = app.workspace
    errors: list[WorkflowError] = []
    chosen = workspace.readable(articles, errors)
    with progress(phrase("Reading"), len(chosen)) as advance:
        found = history(workspace, chosen, locales, advance)
    said = tuple(filter(asked.takes, found.said))
    for line in found.notes:
        note(line)
    if output == "json":
        emit_json(contract.review_log(replace(found, said=said), words()))
    elif output == "csv":
        from workflow.reports.comma_separated import csv_text, log_rows

        # As bytes: some systems make of each line end another one.
        table = csv_text(log_rows(replace(found, said=said), words()))
        click.echo(table.encode("utf-8", "backslashreplace"), nl=False)
    elif said:
        show(screen().table(review_text.LOG_COLUMNS, list(map(review_text.log_cells, said))))
    elif found.said:
        note(phrase("no entry of the log matches"))
    else:
        note(phrase("nobody has said anything yet"))
    raise_all([*errors, *found.errors])
