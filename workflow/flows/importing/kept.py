"""The blocks of a page that trafilatura takes for its article.

trafilatura tells article from page well. What it hands back, though, has lost captions, spans of
table cells, languages of code, frames of quotations, numbers of lists and links about images
(2.3.1, measured). So its answer serves as a marker: the blocks whose text it kept are found again
in the page, and the article is cut out of that.
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Sequence, Set
from dataclasses import dataclass

from lxml.html import HtmlElement

from workflow.flows.importing.characters import squash
from workflow.flows.importing.elements import BLOCKS, drop, is_chrome, is_mostly_links, own_pieces

_TAGS = (
    "button canvas dialog embed iframe input nav noscript object script select style svg template"
)
_NEVER = frozenset((*_TAGS.split(), "textarea"))
"""Elements without text of an article; navigation and windows are never part of one."""
_NEVER_ROLES = frozenset(("alertdialog", "contentinfo", "dialog", "navigation", "search"))
"""Landmarks and windows that WAI-ARIA parts from the content of a page."""
_MOST_CHROME = 400
"""Letters in a bar of buttons or a short list of other articles."""
LONG = 25
"""Letters from which on a text does not occur twice by chance."""


def kept_blocks(tree: HtmlElement) -> Sequence[HtmlElement]:
    """Return the blocks of ``tree``, a whole page, that belong to its article, in order.

    Takes out of ``tree`` what no article has. Empty where trafilatura finds no article.
    """
    for element in [one for one in tree.iter() if _is_never_kept(one)]:
        drop(element)
    kept = _extracted(tree)
    return [one for one in tree.iter(*BLOCKS) if kept.has(one)]


def _is_never_kept(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True  # a comment or processing instruction
    if element.tag in _NEVER or element.get("role") in _NEVER_ROLES:
        return True
    footer = element.tag == "footer" and element.getparent().tag == "body"
    return footer or (is_chrome(element) and is_mostly_links(element) and _is_small(element))


def _is_small(element: HtmlElement) -> bool:
    """Tell whether too little stands in ``element`` for it to be about a whole article."""
    return len(squash(element.text_content())) <= _MOST_CHROME


def _extracted(tree: HtmlElement) -> _Kept:
    import trafilatura  # noqa: PLC0415 (slow to import)

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    found = trafilatura.bare_extraction(
        copy.deepcopy(tree), include_comments=False, include_links=True, include_formatting=True
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return _Kept("", frozenset())
    blocks = found.body.iter("p", "head", "item", "cell")
    return _Kept(_squashed(found.body), frozenset(map(_squashed, blocks)))


def _squashed(element: HtmlElement) -> str:
    return squash(str(element.xpath("string()")))


@dataclass(frozen=True, slots=True)
class _Kept:
    """What trafilatura kept, squashed: all of it, and each block."""

    text: str
    blocks: Set[str]

    def has(self, element: HtmlElement) -> bool:
        """Tell whether most of the text that stands in ``element`` itself was kept.

        A long text may have lost a part (a button, say); a short one must be a block's whole.
        """
        pieces = [squash(text) for text in own_pieces(element)]
        whole = "".join(pieces)
        if len(whole) < LONG:
            return whole != "" and whole in self.blocks
        found = sum(len(one) for one in pieces if len(one) >= LONG and one in self.text)
        return whole in self.text or 2 * found > len(whole)
