"""How far each translation is, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from workflow.model import State
from workflow.model.phrase import phrase, phrases, together
from workflow.reports.blockers import in_words
from workflow.reports.screen import Screen, folded, padded, visible

if TYPE_CHECKING:
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


def table(rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    """Lines: a heading, then for each article its name and for each locale the counts.

    What is in the way stands beneath them: there it has room on a narrow terminal.
    """
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
        return together(in_words(row.blockers))
    if row.carried_over:
        return phrase("ready for release, approval carried over")
    return phrase("ready for release")


def ready(rows: Sequence[Row]) -> str:
    """How many of them a release may take."""
    return phrases(
        "{ready} of {count} translations ready for release",
        "{ready} of {count} translations ready for release",
        len(rows),
        ready=sum(row.releasable for row in rows),
    )
