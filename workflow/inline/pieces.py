"""The inline structure of a text as spans: words, pairs of delimiters, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from workflow.inline.commonmark import SPECIAL, InlineEvent, events_in
from workflow.inline.html_elements import (
    KEPT,
    VOID,
)
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import tokens_of
from workflow.model import Text
from workflow.model import lazy_re as re

BREAK = re.compile(r"(?:\\|[ \t]*)\n[ \t]*")
"""The end of a line in Markdown, with what makes it a hard break."""
_ATOMIC_LINKS = ("Autolink", "Email")


Role = Literal["text", "atom", "open", "close"]


class Piece(NamedTuple):
    """A span of a text, in characters.

    A tuple, as thousands of texts are read while a machine translates them.
    """

    role: Role
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


def pieces_in(text: Text) -> Iterable[Piece]:
    """Return the spans of a text, in order, without gaps.

    Every element with content gives an ``open`` and a ``close`` piece that hold its delimiters
    (of a link in Markdown, the close holds its address); one without is an ``atom``. A link whose
    definition stands elsewhere counts as a link; Markdown is read as one line, whatever breaks
    are in it. An element of HTML, in Markdown too, whose content is not translated is an atom as a
    whole, and so is a tag that makes no element with another.
    """
    match text.markup:
        case "markdown":
            value = text.value
            if "\n" in value:
                value = BREAK.sub(lambda found: " " * len(found[0]), value)
            return _markdown(value)
        case "html":
            return _html(text.value)
        case _:
            return [Piece("text", "text", 0, len(text.value))] if text.value else []


def _markdown(text: str) -> list[Piece]:
    if not SPECIAL.search(text):
        return [Piece("text", "Text", 0, len(text))] if text else []
    walk = _Walk(text)
    for event in events_in(text, "all"):
        if event.name == "Paragraph":
            continue
        if event.kind == "Start":
            walk.enter(event)
        elif event.kind == "End":
            walk.leave(event.end)
        else:
            walk.leaf(event)
    walk.gap(len(text))
    return _with_tags_paired(walk.found, text) if "<" in text else walk.found


def _with_tags_paired(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """Make elements of the tags that stand in Markdown, each inside one of Markdown's own."""
    found: list[Piece] = []
    waiting: list[tuple[Tag | None, int]] = []
    for piece in pieces:
        found.append(piece)
        if piece.role == "open":
            waiting.append((None, 0))
        elif piece.role == "close":
            while waiting and waiting.pop()[0]:
                pass
        elif piece.name == "InlineHtml":
            kind, _, _, tag = tokens_of(text[piece.start : piece.end])[0]
            if tag and kind == "start" and tag.name not in VOID:
                waiting.append((tag, len(found) - 1))
            elif tag and kind == "end" and waiting:
                opening, index = waiting[-1]
                if opening and opening.name == tag.name:
                    waiting.pop()
                    _make_element(found, index, opening)
    return found


class _Walk:
    """The pieces found so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._done = 0
        self._inside: list[_Element] = []
        self.found: list[Piece] = []

    def enter(self, event: InlineEvent) -> None:
        """An element starts."""
        self.gap(event.start)
        atomic = event.name == "Link" and event.data["link_type"] in _ATOMIC_LINKS
        inside_atom = bool(self._inside) and self._inside[-1].atomic
        self._inside.append(_Element(event.name, event.start, atomic or inside_atom))

    def leave(self, end: int) -> None:
        """The innermost element ends."""
        element = self._inside.pop()
        if element.opened is None:
            if not (self._inside and self._inside[-1].atomic):
                self._add("atom", element.name, element.start, end)
        else:
            self._add("close", element.name, self._done, end)

    def leaf(self, event: InlineEvent) -> None:
        """Text, code, a tag, a line end."""
        if self._inside and self._inside[-1].atomic:
            return
        start = event.start
        if event.kind == "Text" and start > self._done and self._text[start - 1] == "\\":
            start -= 1
        self.gap(start)
        role: Role = "text" if event.kind in ("Text", "SoftBreak") else "atom"
        self._add(role, event.kind, start, event.end)

    def gap(self, start: int) -> None:
        """What lies before ``start``: opening delimiters, or characters no event covers."""
        for index, element in enumerate(self._inside):
            if element.opened is None and not element.atomic:
                inner = self._inside[index + 1 :]
                stop = inner[0].start if inner else start
                element.opened = len(self.found)
                self._add("open", element.name, element.start, stop)
        if self._done < start:
            self.found.append(Piece("text", "Text", self._done, start))
            self._done = start

    def _add(self, role: Role, name: str, start: int, end: int) -> None:
        if start < end:
            self.found.append(Piece(role, name, start, end))
        self._done = max(self._done, end)


def _html(text: str) -> list[Piece]:
    found: list[Piece] = []
    waiting: list[tuple[Tag, int]] = []
    for kind, start, end, tag in tokens_of(text):
        found.append(
            Piece("text" if kind == "text" else "atom", tag.name if tag else kind, start, end)
        )
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
        found[index:] = [found[index]._replace(end=found[-1].end)]
        return
    found[index] = found[index]._replace(role="open")
    found[-1] = found[-1]._replace(role="close")
