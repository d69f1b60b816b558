"""Emphasis of an article's HTML, placed where CommonMark sees it.

``**`` opens or closes only between certain characters (CommonMark 0.31, section 6.2, left- and
right-flanking): not before a space, and not between a letter and a punctuation mark, as in
``这是**“重点”**。`` HTML has no such rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import takewhile

from lxml.html import HtmlElement

from workflow.importing.elements import holds

MARKS = ("strong", "em", "del")
_MARKUP = ("a", "code", "img", "q", "sub", "sup")
"""Elements whose Markdown begins and ends with a punctuation mark."""


def settle(root: HtmlElement) -> None:
    """Move spaces and, where they must, punctuation marks out of emphasis; drop what is idle."""
    _merge(root, *MARKS)
    for element in list(root.iter(*MARKS)):
        _part_from_next(element)
    for element in list(root.iter(*MARKS)):
        _settle(element)
    _merge(root, "code")


def _merge(root: HtmlElement, *tags: str) -> None:
    """Make one element of those of ``tags`` that follow each other at once."""
    for element in list(root.iter(*tags)):
        while _merge_next(element):
            continue


def _merge_next(element: HtmlElement) -> bool:
    """Join the next element to ``element`` where it goes on with the same; tell whether it did."""
    following = element.getnext()
    if following is None or following.tag != element.tag or element.tail:
        return False
    element.tail, following.tail = following.tail, None
    element.append(following)
    following.drop_tag()
    return True


def _part_from_next(element: HtmlElement) -> None:
    """Of two that touch, keep the outer marks alone: longer runs of ``*`` can be read two ways."""
    following = element.getnext()
    if following is not None and following.tag in MARKS and not element.tail:
        for inner in [*element.iterdescendants(*MARKS), *following.iterdescendants(*MARKS)]:
            inner.drop_tag()


def _settle(element: HtmlElement) -> None:
    _move_start(element, str.isspace)
    _move_end(element, str.isspace)
    if not _is_seen(element):
        _move_start(element, _is_punctuation)
        _move_end(element, _is_punctuation)
    if not _is_seen(element) or not (element.text_content().strip() or holds(element, "img")):
        element.drop_tag()


def _is_seen(element: HtmlElement) -> bool:
    """Tell whether marks about ``element`` open and close it, and nothing else.

    A mark between two letters or two punctuation marks can do both (rules 1 and 2 there), so
    within emphasis that is still open it could close that.
    """
    edges = ((_before(element), _first(element)), (_after(element), _last(element)))
    nested = next(element.iterancestors(*MARKS), None) is not None
    return all(_is_free(*edge) and not (nested and _is_both(*edge)) for edge in edges)


def _is_free(outside: str, inside: str) -> bool:
    """Tell whether a mark between the two characters is seen; no character is the block's edge."""
    if not inside or inside.isspace():
        return False
    return _is_gap(outside) or not _is_punctuation(inside)


def _is_both(outside: str, inside: str) -> bool:
    return _is_gap(outside) == _is_punctuation(inside) and outside.strip() != ""


def _is_gap(char: str) -> bool:
    return not char or char.isspace() or _is_punctuation(char)


def _is_punctuation(char: str) -> bool:
    return char != "" and unicodedata.category(char)[0] in "PS"


def _before(element: HtmlElement) -> str:
    """Return the character before ``element``, an empty string at the start of its block.

    Marks that touch make one run: what counts is the character before all of them.
    """
    previous, parent = element.getprevious(), element.getparent()
    text = parent.text if previous is None else previous.tail
    if text:
        return str(text[-1])
    if previous is None:
        return _before(parent) if parent.tag in MARKS else _edge(parent)
    return _last(previous) if previous.tag in MARKS else _edge(previous)


def _after(element: HtmlElement) -> str:
    """Return the character after ``element``, an empty string at the end of its block."""
    if element.tail:
        return str(element.tail[0])
    following, parent = element.getnext(), element.getparent()
    if following is None:
        return _after(parent) if parent.tag in MARKS else _edge(parent)
    return _first(following) if following.tag in MARKS else _edge(following)


def _edge(element: HtmlElement) -> str:
    """Return the character that the Markdown of ``element`` begins and ends with."""
    return "*" if element.tag in _MARKUP else ""


def _first(element: HtmlElement) -> str:
    if element.text:
        return str(element.text[0])
    if not len(element):
        return ""
    return _first(element[0]) if element[0].tag in MARKS else _shown(element[0])


def _last(element: HtmlElement) -> str:
    if not len(element):
        return (element.text or "")[-1:]
    if element[-1].tail:
        return str(element[-1].tail[-1])
    return _last(element[-1]) if element[-1].tag in MARKS else _shown(element[-1])


def _shown(element: HtmlElement) -> str:
    """Return what the Markdown of an element within emphasis shows at its edge."""
    return "\n" if element.tag == "br" else "*"


def _move_start(element: HtmlElement, test: Callable[[str], bool]) -> None:
    """Move the characters for which ``test`` holds from the start of ``element`` before it."""
    moved = "".join(takewhile(test, element.text or ""))
    if not moved:
        return
    element.text = element.text[len(moved) :]
    previous, parent = element.getprevious(), element.getparent()
    if previous is None:
        parent.text = (parent.text or "") + moved
    else:
        previous.tail = (previous.tail or "") + moved


def _move_end(element: HtmlElement, test: Callable[[str], bool]) -> None:
    """Move the characters for which ``test`` holds from the end of ``element`` after it."""
    text = (element[-1].tail if len(element) else element.text) or ""
    moved = "".join(takewhile(test, reversed(text)))[::-1]
    if not moved:
        return
    if len(element):
        element[-1].tail = text[: -len(moved)]
    else:
        element.text = text[: -len(moved)]
    element.tail = moved + (element.tail or "")
