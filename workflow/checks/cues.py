"""Words that show that a text may deny, or set a bound to a number; and words looked up once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, Generic, TypeVar

_KEPT: Final = 50_000
"""Words that are remembered."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
Value = TypeVar("Value")


class Looked(dict[str, Value], Generic[Value]):
    """What is known of words or tokens, each looked up once."""

    def __init__(self, look_up: Callable[[str], Value]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> Value:
        """Look a word up that was not asked for before."""
        if len(self) >= _KEPT:
            self.clear()
        found = self[word] = self._look_up(word)
        return found


def tokens(text: str) -> list[str]:
    """What blanks part in a text, in small letters: much quicker told than its words."""
    return text.lower().split()


def words_of(token: str) -> list[str]:
    """The words of a token, elided ones without their apostrophe."""
    return [token] if token.isalpha() else _WORD.findall(token)


NEGATION, NE, BOUND, NUMBER = 1, 2, 4, 8
"""Signs: a word that denies; the French *ne*; a bound; a number."""
_SAID: Final[Mapping[str, Mapping[int, frozenset[str]]]] = {
    "en": {
        NEGATION: frozenset(
            "not no never none nothing nobody nowhere neither nor without cannot no-one "
            "dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt couldnt shouldnt "
            "wouldnt".split()
        ),
        BOUND: frozenset(
            "more over above later longer older higher greater larger exceed exceeds exceeded "
            "exceeding surpass surpasses surpassed less fewer lower younger smaller shorter under "
            "below most up nearly almost barely scarcely only close maximum short within "
            "approaching virtually capped limited bigger excess least upward upwards beyond past "
            "minimum topped sooner earlier plus top".split()
        ),
        NUMBER: frozenset(
            "one two three four five six seven eight nine ten eleven twelve half third quarter "
            "tenth fifth decade century year month week day hour mile metre meter tonne ton litre "
            "pound euro dollar foot inch thirds quarters".split()
        ),
    },
    "fr": {
        NEGATION: frozenset(
            "pas jamais rien personne aucun aucune nul nulle ni sans guère non".split()
        ),
        NE: frozenset(("ne", "n")),
        BOUND: frozenset(
            "plus moins inférieur inférieure inférieurs inférieures supérieur supérieure "
            "supérieurs supérieures au-dessous au-dessus au-delà dessous dessus maximum minimum "
            "max min jusqu près presque peine seulement barre juste quasiment bas partir bien "
            "davantage révolus sous qu que".split()
        ),
        NUMBER: frozenset(
            "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
            "quinze seize cent cents centaine mille millier milliers million millions milliard "
            "milliards moitié tiers quart dixième cinquième douzaine dizaine siècle an heure "
            "mois".split()
        ),
    },
}
_BEGINNINGS: Final[Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]]] = {
    "en": (
        (
            NUMBER,
            tuple(
                "thirt fourt fift sixt sevent eight ninet twent fort hundred thousand million "
                "billion dozen kilo".split()
            ),
        ),
    ),
    "fr": (
        (BOUND, ("dépass", "excéd", "plafonn", "limit", "franchi")),
        (NUMBER, ("vingt", "trent", "quarant", "cinquant", "soixant")),
    ),
}
_CHINESE: Final[Mapping[int, re.Pattern[str]]] = {
    BOUND: re.compile("[不未没超高多大逾少低小近仅只才勉限下上内以突至最起满之或及余过開开外]"),
    NUMBER: re.compile(r"[\d一二两三四五六七八九十百千万亿半几数廿]"),
}


@cache
def _words(language: str) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for sign, words in _SAID[language].items():
        for word in words:
            found[word] = found.get(word, 0) | sign
    return found


def sign_of(word: str, language: str) -> int:
    """What a word in small letters may be a part of, as a sum of signs. ``language``: ``en`` or
    ``fr``."""
    found = _words(language).get(word, 0)
    for sign, beginnings in _BEGINNINGS[language]:
        if word.startswith(beginnings):
            found |= sign
    return found


def shows(text: str, sign: int) -> bool:
    """Whether a Chinese text has what such a sign is told by."""
    return _CHINESE[sign].search(text) is not None


@cache
def lines_of(table: str) -> tuple[tuple[str, ...], ...]:
    """The lines of ``data/TABLE.tsv``, its header first, each as its cells."""
    text = files("workflow.checks").joinpath(f"data/{table}.tsv").read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.rstrip("\n").split("\n"))


@cache
def _simplified() -> Mapping[int, int]:
    _, (traditional, simplified) = lines_of("traditional")
    return str.maketrans(traditional, simplified)


def in_simplified(text: str) -> str:
    """A Traditional Chinese text with the simplified characters that the tables have, one for one:
    not for people to read."""
    return text.translate(_simplified())
