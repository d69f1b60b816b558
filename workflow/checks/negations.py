"""What a text denies: negations that are certain, and words that may stand for one.

French, English and Chinese deny in many ways that no word of one language matches in another:
« n’a pas accepté », ``refused``, 拒绝. So two things are counted, as a range: negations that any
translation has to render somehow (at least), and with them all that may render one (at most): words
that deny by their sense (``lack``, ``unless``, 免), and idioms that deny in form alone (« n’hésitez
pas », 不仅, ``not until``), which translations often put without a negation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple

from workflow.checks.cues import lines_of
from workflow.checks.negation_forms import FORMS, LEXICAL
from workflow.inline.word_table import Looked, tokens
from workflow.model import lazy_re as re


@dataclass(frozen=True, slots=True)
class Denials:
    """How a text denies."""

    least: int
    """Negations that any translation has to say somehow."""
    form: int
    """Negations in form, which may be none in sense."""
    implied: Counter[str]
    """What other words of the text may say a negation: their senses, and how often."""
    words: str = ""
    """The first of the negations."""
    firm: frozenset[str] = frozenset()
    """Words that deny plainly by their sense."""
    senses: Counter[str] = field(default_factory=Counter)
    """Those of all its words, of negations as well."""
    undone: Counter[str] = field(default_factory=Counter)
    """Senses of words that a negation takes back (« n’exclut pas »)."""


NONE: Final = Denials(0, 0, Counter())

_FIRM: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"\b(?:refus(?:e|es|ed|ing)\s+(?:to|any)|forbidden|prohibited|unable\s+to|denie[sd]"
        r"|den(?:y|ying)|fail(?:s|ed)\s+to|rarely|seldom|lacks?|lacked|impossible|impassable"
        r"|un(?:reliable|safe|fit|finished|paid|likely|willing|aware|fair|necessary|clear|certain"
        r"|usable|armed|harmed)|in(?:capable|complete|correct|effective|sufficient|accurate)"
        r"|dis(?:agree[sd]?|satisfied|honest|approve[sd]?))\b"
    ),
    "fr": re.compile(
        r"\b(?:refus(?:e|ent|a|é|ait|aient|èrent)\s+(?:de|d['’]|à)|interdite?s?|incapables?"
        r"|impossibles?|impraticables?|refusés?\s+(?:de|d['’]|à)|dément|nient|rarement"
        r"|incomplète?s?|incorrecte?s?|inefficaces?|insuffisante?s?|injustes?|mécontente?s?"
        r"|échoué\s+à)\b"
    ),
    "zh": re.compile("拒绝(?!率)|否认|禁止|严禁|缺乏|很少|极少"),
}
"""Words, in small letters, that deny so plainly that a translation without any trace of it is
wrong."""


@cache
def _reader(language: str) -> re.Pattern[str]:
    """Finds what denies in a text, or may: a group for each kind."""
    return re.compile(FORMS[language], re.VERBOSE | re.IGNORECASE)


class Senses(NamedTuple):
    """Words that deny by their sense, of ``data/implied-negations.tsv``: a group for each sense."""

    alone: re.Pattern[str]
    """Beginnings of words; in Chinese, words."""
    several: re.Pattern[str]
    """Words that deny with those after them."""


@cache
def _senses(language: str) -> Senses:
    header, *lines = lines_of("implied-negations")
    place = header.index(language)
    alone, several = [], []
    for line in lines:
        words = line[place].split()
        long = [each for each in words if r"\s" in each]
        if short := [each for each in words if each not in long]:
            alone.append(f"(?P<{line[0]}>{'|'.join(short)})")
        if long:
            several.append(f"(?P<{line[0]}>{'|'.join(long)})")
    start = "" if language == "zh" else r"\b"
    return Senses(
        re.compile(f"{start}(?:{'|'.join(alone)})"),
        re.compile(rf"\b(?:{'|'.join(several)})" if several else r"\Z\A."),
    )


def _found(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(str(each.lastgroup) for each in pattern.finditer(text))


_OF_TOKENS: Final = {
    language: Looked(partial(lambda of, token: _found(_senses(of).alone, token), language))
    for language in ("en", "fr")
}


def implied(text: str, language: str) -> Counter[str]:
    """What other words of a text than negations may deny: senses, and how often each."""
    senses = _senses(language)
    if language == "zh":
        return Counter(_found(senses.alone, text))
    found, known = _found(senses.several, text.lower()), _OF_TOKENS[language]
    for token in tokens(text):
        if of := known[token]:
            found += of
    return Counter(found)


@lru_cache(maxsize=4096)
def denials(text: str, language: str) -> Denials:
    """How often a text (without markup) denies.

    ``language``: ``fr``, ``en`` or ``zh``; of others nothing is known. In a question a negation
    may be mere form (``Isn’t it …?``, 不是……吗).
    """
    if language not in FORMS:
        return NONE
    least = form = 0
    said = weak = ""
    undone = Counter[str]()
    asks = text.rstrip(" \u00a0\u202f\"'”’»）)」』").endswith(("?", "？"))
    rest: list[str] = []
    end = 0
    for found in _reader(language).finditer(text):
        rest.append(text[end : found.start()])
        end = found.end()
        kind = str(found.lastgroup)
        if kind == "no" and not asks:
            least += 1
            said = said or found[0]
        elif kind in ("no", "weak", "form"):
            form += 1
            if (
                kind == "weak"
                and found[0][0] not in "否莫"
                and (back := implied(found[0], language))
            ):
                undone += back
                weak = weak or found[0]
    affirmed = " ".join((*rest, text[end:]))
    firm = _FIRM[language].findall(affirmed.lower())
    return Denials(
        least,
        form,
        implied(affirmed, language),
        said or weak,
        frozenset(firm),
        implied(without_negations(text), language),
        undone,
    )


_AROUND: Final = {"en": (" to it", " any of"), "fr": (" de mots", " à", " tout")}
"""What shows, after a word, whether it may be of those that deny plainly."""


_HEADS: Final = {
    "en": tuple("refus forbid prohib unable den fail rare seldom lack imp un in dis".split()),
    "fr": tuple("refus in im dément nient rare méc éch".split()),
}
"""What those words begin with."""


def is_firm(word: str, language: str) -> bool:
    """Whether a word in small letters may deny plainly, by itself or with what follows."""
    return word.startswith(_HEADS[language]) and any(
        _FIRM[language].match(word + after) for after in _AROUND[language]
    )


_DENYING: Final = re.compile("[不没無无未勿非别莫沒]")
_LEXICAL: Final = re.compile(LEXICAL)


def without_negations(text: str) -> str:
    """A text without the Chinese characters of negations, whose words may be in the tables."""
    return text if text.isascii() else _DENYING.sub(" ", text)


def may_deny(text: str) -> int:
    """How often a Chinese text may deny, at the most."""
    found = len(_DENYING.findall(text))
    if found:
        found -= sum(len(_DENYING.findall(each)) for each in _LEXICAL.findall(text))
    return found + len(_FIRM["zh"].findall(text))


_TAKEN_BACK: Final = frozenset("refuse forbid deny fail avoid exclude oppose lack stop".split())
"""Senses of words that are their opposites where a negation is lost before them."""


def lost(one: Denials, other: Denials) -> bool:
    """Whether ``one`` denies what ``other`` does not."""
    if one.least - other.least > other.form + (other.implied - one.senses).total():
        return True
    if not (other.least or other.form or one.least) and any(
        sense in other.implied for sense in one.undone.keys() & _TAKEN_BACK
    ):
        return True
    told = other.least + other.form + (other.implied + other.undone).total()
    return bool(one.firm) and one.least + len(one.firm) > max(told, len(other.firm))
