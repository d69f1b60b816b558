"""A page's blocks, as browsers make them: every text stands in one.

Between blocks, browsers put loose text into blocks without a name (CSS 2.2, section 9.2.1.1).
Here such a text gets a paragraph, lists have nothing but items, and links or emphasis about
whole blocks stand in each of them instead. Lists of definitions become what Markdown can define.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.elements import (
    BLOCKS,
    HEADINGS,
    NOTE,
    holds,
    holds_block,
    is_blank,
    shown_text,
)
from workflow.importing.emphasis import MARKS
from workflow.importing.plain import columns

_DEFINED = "data-defined"
"""Tells a term that a definition follows."""
LOOSE = "data-loose"
"""Tells a paragraph made here from one that the author made."""
_LISTS = ("ul", "ol", "menu", "dir")
_TABLE_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th", "caption")
_ONE_LINE = frozenset((*HEADINGS, "dt", "legend", "summary", "caption"))
"""Blocks that hold one line of text, whatever blocks it was written in."""
_LONGEST_LINE = 400
"""Columns; more is no heading, but what follows one that was not closed."""
_UNTOUCHED = frozenset(("pre", "table", "tbody", "thead", "tfoot", "tr", "br"))
"""What holds no paragraphs."""
_ALWAYS = frozenset((*_LISTS, "dl", "li", "dd", "blockquote", NOTE, "body"))
"""What holds blocks, even where it has one run of text alone."""
_NAMES = {
    "b": "strong",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "var": "em",
    "s": "del",
    "strike": "del",
    "kbd": "code",
    "samp": "code",
}
"""Inline elements that mean what another does, to Markdown."""


def arrange(root: HtmlElement) -> None:
    """Put every text in ``root`` that stands beside blocks into a paragraph; mend lists."""
    _name(root)
    for element in list(root.iter("dt", "dd")):
        close_before(element)
    for element in list(root.iter(*_ONE_LINE)):
        _flatten(element)
    for element in [one for one in root.iterdescendants("*") if holds_block(one)]:
        _make_container(element)
    for element in [one for one in root.iter("*") if one.tag not in _UNTOUCHED]:
        _wrap_runs(element)
    for element in reversed(list(root.iterdescendants("a", *MARKS))):
        _push_into_blocks(element)
    for element in root.iter("a"):
        _part_from_next(element)
    for element in list(root.iter(*_LISTS)):
        _mend_list(element)
    for element in list(root.iter("dl")):
        mend_definitions(element)
    for element in list(root.iter("li")):
        _mend_item(element)


def _name(root: HtmlElement) -> None:
    """Call what means the same by one name, and parts of tables outside a table plain blocks."""
    for element in root.iter(*_NAMES):
        element.tag = _NAMES[element.tag]
    for part in root.iter(*_TABLE_PARTS):
        if next(part.iterancestors("table"), None) is None:
            part.tag = "div"


def _flatten(element: HtmlElement) -> None:
    """Leave a heading (or another line) no blocks, unless it is too long to be one."""
    if not holds_block(element):
        return
    if columns(shown_text(element)) > _LONGEST_LINE or holds(element, "table", "ul", "ol", "pre"):
        element.tag = "div"
        return
    for block in list(element.iterdescendants(*BLOCKS)):
        block.text = " " + (block.text or "")
        block.tail = " " + (block.tail or "")
        block.drop_tag()


def _make_container(element: HtmlElement) -> None:
    """Make a ``div`` of an element that holds blocks, though paragraphs and spans may not."""
    inline = element.tag not in BLOCKS and element.tag not in ("a", *MARKS)
    if element.tag == "p" or (inline and element.tag not in {"code", "ruby"}):
        element.tag = "div"


def _wrap_runs(element: HtmlElement) -> None:
    """Put each run of text and inline elements between the blocks of ``element`` into a ``p``."""
    if element.tag not in _ALWAYS and not any(map(_is_block, element)):
        return
    if element.tag not in BLOCKS and element.tag not in ("a", *MARKS):
        return
    run: list[HtmlElement] = []
    text, element.text = element.text, None
    for child in [*element, None]:
        if child is None or _is_block(child):
            _wrap(element, text, run, before=child)
            run = []
            if child is not None:
                text, child.tail = child.tail, None
        else:
            run.append(child)


def _wrap(
    parent: HtmlElement, text: str | None, run: Sequence[HtmlElement], before: HtmlElement | None
) -> None:
    """Put ``text`` and the elements of ``run`` into a new paragraph, if they show anything."""
    paragraph = html.Element("p", {LOOSE: "1"})
    paragraph.text = text
    paragraph.extend(run)
    if is_blank(paragraph.text_content()) and not holds(paragraph, "img", "input"):
        return
    if before is None:
        parent.append(paragraph)
    else:
        before.addprevious(paragraph)


def _is_block(element: HtmlElement) -> bool:
    return element.tag in BLOCKS or holds_block(element)


def _push_into_blocks(element: HtmlElement) -> None:
    """Let a link or emphasis about whole blocks stand in each of them instead."""
    inside = list(element.iterdescendants(*BLOCKS))
    for block in inside:
        if not holds_block(block):
            copy = html.Element(element.tag, dict(element.attrib))
            copy.text, block.text = block.text, None
            copy.extend(list(block))
            block.append(copy)
    if inside:
        element.drop_tag()


def _part_from_next(link: HtmlElement) -> None:
    """Put a blank between two words in links of their own, which styles part (buttons, say)."""
    following = link.getnext()
    if following is None or following.tag != "a" or link.tail:
        return
    if shown_text(link)[-1:].isalnum() and shown_text(following)[:1].isalnum():
        link.tail = " "


def _mend_list(element: HtmlElement) -> None:
    """Leave a list nothing but items: what else stands in it goes to the item before."""
    element.tag = "ol" if element.tag == "ol" else "ul"
    for child in list(element):
        if child.tag == "li":
            continue
        previous = child.getprevious()
        if previous is None and element.getparent().tag not in {"ul", "ol"}:
            element.addprevious(child)
        elif previous is None:
            previous = html.Element("li")
            child.addprevious(previous)
            previous.append(child)
        else:
            previous.append(child)


def _mend_item(element: HtmlElement) -> None:
    """Give an item that stands in no list a list, with those that follow it at once."""
    if element.getparent() is None or element.getparent().tag in {"ul", "ol"}:
        return
    holder = html.Element("ul")
    element.addprevious(holder)
    following: HtmlElement | None = element
    while following is not None and following.tag == "li":
        after = following.getnext() if is_blank(following.tail) else None
        holder.append(following)
        following = after


def close_before(element: HtmlElement) -> None:
    """Take a term or definition out of the one before it, which ends there (libxml2 nests them)."""
    holder = element.getparent()
    if holder is not None and holder.tag in {"dt", "dd"}:
        following = list(element.itersiblings())
        element.tail, text = None, element.tail
        holder.addnext(element)
        if text or following:
            rest = html.Element("div")
            rest.text = text
            rest.extend(following)
            element.append(rest)


def mend_definitions(element: HtmlElement) -> None:
    """Leave lists of definitions nothing but terms and definitions, each after a term.

    Terms that share a definition become lines of one term; what has none becomes a paragraph,
    between two lists.
    """
    for group in element.findall("div"):
        group.drop_tag()
    for child in list(element):
        if child.tag not in {"dt", "dd"}:
            holder = html.Element("dd")
            child.addprevious(holder)
            holder.append(child)
    terms: list[HtmlElement] = []
    defined: HtmlElement | None = None
    for child in list(element):
        shown = not is_blank(shown_text(child))
        if child.tag == "dt":
            defined = None
            terms += [child] if shown else []
            continue
        if terms and shown:
            _join_terms(terms)
            defined = terms[0]
        elif defined is None:
            child.tag = "div"
        terms = []
    _part_list(element)


def _join_terms(terms: Sequence[HtmlElement]) -> None:
    first, *others = terms
    first.set(_DEFINED, "1")
    for term in others:
        mark = html.Element("br")
        mark.tail, term.text, term.tail = term.text, None, None
        first.append(mark)
        first.extend(list(term))
        term.drop_tree()


def _part_list(element: HtmlElement) -> None:
    """Take what Markdown cannot define out of a list of definitions, which it parts in two."""
    made: HtmlElement | None = None
    for child in list(element):
        if child.tag == "dt" and not child.attrib.pop(_DEFINED, None):
            child.tag = "p"
        if child.tag in {"dt", "dd"}:
            if made is None:
                made = html.Element("dl", dict(element.attrib))
                element.addprevious(made)
            made.append(child)
        else:
            made = None
            element.addprevious(child)
    element.drop_tree()
