"""Marks on a text, and the text cut into pieces that have one set of marks each (pure)."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from workflow.inline.pattern import read
from workflow.model import Text
from workflow.model.naming import named
from workflow.model.phrase import listed, phrase

# Spaces that do not break or have no width, hyphens that are not seen, signs that turn the
# direction of writing, control characters: a reader takes them for nothing, or for a space.
_UNSEEN = re.compile(
    "(?P<space>[\u00a0\u2002-\u200a\u202f\u3000]+)|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
    "|[\x00-\x09\x0b-\x1f\x7f-\x9f]+"
)
_NAMES = {
    "\u00a0": phrase("no-break space"),
    "\u00ad": phrase("soft hyphen"),
    "\u2009": phrase("thin space"),
    "\u200b": phrase("zero-width space"),
    "\u200d": phrase("zero-width joiner"),
    "\u202f": phrase("narrow no-break space"),
    "\u3000": phrase("ideographic space"),
    "\t": phrase("tab"),
}


class MarkKind(StrEnum):
    """Why a part of a text is marked."""

    TERM = "term"
    """A term of the glossary, in the source."""
    FOLLOWED = "followed"
    """What the glossary gives for it, in the translation."""
    FORBIDDEN = "forbidden"
    """What the glossary forbids."""
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    """Where a finding of this severity is."""
    PLACEABLE = "placeable"
    """What a translation carries over as it is."""
    SPACE = "space"
    """A space that is not the usual one."""
    UNSEEN = "unseen"
    """A character that shows nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; offsets in characters."""

    start: int
    end: int
    kind: MarkKind
    label: str = ""
    """What to say of it, for people."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text all of which has the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()
    """In the order of their beginnings."""


def cut(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return ``text`` in pieces, which joined are just ``text``, whatever the marks are.

    Marks may overlap; what lies outside of the text, or covers nothing, has no effect.
    """
    inside = sorted(_inside(marks, len(text)), key=lambda mark: mark.start)
    edges = {0, len(text), *(m.start for m in inside), *(m.end for m in inside)}
    waiting, open_ = deque(inside), list[Mark]()
    pieces: list[Piece] = []
    for start, end in pairwise(sorted(edges)):
        open_ = [mark for mark in open_ if mark.end > start]
        while waiting and waiting[0].start <= start:
            open_.append(waiting.popleft())
        pieces.append(Piece(text[start:end], tuple(open_)))
    return tuple(pieces)


def plain_marks(text: Text) -> Iterator[Mark]:
    """Yield the marks that need nothing but the text: its placeables, and what is not seen."""
    for each in read(text).placeables:
        yield Mark(each.start, each.end, MarkKind.PLACEABLE, named(each.kind.value))
    for found in _UNSEEN.finditer(text.value):
        names = dict.fromkeys(_NAMES.get(sign, f"U+{ord(sign):04X}") for sign in found[0])
        kind = MarkKind.SPACE if found["space"] else MarkKind.UNSEEN
        yield Mark(found.start(), found.end(), kind, listed(names))


def _inside(marks: Iterable[Mark], length: int) -> Iterator[Mark]:
    for mark in marks:
        start, end = max(0, mark.start), min(mark.end, length)
        if start < end:
            yield Mark(start, end, mark.kind, mark.label)
