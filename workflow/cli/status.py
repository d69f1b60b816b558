"""`workflow status`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import click
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from workflow.cli.common import (
    App,
    acting,
    articles_argument,
    console,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
)
from workflow.errors import WorkflowError, raise_all
from workflow.flows.languages import notes
from workflow.flows.status import Row, report
from workflow.flows.status import status as run_status
from workflow.flows.unused import in_words, unused_catalogues
from workflow.flows.unused import report as report_unused
from workflow.model import Locale, State

_BAR = 8
"""Columns of a bar."""
_WIDTH = 8
"""Columns of a count."""
_HEADINGS = {
    State.UNTRANSLATED: "new",
    State.MACHINE: "mach.",
    State.FUZZY: "fuzzy",
    State.TRANSLATED: "transl.",
    State.REVIEWED: "rev.",
    State.APPROVED: "appr.",
    State.REJECTED: "rej.",
}


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
    errors: list[WorkflowError] = []
    chosen = workspace.readable(articles, errors)
    for line in notes(workspace.settings, {each.slug: each.locale for each in chosen}):
        note(line)
    rows = run_status(workspace, chosen, acting(), locales, errors)
    languages = {each.slug: each.locale for each in chosen}
    unused = () if articles or locales else unused_catalogues(workspace, languages)
    for line in in_words(unused):
        note(line)
    for line in dict.fromkeys(line for row in rows for line in row.notes):
        note(line)
    if output == "json":
        emit_json({**report(rows), "unused": report_unused(unused)})
    elif rows:
        terminal = console()
        for part in _table(rows):
            terminal.print(part)
        ready = sum(row.releasable for row in rows)
        note(f"{ready} of {len(rows)} translations ready for release")
    raise_all(errors)


def _table(rows: Sequence[Row]) -> Iterator[RenderableType]:
    """A heading, then for each article its name and for each locale the counts, with what is
    in the way beneath them: there it has room on a narrow terminal."""
    states = [state for state in State if any(row.states[state] for row in rows)]
    indent = 2 + max(len(row.locale) for row in rows) + 2
    headings = "".join(f"{_HEADINGS[state]:>{_WIDTH}}" for state in states)
    yield Text(f"{'':{indent + _BAR + 6}}{headings}{'words left':>12}", style="bold")
    for article, group in groupby(rows, key=lambda row: row.article):
        yield Text(article, style="bold")
        for row in group:
            yield Text.assemble(f"  {row.locale:{indent - 2}}", *_cells(row, states))
            yield Padding(_way(row), (0, 0, 0, indent), expand=False)


def _cells(row: Row, states: Sequence[State]) -> Iterator[Text]:
    full = _BAR * row.percent // 100
    yield Text("█" * full, style="green")
    yield Text("░" * (_BAR - full), style="dim")
    yield Text(f"{row.percent:>4} %")
    for state in states:
        yield _number(row.states[state], _WIDTH)
    yield _number(row.words_to_do, 12)


def _number(count: int, width: int) -> Text:
    return Text(f"{count or '·':>{width}}", style="" if count else "dim")


def _way(row: Row) -> Text:
    if row.releasable:
        carried = ", approval carried over" if row.carried_over else ""
        return Text(f"ready for release{carried}", style="green")
    return Text("; ".join(row.blockers), style="yellow")
