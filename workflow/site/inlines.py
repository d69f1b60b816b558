"""Marks of Markdown's dialects inside texts, on a page of ours: none stands there raw."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from lxml.etree import Element

from workflow.formats.markdown.notation import ATTRIBUTES
from workflow.site.tree import Node

Piece: TypeAlias = str | Node
_OPAQUE: Final = frozenset(("abbr", "code", "kbd", "pre", "samp", "var"))
"""Elements whose texts are as they are."""
_MARKS: Final = re.compile(
    rf"""(?P<comment>%%(?:(?!%%)[^\n])++%%)
      | (?P<embed>!\[\[[^\[\]\n]++\]\])
      | \[\[(?P<page>(?![\d\s]*+[\]|])[^\[\]|\n]++)(?:\\?\|(?P<shown>[^\[\]\n]++))?+\]\]
      | (?<![=\w])==(?=[^\s=])(?P<marked>[^=\n]++(?:=[^=\n]++)*+)(?<!\s)==(?!=)
      | (?<!\+)\+\+(?P<keys>[\w"-]++(?:\+[\w"-]++)*+)\+\+(?!\+)
      | (?P<icon>:(?:material|fontawesome|octicons|simple)-[\w-]++:(?:{ATTRIBUTES})?+)
      | (?<!\])\[(?P<span>[^\[\]\n]++)\]{ATTRIBUTES}
    """,
    re.VERBOSE,
)
_HINT: Final = re.compile(r"%%|\[\[|==|\+\+|:[mfos]|\]\{")
_AFTER: Final = re.compile(ATTRIBUTES, re.VERBOSE)
_ROLE: Final = re.compile(r"\{(?P<name>[A-Za-z][\w:+-]*+)\}\Z")
_TARGET: Final = re.compile(r"\s*<[^<>]*>\Z")
_TAGS: Final = {"sub": "sub", "sup": "sup", "abbr": "span", "kbd": "kbd"}
_REFERENCES: Final = frozenset(
    "any cite cite:p cite:t doc download eq numref ref term eq:label numref:label".split()
)


def show_marks(root: Node, html: str) -> None:
    """Make of the marks in the texts of ``root`` what they mean, or nothing.

    ``html`` is what it was read from.
    """
    if "{" in html:
        for element in list(root.iter()):
            if element.tail and (attributes := _AFTER.match(element.tail)):
                element.tail = element.tail[attributes.end() :]
            if element.tag == "code":
                _role(element)
    if _HINT.search(html):
        replace_in_texts(root, _MARKS, _shown, _HINT)


def replace_in_texts(
    root: Node,
    pattern: re.Pattern[str],
    piece: Callable[[re.Match[str]], Piece],
    hint: re.Pattern[str] | None = None,
) -> None:
    """Put a ``piece`` in the place of each match in a text that is no code.

    Where ``hint`` stands nowhere, nothing matches.
    """
    for element in list(root.iter()):
        for name in ("text", "tail"):
            text = getattr(element, name)
            if not text or (hint or pattern).search(text) is None:
                continue
            within = element if name == "text" else element.getparent()
            if (element is root and name == "tail") or _is_opaque(within):
                continue
            _put(element, name, _pieces(text, pattern, piece))


def _is_opaque(element: Node | None) -> bool:
    while element is not None:
        if element.tag in _OPAQUE:
            return True
        element = element.getparent()
    return False


def _pieces(
    text: str, pattern: re.Pattern[str], piece: Callable[[re.Match[str]], Piece]
) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for found in pattern.finditer(text):
        pieces += (text[done : found.start()], piece(found))
        done = found.end()
    return [*pieces, text[done:]]


def _put(element: Node, name: str, pieces: Sequence[Piece]) -> None:
    """Put texts and elements, in order, in the place of a text of ``element``."""
    setattr(element, name, None)
    last: Node | None = None if name == "text" else element
    for each in pieces:
        if isinstance(each, str):
            if last is None:
                element.text = (element.text or "") + each
            else:
                last.tail = (last.tail or "") + each
        elif last is None:
            element.insert(0, each)
            last = each
        else:
            last.addnext(each)
            last = each


def _shown(found: re.Match[str]) -> Piece:
    """What a page shows of a mark."""
    if found["page"] is not None:
        return (found["shown"] or found["page"].lstrip("#^").replace("#", " › ")).strip()
    if found["marked"] is not None:
        return _element("mark", found["marked"])
    if found["keys"] is not None:
        return _element("kbd", found["keys"].replace('"', "").title().replace("+", " + "))
    return found["span"] or ""


def _element(tag: str, text: str) -> Node:
    element = Element(tag)
    element.text = text
    return element


def _role(code: Node) -> None:
    """MyST writes a role in braces before code: a reference is text, what it leads to is not."""
    before = code.getprevious()
    text = (before.tail if before is not None else code.getparent().text) or ""
    found = _ROLE.search(text)
    if found is None:
        return
    rest = text[: found.start()]
    if before is not None:
        before.tail = rest
    else:
        code.getparent().text = rest
    name = found["name"]
    if name in _TAGS or name in _REFERENCES:
        code.tag = _TAGS.get(name, "span")
        code.text = _TARGET.sub("", code.text or "") or code.text
