"""What the words of a text may be for the rules on names, each looked up once.

Most texts name nobody and nothing that the tables have; one sum of signs says so to all the rules.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, reduce
from operator import or_
from typing import Final

from workflow.checks.folding import fold
from workflow.checks.gazetteer import TABLES, TOKEN, gazetteer
from workflow.checks.given_names import given_names
from workflow.checks.offices import OFFICE_WORDS
from workflow.checks.pinyin import family_names
from workflow.inline.word_table import Looked, tokens

OFFICE, GIVEN, FAMILY = 1, 2, 4
"""Signs of words: of the name of an office; a given name; a Chinese family name in pinyin."""
OF_TABLE: Final = {table: 8 << place for place, table in enumerate(TABLES)}
"""Tables of names → the sign of a word that one of their names begins with."""
_READ: Final = frozenset({"en", "fr"})


@cache
def _signs_of(language: str) -> Looked[int]:
    """Token → the signs of its words, in French or English."""
    signs: dict[str, int] = defaultdict(int)
    tables = ((sign, gazetteer(table, language).begins) for table, sign in OF_TABLE.items())
    others = ((OFFICE, OFFICE_WORDS[language]), (GIVEN, given_names()), (FAMILY, family_names()))
    for sign, words in (*tables, *others):
        for word in words:
            signs[word] |= sign
    of = dict(signs).get

    def look(token: str) -> int:
        if token.isalpha() and token.isascii():
            return of(token, 0)
        plain = fold(token)
        words = TOKEN.findall(plain)
        if "." in plain:  # U.N.
            words += TOKEN.findall(plain.replace(".", ""))
        return reduce(or_, (of(word, 0) for word in words), 0)

    return Looked(look)


def names_signed(text: str, language: str) -> int:
    """The signs of a text (without markup); every one of what is in neither French nor English."""
    if language not in _READ:
        return -1
    found, table = 0, _signs_of(language)
    for token in tokens(text):
        found |= table[token]
    return found
