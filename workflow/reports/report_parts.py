"""What the parts of a report are made of, and how they say numbers and names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.reports.charts import Chart, Figures, chart
from workflow.reports.i18n import Words
from workflow.reports.screen import visible
from workflow.review.summing import Summary

ARTICLE = phrase("Article")
LANGUAGE = phrase("Language")
LEFT = phrase("Words left")
ASSIGNED = phrase("Assigned to")


class Column(NamedTuple):
    """A column of a table."""

    name: str
    number: bool = True


class Table(NamedTuple):
    """A table; the first cell of each row is its head."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


class Section(NamedTuple):
    """A part of the report."""

    id: str
    title: str
    notes: Sequence[str] = ()
    chart: Chart | None = None
    tables: Sequence[Table] = ()
    """Those that have rows; where none has, the note says so."""


class Telling:
    """Parts of a report, in the language of ``words``."""

    def __init__(self, found: Summary, words: Words) -> None:
        self._found = found
        self._words = words
        self._reader = Locale.parse(words.language)

    def _number(self, value: float, form: str = ",") -> str:
        return format(self._words.number(value), form)

    def _percent(self, part: float, whole: float) -> str:
        if not whole:
            return "–"
        return self._words(phrase("{percent}%", percent=round(100 * part / whole)))

    def _language(self, locale: str) -> str:
        return Locale.parse(locale).display_name(self._reader)

    def _columns(self, *names: str, texts: int = 1) -> Sequence[Column]:
        """Columns, of which the first ``texts`` are of words."""
        return [Column(self._words(name), place >= texts) for place, name in enumerate(names)]

    def _chart(
        self, told: str, title: str, legend: Sequence[tuple[str, str]], rows: Sequence[Figures]
    ) -> Chart | None:
        said = [(style, self._words(name)) for style, name in legend]
        return chart(self._words(title), self._words(told), said, rows)

    def _section(
        self,
        name: str,
        title: str,
        tables: Sequence[Table],
        nothing: str,
        *,
        drawn: Chart | None = None,
        notes: Sequence[str] = (),
    ) -> Section:
        kept = [table for table in tables if table.rows]
        said = [*notes] if kept else [*notes, nothing]
        return Section(name, self._words(title), list(map(self._words, said)), drawn, kept)

    def _named(self, slug: str, title: str) -> str:
        if title == slug:
            return visible(slug)
        return self._words(phrase("{title} ({slug})", title=visible(title), slug=visible(slug)))
