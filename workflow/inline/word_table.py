"""The words of a text, quickly told, and what is known of words, each looked up once.

A token is what blanks part in a text: such are told in a tenth of the time that words take. What a
table knows of a token is kept, signs that stand at it and all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar

from workflow.model import lazy_re as re

_KEPT: Final = 50_000
"""Tokens that are remembered."""
_LONGEST: Final = 60
"""Letters of one that is: longer ones are lines without blanks, and met once."""
_LEAST: Final = 3
"""Letters that a beginning of words has."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
Value = TypeVar("Value")


class Looked(dict[str, Value], Generic[Value]):
    """What is known of words or tokens, each looked up once."""

    def __init__(self, look_up: Callable[[str], Value]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> Value:
        """Look a word up that was not asked for before."""
        found = self._look_up(word)
        if len(word) <= _LONGEST:
            if len(self) >= _KEPT:
                self.clear()
            self[word] = found
        return found


def tokens(text: str) -> list[str]:
    """What blanks part in a text, in small letters."""
    return text.lower().split()


def words_of(token: str) -> list[str]:
    """The words of a token, elided ones without their apostrophe."""
    return [token] if token.isalpha() else _WORD.findall(token)


class Words:
    """Words and beginnings of words (with ``*``, of three letters at least), in small letters, and
    a sum of signs for each."""

    def __init__(self, *tables: Mapping[str, int]) -> None:
        self._words: dict[str, int] = {}
        self._beginnings: dict[str, list[dict[str, int]]] = {}
        """First letters → the beginnings of each table that begin so, the longest first."""
        for table in tables:
            begun: dict[str, dict[str, int]] = {}
            for word in sorted(table, key=len, reverse=True):
                if word.endswith("*"):
                    begun.setdefault(word[:_LEAST], {})[word[:-1]] = table[word]
                else:
                    self._words[word] = self._words.get(word, 0) | table[word]
            for letters, of in begun.items():
                self._beginnings.setdefault(letters, []).append(of)

    def signs(self, word: str) -> int:
        """The signs of a word; of several beginnings of a table the longest counts."""
        found = self._words.get(word, 0)
        for table in self._beginnings.get(word[:_LEAST], ()):
            found |= next((of for start, of in table.items() if word.startswith(start)), 0)
        return found
