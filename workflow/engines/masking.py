"""Keeping links, code, tags and emphasis whole while a machine translates the words.

A message is taken apart once, into words and what is not words. Each engine sends the words
in its own way and gives the parts back in the order of its translation; :func:`assemble`
puts them together only if every part came back exactly once and the result reads, in the
markup it is written in, like the source. What cannot be made right is None: better
untranslated than wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from workflow.inline.line_places import same_lines
from workflow.inline.pattern import is_bare, read
from workflow.inline.pieces import BREAK
from workflow.inline.prose import CUTS
from workflow.model import Markup, Text


class Role(Enum):
    """What a part is to an engine."""

    TEXT = "text"
    OPAQUE = "opaque"
    """Stands for itself, like a word nobody translates."""
    OPEN = "open"
    CLOSE = "close"

    # That of Enum is written in Python, and parts are looked up by the dozen for each message.
    __hash__ = object.__hash__


_SIGNS = {Role.OPEN: 0xF0000, Role.CLOSE: 0xF4000, Role.OPAQUE: 0xF8000}
"""Private characters (Unicode 15.1, section 23.5) that stand for parts while they are joined."""
_GAP = re.compile(r"(?<=\S) {2,}")
_BEGINS_WITH_WORD = re.compile(r"\s*[^\W\d_]{2,}[ ,，、。]")
"""Nothing that is kept begins so."""
_OPENS, _CLOSES = "[\U000f0000-\U000f3fff]", "[\U000f4000-\U000f7fff]"
_SPACED = (
    (re.compile(rf"({_OPENS}+) +"), r" \1"),
    (re.compile(rf" +({_CLOSES}+)"), r"\1 "),
    (re.compile(rf"({_CLOSES}) +(?=[,.;)\]…])"), r"\1"),
    (_GAP, " "),
)
"""Spaces that an engine put inside of a pair go outside."""
_TO_MOVE = re.compile(rf"{_OPENS} | {_CLOSES}|{_CLOSES} +[,.;)\]…]|{_GAP.pattern}")
"""One of them finds something."""


class Part(NamedTuple):
    """A run of characters of a message; a tuple, as each message has a dozen."""

    role: Role
    text: str
    number: int = -1
    """Tells parts that are kept apart; an OPEN and its CLOSE share it. -1 for TEXT."""
    glued_before: bool = False
    """OPAQUE: stands right after a word or full stop, as a footnote mark does."""
    glued_after: bool = False
    """OPAQUE: stands right before a word."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A message in parts; lead, parts and tail, joined, are the message."""

    lead: str
    """White space before the first part, which no engine sees."""
    parts: tuple[Part, ...]
    tail: str
    markup: Markup
    """What the message is written in."""

    @property
    def source(self) -> Text:
        """The message."""
        return Text(self.lead + "".join(part.text for part in self.parts) + self.tail, self.markup)

    @property
    def kept(self) -> tuple[Part, ...]:
        """The parts that come back as they are, in order."""
        return tuple(part for part in self.parts if part.role is not Role.TEXT)

    @property
    def wordy(self) -> bool:
        """Whether there is anything to translate."""
        return any(is_wordy(part) for part in self.parts)


def is_wordy(part: Part) -> bool:
    """Whether the part holds a letter that is to be translated."""
    return part.role is Role.TEXT and any(character.isalpha() for character in part.text)


