"""How an article is built: the order of its headings, and the heads of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from workflow.checks.page_parts import Part, parts_of_document
from workflow.checks.subject import Remark, Source
from workflow.errors import ArticleError
from workflow.inline.html_elements import HEADINGS
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_LAYOUT: Final = frozenset({"none", "presentation"})
_BODILESS: Final = re.compile(r"[\W_]*")
_HINTS: Final = ("border", "cellpadding", "cellspacing")
"""Attributes that are 0 where a table is no table (HTML Standard, 4.9.1)."""
_FEW: Final = 4
"""Cells from which on a table surely has rows and columns."""


def check_heading_order(source: Source) -> Iterator[tuple[int, Remark]]:
    """A heading skips a level, or has no words; the article has a second title."""
    try:
        headings = [
            each
            for each in parts_of_document(source.document)
            if each.name in HEADINGS and each.attributes.get("role") != "presentation"
        ]
    except ArticleError:  # of the parser; what reads the article tells it
        return
    titled = bool(str(source.document.front_matter.get("title") or "").strip())
    before = 1 if titled else 0
    for heading in headings:
        level = int(heading.name[1])
        if not heading.text and not heading.named:
            said = phrase("this heading has no words: write some, or take it out")
            yield heading.start, Remark(said)
            continue
        if before and level > before + 1:
            said = phrase(
                "“{text}” is a heading of level {level} right below level {before}: make it level "
                "{wanted}",
                text=heading.text,
                level=level,
                before=before,
                wanted=before + 1,
            )
            yield heading.start, Remark(said)
        before = level
    yield from _titles([each for each in headings if each.name == "h1" and each.text])


def _titles(first: Sequence[Part]) -> Iterator[tuple[int, Remark]]:
    if len(first) > 1:
        said = phrase(
            "{count} headings of the article are of level 1, which is for its title: begin its "
            "sections with level 2",
            count=len(first),
        )
        yield first[1].start, Remark(said, severity=Severity.INFO)


def check_table_head(source: Source) -> Iterator[tuple[int, Remark]]:
    """A table does not say what its columns or rows hold."""
    try:
        parts = parts_of_document(source.document)
    except ArticleError:  # of the parser; what reads the article tells it
        return
    for table in parts:
        if table.name != "table" or table.attributes.get("role") in _LAYOUT:
            continue
        remark = _of_markdown(table) if table.markdown else _of_html(table)
        if remark:
            yield table.start, remark


def _of_markdown(table: Part) -> Remark | None:
    heads = [cell for cell in table.cells if cell.name == "th"]
    if heads and all(not cell.text for cell in heads):
        return Remark(
            phrase("the first row of this table is empty: say in it what the columns hold")
        )
    return None


def _of_html(table: Part) -> Remark | None:
    cells = [cell for cell in table.cells if cell.name != "caption"]
    heads = [cell for cell in cells if cell.name == "th"]
    if not heads and len(cells) >= _FEW and not _places_things(table, cells):
        return Remark(
            phrase(
                "this table has no head: write its first row, or the first cell of each row, as "
                '`<th>` (a table that only places things: `role="presentation"`)'
            )
        )
    if heads and all(_BODILESS.fullmatch(cell.text) and not cell.images for cell in heads):
        return Remark(
            phrase("the head of this table is empty: say in it what columns or rows hold")
        )
    captioned = len(cells) < len(table.cells) or "aria-label" in table.attributes
    if heads and not (captioned or table.named or "aria-describedby" in table.attributes):
        said = phrase("this table has no `<caption>`, by which readers find it: say what it holds")
        return Remark(said, severity=Severity.INFO)
    return None


def _places_things(table: Part, cells: Sequence[Part]) -> bool:
    """Whether a table without head is there to place things: what leads on, or pictures."""
    given = table.attributes
    if (
        any(given.get(each) == "0" for each in _HINTS)
        or "navigation" in given.get("summary", "").lower()
    ):
        return True
    placed = sum(bool(cell.links or cell.images or not cell.text) for cell in cells)
    return placed * 2 > len(cells)
