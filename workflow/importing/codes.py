"""Code of a page: as it was written, without the numbers that highlighters put before its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.elements import (
    BLOCKS,
    drop,
    names,
    replace,
)

_CELLS = ("td", "th")
_OF_CODE = re.compile(
    r"(?:^|[-_])(?:code|highlight\w*|hljs|blob|rouge|lntable|chroma|crayon|syntaxhighlighter"
    r"|source(?:code)?|gutter|linenos|lineno)(?:$|[-_])"
)
"""Class names of highlighters (highlight.js, Hexo, Pygments, Rouge, Chroma, GitHub …)."""
_OF_VERSE = re.compile(r"(?:^|[-_])(?:verse|poem|poetry|poesie|preformatted-block)(?:$|[-_])")
"""Class names of lines that are text (WordPress, Substack), which others write as code."""
_NO_BREAK = "\u00a0"
_FEW = 2


def make_code(tree: HtmlElement) -> None:
    """Make code blocks of the tables in ``tree`` that number lines of code; plain text of all."""
    for table in list(tree.iter("table")):
        lines = _numbered(table)
        if lines is not None:
            _put(table, lines)
    for block in list(tree.iter("pre")):
        if block.getparent() is None:
            continue  # it stood in another, which is text alone by now
        if _is_verse(block):
            _make_verse(block)
        else:
            _flatten(block)


def _is_verse(block: HtmlElement) -> bool:
    """Tell whether a CMS wrote ``block`` for lines that are text: a poem, an address."""
    parts = (block, block.getparent())
    return any(_OF_VERSE.search(name) for part in parts for name in names(part))


def _make_verse(block: HtmlElement) -> None:
    """Make a paragraph of ``block``, its lines kept, as are the blanks that set them in."""
    block.tag = "p"
    for element in list(block.iter("*")):
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and "\n" in text and (name == "text" or element is not block):
                _break_lines(element, name, text)


def _break_lines(element: HtmlElement, name: str, text: str) -> None:
    first, *lines = text.split("\n")
    setattr(element, name, first)
    place = 0 if name == "text" else element.getparent().index(element) + 1
    for line in reversed(lines):
        mark = html.Element("br")
        shown = line.lstrip(" \t")
        blanks = line[: len(line) - len(shown)].expandtabs(4)
        mark.tail = _NO_BREAK * len(blanks) * bool(shown) + shown
        (element if name == "text" else element.getparent()).insert(place, mark)


def _put(table: HtmlElement, lines: str) -> None:
    """Put a code block with ``lines`` into the place of ``table``, or of its whole frame."""
    block = html.Element("pre")
    block.text = lines
    block.set("class", " ".join(_classes(table)))
    outer = next((one for one in table.iterancestors("pre")), table)
    replace(outer, block)


def _classes(table: HtmlElement) -> Iterator[str]:
    """Yield the class names in which highlighters say the language."""
    near = [*list(table.iterancestors())[:2], table, *table.iterdescendants("pre", "code", *_CELLS)]
    return (name for one in reversed(near) for name in one.get("class", "").split())


def _numbered(table: HtmlElement) -> str | None:
    """Return the code in ``table`` if its first columns only number the lines, else None."""
    rows = [list(row.iterchildren(*_CELLS)) for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if not rows or any(len(row) < _FEW for row in rows) or not _is_of_code(table, rows):
        return None
    gutters = [number for row in rows for cell in row[:-1][-1:] for number in _numbers(cell)]
    others = [cell for row in rows for cell in row[:-1]]
    if any(_without_digits(cell) for cell in others) or not _counts(gutters):
        return None
    return "\n".join(_code_in(row[-1]) for row in rows)


def _code_in(cell: HtmlElement) -> str:
    blocks = list(cell.iter("pre")) or [cell]
    return "\n".join(code_text(block).rstrip("\n") for block in blocks)


def _is_of_code(table: HtmlElement, rows: Sequence[Sequence[HtmlElement]]) -> bool:
    parts = (table, *list(table.iterancestors())[:3], *(row[-1] for row in rows))
    named = any(_OF_CODE.search(name) for part in parts for name in names(part))
    alone = len(rows) == 1 and next(rows[0][-1].iter("pre"), None) is not None
    return named or alone or next(table.iterancestors("pre"), None) is not None


def _numbers(cell: HtmlElement) -> list[int]:
    """Return the numbers that a gutter shows, or holds for a style to show."""
    shown = re.findall(r"\d+", " ".join(cell.itertext()))
    held = [one.get("data-line-number", "") for one in cell.iter()]
    return [int(one) for one in (shown or held) if one.isdecimal()]


def _without_digits(cell: HtmlElement) -> str:
    return re.sub(r"[\d\s]", "", cell.text_content())


def _counts(numbers: Sequence[int]) -> bool:
    """Tell whether ``numbers`` go up by one; none at all may be in a style."""
    return all(after == before + 1 for before, after in pairwise(numbers))


def _flatten(block: HtmlElement) -> None:
    """Leave a code block its text alone, with a language if it has one, and no numbers."""
    parts = list(block.iterdescendants("ul", "ol", "div", "span", "code", "pre"))
    for part in (block.getprevious(), block.getnext(), *parts):
        if part is not None and _is_gutter(part, block):
            drop(part)
    for number in _first_numbers(block):
        drop(number)
    code = block.find(".//code")
    called = [*block.get("class", "").split()]
    called += code.get("class", "").split() if code is not None else []
    frames = (name for one in list(block.iterancestors())[:2] for name in names(one))
    called += [name for name in frames if name.startswith(("highlight-", "language-"))]
    text, tail = code_text(block), block.tail
    block.clear()
    block.text, block.tail = text, tail
    block.set("class", " ".join(called))


def _is_gutter(element: HtmlElement, block: HtmlElement) -> bool:
    """Tell whether ``element`` numbers the lines of ``block``, in it or beside it: 1, 2, 3 …"""
    if not isinstance(element.tag, str) or _without_digits(element) or not _without_digits(block):
        return False
    numbers = [int(one) for one in re.findall(r"\d+", " ".join(element.itertext()))]
    lines = code_text(block).strip("\n").count("\n") + 1
    return _FEW <= len(numbers) <= lines + 1 and numbers[0] <= 1 and _counts(numbers)


def _first_numbers(block: HtmlElement) -> Sequence[HtmlElement]:
    """Return the elements that number the lines of ``block``, one at the start of each."""
    found: list[HtmlElement] = []
    for element in block.iterdescendants():
        if not isinstance(element.tag, str):
            continue
        text = (element.text_content() or "").strip()
        if text.isdecimal() and len(element) == 0 and _starts_line(element):
            found.append(element)
    lines = [line for line in code_text(block).splitlines() if line.strip()]
    numbered = len(found) >= _FEW and len(lines) <= len(found) + 1 and _without_digits(block)
    return found if numbered and _counts([int(one.text_content()) for one in found]) else []


def _starts_line(element: HtmlElement) -> bool:
    """Tell whether nothing but blanks stands before ``element`` on its line."""
    previous, parent = element.getprevious(), element.getparent()
    before = parent.text if previous is None else previous.tail
    if before and before.strip(" \t"):
        return str(before).rstrip(" \t").endswith("\n")
    if previous is None:
        return bool(parent.tag in BLOCKS) or _starts_line(parent)
    ended = previous.tag == "br" or previous.tag in BLOCKS or _ends_line(previous)
    return bool(ended) or "\n" in (before or "")


def _ends_line(element: HtmlElement) -> bool:
    return str(element.text_content()).rstrip(" \t").endswith("\n")


def code_text(element: HtmlElement) -> str:
    """Return the text of code as its lines are shown: ends of blocks and breaks end a line."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: HtmlElement, pieces: list[str]) -> None:
    if element.tag == "br":
        pieces.append("\n")
        return
    pieces.append(element.text or "" if isinstance(element.tag, str) else "")
    for child in element:
        block = child.tag in BLOCKS
        if block:
            _end_line(pieces)
        _collect(child, pieces)
        if block:
            _end_line(pieces)
        pieces.append(child.tail or "")


def _end_line(pieces: list[str]) -> None:
    """End the line that ``pieces`` are in, if it has begun."""
    last = next((one for one in reversed(pieces) if one), "\n")
    if not last.endswith("\n"):
        pieces.append("\n")