def has_words(text: Text, keep: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether there is anything to translate; ``keep`` as :func:`mask` takes it."""
    return bool(not keep and _BEGINS_WITH_WORD.match(text.value)) or mask(text, keep).wordy


def mask(text: Text, keep: Sequence[tuple[int, int]] = ()) -> Masked:
    """Take a message apart.

    ``keep`` has start and end of more that is to be kept, in characters of ``text``.
    """
    value = text.value
    core = value.strip()
    lead = value[: len(value) - len(value.lstrip())]
    tail = value[len(lead) + len(core) :]
    if not keep and is_bare(value) and not ("&" in value or "\\" in value or "\n" in value):
        words = (Part(Role.TEXT, core),) if core else ()
        return Masked(lead, words, tail, text.markup)
    spans = [(start - len(lead), end - len(lead)) for start, end in keep]
    parts = list(_parts(text.having(core), spans))
    if any(part.role is Role.OPAQUE for part in parts):
        parts = list(_glue(parts))
    return Masked(lead, tuple(parts), tail, text.markup)


def assemble(masked: Masked, parts: Sequence[Part]) -> str | None:
    """Put a translation together from its parts, in the order of the translation.

    None where a part is missing, doubled or badly nested, or where the result does not read
    as the source does.
    """
    kept = [part for part in parts if part.role is not Role.TEXT]
    if sorted(kept, key=_identity) != sorted(masked.kept, key=_identity) or not _nested(kept):
        return None
    result = masked.lead + _join(parts).strip() + masked.tail
    return result if sound(masked.source, Text(result, masked.markup)) else None


def sound(source: Text, translation: Text) -> bool:
    """Whether the translation has the placeables, emphasis, elements and links of the source, and
    its line breaks between the same sentences."""
    if not (is_bare(source.value) and is_bare(translation.value)) and not (
        same_placeables(source, translation) and _elements(source) == _elements(translation)
    ):
        return False
    return same_lines(source, translation)


def same_placeables(source: Text, translation: Text) -> bool:
    """Whether every placeable of the source is in the translation, as often, and no other."""
    return _placeables(source) == _placeables(translation)


@lru_cache(maxsize=4096)
def _placeables(text: Text) -> Sequence[tuple[str, str]]:
    """In an order that does not depend on their places."""
    return sorted((each.kind.value, each.text) for each in read(text).placeables)


@lru_cache(maxsize=4096)
def _elements(text: Text) -> Sequence[str]:
    pieces = read(text.having(text.value.strip())).pieces
    return sorted(piece.name for piece in pieces if piece.role == "open")


def _parts(text: Text, keep: Sequence[tuple[int, int]]) -> Iterator[Part]:
    core = text.value
    cuts = [*((each.start, each.end) for each in read(text).placeables), *keep]
    if "&" in core or "\\" in core or "\n" in core:
        cuts += (found.span() for found in CUTS[text.markup].finditer(core))
    cuts.sort()
    pairs: list[int] = []
    for role, run in groupby(read(text).pieces, lambda piece: piece.role):
        spans = [(piece.start, piece.end) for piece in run]
        if role == "text":
            yield from _cut(core, spans[0][0], spans[-1][1], cuts)
        for start, end in spans if role != "text" else ():
            if role == "open":
                pairs.append(start)
            number = pairs.pop() if role == "close" else start
            yield Part(
                Role[role.upper()] if role != "atom" else Role.OPAQUE, core[start:end], number
            )


def _cut(core: str, start: int, end: int, cuts: Sequence[tuple[int, int]]) -> Iterator[Part]:
    """Part a run of text from the placeables, escapes, line breaks and kept terms in it.

    ``cuts`` are in order.
    """
    for at in range(bisect_left(cuts, (start, start)), len(cuts)):
        first, last = cuts[at]
        if first > end:
            break
        if start <= first and last <= end:
            if start < first:
                yield Part(Role.TEXT, core[start:first])
            yield Part(Role.OPAQUE, core[first:last], first)
            start = last
    if start < end:
        yield Part(Role.TEXT, core[start:end])


def _glue(parts: Sequence[Part]) -> Iterator[Part]:
    """Note which opaque parts touch the word beside them (in Chinese everything does)."""
    before = ""
    for part, following in zip(parts, (*parts[1:], None), strict=False):
        if part.role is Role.OPAQUE:
            after = following.text[:1] if following else ""
            glued = _is_word(before) or before in tuple(".!?…»”)]")
            yield part._replace(glued_before=glued, glued_after=_is_word(after))
        else:
            yield part
        if part.role is not Role.CLOSE:  # a mark may follow emphasis that ends with a word
            before = part.text[-1:]


def _is_word(character: str) -> bool:
    return character.isalnum() and character < "\u2e80"


def _identity(part: Part) -> tuple[str, int, str]:
    return part.role.value, part.number, part.text


def _nested(kept: Sequence[Part]) -> bool:
    waiting: list[int] = []
    for part in kept:
        if part.role is Role.OPEN:
            waiting.append(part.number)
        elif part.role is Role.CLOSE and (not waiting or waiting.pop() != part.number):
            return False
    return not waiting


def _join(parts: Sequence[Part]) -> str:
    """Join the parts: spaces go outside of pairs (CommonMark would not see ``** a **`` as
    strong), none between what was glued, none around line breaks.
    """
    kept = [part for part in parts if part.role is not Role.TEXT]
    if not kept:
        return _GAP.sub(" ", "".join(part.text for part in parts))
    signs = {part: chr(_SIGNS[part.role] + index) for index, part in enumerate(kept)}
    line = "".join(signs.get(part, part.text) for part in parts)
    for pattern, replacement in _SPACED if _TO_MOVE.search(line) else ():
        line = pattern.sub(replacement, line)
    for part, sign in signs.items():
        is_break = "\n" in part.text and BREAK.fullmatch(part.text) is not None
        if not (is_break or part.glued_before or part.glued_after):
            line = line.replace(sign, part.text)
            continue
        before = " *" if part.glued_before or is_break else ""
        after = " *" if is_break else r"(?: +(?=\w))?" if part.glued_after else ""
        line = re.sub(f"{before}{sign}{after}", _literal(part.text), line)
    return line


def _literal(text: str) -> Callable[[re.Match[str]], str]:
    """A replacement in which nothing stands for something else."""
    return lambda _found: text
