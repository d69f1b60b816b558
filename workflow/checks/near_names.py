"""What is nearly a name of an organisation, and none of its names."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import Levenshtein

from workflow.checks.folding import fold
from workflow.checks.gazetteer import TOKEN, Gazetteer
from workflow.inline.scripts import HAN_RUN

_SMALL: Final = frozenset(
    "de des du la le les l d pour et en au aux a sur dans of the for and on in to at".split()
)
_LETTERS = 5
"""Characters of a Chinese name, and words of another, that are told by being nearly right."""


def near_in_han(name: str, text: str, others: Gazetteer) -> str:
    """What of a text is a Chinese name but for a character or two; empty for nothing."""
    size = len(name)
    if size < _LETTERS or not HAN_RUN.fullmatch(name):
        return ""
    most = 2 if size > _LETTERS else 1
    best = ("", most + 1)
    for length in (size, size - 1, size + 1):
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            if part[-2:] != name[-2:] or not HAN_RUN.fullmatch(part):
                continue
            distance = Levenshtein.distance(part, name, score_cutoff=best[1] - 1)
            if distance < best[1] and part[0] == name[0] and not others.find(part):
                best = (part, distance)
    return best[0]


def near_in_latin(name: str, text: str, others: Gazetteer) -> str:
    """What of a text has the name's words but for one, or in another order; empty for nothing."""
    wanted = [_stem(word) for word in TOKEN.findall(name) if fold(word) not in _SMALL]
    size = len(wanted)
    if size < 3:
        return ""
    tokens = [each for each in TOKEN.finditer(text) if fold(each[0]) not in _SMALL]
    stems = [_stem(each[0]) for each in tokens]
    most = 1 if size < _LETTERS else 2
    for start in range(len(stems) - size + 1):
        part = stems[start : start + size]
        if part == wanted or not tokens[start][0][0].isupper():
            continue
        found = text[tokens[start].start() : tokens[start + size - 1].end()]
        if any(sign in found for sign in ".,;:!?()«»“”"):
            continue
        differ = sum(one != other for one, other in zip(part, wanted, strict=True))
        same = sorted(part) == sorted(wanted)
        if (same or (differ <= most and part[0] == wanted[0])) and not others.find(found):
            return found
    return ""


def _stem(word: str) -> str:
    return fold(word).replace("isation", "ization")[:6]
