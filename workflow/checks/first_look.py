"""Which of two texts may say the opposite of the other, at a first look at their words.

Most texts deny nothing, set no bound and name no opposite; of those that do, most have what their
translation has. So each word is looked up once for all that the readers of :mod:`.negations`,
:mod:`.bounds` and :mod:`.opposites` would find in it, and they read only texts that differ.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from workflow.checks.cues import BOUND, NE, NEGATION, NUMBER, shows
from workflow.checks.negations import implied, may_deny, without_negations
from workflow.checks.opposites import across, any_of
from workflow.checks.word_signs import FIRM, HALVES, signs_of
from workflow.inline.word_table import tokens

_DENIES: Final = NEGATION | NE | FIRM


class Suspicion(NamedTuple):
    """What a source and its draft may differ in."""

    bound: bool
    opposite: bool
    denials: tuple[int, int]
    """How often each may deny."""

    @property
    def denied(self) -> bool:
        """Whether one may deny more often than the other."""
        return self.denials[0] != self.denials[1]


def suspected(
    source: str, target: str, languages: tuple[str, str], signs: tuple[int, int]
) -> Suspicion | None:
    """What two texts (without markup) may differ in; None for nothing.

    ``languages``: two of ``en``, ``fr`` and ``zh``; ``signs``: of each text, as
    :func:`.word_signs.signs_in` tells them.
    """
    there, here = languages
    first, second = signs
    if there == "zh":
        bound, opposite = _beside_chinese(source, second)
    elif here == "zh":
        bound, opposite = _beside_chinese(target, first)
    else:
        both = first & second
        bound = both & BOUND > 0 and both & NUMBER > 0
        opposite = first >> HALVES & across(second >> HALVES) > 0
    denials = _may_deny(source, there, first), _may_deny(target, here, second)
    if bound or opposite or denials[0] != denials[1]:
        return Suspicion(bound, opposite, denials)
    return None


def _may_deny(text: str, language: str, signs: int) -> int:
    """How often a text may deny."""
    if language == "zh":
        return may_deny(text)
    if not signs & _DENIES:
        return 0
    table = signs_of(language)
    found = [of for token in tokens(text) if (of := table[token]) & _DENIES]
    plain, particles, firm = (sum(of & sign > 0 for of in found) for sign in (NEGATION, NE, FIRM))
    return max(plain, particles) + firm


def _beside_chinese(chinese: str, signs: int) -> tuple[bool, bool]:
    """Whether a Chinese text may have other bounds than one with these signs, and opposites."""
    bound = signs & BOUND and signs & NUMBER and shows(chinese, BOUND) and shows(chinese, NUMBER)
    return bool(bound), any_of(chinese, across(signs >> HALVES))


def unexplained(
    texts: tuple[str, str], languages: tuple[str, str], denials: tuple[int, int]
) -> bool:
    """Whether no words of the text that denies less may say what the other denies more."""
    less = int(denials[1] < denials[0])
    own = implied(without_negations(texts[less]), languages[less])
    if not own:
        return True
    theirs = implied(without_negations(texts[1 - less]), languages[1 - less])
    return (own - theirs).total() < abs(denials[0] - denials[1])
