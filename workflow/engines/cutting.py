"""Messages that are longer than a service takes, cut where a translation bears it.

Cuts are at the ends of sentences; a sentence that is too long alone is cut at the ends of
clauses, then between words, in Chinese and Japanese between characters. Never inside a part that
is kept, a pair, or what a reader takes for one character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice, pairwise, takewhile
from unicodedata import category

from workflow.engines.backend import Form, Limits, Unit
from workflow.engines.faults import TextRefused
from workflow.engines.masking import Masked, Part, Role
from workflow.formats.format import sentence_ends
from workflow.model.phrase import phrase

_HAN = "\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = re.compile(rf"[{_HAN}\u3000-\u303f\uff01-\uff60]")
"""What no space belongs beside."""
_EITHER = "…—“”‘’"
"""Signs that stand in Chinese without spaces, elsewhere with some."""
_CLOSING = "»!?;:,.%)]"
_SPACE = r"[^\S\u00a0\u202f]+(?=[^\s»”’!?;:,.%)\]])"
"""Where a line may be broken."""
_BREAKS = (
    re.compile(
        rf"(?:(?<=[.!?…])|(?<=[.!?…][”»’\")])|(?<=[!?]\s»)){_SPACE}|(?<=[。！？；])(?![”’」』）])"
    ),
    re.compile(rf"(?<=[,;:]){_SPACE}|{_SPACE}(?=[–—(])|(?<=[，、：])(?=\S)"),
    re.compile(rf"(?<![«(\[“]){_SPACE}|(?<=[{_HAN}])(?=[{_HAN}])"),
)
"""Where a text may be cut, beside the ends of sentences that :mod:`workflow.formats` is sure of:
at what looks like one, at the end of a clause, between words. The last are the worst."""


def size(text: str, unit: Unit) -> int:
    """Length of a text in a service's unit."""
    return len(text) if unit == "characters" else len(text.encode())


def most_of(limits: Limits) -> int | None:
    """How long one text may be, in the limits' unit; None for any."""
    return min((each for each in (limits.text, limits.total) if each is not None), default=None)


def cut(masked: Masked, form: Form, limits: Limits, language: str = "en") -> tuple[Masked, ...]:
    """Return pieces that, joined, are the message, each within the limits once it is written.

    The message itself where it fits. ``language`` is that of the text (``fr``, ``en``, ``zh``).
    Raises :class:`TextRefused` where no place is good enough: the words between the parts that
    are kept may still fit, each run as a message of its own.
    """
    most = most_of(limits)
    if most is None or size(form.encode(masked), limits.unit) <= most:
        return (masked,)
    starts = tuple(accumulate((len(part.text) for part in masked.parts[:-1]), initial=0))
    cutter = _Cutter(masked, starts, form, most, limits.unit)
    pieces = [cutter.piece(start, end) for start, end in pairwise(cutter.edges(language))]
    pieces[0] = replace(pieces[0], lead=masked.lead + pieces[0].lead)
    pieces[-1] = replace(pieces[-1], tail=pieces[-1].tail + masked.tail)
    return tuple(pieces)


def rejoin(pieces: Sequence[Masked], translations: Sequence[Sequence[Part]]) -> list[Part]:
    """Return the parts of the whole translation, given those of each piece.

    Between pieces stand the spaces of the source, as far as the scripts of both sides want any.
    """
    parts: list[Part] = []
    for index, (piece, translation) in enumerate(zip(pieces, translations, strict=True)):
        if index:
            space = pieces[index - 1].tail + piece.lead
            parts.append(Part(Role.TEXT, _gap(parts, translation, space)))
        parts += _stripped(translation)
    return [part for part in parts if part.text]


