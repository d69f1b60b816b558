"""An article's HTML, brought to the few shapes that Markdown can write; ruby becomes brackets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.blocks import (
    arrange,
)
from workflow.importing.elements import (
    BLOCKS,
    NOTE,
    NOTE_MARK,
    holds,
    holds_block,
    is_blank,
    is_image,
)
from workflow.importing.emphasis import MARKS, settle

_MEANT_TAGS = "blockquote dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody td th thead tr ul"
_MEANT = frozenset((*_MEANT_TAGS.split(), NOTE))
"""Blocks that Markdown can tell apart; the others mean no more than a ``div`` to it."""
_INLINE = frozenset((*MARKS, "a", "br", "code", "img", "q", "sub", "sup", NOTE_MARK))


def simplify(root: HtmlElement) -> HtmlElement:
    """Return a ``div`` with the content of ``root``, in shapes that Markdown can write.

    Elements that Markdown has no form for give way to their content, two line breaks part
    paragraphs, and emphasis stands where CommonMark sees it.
    """
    holder = html.Element("div")
    root.tail = None
    holder.append(root)
    arrange(holder)
    for element in list(holder.iterdescendants("*")):
        if element.tag in BLOCKS and element.tag not in _MEANT:
            element.tag = "div" if holds_block(element) else "p"
        elif element.tag not in BLOCKS and element.tag not in _INLINE:
            element.drop_tag()
    for element in reversed(list(holder.iterdescendants(*_INLINE))):
        if _is_idle(element):
            element.drop_tag()
    for element in list(holder.iter("br")):
        _lift(element)
    for element in list(holder.iter("br")):
        _break(element)
    settle(holder)
    return holder


def _is_idle(element: HtmlElement) -> bool:
    """Tell whether an inline element says nothing: it is empty, or stands in another of it."""
    if element.tag in ("br", "img", NOTE_MARK):
        return False
    nested = next(element.iterancestors(element.tag), None) is not None
    return nested or not (element.text_content().strip() or holds(element, "img"))


def _lift(element: HtmlElement) -> None:
    """Take a line break at the start or end of inline elements out of them."""
    parent = element.getparent()
    while parent.tag in _INLINE:
        if element.getnext() is None and not (element.tail or "").strip():
            element.tail, parent.tail = parent.tail, None
            parent.addnext(element)
        elif element.getprevious() is None and not (parent.text or "").strip():
            parent.text, element.tail = element.tail, None
            parent.addprevious(element)
        else:
            return
        parent = element.getparent()


def _break(element: HtmlElement) -> None:
    """Part the paragraph at two line breaks, or one after an image; drop one that parts nothing."""
    parent = element.getparent()
    if parent is None:
        return  # gone with the break before it
    if next(element.iterancestors("pre"), None) is not None:
        element.tail = "\n" + (element.tail or "")
        element.drop_tree()
        return
    run = list(_run(element))
    following = run[-1].getnext()
    ends = not (run[-1].tail or "").strip() and (following is None or following.tag in BLOCKS)
    starts = not _has_content_before(element)
    if next(element.iterancestors("td", "th"), None) is not None and not (starts or ends):
        for one in run[1:]:
            one.drop_tree()
        return
    parts = len(run) > 1 or _follows_image(element)
    if starts or ends or (parts and parent.tag in BLOCKS):
        if not (starts or ends):
            _part(element, run[-1])
        for one in run:
            one.drop_tree()


def _run(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield ``element`` and the line breaks that follow it at once."""
    yield element
    following = element.getnext()
    while following is not None and following.tag == "br" and not (element.tail or "").strip():
        yield following
        element, following = following, following.getnext()


def _has_content_before(element: HtmlElement) -> bool:
    previous = element.getprevious()
    if previous is None:
        return bool((element.getparent().text or "").strip())
    return previous.tag not in BLOCKS or bool((previous.tail or "").strip())


def _follows_image(element: HtmlElement) -> bool:
    """Tell whether an image, alone on its line, stands before a line break."""
    image = element.getprevious()
    if image is None or image.tail or not is_image(image):
        return False
    before = image.getprevious()
    text = image.getparent().text if before is None else before.tail
    return not (text or "").strip() and (before is None or before.tag not in _INLINE)


def _part(first: HtmlElement, last: HtmlElement) -> None:
    """Part the paragraph at the breaks ``first`` to ``last``; loose text becomes paragraphs."""
    parent = first.getparent()
    after = html.Element("p")
    after.text, last.tail = last.tail, None
    after.extend(list(takewhile(_is_inline, last.itersiblings())))
    if parent.tag == "p":
        parent.addnext(after)
        return
    last.addnext(after)
    before = html.Element("p")
    loose = list(takewhile(_is_inline, first.itersiblings(preceding=True)))[::-1]
    previous = (loose[0] if loose else first).getprevious()
    if previous is None:
        before.text, parent.text = parent.text, None
    else:
        before.text, previous.tail = previous.tail, None
    first.addprevious(before)
    before.extend(loose)


def _is_inline(element: HtmlElement) -> bool:
    return element.tag not in BLOCKS


def bracket(tree: HtmlElement) -> None:
    """Put each reading in ``tree`` that its author did not bracket (by ``rp``) in brackets."""
    for reading in list(tree.iter("rt")):
        before = reading.getprevious()
        opened = before is not None and before.tag == "rp" and is_blank(before.tail)
        bracketed = opened and not is_blank(before.text)
        if not bracketed and not is_blank(reading.text_content()):
            reading.text = "(" + (reading.text or "").lstrip()
            if len(reading):
                reading[-1].tail = (reading[-1].tail or "").rstrip() + ")"
            else:
                reading.text = reading.text.rstrip() + ")"
    for ruby in tree.iter("ruby"):
        for part in ruby.iter():
            part.text = part.text.strip() if part.text else None
            if part is not ruby:
                part.tail = part.tail.strip() if part.tail else None
    for part in list(tree.iter("ruby", "rb", "rt", "rtc", "rp")):
        part.drop_tag()
