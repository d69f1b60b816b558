"""The words of a text without what stands between them, and the words rewritten around it.

Placeables, delimiters, escapes and references are each one private character while rules about
words and punctuation go over the line; so no rule can touch them, and all see what is beside.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from workflow.inline.pattern import MARKS, read
from workflow.inline.pieces import BREAK
from workflow.model import Markup, Text
from workflow.model import lazy_re as re

_LINE_END = r"[ \t]*\n[ \t]*"
_REFERENCE = r"&(?:\w+|#\d+|#[xX][0-9A-Fa-f]+);"
CUTS: Mapping[Markup, re.Pattern[str]] = {
    "markdown": re.compile(rf"{BREAK.pattern}|\\[!-/:-@\[-`{{-~]|{_REFERENCE}"),
    "html": re.compile(rf"{_LINE_END}|{_REFERENCE}"),
    "text": re.compile(_LINE_END),
}
"""Line breaks, backslash escapes and character references: kept as they are."""
_FIRST, _LAST = 0xF0000, 0xFFFFD
VEIL = f"[{chr(_FIRST)}-{chr(_LAST)}]"
"""What stands for a thing that is kept, for a class of a regular expression."""
_VEIL = re.compile(VEIL)
_NO_WORDS = re.compile(rf"[{MARKS}&\\\n{chr(_FIRST)}-{chr(_LAST)}]")
"""What nearly every text has in which something is kept."""
_NO_BREAK = frozenset("\u00a0\u202f")


class Veiled(NamedTuple):
    """A text whose words alone can be read and rewritten.

    A tuple, for one is made of every text that is checked, in half the time.
    """

    text: Text
    line: str
    """The words; each thing that is kept is one character of :data:`VEIL`."""
    kept: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    """Of each thing what a reader sees in its place: nothing, a blank or a sign."""

    @property
    def plain(self) -> str:
        """The words as a reader sees them, with blanks for what is code, address and the like."""
        if not self.kept:
            return self.line
        return _VEIL.sub(lambda found: self.bare[ord(found[0]) - _FIRST], self.line)

    @property
    def spaced(self) -> str:
        """:attr:`line` with the no-break spaces themselves where references stand for them."""
        line = self.line
        for number, seen in enumerate(self.bare):
            if seen in _NO_BREAK:
                line = line.replace(chr(_FIRST + number), seen)
        return line

    @property
    def places(self) -> Sequence[int]:
        """Of each offset of :attr:`line`, its end among them, what :meth:`place` says."""
        if not self.kept:
            return range(len(self.line) + 1)
        kept = self.kept
        sizes = (
            len(kept[ord(each) - _FIRST]) if _FIRST <= ord(each) <= _LAST else 1
            for each in self.line
        )
        return tuple(accumulate(sizes, initial=0))

    def place(self, offset: int) -> int:
        """Where in the text an offset of :attr:`line` is; both in characters."""
        before = _VEIL.findall(self.line, 0, offset) if self.kept else ()
        return offset + sum(len(self.kept[ord(each) - _FIRST]) - 1 for each in before)

    def unveil(self, line: str) -> Text:
        """The text with other words; ``line`` has every character of :data:`VEIL` once."""
        kept = self.kept
        return self.text.having(_VEIL.sub(lambda found: kept[ord(found[0]) - _FIRST], line))


def veil(text: Text) -> Veiled:
    """Part the words of a text from the rest; raises as the parser of Markdown does."""
    return Veiled(text, text.value) if _is_words(text.value) else _parted(text)


@lru_cache(maxsize=2048)
def _parted(text: Text) -> Veiled:
    value = text.value
    spans = [(each.start, each.end, " ") for each in read(text).placeables]
    if text.markup != "text":
        taken = [(piece.start, piece.end) for piece in read(text).pieces if piece.role != "text"]
        spans += [(start, end, "" if end - start < 4 else " ") for start, end in taken]
    if "&" in value or "\\" in value or "\n" in value:
        spans += [(*found.span(), _seen(found[0])) for found in CUTS[text.markup].finditer(value)]
    if not value.isascii():
        spans += [(*found.span(), " ") for found in _VEIL.finditer(value)]
    if not spans:
        return Veiled(text, value)
    parts: list[str] = []
    kept: list[str] = []
    bare: list[str] = []
    done = 0
    for first, end, seen in sorted(spans, key=lambda span: (span[0], -span[1])):
        start = max(first, done)
        if end <= start:
            continue
        parts += (value[done:start], chr(_FIRST + len(kept)))
        kept.append(value[start:end])
        bare.append(seen)
        done = end
    parts.append(value[done:])
    return Veiled(text, "".join(parts), tuple(kept), tuple(bare))


def plain(text: Text) -> str:
    """The words of a text as a reader sees them; see :attr:`Veiled.plain`."""
    return text.value if _is_words(text.value) else veil(text).plain


def _is_words(value: str) -> bool:
    """Whether nothing in a text is kept, for sure: so it is with two of three."""
    return not (_NO_WORDS.search(value) or "((" in value)


def _seen(cut: str) -> str:
    """What a reader sees of an escape, a reference or a line end."""
    if cut.startswith("&"):
        return html.unescape(cut)
    return " " if "\n" in cut else cut[1:]
