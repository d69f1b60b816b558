"""What other site generators read as instructions, on a page of ours.

The format hides these from the parser (:func:`workflow.formats.markdown.dialect.mask`), and so
does this room, so that a page shows what was checked. The boxes they make of texts are boxes
here as well: a heading of a class that is ours marks each in the Markdown, and becomes an
``aside`` in the sanitised tree. Formulas are code, titles of lines are what
:mod:`workflow.site.dialects` makes of them. All else shows nothing.
"""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, takewhile
from typing import Final

from lxml.etree import Element

from workflow.formats.markdown.dialect import (
    Directive,
    code_ranges,
    directives,
    mask,
    name_and_data,
    with_line_feeds,
)
from workflow.formats.markdown.multiline import columns
from workflow.formats.markdown.notation import TAG_NAME, TITLES, VERBATIM, Form
from workflow.formats.markdown.syntaxes import arguments_of
from workflow.inline.commonmark import (
    PAGE_OPTIONS,
    events,
)
from workflow.model import lazy_re as re
from workflow.site.dialects import marked
from workflow.site.embeds import formula
from workflow.site.tree import Node, drop

ITEM: Final = "directive-item"
OPENING: Final = "directive-opening"
CLOSING: Final = "directive-closing"
MARKS: Final = (ITEM, OPENING, CLOSING)
"""Classes of the headings that mark a list item as a box, and the start and end of a box."""

_TITLE: Final = frozenset(("title",))
_BOXES: Final = (":::", "///", "```", "~~~")
"""How the fences of containers begin."""
_ID: Final = re.compile(r"#([^\s{}#.=\"'<>*/]+)")
_QUOTES: Final = re.compile(r"^(?:[ \t]*>)+ ?")
_FORMULA: Final = re.compile(
    r"\$\$(?P<dollars>.*)\$\$(?:[ \t]*[{(][^{}()]*[)}])?[ \t]*|\\\[(?P<brackets>.*)\\\][ \t]*",
    re.DOTALL,
)
_LANGUAGE: Final = re.compile(r"highlight\s+\"?([\w+#-]+)")
_BELOW: Final = re.compile(rb"(?:[ \t]*+\r?\n)++([ \t]*+)")
_DEPTH: Final = 16
"""How many boxes are shown inside each other."""


def without_directives(body: str) -> str:
    """Return the Markdown that the page shows of ``body``, with marks for :func:`make_boxes`.

    Where marks of containers would change how the text around them is read, there are none.
    """
    found = tuple(directives(body))
    if not found:
        return with_line_feeds(body)
    code = code_ranges(body)
    plain, marked = (_written(body, found, code, boxes=boxes) for boxes in (False, True))
    return marked if _texts(marked) == _texts(plain) else plain


def _written(
    body: str, found: Sequence[Directive], code: Sequence[tuple[int, int]], *, boxes: bool
) -> str:
    masked = mask(body).encode()
    parts: list[str] = []
    done = 0
    for each in found:
        parts.append(masked[done : each.start].decode())
        text = with_line_feeds(each.text)
        start = each.start + len(text) - len(text.lstrip(" \t"))
        number = bisect_right(code, (start, len(masked))) - 1
        if number < 0 or start >= code[number][1]:
            text = _in_place(each, text, masked, boxes=boxes)
        parts.append(text)
        done = each.end
    return "".join((*parts, masked[done:].decode()))


def _in_place(each: Directive, text: str, masked: bytes, *, boxes: bool) -> str:
    """What the page's Markdown has where a directive stands."""
    hidden = masked[each.start : each.end].decode()
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    line = masked[masked.rfind(b"\n", 0, each.start) + 1 : each.start].decode()
    match each.kind:
        case kind if kind in TITLES:
            shown = marked(kind, text)
        case "admonition":
            shown = _item(text, indent, masked, each.end)
        case "brace" | "colon":
            shown = f"\\{text}"
        case "heading":
            found = _ID.search(text)
            shown = f" {{#{found[1]}}}" if found else ""
        case "formula":
            shown = indent + formula(_tex(text))
        case "grid":
            shown = textwrap.indent(f"```\n{textwrap.dedent(text)}\n```", indent)
        case "directive":
            shown = _shown(text, indent, hidden, quoted=">" in line, boxes=boxes)
        case _:
            shown = marked("hidden", text) if each.form is Form.TITLE else hidden
    return shown


def _item(text: str, indent: str, masked: bytes, end: int) -> str:
    """The list item that an admonition or a tab is, its content as deep as that is indented."""
    below = _BELOW.match(masked, end)
    deep = below is not None and columns(below[1].decode()) >= columns(indent) + 4
    return f"{indent}{'-   ' if deep else '- '}# {_title(text)} {{.{ITEM}}}\n"


