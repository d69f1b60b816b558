"""Marks on passages of a translation whose original has changed in meaning since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from workflow.site.tree import Node, inner_html, tree_of

NOTE: Final = "page:behind"
"""The id of what says what the marks mean."""
_SIGN: Final = "\ue0f0\u205f"
"""Stands before a passage while its place is looked for. The second is white space to Markdown, so
that emphasis may begin behind it (CommonMark 0.31, 6.2)."""
_BLOCKS: Final = frozenset(
    (
        *("blockquote", "caption", "dd", "div", "dt", "figcaption", "figure", "li", "p", "pre"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "summary", "td", "th"),
    )
)


def marked(html: str, body: str, places: Sequence[int], make: Callable[[str], str]) -> str:
    """``html`` with a class and a description on each block that a passage begins in.

    ``make`` gives the HTML of a body, ``html`` that of ``body``; passages begin at ``places`` in
    it. What cannot be found without changing anything else is not marked.
    """
    plain = inner_html(tree_of(html))
    root = tree_of(html)
    places = [place for place in places if 0 <= place <= len(body)]
    if not _mark(root, body, places, make, plain):
        for place in places:
            _mark(root, body, [place], make, plain)
    return str(inner_html(root))


def _mark(
    root: Node, body: str, places: Sequence[int], make: Callable[[str], str], plain: str
) -> bool:
    """Mark blocks of ``root``; False where the signs make other HTML than ``plain``."""
    signed, done = [], 0
    for place in sorted(set(places)):
        signed += [body[done:place], _SIGN]
        done = place
    other = tree_of(make("".join((*signed, body[done:]))))
    numbers = [number for number, each in enumerate(other.iter()) if _unsigned(each)]
    if inner_html(other) != plain:
        return False
    elements = list(root.iter())
    for number in numbers:
        block = elements[number]
        while block is not root and block.tag not in _BLOCKS:
            block = block.getparent()
        if block is not root:
            block.set("class", " ".join(dict.fromkeys(f"{block.get('class', '')} behind".split())))
            block.set("aria-describedby", NOTE)
    return True


def _unsigned(element: Node) -> bool:
    """Whether a sign stood in an element, or right behind it; it is taken out."""
    found = False
    for name, value in element.items():
        if _SIGN in value:
            element.set(name, value.replace(_SIGN, ""))
            found = True
    if element.text and _SIGN in element.text:
        element.text = element.text.replace(_SIGN, "")
        found = True
    for child in element:
        if child.tail and _SIGN in child.tail:
            child.tail = child.tail.replace(_SIGN, "")
            found = True
    return found
