"""The sentences of a run, for articles that are translated sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from workflow.formats.html.runs import Message, Piece, Span
from workflow.formats.sentences import SentenceEnds
from workflow.inline.html_references import (
    SPACE,
    strip,
    text_to_msgid,
)

_UNIT = re.compile(r"&#?\w+;?|[ \t\n\f\r]+|.", re.DOTALL)
"""What of a text is one thing, or nothing, in a msgid."""


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
