"""Units that contain certain words, as translators look them up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_PLAIN = {
    code: base.lower()
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
} | str.maketrans("’ʼ\u00a0\u202f", "''  ")
"""Accented letter (Latin-1, Latin Extended-A, -B and Additional) → the letter; apostrophe and
space of the typographer → those of a keyboard."""
_QUOTES = '"“”„«»'
"""A search for the first, which a keyboard has, finds them all."""


class Wanted:
    """The words of a search, whatever their case and accents; ``"…"`` keeps words together."""

    def __init__(self, text: str) -> None:
        found = re.findall(r'"([^"]+)"|(\S+)', text)
        self.words = tuple(fold(quoted or word) for quoted, word in found)
        self.pieces = tuple(piece for word in self.words for piece in word.split('"') if piece)
        """What texts that fit have in them as it is written here."""
        self._expressions = tuple(re.compile(_expression(word)) for word in self.words)

    def fits(self, *folded: str) -> bool:
        """Whether one of these texts, each folded, has all words."""
        return any(all(each.search(side) for each in self._expressions) for side in folded)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end), in characters of ``text``, of each place a word stands in."""
        folded = fold(text)
        for each in self._expressions:
            yield from (match.span() for match in each.finditer(folded))


def fold(text: str) -> str:
    """``text`` in lower case without accents, as one types it; character by character."""
    return text.translate(_PLAIN).lower()


def _expression(word: str) -> str:
    """A word's beginning, or in a script without spaces the word anywhere."""
    starts_word = re.match(r"\w", word) and not _IDEOGRAPH.match(word)
    letters = re.escape(word).replace('"', f"[{_QUOTES}]")
    return rf"(?<!\w){letters}" if starts_word else letters
