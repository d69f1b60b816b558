"""Which of two texts may say the opposite of the other, at a first look at their words.

Most texts deny nothing, set no bound and name no opposite; of those that do, most have what their
translation has. So each word is looked up once for all that the readers of :mod:`.negations`,
:mod:`.bounds` and :mod:`.opposites` would find in it, and they read only texts that differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from workflow.checks.cues import (
    BOUND,
    NE,
    NEGATION,
    NUMBER,
    Looked,
    shows,
    sign_of,
    tokens,
    words_of,
)
from workflow.checks.negations import implied, is_firm, may_deny, without_negations
from workflow.checks.opposites import across, any_of, halves_of

_FIRM, _HALVES = 16, 5
"""The sign of a word that denies plainly by its sense; how many signs there are before those of
opposites."""
_DENIES: Final = NEGATION | NE | _FIRM
_DIGIT: Final = re.compile(r"\d")


class Suspicion(NamedTuple):
    """What a source and its draft may differ in."""

    bound: bool
    opposite: bool
    negation: bool


def _signs_of(language: str) -> Callable[[str], int]:
    def look(token: str) -> int:
        found = 0
        if not token.isalpha():
            if _DIGIT.search(token):
                found = NUMBER
            if token.endswith(("n't", "n’t")):
                found |= NEGATION
        for word in words_of(token):
            found |= sign_of(word, language) | halves_of(word, language) << _HALVES
            if is_firm(word, language):
                found |= _FIRM
        return found

    return look


_SIGNS: Final = {language: Looked(_signs_of(language)) for language in ("en", "fr")}


def suspected(source: str, target: str, languages: tuple[str, str]) -> Suspicion | None:
    """What two texts (without markup) may differ in; None for nothing. ``languages``: two of
    ``en``, ``fr`` and ``zh``."""
    there, here = languages
    first, denied = (0, may_deny(source)) if there == "zh" else _read(source, there)
    second, denies = (0, may_deny(target)) if here == "zh" else _read(target, here)
    if there == "zh":
        bound, opposite = _beside_chinese(source, second)
    elif here == "zh":
        bound, opposite = _beside_chinese(target, first)
    else:
        both = first & second
        bound = both & BOUND > 0 and both & NUMBER > 0
        opposite = first >> _HALVES & across(second >> _HALVES) > 0
    negation = denied != denies and not _explained((source, target), (denied, denies), languages)
    return Suspicion(bound, opposite, negation) if bound or opposite or negation else None


def _read(text: str, language: str) -> tuple[int, int]:
    """The signs of a text, and how often it may deny."""
    table = _SIGNS[language]
    signs = plain = particles = firm = 0
    for token in tokens(text):
        if of := table[token]:
            signs |= of
            if of & _DENIES:
                plain += of & NEGATION > 0
                particles += of & NE > 0
                firm += of & _FIRM > 0
    return signs, max(plain, particles) + firm


def _beside_chinese(chinese: str, signs: int) -> tuple[bool, bool]:
    """Whether a Chinese text may have other bounds than one with these signs, and opposites."""
    bound = signs & BOUND and signs & NUMBER and shows(chinese, BOUND) and shows(chinese, NUMBER)
    return bool(bound), any_of(chinese, across(signs >> _HALVES))


def _explained(texts: tuple[str, str], denied: tuple[int, int], languages: tuple[str, str]) -> bool:
    """Whether words of the text that denies less may say what the other denies more."""
    less = int(denied[1] < denied[0])
    own = implied(without_negations(texts[less]), languages[less])
    if not own:
        return False
    theirs = implied(without_negations(texts[1 - less]), languages[1 - less])
    return (own - theirs).total() >= abs(denied[0] - denied[1])
