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

from workflow.importing.boilerplate import (
    has_prose,
    is_boilerplate,
    is_prose,
)
from workflow.importing.characters import squash
from workflow.importing.elements import (
    BLOCKS,
    own_pieces,
    own_text,
)

LONG = 25
"""Letters from which on a text does not occur twice by chance."""


def kept_blocks(tree: HtmlElement) -> Sequence[HtmlElement]:
    """Return the blocks of ``tree``, a whole page, that belong to its article, in order.

    Where trafilatura finds no article: whole sentences in what the page says is its article or
    its main part, else anywhere in it. Empty where there are none.
    """
    kept = _extracted(tree)
    found = [one for one in tree.iter(*BLOCKS) if kept.has(one)]
    if any(len(squash(own_text(one))) >= LONG for one in found):
        return found
    parts = [*tree.iter("article"), *tree.iter("main"), *tree.iter("body")]
    part = next(filter(has_prose, parts), None)
    return [] if part is None else [one for one in part.iter(*BLOCKS) if _is_text(one, part)]


def _is_text(block: HtmlElement, part: HtmlElement) -> bool:
    """Tell whether a whole sentence stands in ``block``, which is not beside the article."""
    frames = [one for one in (block, *block.iterancestors()) if part in one.iterancestors()]
    return is_prose(own_text(block)) and not any(
        is_boilerplate(one, inside=False) for one in frames
    )


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
