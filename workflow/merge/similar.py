"""How similar two source texts are, and where among many the similar ones stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts that put no spaces between words."""
_WORD = re.compile(rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}])\w)+")
_RUN = re.compile(rf"[{_SPACELESS}]{{2,}}")
_FEW = 5
"""Words a text needs for its words alone to tell that it stands in another."""
_CONTAINED = 0.8
"""Share of its words, in their order, that must stand there."""
_LONGER = 1.25
"""How many times as long a text at least is that holds so much of another one unlike it."""
_SHORT = 32
"""Characters up to which a text is looked up by its letters too, for it has few words."""
_COUNTED = 1000
"""Texts that may be counted for one look-up: those with its rarer grams, gram by gram."""
_LOOKED_AT = 12
"""Texts with most in common that are worth a comparison in full."""


def similarity(one: str, other: str, least: float) -> float:
    """Return how similar two texts are, per cent; 0 where that is less than ``least``.

    It is rapidfuzz's ratio, or how much of the shorter text's words the longer one has where
    that says more: a paragraph that grew to three times its length is still that paragraph.
    """
    return fuzz.ratio(one, other, score_cutoff=least) or _containment(one, other, least)


def _containment(one: str, other: str, least: float) -> float:
    """60 where just enough of the shorter text stands in the longer one, 70 where all does."""
    if max(len(one), len(other)) < _LONGER * min(len(one), len(other)):
        return 0.0
    short, long = sorted((_words(one), _words(other)), key=len)
    if len(short) < _FEW:
        return 0.0
    share = LCSseq.similarity(short, long) / len(short)
    score = 60 + 10 * (share - _CONTAINED) / (1 - _CONTAINED)
    return score if share >= _CONTAINED and score >= least else 0.0


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


class Index:
    """Texts by the words in them, so that similar ones are found without comparing them all."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for gram in _grams(text):
                self._places[gram].append(place)

    def near(self, text: str) -> list[int]:
        """Return the places of texts that have most in common with ``text``, best first.

        As many of its grams are counted as can be at a bounded cost, not only the rarest: an
        edit makes rare grams of its own, and it is the others that lead to the right text.
        """
        known = [places for gram in _grams(text) if (places := self._places.get(gram))]
        votes: dict[int, float] = defaultdict(float)
        left = _COUNTED
        for places in sorted(known, key=len):
            for place in places[:left]:
                votes[place] += 1 / len(places)
            left -= len(places)
            if left <= 0:
                break
        return nlargest(_LOOKED_AT, votes, key=votes.__getitem__)


def _grams(text: str) -> Iterable[str]:
    """Words, pairs of characters in scripts without spaces, and a short text's trigrams."""
    text = text.casefold()
    grams = dict.fromkeys(_WORD.findall(text))
    for run in _RUN.findall(text):
        grams |= dict.fromkeys(map("".join, pairwise(run)))
    if len(text) <= _SHORT:
        grams |= dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2))
    return grams
