"""Runs: text with its inline elements, as msgid, as msgstr and as part of the skeleton.

A run may be parted into its sentences, for articles that are translated sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from workflow.formats.format import SentenceEnds
from workflow.inline.html_references import (
    SPACE,
    collapse,
    escape_markup,
    plain,
    strip,
    text_to_msgid,
)
from workflow.inline.html_tags import (
    Tag,
    escape_values,
)
from workflow.inline.html_tokens import MARKUP
from workflow.model import lazy_re as re

Span = tuple[int, int]
"""Offsets of the first byte and of the byte after the last."""
_TEXT: Final = ("text",)
_FREE: Final = frozenset(
    f"<{name}>"
    for name in "b bdi br cite del dfn em i ins mark q s small span strong sub sup u wbr".split()
)
"""Elements without attributes that mark up nothing but text."""
_UNIT = re.compile(r"&#?\w+;?|[ \t\n\f\r]+|.", re.DOTALL)
"""What of a text is one thing, or nothing, in a msgid."""


@dataclass(slots=True)
class Piece:
    """A text, a tag or a comment of a run."""

    kind: Literal["text", "kept", "start", "end", "comment"]
    """``kept``: text inside a graphic."""
    start: int
    """Offset in bytes."""
    end: int
    tag: Tag | None
    readable: bool
    """Whether the text, or the tag's attributes, are translated."""
    partner: int = -1
    """Index of the tag it makes an element with: its own for one without content."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is translated of a run."""

    span: Span
    text: str
    """The msgid."""
    words: str
    """The text in it that is to be translated, without tags."""
    parts: tuple[tuple[Piece, str], ...]
    """Its pieces, each with what it is in the msgid, white space at the ends included."""


@dataclass(slots=True)
class Run:
    """The pieces between two blocks' tags, in order; white space alone is none."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def has_texts(self) -> bool:
        """Whether tags of it have attributes that hold text for readers."""
        return any(piece.tag and piece.tag.texts for piece in self.pieces)

    def join(self, start: int, end: int) -> None:
        """Take note that the tags at these two indexes are one element's."""
        self.pieces[start].partner, self.pieces[end].partner = end, start

    def shape(self, data: bytes) -> Hashable:
        """What a translation keeps of the run: its elements, in any order and nesting.

        Plain emphasis and line breaks are each language's own: a Chinese page has no italics.
        """
        if len(self.pieces) == 1 and self.pieces[0].kind == "text":
            return _TEXT
        has_text = any(piece.kind == "text" for piece in self.pieces)
        marks = sorted(self._marks(data))
        return ("text" if has_text else "inline", *marks)

    def _marks(self, data: bytes) -> Iterator[str]:
        for piece in self.pieces:
            if piece.kind == "comment":
                yield data[piece.start : piece.end].decode()
            elif piece.tag and piece.partner < 0:
                yield f"{'stray' if piece.kind == 'end' else 'unclosed'} {piece.tag.shape}"
            elif piece.kind == "start" and piece.tag and piece.tag.shape not in _FREE:
                yield piece.tag.shape

    def message(self, data: bytes, block_is_readable: bool) -> Message | None:
        """Return the shortest span with all the text, its elements whole; None without text.

        Tags with text for readers count as text. Of a block that is not translated only the
        readable text counts.
        """
        if len(self.pieces) == 1 and self.pieces[0].kind == "text":
            return _message(data, self.pieces) if self.pieces[0].readable else None
        counted = [
            index
            for index, piece in enumerate(self.pieces)
            if (piece.kind == "text" or (piece.tag and piece.tag.texts))
            and (piece.readable or block_is_readable)
        ]
        if not any(self.pieces[i].kind == "text" and self.pieces[i].readable for i in counted):
            return None
        inside = self.pieces[counted[0] : counted[-1] + 1]
        partners = [piece.partner for piece in inside if piece.partner >= 0]
        first, last = min([counted[0], *partners]), max([counted[-1], *partners])
        return _message(data, self.pieces[first : last + 1])

    def plain(self, data: bytes) -> str:
        """The text of the run alone."""
        parts: list[str] = []
        done = self.pieces[0].start
        for piece in self.pieces:
            if done < piece.start:
                parts.append(" ")
            if piece.kind == "text":
                parts.append(plain(data[piece.start : piece.end].decode()))
            done = piece.end
        return "".join(parts).strip(SPACE)


