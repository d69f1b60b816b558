"""Questions about elements of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from workflow.flows.importing.characters import squash

_LEAVES = "blockquote dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul"
_PARTS = "caption dd dt figcaption li summary tbody td tfoot th thead tr"
_CONTAINERS = (
    "address article aside body center details div fieldset footer form header hgroup main"
)

LEAVES = frozenset(_LEAVES.split())
"""Blocks that belong to an article or do not, as one."""
BLOCKS = LEAVES.union(_PARTS.split(), _CONTAINERS.split(), ("section",))
"""Elements that browsers show as blocks (HTML Standard, section 15.3)."""

_CHROME = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|newsletter|subscribe|promo|cookies?|consent"
    r"|breadcrumbs?|menu|nav|tags|comments?|advert\w*|sidebar|widget|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Class names and ids of what surrounds articles, as usual on the web."""


def own_pieces(element: HtmlElement) -> Iterator[str]:
    """Yield the texts in ``element`` that stand in no block inside it."""
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.tag not in BLOCKS:
            yield from own_pieces(child)
        yield child.tail or ""


def own_text(element: HtmlElement) -> str:
    """Return the text in ``element`` that stands in no block inside it, breaks as line ends."""
    return "".join(own_pieces(element))


def holds(element: HtmlElement, *tags: str) -> bool:
    """Tell whether one of ``tags`` stands in ``element``."""
    return next(element.iterdescendants(*tags), None) is not None


def is_caption(element: HtmlElement) -> bool:
    """Tell whether ``element`` is the caption of an image, by its name or its class."""
    named = "caption" in element.get("class", "").lower() and not holds(element, "img")
    return element.tag == "figcaption" or named


def is_image(element: HtmlElement) -> bool:
    """Tell whether ``element`` is or holds images, with at most captions as text."""
    if element.tag != "img" and not holds(element, "img"):
        return False
    texts = [one for one in element.iter("*") if squash(own_text(one))]
    return all(any(map(is_caption, (one, *one.iterancestors()))) for one in texts)


def is_chrome(element: HtmlElement) -> bool:
    """Tell whether the class or id of ``element`` is that of what surrounds articles."""
    return _CHROME.search(f"{element.get('class', '')} {element.get('id', '')}") is not None


def is_double_break(element: HtmlElement) -> bool:
    """Tell whether ``element`` is a line break that another follows at once."""
    following = element.getnext()
    blank = not (element.tail or "").strip()
    return element.tag == "br" and blank and following is not None and following.tag == "br"


def is_mostly_links(element: HtmlElement) -> bool:
    """Tell whether more than half of the letters in ``element`` stands in links."""
    links = sum(len(squash(link.text_content())) for link in element.iter("a"))
    return 2 * links > len(squash(element.text_content()))


def drop(element: HtmlElement) -> None:
    """Take ``element`` with its content out of its tree; what follows it stays."""
    if element.getparent() is not None:
        element.drop_tree()
