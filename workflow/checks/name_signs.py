"""What the words of a text may be for the rules on names, each looked up once.

Most texts name nobody and nothing that the tables have; one sum of signs says so to all the rules.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from workflow.checks.folding import fold
from workflow.checks.gazetteer import TABLES, TOKEN, gazetteer
from workflow.checks.given_names import is_given_name
from workflow.checks.offices import OFFICE_WORDS
from workflow.checks.pinyin import is_family_name
from workflow.inline.word_table import Looked, tokens

OFFICE, GIVEN, FAMILY = 1, 2, 4
"""Signs of words: of the name of an office; a given name; a Chinese family name in pinyin."""
OF_TABLE: Final = {table: 8 << place for place, table in enumerate(TABLES)}
"""Tables of names → the sign of a word that one of their names begins with."""
_READ: Final = frozenset({"en", "fr"})


@cache
def _signs_of(language: str) -> Looked[int]:
    """Token → the signs of its words, in French or English."""
    begun = {sign: gazetteer(table, language).begins for table, sign in OF_TABLE.items()}
    offices = OFFICE_WORDS[language]

    def look(token: str) -> int:
        if token.isalpha() and token.isascii():
            return look_at(token)
        found = 0
        for word in TOKEN.findall(fold(token)):
            found |= known[word] if word.isascii() and word.isalpha() else look_at(word)
        if "." in token:  # U.N.
            for word in TOKEN.findall(fold(token.replace(".", ""))):
                found |= look_at(word)
        return found

    def look_at(word: str) -> int:
        found = OFFICE * (word in offices) | GIVEN * is_given_name(word)
        for sign, words in begun.items():
            if word in words:
                found |= sign
        return found | FAMILY * is_family_name(word)

    known = Looked(look)
    return known


def names_signed(text: str, language: str) -> int:
    """The signs of a text (without markup); every one of what is in neither French nor English."""
    if language not in _READ:
        return -1
    found, table = 0, _signs_of(language)
    for token in tokens(text):
        found |= table[token]
    return found
