"""Cutting a text into pieces that a service with a length limit takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"(?<=[.!?…])\s+(?=\S)|(?<=[.!?…][”»’\")])\s+(?=\S)|(?<=[。！？])(?![”’」』）])")


def cut(text: str, limit: int | None) -> tuple[str, ...]:
    """Return pieces of at most ``limit`` characters that, joined, are the text.

    Cuts are between sentences only. Empty where a sentence alone is longer than that.
    """
    if limit is None or len(text) <= limit:
        return (text,)
    ends = [found.end() for found in _END.finditer(text)]
    sentences = [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    if max(map(len, sentences)) > limit:
        return ()
    pieces = [""]
    for sentence in sentences:
        if len(pieces[-1]) + len(sentence) > limit:
            pieces.append("")
        pieces[-1] += sentence
    return tuple(pieces)


def join(pieces: Sequence[str], translations: Sequence[str]) -> str:
    """Join translated pieces with the spaces their sources end in."""
    return "".join(
        text.strip() + piece[len(piece.rstrip()) :]
        for piece, text in zip(pieces, translations, strict=True)
    )