@dataclass(frozen=True, slots=True)
class _Cutter:
    """A message with what one piece of it may hold; offsets are those of its joined parts."""

    masked: Masked
    starts: Sequence[int]
    """Of each part, where it begins."""
    form: Form
    most: int
    unit: Unit

    def edges(self, language: str) -> list[int]:
        """Where the pieces begin, and where the last one ends."""
        value = "".join(part.text for part in self.masked.parts)
        allowed = self._allowed(value)
        likely, *others = ([each.end() for each in ends.finditer(value)] for ends in _BREAKS)
        likely = [at for at in likely if not value[at : at + 1].islower()]
        levels = [
            [*(at for at in places if at in allowed and at < len(value)), len(value)]
            for places in (sentence_ends(language)(value), likely, *others)
        ]
        edges = [0]
        while edges[-1] < len(value):
            edges.append(self._next(edges[-1], levels))
        return edges

    def piece(self, start: int, end: int) -> Masked:
        """What is between two offsets as a message; spaces at its ends are its lead and tail."""
        parts: list[Part] = []
        for index in range(bisect_right(self.starts, start) - 1, len(self.starts)):
            at, part = self.starts[index], self.masked.parts[index]
            if at >= end:
                break
            first, last = max(start - at, 0), min(end - at, len(part.text))
            parts.append(part._replace(text=part.text[first:last]))
        lead, core = _parted(parts)
        tail, core = _parted(core, at_end=True)
        return Masked(lead, core, tail, self.masked.markup)

    def _allowed(self, value: str) -> frozenset[int]:
        """Offsets that are in no pair, in no kept part, and before nothing that joins on."""
        found: set[int] = set()
        depth = 0
        for at, part in zip(self.starts, self.masked.parts, strict=True):
            depth += {Role.OPEN: 1, Role.CLOSE: -1}.get(part.role, 0)
            if not depth:
                end = at + len(part.text)
                found.update(range(at, end + 1) if part.role is Role.TEXT else (end,))
        return frozenset(at for at in found if not _joins_on(value[at : at + 1]))

    def _next(self, start: int, levels: Sequence[Sequence[int]]) -> int:
        """The farthest good place to end the piece that begins at ``start``.

        A worse kind of place is only looked at where the better ones are all too far.
        """
        for places in levels:
            ahead = islice(places, bisect_right(places, start), None)
            fitting = deque(takewhile(lambda end: self._fits(start, end), ahead), maxlen=1)
            if fitting:
                return fitting[0]
        reason = (
            phrase("longer than the service takes ({most} bytes)", most=self.most)
            if self.unit == "bytes"
            else phrase("longer than the service takes ({most} characters)", most=self.most)
        )
        raise TextRefused(reason)

    def _fits(self, start: int, end: int) -> bool:
        return size(self.form.encode(self.piece(start, end)), self.unit) <= self.most


def _joins_on(character: str) -> bool:
    """Whether it makes one sign with the character before it."""
    return character == "\u200d" or (character != "" and category(character).startswith("M"))


def _parted(parts: Sequence[Part], *, at_end: bool = False) -> tuple[str, tuple[Part, ...]]:
    """The white space at one end of the parts, and the parts without it."""
    index = -1 if at_end else 0
    if not parts or parts[index].role is not Role.TEXT:
        return "", tuple(parts)
    text = parts[index].text
    core = text.rstrip() if at_end else text.lstrip()
    space = text[len(core) :] if at_end else text[: len(text) - len(core)]
    left = [parts[index]._replace(text=core)] if core else []
    return space, tuple([*parts[:-1], *left] if at_end else [*left, *parts[1:]])


def _stripped(parts: Sequence[Part]) -> tuple[Part, ...]:
    return _parted(_parted(parts)[1], at_end=True)[1]


def _gap(before: Sequence[Part], after: Sequence[Part], space: str) -> str:
    """What stands between two translated pieces whose sources had ``space`` between them."""
    last = _words(before).rstrip(_EITHER)[-1:]
    first = _words(after).lstrip().lstrip(_EITHER)[:1]
    if space.strip(" "):  # a line break stays
        return space
    if _WIDE.match(last) or _WIDE.match(first):
        return ""
    return space or (" " if last and first and first not in _CLOSING else "")


def _words(parts: Sequence[Part]) -> str:
    """The text of the parts without the marks of pairs."""
    return "".join(part.text for part in parts if part.role not in (Role.OPEN, Role.CLOSE))
