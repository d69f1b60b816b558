"""`workflow status`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

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
from workflow.errors import WorkflowError, raise_all
from workflow.flows.languages import notes
from workflow.flows.status import status as run_status
from workflow.flows.unused import in_words, unused_catalogues
from workflow.flows.unused import report as report_unused
from workflow.model import Locale, State
from workflow.model.phrase import phrase, phrases, together
from workflow.reports.blockers import in_words as blockers_in_words
from workflow.reports.screen import Screen, folded, padded, visible
from workflow.reports.standing import status as report
from workflow.review.row import Row

_BAR = 8
"""Columns of a bar."""
_WIDTH = 8
"""Columns of a count."""
_LEFT = 12
"""Columns of the words left."""
_HEADINGS = {
    # Translators: headings of columns, 7 columns wide at most (3 Chinese characters).
    State.UNTRANSLATED: phrase("new"),
    State.MACHINE: phrase("mach."),
    State.FUZZY: phrase("fuzzy"),
    State.TRANSLATED: phrase("transl."),
    State.REVIEWED: phrase("rev."),
    State.APPROVED: phrase("appr."),
    State.REJECTED: phrase("rej."),
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
        show(_table(rows, screen()))
        ready = sum(row.releasable for row in rows)
        said = phrases(
            "{ready} of {count} translations ready for release",
            "{ready} of {count} translations ready for release",
            len(rows),
            ready=ready,
        )
        note(said)
    raise_all(errors)


def _table(rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    """A heading, then for each article its name and for each locale the counts, with what is
    in the way beneath them: there it has room on a narrow terminal."""
    states = [state for state in State if any(row.states[state] for row in rows)]
    indent = 2 + max(len(row.locale) for row in rows) + 2
    headings = (padded(screen.words(_HEADINGS[state]), _WIDTH, right=True) for state in states)
    left = padded(screen.words(phrase("words left")), _LEFT, right=True)
    yield screen.style(" " * (indent + _BAR + 6) + "".join(headings) + left, "name")
    for article, group in groupby(rows, key=lambda row: row.article):
        yield screen.style(article, "name")
        for row in group:
            yield f"  {row.locale:{indent - 2}}" + "".join(_cells(row, states, screen))
            style = "good" if row.releasable else "wait"
            room = None if screen.width is None else screen.width - indent
            for line in folded(visible(screen.words(_way(row))), room):
                yield " " * indent + screen.style(line, style)


def _cells(row: Row, states: Sequence[State], screen: Screen) -> Iterator[str]:
    full = _BAR * row.percent // 100
    yield screen.style("█" * full, "good")
    yield screen.style("░" * (_BAR - full), "aside")
    yield f"{row.percent:>4} %"
    for state in states:
        yield _number(row.states[state], _WIDTH, screen)
    yield _number(row.words_to_do, _LEFT, screen)


def _number(count: int, columns: int, screen: Screen) -> str:
    return f"{count:>{columns}}" if count else screen.style(f"{'·':>{columns}}", "aside")


def _way(row: Row) -> str:
    if not row.releasable:
        return together(blockers_in_words(row.blockers))
    if row.carried_over:
        return phrase("ready for release, approval carried over")
    return phrase("ready for release")
