"""What the words of a text may be for the rules on figures and on meaning, each looked up once.

Most texts have no figure, deny nothing, set no bound and name no opposite: one sum of signs says so
to all of these rules.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from workflow.checks.cues import NEGATION, NUMBER, cues
from workflow.checks.negations import is_firm
from workflow.checks.opposites import halves
from workflow.inline.compared import figure_signs
from workflow.inline.word_table import Looked, Words, tokens, words_of
from workflow.model import lazy_re as re

FIRM: Final = 128
"""The sign of a word that denies plainly by its sense, beside those of :mod:`.cues`."""
HALVES: Final = 8
"""How many signs there are before those of opposites (:func:`.opposites.halves`)."""
_READ: Final = frozenset({"en", "fr"})
_MARKS: Final = ".,:;!?…()\"'“”«»"
"""What stands at many words."""
_DIGIT: Final = re.compile(r"\d")


@cache
def signs_of(language: str) -> Looked[int]:
    """Token → the signs of its words, in French or English."""
    opposites = {word: bits << HALVES for word, bits in halves(language).items()}
    figures = Words(figure_signs(language))
    words = Words(figure_signs(language), cues(language), opposites)

    def look(token: str) -> int:
        if token.isalpha():
            return words.signs(token) | FIRM * is_firm(token, language)
        if (word := token.strip(_MARKS)).isalpha():
            return known[word]
        found = NUMBER * (_DIGIT.search(token) is not None)
        if token.endswith(("n't", "n’t")):
            found |= NEGATION
        for word in words_of(token):
            found |= known[word] if word.isalpha() else look_at(word)
        return found

    def look_at(joined: str) -> int:
        found = words.signs(joined) | FIRM * is_firm(joined, language)
        for part in joined.split("-"):
            found |= figures.signs(part)
        return found

    known = Looked(look)
    return known


def signs_in(text: str, language: str) -> int:
    """The signs of a text (without markup); none of one that is in neither French nor English."""
    found = 0
    if language in _READ:
        table = signs_of(language)
        for token in tokens(text):
            found |= table[token]
    return found
