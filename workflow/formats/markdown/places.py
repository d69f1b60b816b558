"""Where things stand in a Markdown source, the titles of links and images among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from workflow.formats.format import Origin
from workflow.formats.markdown.dialect import read, titles
from workflow.inline.commonmark import Event
from workflow.inline.wrapping import (
    NEWLINE,
    escape_block,
    escape_characters,
    escape_line,
    unwrap,
)
from workflow.model import lazy_re as re

_BACKSLASH = ord("\\")
Encoder = Callable[[str], str]
"""Writes a msgstr for its place."""
_STRING = r"""(?P<title>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*"""
IN_LINK = re.compile(rf"\]\(\s*(?:<[^<>\n]*>|[^\s<]\S*)\s+{_STRING}\)$", re.DOTALL)
"""A title at the end of an inline link or image (CommonMark 0.31, section 6.3)."""
IN_DEFINITION = re.compile(rf"(?<=\s){_STRING}$", re.DOTALL)
"""A title at the end of a link reference definition (section 4.7)."""


class Source:
    """The body as bytes, with the few questions a walk asks of it; offsets in bytes of it."""

    def __init__(self, body: str, origin: Origin) -> None:
        self.text = body
        self.data = body.encode()
        self.masked, self.hidden = read(body)
        """The text as the parser reads it, and what of it this hides."""
        self.titles = titles(self.hidden)
        """Where marks stand that title the rest of their lines, and the kinds of these texts."""
        self.labelled = "]:" in body
        """Whether the text may hold link reference definitions."""
        self.origin = origin
        newline = NEWLINE.search(body)
        self.newline = newline[0] if newline else "\n"
        self._at, self._line = 0, origin.line

    def extent(self, events: Sequence[Event]) -> tuple[int, int]:
        """Where a run starts and ends, of which ``events`` are all."""
        start: int = events[0][1]["start"]
        # The backslash of an escape is no part of the event of what it escapes.
        if self.data[start - 1] == _BACKSLASH and start:
            start -= 1
        last, place = events[-1]
        end: int = place["end"]
        # The parser's range of a collapsed link ends before its "[]".
        if "End" in last and self.data.startswith(b"[]", end):
            end += len(b"[]")
        return start, end

    def slice(self, start: int, end: int) -> str:
        """The text of a range."""
        return self.data[start:end].decode()

    def slice_is(self, start: int, text: bytes) -> bool:
        """Whether ``text`` stands at ``start``."""
        return self.data.startswith(text, start)

    def escaped(self, start: int) -> int:
        """``start``, or the offset of the backslash before it: an escape is all content."""
        return start - 1 if self.data[start - 1 : start] == b"\\" else start

    def line(self, offset: int) -> int:
        """The line an offset is on, counted from 1 in the file; cheapest in rising order."""
        if offset < self._at:
            self._at, self._line = 0, self.origin.line
        self._line += self.data.count(b"\n", self._at, offset)
        self._at = offset
        return self._line

    def prefix(self, offset: int) -> str:
        """What a continuation line of the block whose content starts at ``offset`` begins with."""
        start = max(self.data.rfind(b"\n", 0, offset), self.data.rfind(b"\r", 0, offset)) + 1
        return re.sub(r"[^>\s]", " ", self.slice(start, offset))

    def encode_block(self, start: int, broken: bool, translation: str) -> str:
        """A msgstr for the whole content, which begins at ``start``, of a paragraph or the like.

        ``broken``: its msgid has hard breaks (see :func:`escape_block`).
        """
        prefix = self.prefix(start) if NEWLINE.search(translation) else ""
        return escape_block(translation, self.newline, prefix, bare_is_hard=broken)


class Title(NamedTuple):
    """A title found in a text."""

    start: int
    """Bytes before its first character, the opening quote not counted in."""
    end: int
    text: str
    """Unwrapped, the quotes inside it unescaped."""
    encode: Callable[[str], str]


def find_title(pattern: re.Pattern[str], raw: str, quotes: int) -> Title | None:
    """Find a title by :data:`IN_LINK` or :data:`IN_DEFINITION` in ``raw``, offsets in UTF-8.

    ``quotes`` is the number of block quotes it stands in, whose marks may be inside.
    """
    found = pattern.search(raw)
    if found is None:
        return None
    start, end = found.start("title") + 1, found.end("title") - 1
    closing = found["title"][-1]
    quoted = "()" if closing == ")" else closing
    text = unwrap(raw[start:end], quotes, frozenset())
    return Title(
        len(raw[:start].encode()),
        len(raw[:end].encode()),
        re.sub(rf"\\([{re.escape(quoted)}])", r"\1", text),
        lambda translation: escape_characters(escape_line(translation), quoted),
    )