def _tex(text: str) -> str:
    """What of a formula is TeX: not its marks, nor its label."""
    lines = "\n".join(_QUOTES.sub("", line) for line in text.strip().split("\n"))
    found = _FORMULA.fullmatch(lines)
    return lines if found is None else found["dollars"] or found["brackets"]


def _title(text: str) -> str:
    return next((each.text for each in arguments_of(text, _TITLE)), "")


def _shown(text: str, indent: str, hidden: str, *, quoted: bool, boxes: bool) -> str:
    """What stands in the place of any other directive."""
    content = text[len(indent) :]
    if content.startswith(_BOXES):
        if not boxes:
            return hidden
        mark = OPENING if content.strip(":/`~ \t") else CLOSING
        heading = f"{indent}# {_title(text)} {{.{mark}}}"
        return heading if quoted else f"\n{heading}\n"
    name = TAG_NAME.match(content)
    if name is not None and name[2] in VERBATIM and "\n" in content:
        return _verbatim(name[2], indent, content)
    return hidden


def _verbatim(name: str, indent: str, content: str) -> str:
    """Code that stands between two tags, as code; comments are not shown."""
    opening, *lines, _ = content.replace("\r\n", "\n").split("\n")
    if name == "comment" or not lines:
        return ""
    code = textwrap.dedent("\n".join(lines))
    if name != "highlight" and _is_code(code):
        return textwrap.indent(code, indent)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    language = _LANGUAGE.search(opening)
    block = f"{fence}{language[1] if language else ''}\n{code}\n{fence}"
    return textwrap.indent(block, indent)


def _is_code(markdown: str) -> bool:
    """Whether a text is code already, marked as such, which ends where the text does."""
    starts = [
        name_and_data(event["Start"])[0]
        for event, _ in events(f"{markdown}\n\nx")
        if isinstance(event, dict) and "Start" in event
    ]
    return len(starts) > 1 and starts == ["CodeBlock"] * (len(starts) - 1) + ["Paragraph"]


def _texts(markdown: str) -> str:
    """All texts in order, and what is code of them, but for titles of boxes and white space."""
    parts: list[str] = []
    marked = False
    for event, _ in events(markdown, PAGE_OPTIONS):
        if isinstance(event, str):
            continue
        for kind, value in event.items():
            if kind in ("Start", "End"):
                name, data = name_and_data(value)
                if name == "CodeBlock":
                    parts.append(name)
                if name == "Heading":
                    marked = kind == "Start" and bool(set(MARKS) & set(data["classes"]))
            elif not marked:
                parts.append(str(value))
    return "".join("".join(parts).split())


def make_boxes(root: Node) -> None:
    """Make an ``aside`` of all that the marks in the sanitised tree say is one."""
    marks = [heading for heading in root.iter("h1") if heading.get("class") in MARKS]
    boxes = [_wrap(opening, closing) for opening, closing in _pairs(marks)]
    for mark in marks:
        item = mark.getparent()
        if mark.get("class") == ITEM and item.tag == "li" and item.index(mark) == 0:
            item.tag = "aside"
            item.set("role", "note")
            boxes.append(item)
        _label(mark)
    for box in boxes:
        if not len(box) and not (box.text or "").strip():
            drop(box)
    for parent in {box.getparent() for box in boxes}:
        if parent is not None and parent.tag in ("ul", "ol"):
            _part(parent)


def _pairs(marks: Sequence[Node]) -> list[tuple[Node, Node]]:
    """The marks between which a box is, the inner ones first; both stand in one element."""
    opened: dict[Node, list[Node]] = {}
    pairs: list[tuple[Node, Node]] = []
    for mark in marks:
        before = opened.setdefault(mark.getparent(), [])
        if mark.get("class") == OPENING:
            before.append(mark)
        elif mark.get("class") == CLOSING and before:
            opening = before.pop()
            if len(before) < _DEPTH:
                pairs.append((opening, mark))
    return pairs


def _wrap(opening: Node, closing: Node) -> Node:
    box = Element("aside", {"role": "note"})
    opening.addprevious(box)
    inside = list(takewhile(lambda each: each is not closing, opening.itersiblings()))
    box.extend((opening, *inside))
    return box


def _label(mark: Node) -> None:
    """Make the heading that marks a box the title of this, or nothing if it says nothing."""
    if mark.get("class") == CLOSING or not (len(mark) or (mark.text or "").strip()):
        drop(mark)
        return
    mark.tag = "p"
    mark.attrib.clear()
    mark.set("class", "label")


def _part(items: Node) -> None:
    """Take the boxes out of a list; what stands before and after one is a list of its own."""
    for boxed, group in groupby(list(items), key=lambda child: child.tag == "aside"):
        if boxed:
            for box in group:
                items.addprevious(box)
        else:
            piece = Element(items.tag, dict(items.attrib))
            items.addprevious(piece)
            piece.extend(group)
    drop(items)
