"""A body as a tree of lxml: what is done to it in more than one place.

Plain elements, not those of :mod:`lxml.html`: for each of these lxml looks up a class whenever it
is met, which costs as much as all that pages do with them.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, cast

from lxml import etree
from markupsafe import Markup, escape

Node: TypeAlias = Any
"""An element of lxml, of which its stubs say less than is true."""

_VOID: Final = ("source", "track", "wbr")
"""Elements without end tag that libxml2, whose list is that of HTML 4, takes for others."""
_NOTHING: Final = "\ue0f2"
"""Stands in them while they are written."""
_PARSER: Final = etree.HTMLParser()
_TEXTS: Final = etree.XPath(".//text()", smart_strings=False)
"""Several times as fast as ``itertext``."""


def tree_of(html: str) -> Node:
    """``html``, of what stands in a body, in a ``div``."""
    body: Node = etree.fromstring(f"<html><body>{html}</body></html>", _PARSER).find("body")
    body.getparent().remove(body)
    body.tag = "div"
    if not (body.text or "").strip():
        body.text = None
    for void in list(body.iter(*_VOID)):
        _move_out(void)
    return body


def _move_out(void: Node) -> None:
    """Put behind ``void`` what was read as standing in it."""
    inside, tail = list(void), void.tail
    void.text, void.tail = None, void.text
    parent = void.getparent()
    at = parent.index(void) + 1
    parent[at:at] = inside
    if tail:
        last = inside[-1] if inside else void
        last.tail = (last.tail or "") + tail


def inner_html(root: Node) -> Markup:
    """Return what stands between the tags of ``root``."""
    text, root.text = root.text, None
    voids = list(root.iter(*_VOID))
    for void in voids:
        void.text = _NOTHING
    html: str = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    root.text = text
    for void in voids:
        void.text = None
        html = html.replace(f"{_NOTHING}</{void.tag}>", "", 1)
    return escape(text or "") + Markup(html[len("<div>") : -len("</div>")])  # noqa: S704 - lxml escapes


def append_text(element: Node, text: str) -> None:
    """Add ``text`` at the end of what ``element`` holds."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def texts(root: Node) -> list[str]:
    """The texts in ``root``, in order."""
    return cast(list[str], _TEXTS(root))


def words(element: Node) -> str:
    """All texts in ``element``."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def drop(element: Node) -> None:
    """Take ``element`` out; the text behind it stays."""
    _add_before(element, element.tail)
    element.getparent().remove(element)


def unwrap(element: Node) -> None:
    """Take the tags of ``element`` out; what it holds stays."""
    if element.tail:
        append_text(element, element.tail)
        element.tail = None
    _add_before(element, element.text)
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = element[:]


def wrap(element: Node, wrapper: Node) -> None:
    """Put ``wrapper`` in the place of ``element``, and this into it."""
    wrapper.tail, element.tail = element.tail, None
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, wrapper)
    wrapper.append(element)


def _add_before(element: Node, text: str | None) -> None:
    """Add ``text`` to what stands before ``element``."""
    if not text:
        return
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text
