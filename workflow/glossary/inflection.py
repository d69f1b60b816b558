"""Words of a text as a glossary compares them: case, inflection and elision put aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import Stemmer

from workflow.model import lazy_re as re

_EN = """
person people, person peoples, child children, man men, foot feet, tooth teeth, goose geese,
mouse mice, louse lice, ox oxen, life lives, wife wives, knife knives, half halves, calf calves,
wolf wolves, thief thieves, shelf shelves, loaf loaves, scarf scarves, elf elves, hoof hooves,
self selves, criterion criteria, phenomenon phenomena, bacterium bacteria, referendum referenda,
memorandum memoranda, curriculum curricula, crisis crises, analysis analyses, thesis theses,
hypothesis hypotheses, diagnosis diagnoses, synthesis syntheses, oasis oases, parenthesis
parentheses, index indices, matrix matrices, appendix appendices, alumnus alumni, fungus fungi,
taxi taxis, bureau bureaux, plateau plateaux, gas gases, lens lenses, bias biases, atlas atlases,
alias aliases, canvas canvases
"""
_FR = """
œil yeux, ciel cieux, aïeul aïeux, bail baux, mal maux, ail aulx, monsieur messieurs,
madame mesdames, mademoiselle mesdemoiselles, bonhomme bonshommes,
gentilhomme gentilshommes
"""
_COMPOUND: Mapping[str, tuple[str, ...]] = {
    "en": ("people", "children", "men", "feet", "teeth", "wives", "knives", "shelves"),
}
"""Language → those that other words end in: ``spokespeople``, ``women``, ``housewives``."""
# Letters and digits, and the marks of scripts that write vowels with them: Latin, Hebrew,
# Arabic, and the blocks from Devanagari to Sinhala less the danda.
_WORD = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff])+"
)
_JOINT = re.compile(r"[\s\u00ad\-\u2010\u2011'’ʼ*_~]+")
"""What may stand between two words of a term, delimiters of emphasis included."""
_ELIDED = frozenset("c d j l m n s t qu jusqu lorsqu puisqu quoiqu".split())
_STEMMERS = {"fr": "french", "en": "english"}
_MUTE = re.compile("(?<=..[sxzo])e$|(?<=ch|sh)e$")
"""The e that belongs to the ending in ``boxes``, and to the word in ``houses``."""
_Folds = Sequence[tuple[re.Pattern[str], str]]
_FOLDS: Mapping[str, _Folds] = {
    "fr": (
        (re.compile("œ"), "oe"),
        (re.compile("(?<=..)[sx]$"), ""),
        (re.compile("(?<=..)(?<!e)au$|(?<=..)ail$"), "al"),  # locaux, travaux
        (re.compile("ère$"), "er"),
        (re.compile("ive$"), "if"),
        (re.compile("trice$"), "teur"),
        (re.compile("euse$"), "eur"),
        (re.compile("que$"), "c"),
        (re.compile("che$"), "c"),
    ),
    "en": (
        (re.compile("(?<=..)ies?$"), "y"),  # policies, movies
        (re.compile("(?<=..)(?<![sui])s$"), ""),
        (_MUTE, ""),  # boxes, houses, heroes
    ),
}
"""Plural → singular, feminine → masculine. Both sides of a comparison go through it, so that a
result need not be a word."""


def _table(pairs: str) -> Mapping[str, str]:
    return {plural: singular for singular, plural in map(str.split, pairs.split(","))}


_IRREGULAR: Mapping[str, Mapping[str, str]] = {"en": _table(_EN), "fr": _table(_FR)}
"""Language → plural → singular, both in lower case."""


def _singular(word: str, language: str) -> str:
    """Return the singular of an irregular plural, any other word as it is, in lower case."""
    known = _IRREGULAR.get(language, {})
    if word in known:
        return known[word]
    for plural in _COMPOUND.get(language, ()):
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return f"{word.removesuffix(plural)}{known[plural]}"
    return word


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    text: str
    """As it is written (Unicode NFC)."""
    start: int
    """Offset of the first character, in characters of the text."""
    end: int
    folded: str
    """In lower case, singular and masculine as far as endings tell."""
    stem: str


def read_words(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of ``text``; ``language`` is an ISO 639 code (``fr``).

    An apostrophe or a hyphen parts words: « l’abri » is two.
    """
    return tuple(
        Word(_nfc(found[0]), found.start(), found.end(), *_reduced(_nfc(found[0]), language))
        for found in _WORD.finditer(text)
    )


def term_words(text: str, language: str) -> tuple[Word, ...]:
    """Return the words of a term, without an elided article before it (« l’abri »)."""
    words = read_words(text, language)
    if language == "fr" and len(words) > 1 and words[0].folded in _ELIDED:
        after = text[words[0].end : words[1].start]
        return words[1:] if after.strip() in ("'", "’", "ʼ") else words
    return words


def joined(text: str, words: Sequence[Word]) -> bool:
    """Whether nothing stands between the words that would part a term (a comma, say)."""
    return all(_JOINT.fullmatch(text, first.end, second.start) for first, second in pairwise(words))


def inflected(one: Word, other: Word, language: str) -> bool:
    """Whether two words of one stem are forms of one noun or adjective.

    Folded, they differ in nothing, or in French in a feminine ending: ``e``, or a doubled
    consonant and ``e``.
    """
    if one.folded == other.folded or language != "fr":
        return one.folded == other.folded
    short, long = sorted((one.folded, other.folded), key=len)
    return long.startswith(short) and long[len(short) :] in ("", "e", f"{short[-1:]}e")


@lru_cache(maxsize=1 << 16)
def _reduced(word: str, language: str) -> tuple[str, str]:
    """The word folded, and its stem."""
    folded = _singular(word.lower(), language)
    for pattern, replacement in _FOLDS.get(language, ()):
        folded = pattern.sub(replacement, folded)
    stemmer = _stemmer(language)
    stem = stemmer.stemWord(folded) if stemmer else folded
    return folded, _MUTE.sub("", stem) if language == "en" else stem


@cache
def _stemmer(language: str) -> Any:
    if language not in _STEMMERS:
        return None
    return Stemmer.Stemmer(_STEMMERS[language])


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
