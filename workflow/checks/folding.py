"""Letters without capitals and accents, by which names are compared."""

from __future__ import annotations

import unicodedata
from typing import Final

from workflow.model import lazy_re as re

_FOLDED: Final = {
    **{
        number: unicodedata.normalize("NFD", chr(number))[0]
        for number in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00))
        if unicodedata.decomposition(chr(number))
    },
    ord("œ"): "oe", ord("æ"): "ae", ord("ø"): "o", ord("ł"): "l", ord("ß"): "ss",
}  # fmt: skip
_LETTER: Final = re.compile(r"[^a-z]")


def fold(text: str) -> str:
    """Small letters without accents; as long as ``text`` but for ligatures."""
    return text.lower() if text.isascii() else text.lower().translate(_FOLDED)


def bare(word: str) -> str:
    """The letters of a word without capitals, accents and signs."""
    return _LETTER.sub("", fold(word))
