"""Inline codes: what of a text translators' tools keep as it is, and what of it is words.

A fold over the pattern of a text (:mod:`workflow.inline.pattern`). Joined, the parts are the text.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from workflow.errors import ArticleError
from workflow.inline.html_tokens import tokens_of
from workflow.inline.pattern import read
from workflow.inline.pieces import Piece
from workflow.inline.prose import CUTS
from workflow.model import Text

Role = Literal["words", "atom", "open", "close"]
ESCAPE: Final = "escape"
"""The name of backslash escapes and character references."""
BREAK: Final = "break"
"""The name of line ends."""
KEPT: Final = "kept"
"""The name of addresses, placeholders and the like."""


class Part(NamedTuple):
    """A run of characters of a text."""

    role: Role
    text: str
    name: str = ""
    """Of a code: the element's name, see :class:`~workflow.inline.pieces.Piece`."""
    id: str = ""
    """Of a code; an ``open`` and its ``close`` share it."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A source text and its translation in parts."""

    source: tuple[Part, ...]
    target: tuple[Part, ...]
    """Codes that are those of the source have their ids."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Ids of the codes of the source that the translation lacks, see :func:`lost`."""
        return lost(self.source, (each.id for each in self.target))


def lost(source: Iterable[Part], there: Iterable[str]) -> tuple[str, ...]:
    """Ids of the codes of a source text that are not ``there``.

    Escapes and references are not missed: each language has its own need of them.
    """
    found = set(there)
    wanted = (each.id for each in source if each.id and each.name != ESCAPE)
    return tuple(dict.fromkeys(name for name in wanted if name not in found))


def coded(source: Text, target: Text) -> Coded:
    """Part both texts; the codes of the source are numbered in their order."""
    first = tuple(_numbered(_parts(source), "", {}))
    known: dict[tuple[str, ...], deque[str]] = defaultdict(deque)
    for name, ids in _shapes(first).items():
        known[name].extend(ids)
    return Coded(first, tuple(_numbered(_parts(target), "t", known)))


def _shapes(parts: Sequence[Part]) -> dict[tuple[str, ...], list[str]]:
    """What a code is → the ids of those that are the same."""
    found: dict[str, list[str]] = {}
    for each in parts:
        if each.id:
            found.setdefault(each.id, [each.role[0]]).append(each.text)
    shapes: dict[tuple[str, ...], list[str]] = {}
    for name, shape in found.items():
        shapes.setdefault(tuple(shape), []).append(name)
    return shapes


def _numbered(
    parts: Sequence[Part], letter: str, known: dict[tuple[str, ...], deque[str]]
) -> Iterator[Part]:
    """The parts with ids: those of ``known`` codes first, then new ones after ``letter``."""
    shapes = _shapes(parts)
    names: dict[str, str] = {}
    order = {each.id: shape for shape, ids in shapes.items() for each in parts if each.id in ids}
    for number, old in enumerate(order, start=1):
        waiting = known.get(order[old])
        names[old] = waiting.popleft() if waiting else f"{letter}{number}"
    for each in parts:
        yield each._replace(id=names[each.id]) if each.id else each


def _parts(text: Text) -> Sequence[Part]:
    """The parts of a text; each code has an id of its own, or shares it with its other half."""
    value = text.value
    try:
        pieces = list(read(text).pieces)
        cuts = [(each.start, each.end, KEPT) for each in read(text).placeables]
    except ArticleError:  # what the parser of Markdown does not read is words
        return [Part("words", value)] if value else []
    cuts += (
        (*match.span(), BREAK if "\n" in match[0] else ESCAPE)
        for match in CUTS[text.markup].finditer(value)
    )
    cuts.sort()
    found: list[Part] = []
    waiting: list[str] = []
    for piece in pieces:
        raw, name = value[piece.start : piece.end], f"n{piece.start}"
        if piece.role == "text":
            found += _cut(value, piece, cuts)
        elif piece.role == "atom" or (piece.role == "close" and not waiting):
            found += _atom(raw, piece)
        elif piece.role == "open":
            waiting.append(name)
            found.append(Part("open", raw, piece.name, name))
        else:
            found.append(Part("close", raw, piece.name, waiting.pop()))
    whole = {each.id for each in found if each.role == "close"}
    return [
        each if each.role != "open" or each.id in whole else each._replace(role="atom")
        for each in _joined(found)
    ]


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with words that stand side by side as one."""
    words = ""
    for each in parts:
        if each.role == "words":
            words += each.text
            continue
        if words:
            yield Part("words", words)
        words = ""
        yield each
    if words:
        yield Part("words", words)


def _cut(value: str, piece: Piece, cuts: Sequence[tuple[int, int, str]]) -> Iterator[Part]:
    """Words, and what in them is carried over as it is."""
    start = piece.start
    for first, last, name in cuts:
        if start <= first and last <= piece.end:
            if start < first:
                yield Part("words", value[start:first])
            yield Part("atom", value[first:last], name, f"n{first}")
            start = last
    if start < piece.end:
        yield Part("words", value[start : piece.end])


def _atom(raw: str, piece: Piece) -> Iterator[Part]:
    """A code; of a tag, the words in it that are for readers are words."""
    data, done = raw.encode(), 0
    tags = [token[3] for token in tokens_of(raw)] if raw.startswith("<") else []
    if len(tags) == 1 and tags[0] is not None:
        for attribute, _ in tags[0].texts:
            yield _code(data[done : attribute.start], piece, done)
            yield Part("words", data[attribute.start : attribute.end].decode())
            done = attribute.end
    yield _code(data[done:], piece, done)


def _code(data: bytes, piece: Piece, offset: int) -> Part:
    return Part("atom", data.decode(), piece.name, f"n{piece.start + offset}")
