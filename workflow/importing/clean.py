"""A page without what no article has: scripts, navigation, controls, twins for screen readers.

What is left out is written down in a ledger: there is no other way to leave something out.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.boilerplate import is_boilerplate, takes_input
from workflow.importing.draft import LeftOut
from workflow.importing.elements import (
    HEADINGS,
    control_text,
    drop,
    holds,
    is_mostly_links,
    names,
    replace,
    shown_text,
)
from workflow.importing.plain import columns, one_line, squash
from workflow.model.phrase import phrase

_APART = frozenset(("audio", "embed", "iframe", "object", "video"))
_SILENT_TAGS = (
    "annotation annotation-xml applet base datalist head link meta noembed noframes noscript param"
    " script style template track"
)
_SILENT = frozenset(_SILENT_TAGS.split())
"""Elements that browsers never show (HTML Standard, section 15.3.1), with scripts or without."""
_EMBEDDED = ("audio", "canvas", "embed", "iframe", "object", "svg", "video")
_ROLES = {
    "alertdialog": phrase("window"),
    "contentinfo": phrase("footer of the page"),
    "dialog": phrase("window"),
    "navigation": phrase("navigation"),
    "search": phrase("search"),
}
"""Landmarks and windows that WAI-ARIA parts from the content of a page."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_FOR_READERS = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only screenreader"
    " element-invisible assistive-text show-for-sr u-visually-hidden a11y-hidden katex-mathml"
    " mjx-assistive-mml mjx_assistive_mathml hide-text".split()
)
"""Class names for text that only screen readers say, of the kits most sites are made with."""
_ANCHORS = re.compile(
    r"(?:^|[-_])(?:anchor|permalink|headerlink|hash-?link|heading-?link)(?:$|[-_])"
)
_EDIT_LINKS = frozenset(("mw-editsection",))
_MOST_CHROME = 400
"""Letters in a bar of buttons, a form or a short list of other articles."""
_SHORTEST_QUESTION = 12
"""Columns of a button that opens a text: less says what it does."""


class Ledger:
    """What is left out of one page, while it is read."""

    def __init__(self, tree: HtmlElement, *, keep_all: bool) -> None:
        """Begin with nothing left out of ``tree``; with ``keep_all`` nothing ever is."""
        self._keep_all = keep_all
        self._order = {element: place for place, element in enumerate(tree.iter())}
        self._found: list[tuple[int, LeftOut]] = []

    def leave_out(self, element: HtmlElement, reason: str) -> None:
        """Take ``element`` out of its tree and write its text down, if it has one."""
        if not self._keep_all:
            self.note(element, shown_text(element), reason)
            drop(element)

    def leave_out_as(self, element: HtmlElement, text: str, reason: str) -> None:
        """Take ``element`` out, written down as ``text``, which stays where nothing is left out."""
        if self._keep_all and squash(text):
            shown = html.Element("p" if element.tag in _APART else "span")
            shown.text = text
            replace(element, shown)
        else:
            self.note(element, text, reason)
            drop(element)

    def note(self, element: HtmlElement, text: str, reason: str) -> None:
        """Write ``text`` down, which ``element`` shows and the article cannot have."""
        if squash(text):
            self._found.append((self._place(element), LeftOut(one_line(text), reason)))

    def entries(self) -> tuple[LeftOut, ...]:
        """Return what was left out, in the order of the page."""
        return tuple(entry for _, entry in sorted(self._found, key=lambda found: found[0]))

    def _place(self, element: HtmlElement) -> int:
        """Return where ``element`` stood in the page, one made since by what is in or about it."""
        near = (*element.iter(), *element.iterancestors())
        return next((self._order[one] for one in near if one in self._order), 0)


def clean(tree: HtmlElement, ledger: Ledger) -> None:
    """Take out of ``tree``, a whole page, what no article has; ``ledger`` hears of all text."""
    for element in list(tree.iter()):
        silent = not isinstance(element.tag, str) or element.tag in _SILENT
        if silent and element.tag != "head":
            drop(element)
    body = tree.find("body")
    if body is None:
        return
    waiting = [body]
    while waiting:
        for child in list(waiting.pop()):
            reason = _reason(child, body)
            if reason:
                ledger.leave_out(child, reason)
            else:
                waiting.append(child)
    for link in [one for one in body.iterdescendants("a") if _leads_to_itself(one)]:
        link.drop_tag()
    for element in list(body.iterdescendants(*_EMBEDDED)):
        _take_embedded(element, ledger)
    for element in list(body.iterdescendants("button", "input", "select", "textarea")):
        _take_control(element, ledger)


