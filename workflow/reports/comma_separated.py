"""Tables for spreadsheets, as RFC 4180 has them (https://www.rfc-editor.org/rfc/rfc4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from workflow.exchange import csv_table
from workflow.model.results import History, Said
from workflow.reports.blockers import why_void
from workflow.reports.i18n import Words

LOG_HEADER: Final = (
    "time",
    "actor",
    "action",
    "article",
    "locale",
    "msgid",
    "note",
    "text",
    "before",
    "category",
    "severity",
    "check",
    "assignee",
    "due",
    "significance",
    "counts",
    "reason",
    "file",
    "line",
)
"""The columns of ``review log --format csv``, named as in its JSON."""
_SIGNS: Final = {code: 0x2400 + code for code in range(0x20) if code not in (9, 10, 13)}
_SIGNS[0x7F] = 0x2421
"""Control characters, which break tables, → their pictures."""


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """``rows`` as one table, with CRLF at line ends; the first row is its header.

    It begins with a byte order mark, without which Excel takes UTF-8 for the machine's encoding.
    Cells are :func:`guarded`.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def guarded(cell: str) -> str:
    """A cell that breaks no table and that no spreadsheet takes for a formula.

    Control characters are pictures; else as :func:`workflow.exchange.csv_table.guarded`.
    """
    return csv_table.guarded(cell.translate(_SIGNS))


def log_rows(found: History, words: Words) -> Iterable[Sequence[str]]:
    """The header, then a row for each word."""
    yield LOG_HEADER
    for each in found.said:
        yield _row(each, words)


def _row(said: Said, words: Words) -> Sequence[str]:
    event = said.event
    keys = ("text", "before", "category", "severity", "check", "assignee", "due", "significance")
    return (
        event.time,
        event.actor,
        str(event.action),
        event.article,
        event.locale,
        said.about,
        event.note,
        *(str(getattr(event, key, "")) for key in keys),
        "yes" if said.counts else "no",
        words(why_void(said)),
        said.line.file,
        str(said.line.number),
    )