def _message(data: bytes, pieces: list[Piece]) -> Message:
    if len(pieces) == 1 and pieces[0].kind == "text":
        piece = pieces[0]
        whole = text_to_msgid(data[piece.start : piece.end].decode())
        span = strip(data, piece.start, piece.end)
        return Message(span, whole.strip(SPACE), whole, ((piece, whole),))
    parts: list[tuple[Piece, str]] = []
    words: list[str] = []
    done = pieces[0].start
    for piece in pieces:
        space = " " if done < piece.start else ""
        raw = data[piece.start : piece.end].decode()
        if piece.kind == "text":
            raw = text_to_msgid(raw)
            if piece.readable:
                words.append(raw)
        parts.append((piece, space + (piece.tag.msgid if piece.tag else raw)))
        done = piece.end
    span = strip(data, pieces[0].start, pieces[-1].end)
    text = "".join([part for _, part in parts]).strip(SPACE)
    return Message(span, text, " ".join(words), tuple(parts))


def encode_run(translation: str) -> str:
    """Return a msgstr, a fragment of HTML, for a run's place, on one line where tags allow it.

    Tags and comments stay as written, for the skeleton to judge; any other ``<`` that would
    begin one is text. Ampersands stay as written: a msgid has them bare where they may be.
    """
    data = translation.strip(SPACE).encode()
    parts: list[str] = []
    done = 0
    for found in MARKUP.finditer(data):
        parts.append(_encode_text(data[done : found.start()]))
        done = found.end()
        if found["name"]:
            parts.append(escape_values(found[0]).decode())
        elif found["lost"] or not _ends(found[0]):
            parts.append(_encode_text(found[0]))
        else:
            parts.append(found[0].decode())
    parts.append(_encode_text(data[done:]))
    return "".join(parts)


def _encode_text(data: bytes) -> str:
    return escape_markup(collapse(data.decode()))


def _ends(comment: bytes) -> bool:
    """Whether a comment ends by itself, and not with the msgstr."""
    return comment.endswith((b"-->", b"--!>") if comment.startswith(b"<!--") else b">")


def sentences_of(
    data: bytes, pieces: Sequence[Piece], message: Message, sentences: SentenceEnds
) -> Iterator[tuple[Span, str]]:
    """Yield span (in bytes) and msgid of each sentence of a message.

    A sentence ends where ``sentences`` says so, outside of any element; the white space
    between two is in neither. ``pieces`` are the run's, to which the message's refer.
    """
    cuts = list(_cuts(data, pieces, message, sentences(message.text)))
    places = [(0, message.span[0]), *cuts, (len(message.text), message.span[1])]
    for (first, start), (last, end) in pairwise(places):
        span = strip(data, start, end)
        yield span, message.text[first:last].strip(SPACE)


def _cuts(
    data: bytes, pieces: Sequence[Piece], message: Message, ends: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Where a sentence begins: in characters of the msgid, and in bytes of the source."""
    whole = "".join([part for _, part in message.parts])
    done = len(whole.lstrip(SPACE)) - len(whole)  # the msgid begins after the white space
    depth = 0
    waiting = iter(ends)
    end = next(waiting, None)
    for piece, part in message.parts:
        if piece.kind == "end" and end == done:  # what a sentence closes belongs to it
            end += len(part)
        while end is not None and end < done + len(part):
            if depth == 0 and piece.kind == "text":
                raw = data[piece.start : piece.end].decode()
                cut = _place(raw, part, end - done)
                if cut is not None:
                    yield end, piece.start + len(raw[:cut].encode())
            elif depth == 0 and end == done:
                yield end, piece.start
            end = next(waiting, None)
        if piece.partner >= 0 and pieces[piece.partner] is not piece:
            depth += {"start": 1, "end": -1}.get(piece.kind, 0)
        done += len(part)


def _place(raw: str, part: str, at: int) -> int | None:
    """Where in a text as written begins what stands at ``at`` of it in the msgid."""
    if at <= 0:
        return 0 if at == 0 else None
    produced = len(part) - len(text_to_msgid(raw))  # a space before it
    for unit in _UNIT.finditer(raw):
        if produced >= at:
            before, after = text_to_msgid(raw[: unit.start()]), text_to_msgid(raw[unit.start() :])
            sound = part[:at].split() == before.split() and part[at:].split() == after.split()
            return unit.start() if sound else None
        produced += len(text_to_msgid(unit[0]))
    return None
