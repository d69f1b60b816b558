"""What of a page is its article: told by names and looks, and by what trafilatura keeps.

A name alone proves nothing: a section “Related work”, an account of share capital or a menu of
the day are called like the boxes around articles. So a name counts with what bears it out.

trafilatura tells article from page well. What it hands back, though, has lost captions, spans of
table cells, languages of code, frames of quotations, numbers of lists and links about images
(2.3.1, measured). So its answer serves as a marker: the blocks whose text it kept are found again
in the page, and the article is cut out of that.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from workflow.importing.elements import (
    BLOCKS,
    HEADINGS,
    holds,
    is_mostly_links,
    names,
    own_pieces,
    own_text,
    shown_text,
)
from workflow.importing.plain import columns, one_line, squash

_NEVER = re.compile(
    r"""comment-?list|comments-(?:area|section|wrapper)|disqus_thread|adsbygoogle
    |cookie-?(?:banner|bar|consent|notice|policy|popup)|(?:gdpr|consent)-(?:banner|popup|notice)
    |(?:newsletter|subscri(?:be|ption))[-_](?:box|form|sign-?up|block|cta|widget|banner|promo)""",
    re.VERBOSE,
)
"""Whole names of what is part of no article: nobody calls a subject so."""
_FOREIGN = re.compile(
    r"""comments?|respond|cookies?|consent|gdpr|newsletters?|subscri(?:be|ption)|adverts?
    |advertisements?|ads?|sponsored|promos?|paywall""",
    re.VERBOSE,
)
"""Whole names of what others wrote, or what is for sale; or of a subject, within an article."""
_AROUND = re.compile(
    r"""shar(?:e|ing)|social|related|recommended|read-?(?:also|more|next)|yarpp(?:-\w+)?
    |(?:shar(?:e|ing)|social|related|recommended)[-_]
        (?:buttons?|bar|box|links?|icons?|list|posts?|articles?|content|stories|news|this|tools|media)
    |sharedaddy|jp-relatedposts|addtoany\w*|a2a_kit|breadcrumbs?|sidebar|widgets?|toolbar
    |(?:post|entry|article)[-_](?:tags|meta|nav(?:igation)?|share)|tags(?:-links)?|cat-links
    |pagination|pager|navbox|author-(?:box|bio)|print(?:-\w+)?|back-to-top""",
    re.VERBOSE,
)
"""Whole names of what stands around articles, unless it has whole sentences."""
_PART = re.compile(
    r"(?:^|[-_])(?:share|sharing|social|related|newsletter|subscribe|promo|cookies?|consent"
    r"|breadcrumbs?|menu|nav|navbar|toc|tags|comments?|advert\w*|sidebar|widget|toolbar)(?:$|[-_])"
)
"""Names that may be of what surrounds articles: the looks decide."""
_SENTENCE = re.compile(r"[.!?…。！？][\s\"'»”’)）」』]*$")
_SHORTEST_SENTENCE = 30
_LONGEST_LABEL = 100
"""Columns from which on a text is prose, however it ends."""
_TYPED = frozenset(("text", "email", "search", "tel", "url", "password", "submit", ""))
_LAST_DATE = "2100-01-01"
"""No clock: a page's date does not depend on when it is imported."""
LONG = 25
"""Letters from which on a text does not occur twice by chance."""


def is_boilerplate(element: HtmlElement, *, inside: bool) -> bool:
    """Tell whether the names and looks of ``element`` are those of what surrounds articles.

    ``inside`` tells that the article goes on after it, which speaks for whole sentences.
    """
    called = _names(element)
    if any(map(_NEVER.fullmatch, called)):
        return True
    if any(map(_FOREIGN.fullmatch, called)):
        offers = takes_input(element) or _has_many_comments(element)
        return offers or not inside or not has_prose(element)
    if not any(_AROUND.fullmatch(name) or _PART.search(name) for name in called):
        return False
    if is_mostly_links(element) or takes_input(element):
        return True
    return any(map(_AROUND.fullmatch, called)) and not has_prose(element)


def has_prose(element: HtmlElement) -> bool:
    """Tell whether a whole sentence stands in ``element``, outside links."""
    blocks = (element, *element.iterdescendants(*BLOCKS))
    return any(is_prose("" if is_mostly_links(block) else own_text(block)) for block in blocks)


def is_prose(text: str) -> bool:
    """Tell whether ``text`` is a whole sentence, or longer than any label."""
    wide = columns(one_line(text))
    ends = _SENTENCE.search(text) is not None
    return wide >= _LONGEST_LABEL or (wide >= _SHORTEST_SENTENCE and ends)


def takes_input(element: HtmlElement) -> bool:
    """Tell whether something can be typed or sent in ``element``."""
    typed = any(one.get("type", "").lower() in _TYPED for one in element.iter("input"))
    return typed or holds(element, "textarea")


def _has_many_comments(element: HtmlElement) -> bool:
    parts = (_names(one) for one in element.iterdescendants())
    return sum("comment" in part for part in parts) > 1


def _names(element: HtmlElement) -> frozenset[str]:
    """Return class names and id, but for an id that was made from the element's heading."""
    called = names(element)
    name = element.get("id", "").lower().strip()
    if not name or (
        _is_telling(name)
        and squash(name) in (squash(shown_text(one)) for one in element.iter(*HEADINGS))
    ):
        return called
    return called | {name}


def _is_telling(name: str) -> bool:
    whole = any(names.fullmatch(name) for names in (_NEVER, _FOREIGN, _AROUND))
    return whole or _PART.search(name) is not None


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


def metadata_of(tree: HtmlElement, url: str | None) -> Any:
    """Return trafilatura's metadata of a page from ``url``; the date as the page declares it."""
    dates = {"original_date": True, "extensive_search": False, "max_date": _LAST_DATE}
    return _trafilatura().extract_metadata(copy.deepcopy(tree), default_url=url, date_config=dates)


def _extracted(tree: HtmlElement) -> _Kept:
    found = _trafilatura().bare_extraction(
        copy.deepcopy(tree), include_comments=False, include_links=True, include_formatting=True
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return _Kept("", frozenset())
    blocks = found.body.iter("p", "head", "item", "cell")
    return _Kept(_squashed(found.body), frozenset(map(_squashed, blocks)))


def _trafilatura() -> Any:
    """Import trafilatura, which takes most of a second, where a page is read."""
    import trafilatura  # noqa: PLC0415

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    return trafilatura


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
