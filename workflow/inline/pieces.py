"""The inline structure of a message as spans: words, pairs of delimiters, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from workflow.inline.commonmark import (
    INLINE_OPTIONS,
    events,
)
from workflow.inline.html_elements import (
    KEPT,
    VOID,
)
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import tokenize

_PREFIX = "x "
"""Makes every message a paragraph, whatever its first characters would open."""
_ATOMIC_LINKS = ("Autolink", "Email")


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of a message, in characters."""

    role: Literal["text", "atom", "open", "close"]
    name: str
    """Of Markdown the parser's name: ``Text``, ``Code``, ``InlineHtml``, ``Strong``, ``Link``,
    …; of HTML the element's, else the token's kind."""
    start: int
    end: int


@dataclass(slots=True)
class _Element:
    """An element the walk is in."""

    name: str
    start: int
    atomic: bool
    opened: int | None = None
    """Index of its opening piece, once its content has begun."""


def pieces(text: str, markup: str = "markdown") -> list[Piece]:
    """Return the spans of a message, in order, without gaps.

    ``markup`` is what it is written in: ``markdown`` (one line), ``html`` or ``text``. Every
    element with content gives an ``open`` and a ``close`` piece that hold its delimiters (of a
    link in Markdown, the close holds its address); one without is an ``atom``. A link whose
    definition stands elsewhere counts as a link. In HTML an element whose content is not
    translated is an atom as a whole, and so is a tag that makes no element with another.
    """
    return _PIECES[markup](text)


def _markdown(text: str) -> list[Piece]:
    walk = _Walk(text)
    for event, place in events(_PREFIX + text, INLINE_OPTIONS, lambda _link: ("", "")):
        kind, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        start, end = walk.characters(place["start"]), walk.characters(place["end"])
        if "Paragraph" in (value, kind):
            continue
        if kind == "Start":
            walk.enter(value, start)
        elif kind == "End":
            walk.leave(end)
        else:
            walk.leaf(kind, start, end)
    walk.gap(len(text))
    return walk.found


class _Walk:
    """The pieces found so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offsets = _offsets(text.encode())
        self._done = 0
        self._inside: list[_Element] = []
        self.found: list[Piece] = []

    def characters(self, offset: int) -> int:
        """The parser's byte offset as an offset in characters of the message."""
        return self._offsets[max(0, offset - len(_PREFIX))]

    def enter(self, value: object, start: int) -> None:
        """An element starts."""
        self.gap(start)
        name, data = next(iter(value.items())) if isinstance(value, dict) else (str(value), {})
        atomic = isinstance(data, dict) and data.get("link_type") in _ATOMIC_LINKS
        inside_atom = bool(self._inside) and self._inside[-1].atomic
        self._inside.append(_Element(name, start, atomic or inside_atom))

    def leave(self, end: int) -> None:
        """The innermost element ends."""
        element = self._inside.pop()
        if element.opened is None:
            if not (self._inside and self._inside[-1].atomic):
                self._add("atom", element.name, element.start, end)
        else:
            self._add("close", element.name, self._done, end)

    def leaf(self, name: str, start: int, end: int) -> None:
        """Text, code, a tag, a line end."""
        if self._inside and self._inside[-1].atomic:
            return
        if name == "Text" and start > self._done and self._text[start - 1] == "\\":
            start -= 1
        self.gap(start)
        self._add("text" if name in ("Text", "SoftBreak") else "atom", name, start, end)

    def gap(self, start: int) -> None:
        """What lies before ``start``: opening delimiters, or characters no event covers."""
        for index, element in enumerate(self._inside):
            if element.opened is None and not element.atomic:
                inner = self._inside[index + 1 :]
                stop = inner[0].start if inner else start
                element.opened = len(self.found)
                self._add("open", element.name, element.start, stop)
        self._add("text", "Text", self._done, start)

    def _add(
        self, role: Literal["text", "atom", "open", "close"], name: str, start: int, end: int
    ) -> None:
        if start < end:
            self.found.append(Piece(role, name, start, end))
        self._done = max(self._done, end)


def _offsets(data: bytes) -> Sequence[int]:
    """How many characters begin before each byte of UTF-8, and before its end."""
    if data.isascii():
        return range(len(data) + 1)
    return (0, *accumulate(byte & 0xC0 != 0x80 for byte in data))


def _html(text: str) -> list[Piece]:
    data = text.encode()
    found: list[Piece] = []
    waiting: list[tuple[Tag, int]] = []
    done = 0
    for kind, start, end, tag in tokenize(data):
        after = done + len(data[start:end].decode())
        name = tag.name if tag else kind
        found.append(Piece("text" if kind == "text" else "atom", name, done, after))
        done = after
        if tag and kind == "start" and tag.name not in VOID:
            waiting.append((tag, len(found) - 1))
        elif tag and kind == "end" and any(each.name == tag.name for each, _ in waiting):
            opening, index = waiting.pop()
            while opening.name != tag.name:
                opening, index = waiting.pop()
            _make_element(found, index, opening)
    return found


def _make_element(found: list[Piece], index: int, tag: Tag) -> None:
    """Make an element of the piece at ``index``, its start tag ``tag``, and the last one."""
    if (
        tag.name in KEPT
        or tag.attributes.get("translate", "").lower() == "no"
        or "notranslate" in tag.attributes.get("class", "").split()
    ):
        found[index:] = [replace(found[index], end=found[-1].end)]
        return
    found[index] = replace(found[index], role="open")
    found[-1] = replace(found[-1], role="close")


def _text(text: str) -> list[Piece]:
    return [Piece("text", "text", 0, len(text))] if text else []


_PIECES: Mapping[str, Callable[[str], list[Piece]]] = {
    "markdown": _markdown,
    "html": _html,
    "text": _text,
}


def opened(text: str, markup: str = "markdown") -> Iterator[str]:
    """Yield the names of the elements with content: ``Strong``, ``Link``, … or ``a``, ``b``, …"""
    return (piece.name for piece in pieces(text, markup) if piece.role == "open")
