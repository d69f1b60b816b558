"""Tables of an article's HTML, made into what a Markdown table can show (GFM 0.29, 4.10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.elements import (
    BLOCKS,
    holds,
    holds_block,
    is_blank,
    is_double_break,
    shown_text,
)
from workflow.importing.plain import columns, one_line

_CELLS = ("td", "th")
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", *_CELLS)
_LONGEST_CELL = 400
"""Columns of text in a table of data; more is an article laid out by a table."""
_WIDEST_SPAN = 100
_FEW = 2
_OURS = "data-line"
"""Tells a line break that was made of a block from one that the author wrote."""


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
    """Tell whether ``table`` lays out a page: it says so, has tables in it, or whole texts.

    A head or a caption is what tables of data have, and no layout.
    """
    if table.get("role") in {"presentation", "none"} or holds(table, "table"):
        return True
    if holds(table, "th", "thead", "caption"):
        return False
    rows = [list(row.iterchildren(*_CELLS)) for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row]
    widest = max((columns(shown_text(cell)) for cell in cells), default=0)
    one_column = all(len(row) < _FEW for row in rows)
    return one_column or widest > _LONGEST_CELL or (_has_texts(table, cells) and _is_ragged(rows))


def _has_texts(table: HtmlElement, cells: Sequence[HtmlElement]) -> bool:
    """Tell whether paragraphs stand in the cells."""
    texts = any(sum(1 for _ in cell.iter("p", "h2")) > 1 for cell in cells)
    return texts or any(map(is_double_break, table.iter("br")))


def _is_ragged(rows: Sequence[Sequence[HtmlElement]]) -> bool:
    """Tell whether the rows are not of one length, or there is but one: a layout's, not data's."""
    lengths = {sum(_span(cell.get("colspan")) for cell in row) for row in rows if row}
    return len(lengths) > 1 or sum(1 for row in rows if row) < _FEW


def flatten(root: HtmlElement) -> None:
    """Give each table of ``root`` one cell a column and row, its first row for head.

    What a cell spans beyond its first column and row becomes empty cells: the text stands once.
    Blocks in a cell become lines. A caption becomes the paragraph before its table, and so does
    a text that stands in a table, but in no cell of it.
    """
    for table in list(root.iter("table")):
        _rebuild(table, list(table.iter("tr")))


def _rebuild(table: HtmlElement, rows: Sequence[HtmlElement]) -> None:
    for paragraph in _beside_cells(table):
        table.addprevious(paragraph)
    grid = _grid(rows)
    table.clear(keep_tail=True)
    for number, cells in enumerate(grid):
        row = html.Element("tr")
        for cell in cells:
            _make_lines(cell)
            cell.tag = "td" if number else "th"
            cell.attrib.clear()
            row.append(cell)
        table.append(row)


def _beside_cells(table: HtmlElement) -> Iterator[HtmlElement]:
    """Yield paragraphs with the captions of ``table``, and with loose text, which is a mistake."""
    for part in [table, *table.iter("tbody", "thead", "tfoot", "tr", "colgroup")]:
        loose = [part.text, *(child.tail for child in part)]
        children = [child for child in part if child.tag not in {*_TABLE_PARTS, "colgroup", "col"}]
        for child in children:
            child.tail = None
            child.tag = "div" if child.tag in BLOCKS else "p"
            if child.tag == "div" and not holds_block(child):
                child.tag = "p"
            yield child
        if not is_blank("".join(filter(None, loose))):
            paragraph = html.Element("p")
            paragraph.text = " ".join(filter(None, loose))
            yield paragraph


def _make_lines(cell: HtmlElement) -> None:
    """Make lines of the blocks in ``cell``, which Markdown's tables cannot hold."""
    for item in list(cell.iter("li")):
        opening = item[0] if is_blank(item.text) and len(item) and item[0].tag == "p" else item
        opening.text = _marker(item) + (opening.text or "").lstrip()
    for block in list(cell.iter("pre")):
        block.text, block.tag = one_line(block.text_content()), "code"
        del block[:]
        _part_line(block)
    for block in list(cell.iterdescendants(*BLOCKS)):
        _part_line(block)
        block.drop_tag()
    for mark in list(cell.iter("br")):
        if mark.attrib.pop(_OURS, None) and _is_idle(mark):
            mark.drop_tree()


def _marker(item: HtmlElement) -> str:
    """Return what a browser shows before an item of a list."""
    holder = item.getparent()
    if holder is None or holder.tag != "ol":
        return "• "
    start = holder.get("start", "")
    first = int(start) if start.isdecimal() else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}. "


def _part_line(block: HtmlElement) -> None:
    """Put a break of our own before and after ``block``."""
    before, after = html.Element("br", {_OURS: "1"}), html.Element("br", {_OURS: "1"})
    after.tail, block.tail = block.tail, None
    block.addprevious(before)
    block.addnext(after)


def _is_idle(mark: HtmlElement) -> bool:
    """Tell whether nothing stands before ``mark`` on its line, or nothing after it in its cell."""
    previous = mark.getprevious()
    before = mark.getparent().text if previous is None else previous.tail
    starts = is_blank(before) and (previous is None or previous.tag == "br")
    after = list(mark.itersiblings())
    breaks = all(one.tag == "br" and is_blank(one.tail) for one in after)
    return starts or (breaks and is_blank(mark.tail))


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
