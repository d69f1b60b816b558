"""Questions about elements of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from workflow.importing.plain import one_line, squash

_LEAVES = "blockquote dl figure h1 h2 h3 h4 h5 h6 hr ol p pre table ul"
_PARTS = "caption dd dt figcaption legend li optgroup option summary tbody td tfoot th thead tr"
_CONTAINERS = (
    "address article aside body center details dialog dir div fieldset footer form header hgroup"
    " main menu nav search section"
)

LEAVES = frozenset(_LEAVES.split())
"""Blocks that belong to an article or do not, as one."""
NOTE = "footnote"
"""Our own element for a footnote's text; its ``id`` is the label."""
NOTE_MARK = "footnotemark"
"""Our own element for a mark that leads to a footnote."""
BLOCKS = LEAVES.union(_PARTS.split(), _CONTAINERS.split(), (NOTE,))
"""Elements that browsers show as blocks (HTML Standard, section 15.3)."""
_LABELS = frozenset(("a", "button"))
"""Elements that styles part where they stand side by side."""
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|epub|zip)(?:[?#]|$)", re.IGNORECASE)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


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
    return len(element) > 0 and next(element.iterdescendants(*tags), None) is not None


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


def is_double_break(element: HtmlElement) -> bool:
    """Tell whether ``element`` is a line break that another follows at once."""
    following = element.getnext()
    blank = not (element.tail or "").strip()
    return element.tag == "br" and blank and following is not None and following.tag == "br"


def is_mostly_links(element: HtmlElement) -> bool:
    """Tell whether more than half of the letters in ``element`` stands in links to pages."""
    links = (link for link in element.iter("a") if not _leads_to_file(link))
    linked = sum(len(squash(link.text_content())) for link in links)
    return 2 * linked > len(squash(element.text_content()))


def holds_file(element: HtmlElement) -> bool:
    """Tell whether a link to a document stands in ``element``."""
    return any(map(_leads_to_file, element.iter("a")))


def _leads_to_file(link: HtmlElement) -> bool:
    return link.get("download") is not None or _FILE.search(link.get("href", "")) is not None


def shown_text(element: HtmlElement) -> str:
    """Return the text in ``element`` on one line, with spaces where blocks and lines end."""
    return one_line("".join(_shown_pieces(element)))


def _shown_pieces(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return  # a comment
    apart = element.tag in {"br", "input"} or element.tag in BLOCKS
    yield " " if apart else ""
    yield control_text(element) if element.tag == "input" else ""
    yield element.text or ""
    for child in element:
        yield from _shown_pieces(child)
        side_by_side = child.tag in _LABELS and not child.tail
        yield " " if side_by_side else child.tail or ""
    yield " " if apart else ""


def control_text(element: HtmlElement) -> str:
    """Return what an ``input`` shows."""
    if element.get("type", "").lower() in {"hidden", "checkbox", "radio", "password"}:
        return ""
    return element.get("value") or element.get("placeholder") or ""


def names(element: HtmlElement) -> frozenset[str]:
    """Return the class names of ``element``, in lower case."""
    return frozenset(element.get("class", "").lower().split())


def is_blank(text: str | None) -> bool:
    """Tell whether ``text`` is nothing but white space."""
    return not (text or "").strip()


def holds_block(element: HtmlElement) -> bool:
    """Tell whether a block stands in ``element``."""
    return len(element) > 0 and any(one.tag in BLOCKS for one in element.iterdescendants())


def replace(element: HtmlElement, other: HtmlElement) -> None:
    """Put ``other`` into the place of ``element``; what follows it stays."""
    other.tail, element.tail = element.tail, None
    element.getparent().replace(element, other)


def drop(element: HtmlElement) -> None:
    """Take ``element`` with its content out of its tree; what follows it stays.

    Where a block stood between two texts, they do not run together.
    """
    if element.getparent() is not None:
        if element.tag in BLOCKS and element.tail:
            element.tail = " " + element.tail
        element.drop_tree()
