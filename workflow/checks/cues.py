"""Words that show that a text may deny, or set a bound to a number; and lines of tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from workflow.model import lazy_re as re

NEGATION, NE, BOUND, NUMBER = 8, 16, 32, 64
"""Signs, beside those of figures (:mod:`workflow.inline.compared`): a word that denies; the French
*ne*; a bound; a number."""
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
def cues(language: str) -> Mapping[str, int]:
    """Words of French or English, in small letters, and beginnings of words (with ``*``) → what
    they may be a part of, as sums of signs."""
    found: dict[str, int] = {}
    for sign, words in _SAID[language].items():
        for word in words:
            found[word] = found.get(word, 0) | sign
    for sign, beginnings in _BEGINNINGS[language]:
        for beginning in beginnings:
            found[f"{beginning}*"] = sign
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
