"""Which part of a page is its article, given the blocks that trafilatura keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from workflow.flows.importing.characters import columns, one_line, squash
from workflow.flows.importing.elements import (
    BLOCKS,
    LEAVES,
    drop,
    holds,
    is_chrome,
    is_image,
    is_mostly_links,
    own_text,
)
from workflow.flows.importing.kept import LONG

_SENTENCE = re.compile(r"[.!?…。！？][\s\"'»”’)）」』]*$")
_STANDFIRST_COLUMNS = 50


def cut(blocks: Sequence[HtmlElement], title: HtmlElement | None) -> HtmlElement:
    """Cut the article out of the page that the kept ``blocks`` stand in; return what holds it.

    ``title`` is the article's heading, where the page has one. What trafilatura did not keep
    stays all the same: images and a standfirst after the title; and beside kept blocks, between
    the first and the last, paragraphs and whatever is not mostly links.
    """
    texts = [one for one in blocks if one is not title] or list(blocks)
    long = [one for one in texts if len(squash(own_text(one))) >= LONG] or texts
    tree = long[0].getroottree().getroot()
    order = {element: place for place, element in enumerate(tree.iter())}
    first, start = order[long[0]], order.get(title, len(order))
    root = _common([*long, title] if start < first else long)
    kept = frozenset(one for one in blocks if root in (one, *one.iterancestors()))
    holders = kept.union(*(one.iterancestors() for one in (*kept, title) if one is not None))
    last = max(order[one] for one in kept)
    _prune(root, _Place(order, kept, holders, min(start, first), first, last))
    return root


def _common(elements: Iterable[HtmlElement]) -> HtmlElement:
    """Return the innermost element that holds all of ``elements``."""
    paths = [[*reversed([*one.iterancestors()]), one] for one in elements]
    same = [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]
    return same[-1]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where elements stand, in the order of the page, and where the article does."""

    order: Mapping[HtmlElement, int]
    kept: frozenset[HtmlElement]
    holders: frozenset[HtmlElement]
    """The kept blocks and what they and the title stand in."""
    title: int
    """Of the title, or of the first kept block."""
    first: int
    """Of the first kept block."""
    last: int
    """Of the last kept block."""

    def opens(self, element: HtmlElement) -> bool:
        """Tell whether ``element`` is a container after the title that may hold a standfirst."""
        container = element.tag in BLOCKS and element.tag not in LEAVES
        here = self.title < self.order[element] < self.first
        return container and here and not is_image(element) and not is_chrome(element)

    def keeps(self, element: HtmlElement) -> bool:
        """Tell whether ``element``, of which no text was kept, belongs to the article."""
        if element.tag not in BLOCKS:
            return True
        if is_chrome(element):
            return False
        place = self.order[element]
        beside = any(sibling in self.kept for sibling in element.getparent())
        if is_image(element):
            framed = element.tag == "figure" or holds(element, "figure")
            return beside or (framed and place > self.title) or self.first < place < self.last
        if element.tag not in LEAVES or (element.tag != "p" and is_mostly_links(element)):
            return False
        if self.title < place < self.first:
            return _is_standfirst(element)
        return beside and self.first < place < self.last


def _is_standfirst(element: HtmlElement) -> bool:
    text = one_line(element.text_content())
    return columns(text) >= _STANDFIRST_COLUMNS and _SENTENCE.search(text) is not None


def _prune(root: HtmlElement, place: _Place) -> None:
    """Take out of ``root`` what does not belong to the article."""
    holders = place.holders
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element not in place.kept:
            _drop_own_text(element)
        for child in list(element):
            if child in holders or place.opens(child):
                waiting += [] if child.tag in LEAVES else [child]
            elif not place.keeps(child):
                drop(child)


def _drop_own_text(element: HtmlElement) -> None:
    """Leave ``element`` only its blocks and images."""
    element.text = None
    for child in list(element):
        child.tail = None
        if child.tag not in BLOCKS and child.tag != "img" and not holds(child, "img", *BLOCKS):
            drop(child)
