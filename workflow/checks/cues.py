"""What the words of a text tell that readers of its meaning may find in it.

Each word is asked about once in a run: most texts have none that tells anything, and need not be
read for it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from workflow.checks.bounds import may_bound, may_count
from workflow.checks.negations import may_deny
from workflow.checks.opposites import may_oppose

DENIES: Final = 1
"""Bit of what may deny; see :mod:`.negations`."""
BOUNDS, COUNTS = 2, 4
"""Bits of both parts of a bound; see :mod:`.bounds`."""
OPPOSES: Final = 8
"""Bit of what may name one of two opposites; see :mod:`.opposites`."""
_MOST: Final = 100_000
"""Words that are remembered."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DIGIT: Final = re.compile(r"\d")


class _Told(dict[str, int]):
    """Words in small letters, in Chinese characters → bits."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> int:
        language = self._language
        if "-" in word:
            told = OPPOSES * may_oppose(word, language)
            for part in word.split("-"):
                told |= self[part]
        else:
            told = (
                DENIES * may_deny(word, language)
                | BOUNDS * may_bound(word, language)
                | COUNTS * may_count(word, language)
                | OPPOSES * may_oppose(word, language)
            )
        if len(self) < _MOST:
            self[word] = told
        return told


@cache
def _told(language: str) -> _Told:
    return _Told(language)


def cues(text: str, language: str) -> int:
    """Bits of what there may be in a text without markup; ``language``: ``fr``, ``en``, ``zh``."""
    told, found = _told(language), 0
    for word in text if language == "zh" else _WORD.findall(text.lower()):
        found |= told[word]
    return found | COUNTS if _DIGIT.search(text) else found
