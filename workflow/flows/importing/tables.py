"""Tables of an article's HTML, made into what a Markdown table can show (GFM 0.29, 4.10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import html
from lxml.html import HtmlElement

from workflow.flows.importing.characters import columns, one_line
from workflow.flows.importing.elements import holds, is_double_break

_CELLS = ("td", "th")
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", *_CELLS)
_LONGEST_CELL = 400
"""Columns of text in a table of data; more is an article laid out by a table."""
_WIDEST_SPAN = 100


def unfold(tree: HtmlElement) -> None:
    """Make plain blocks of the tables in ``tree`` that only lay out a page."""
    for table in list(tree.iter("table")):
        if _lays_out(table):
            for element in [one for one in table.iter(*_TABLE_PARTS) if _table_of(one) is table]:
                element.tag = "div"
            table.tag = "div"


def _table_of(part: HtmlElement) -> HtmlElement | None:
    return next(part.iterancestors("table"), None)


def _lays_out(table: HtmlElement) -> bool:
    """Tell whether ``table`` lays out a page: it says so, has tables in it, or whole texts."""
    if table.get("role") in ("presentation", "none") or holds(table, "table"):
        return True
    cells = list(table.iter(*_CELLS))
    widest = max((columns(one_line(cell.text_content())) for cell in cells), default=0)
    one_column = all(sum(1 for _ in row.iterchildren(*_CELLS)) < 2 for row in table.iter("tr"))
    texts = any(sum(1 for _ in cell.iter("p", "h2")) > 1 for cell in cells)
    breaks = any(map(is_double_break, table.iter("br")))
    return one_column or texts or breaks or widest > _LONGEST_CELL


def flatten(root: HtmlElement) -> None:
    """Give each table of ``root`` one cell a column and row, its first row for head.

    What a cell spans beyond its first column and row becomes empty cells: the text stands once.
    """
    for table in list(root.iter("table")):
        _rebuild(table, list(table.iter("tr")))


def _rebuild(table: HtmlElement, rows: Sequence[HtmlElement]) -> None:
    grid = _grid(rows)
    for caption in table.findall("caption"):
        caption.tag = "p"
        table.addprevious(caption)
    table.clear(keep_tail=True)
    for number, cells in enumerate(grid):
        row = html.Element("tr")
        for cell in cells:
            cell.tag = "td" if number else "th"
            cell.attrib.clear()
            row.append(cell)
        table.append(row)


def _grid(rows: Sequence[HtmlElement]) -> list[list[HtmlElement]]:
    """Return the rows with an empty cell for each place that a cell spans."""
    filled: dict[tuple[int, int], HtmlElement] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren(*_CELLS):
            while (number, column) in filled:
                column += 1
            for place in _places(cell, number, column, len(rows)):
                filled[place] = html.Element("td")
            filled[number, column] = cell
    width = max((column for _, column in filled), default=-1) + 1
    grid = [
        [_get(filled, number, column) for column in range(width)] for number in range(len(rows))
    ]
    return [row for row in grid if any(one_line(cell.text_content()) or len(cell) for cell in row)]


def _get(filled: dict[tuple[int, int], HtmlElement], row: int, column: int) -> HtmlElement:
    return filled[row, column] if (row, column) in filled else html.Element("td")


def _places(cell: HtmlElement, row: int, column: int, rows: int) -> Iterator[tuple[int, int]]:
    high = min(_span(cell.get("rowspan")), rows - row)
    wide = _span(cell.get("colspan"))
    return ((row + y, column + x) for y in range(high) for x in range(wide))


def _span(value: str | None) -> int:
    """Return a span as HTML reads it: 1 where it is no number; 0 (to the end) is seldom meant."""
    return min(max(int(value), 1), _WIDEST_SPAN) if value and value.isdecimal() else 1