def _reason(element: HtmlElement, body: HtmlElement) -> str | None:
    """Return why ``element`` is no part of any article, None where it may be."""
    seen = _why_unseen(element)
    role = _ROLES.get(element.get("role", "").lower())
    if (seen or role) and not _holds_most(element, body):
        return seen or role
    if element.tag == "nav":
        return phrase("navigation")
    if element.tag == "footer" and element.getparent() is body:
        return phrase("footer of the page")
    return _why_beside(element)


def _why_beside(element: HtmlElement) -> str | None:
    """Return what ``element`` is, if it is small and no text: a form, links, a heading's anchor."""
    if names(element) & _EDIT_LINKS or _is_anchor(element):
        return phrase("link to the heading")
    if not _is_small(element):
        return None
    offers = takes_input(element)
    if element.tag == "form" and offers:
        return phrase("form")
    if (offers or is_mostly_links(element)) and is_boilerplate(element, inside=True):
        return phrase("links and forms beside the article")
    return None


def _why_unseen(element: HtmlElement) -> str | None:
    if names(element) & _FOR_READERS:
        return phrase("for screen readers only")
    return phrase("hidden on the page") if _is_unseen(element) else None


def _is_unseen(element: HtmlElement) -> bool:
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    closed = element.tag == "dialog" and element.get("open") is None
    return closed or _UNSEEN.search(element.get("style", "").lower()) is not None


def _holds_most(element: HtmlElement, body: HtmlElement) -> bool:
    """Tell whether ``element`` holds most of the page: scripts show such pages late."""
    return 2 * len(squash(element.text_content())) > len(squash(body.text_content()))


def _is_small(element: HtmlElement) -> bool:
    """Tell whether too little stands in ``element`` for it to be about a whole article."""
    return len(squash(element.text_content())) <= _MOST_CHROME


def _is_anchor(element: HtmlElement) -> bool:
    """Tell whether ``element`` is a link beside a heading's text that leads to the heading."""
    heading = _heading_about(element)
    if heading is None or holds(element, "img"):
        return False
    text, whole = squash(shown_text(element)), squash(shown_text(heading))
    named = any(map(_ANCHORS.search, names(element)))
    return text != whole and (not text or named)


def _leads_to_itself(element: HtmlElement) -> bool:
    """Tell whether ``element`` is a link about a whole heading that leads to the heading."""
    heading = _heading_about(element)
    named = any(map(_ANCHORS.search, names(element)))
    here = heading is not None and element.get("href") == f"#{heading.get('id', '')}"
    return heading is not None and (named or here)


def _heading_about(element: HtmlElement) -> HtmlElement | None:
    """Return the heading that ``element``, a link to a place in the page, stands in."""
    if element.tag != "a" or not element.get("href", "").startswith("#"):
        return None
    return next(element.iterancestors(*HEADINGS, "dt", "caption", "figcaption"), None)


def _take_embedded(element: HtmlElement, ledger: Ledger) -> None:
    """Take out a video, drawing or other page; what it says or where it is from is written down."""
    if element.tag == "svg":
        text = " ".join(shown_text(one) for one in element.iter("text"))
        ledger.leave_out_as(element, text, phrase("text in a drawing"))
        return
    sources = (element, *element.iter("source"))
    found = (one.get("src") or one.get("data") for one in sources)
    address = next(filter(None, found), "")
    if address.startswith(("about:", "data:", "javascript:", "blob:")):
        drop(element)
    else:
        ledger.leave_out_as(element, address, _embedded(element))


def _embedded(element: HtmlElement) -> str:
    kinds = {"audio": phrase("embedded audio"), "video": phrase("embedded video")}
    return kinds.get(element.tag) or phrase("embedded page")


def _take_control(element: HtmlElement, ledger: Ledger) -> None:
    """Take out a control, but not the text of a heading or question that a button opens."""
    if element.tag == "input":
        ledger.leave_out_as(element, control_text(element), phrase("form field"))
    elif element.tag != "button":
        ledger.leave_out(element, phrase("form field"))
    elif _is_heading(element):
        element.drop_tag()
    elif element.get("aria-expanded") and columns(shown_text(element)) >= _SHORTEST_QUESTION:
        element.tag = "p"
    else:
        element.tail = " " + (element.tail or "")  # buttons stand apart
        ledger.leave_out(element, phrase("button"))


def _is_heading(button: HtmlElement) -> bool:
    return next(button.iterancestors(*HEADINGS, "dt", "summary", "legend"), None) is not None
