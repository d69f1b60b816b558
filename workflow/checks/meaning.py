"""Translations that say the opposite: a negation lost or added, a bound turned, an opposite.

Told by words, in French, English and Chinese; see :mod:`.negations`, :mod:`.bounds` and
:mod:`.opposites`. A sentence has one fault at
most: that a closed shop does « n’ouvre pas » is none, for a negation and an opposite undo each
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from workflow.checks.bounds import bounds, turned
from workflow.checks.cues import in_simplified
from workflow.checks.first_look import suspected, unexplained
from workflow.checks.negations import Denials, denials, lost
from workflow.checks.opposites import exchanged, explained, named
from workflow.checks.pairing import Fault, Pairing, marked
from workflow.checks.restating import restated
from workflow.checks.subject import Remark, Subject
from workflow.checks.word_signs import signs_in
from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.model.profile import profile_of

_READ: Final = frozenset({"fr", "en", "zh"})
_MOST: Final = 2
"""Sentences of a text, from more on which they may not go together one by one."""
_LONG: Final = (240, 90)
"""Characters of a sentence that is too long to tell what it says the opposite of; in Chinese."""
_LONG_DENIED: Final = (170, 56)
"""Those of a text that is too long to tell what it denies …"""
_LONG_BARE: Final = 26
"""… and of a Chinese sentence, with a character that may be a part of a word (不, 无)."""
_SHORT: Final = 100
"""Characters of a sentence that is short enough to count the negations of both."""
_LONGEST: Final = (400, 150)
"""Those of a text that is not looked at."""
_STOP: Final = re.compile("[.!。！…]")
_SENTENCE: Final = re.compile(rf"{_STOP.pattern}[\s\"'”’»）)」』\]]*\Z")
_BARE: Final = frozenset("不未无非")


Texts = tuple[str, str]


class Difference(NamedTuple):
    """Where a sentence says the opposite of another."""

    kind: str
    wanted: str
    """Words of the source; empty where the translation has too much."""
    given: str


def of_meaning(it: Pairing) -> Iterator[Fault]:
    """What a draft says the opposite of, sentence by sentence."""
    languages = it.languages
    if not _READ.issuperset(languages):
        return
    texts = it.said, it.drafted
    whole = _folded(texts[0], it.pair[0]), _folded(texts[1], it.pair[1])
    suspicion = suspected(*whole, languages, it.signs)
    if suspicion is None or not _within(_LONGEST, texts, languages):
        return
    deniable = (
        suspicion.denied
        and all(map(_STOP.search, texts))
        and _within(_LONG_DENIED, texts, languages)
        and unexplained(whole, languages, suspicion.denials)
    )
    if not (suspicion.bound or suspicion.opposite or deniable):
        return
    sides = it.sentences
    if len(sides[0]) != len(sides[1]) or len(sides[0]) > _MOST:
        return
    if len(sides[0]) <= 1:
        sides = (texts[0],), (texts[1],)
    for pair in zip(*sides, strict=True):
        if _within(_LONG, pair, languages):
            source, target = map(_folded, pair, it.pair)
            if difference := _differs((source, target), languages, deniable=deniable):
                yield _said(difference, pair, (source, target))


def _said(found: Difference, pair: Sequence[str], folded: Texts) -> Fault:
    wanted, given = (
        text[(start := plain.lower().find(words.lower())) : start + len(words)]
        for text, plain, words in zip(pair, folded, (found.wanted, found.given), strict=True)
    )
    if found.kind == "comparison":
        said = phrase(
            "“{given}” where the source has “{wanted}”: the bound is turned round",
            given=given,
            wanted=wanted,
        )
    elif found.kind == "antonyms":
        said = phrase(
            "“{given}” is the opposite of “{wanted}”: which is meant?", given=given, wanted=wanted
        )
    elif wanted:
        said = phrase(
            "the source has a negation (“{words}”), the translation none: put it in", words=wanted
        )
    else:
        said = phrase(
            "the translation has a negation (“{words}”), the source none: take it out", words=given
        )
    return marked(found.kind, said)


def _folded(text: str, locale: Locale) -> str:
    """A text as the readers' tables are written: Chinese in simplified characters."""
    return in_simplified(text) if _is_traditional(locale.name) else text


@cache
def _is_traditional(name: str) -> bool:
    return profile_of(Locale(name)) == "zh-Hant"


def _differs(texts: Texts, languages: Texts, *, deniable: bool) -> Difference | None:
    source, target = texts
    there, here = languages
    signs = signs_in(source, there), signs_in(target, here)
    suspicion = suspected(source, target, languages, signs)
    if suspicion is None:
        return None
    found = turned(bounds(source, there), bounds(target, here)) if suspicion.bound else None
    if found and not _denied_apart(found, (source, target), languages):
        return Difference("comparison", *found)
    opposed = exchanged(named(source, there), named(target, here)) if suspicion.opposite else None
    negation = (
        deniable
        and suspicion.denied
        and all(map(_SENTENCE.search, texts))
        and unexplained(texts, languages, suspicion.denials)
    )
    if not (opposed or negation):
        return None
    denied = denials(source, there), denials(target, here)
    if opposed and denied[0].least == denied[1].least and not _denied(opposed, denied, languages):
        return Difference("antonyms", *opposed)
    if not negation or explained(texts, languages):
        return None
    return _of_negations(texts, denied, languages)


_DENIAL: Final = {
    "en": re.compile(r"n['’]t\b|\b(?:no|not|never|nor|cannot|un[a-z]{4,}|sorry)\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:pas|jamais|non|impossible|aucune?|ne)\b|\bn['’]", re.IGNORECASE),
    "zh": re.compile("[不未无没非]"),
}


def _denied_apart(found: Texts, texts: Texts, languages: Texts) -> bool:
    """Whether a bound that is denied stands beside one whose verb is: no more than 30 is not
    supported, what is more than 30 cannot be had."""
    inside = [
        _DENIAL[of].search(words) is not None for words, of in zip(found, languages, strict=True)
    ]
    outside = [
        _DENIAL[of].search(text.replace(words, " ")) is not None
        for text, words, of in zip(texts, found, languages, strict=True)
    ]
    return inside[0] != inside[1] and outside[inside[0]]


_DENYING_FORM: Final = {
    "en": re.compile(r"un|in|im|ir|il|dis|non|mis", re.IGNORECASE),
    "fr": re.compile(r"in|im|ir|il|dé|non|mé|mal", re.IGNORECASE),
    "zh": re.compile("[不无非没未]"),
}
"""How words begin that are the denial of another: invalid, 不可用."""


def _denied(opposed: Texts, denied: tuple[Denials, Denials], languages: Texts) -> bool:
    """Whether one word is the denial of what the other text may deny with a word apart."""
    for word, language, other in zip(opposed, languages, denied[::-1], strict=True):
        if _DENYING_FORM[language].match(word) and other.least + other.form > 0:
            return True
    return False


def _of_negations(
    texts: Texts, denied: tuple[Denials, Denials], languages: Texts
) -> Difference | None:
    wanted, given = denied
    several = wanted.least > 0 and given.least > 0
    if several and ("zh" in languages or max(map(len, texts)) > _SHORT):
        return None  # « jamais par aucun », 没有……，也没有 are one elsewhere
    for text, words in zip(texts, (wanted.words, given.words), strict=True):
        if words in _BARE and len(text) > _LONG_BARE:
            return None
    if lost(wanted, given) and not (
        _quoted(wanted, texts[1]) or restated(texts[0], texts[1], languages)
    ):
        return Difference("negation", wanted.words or next(iter(sorted(wanted.firm)), ""), "")
    if lost(given, wanted) and not (
        _quoted(given, texts[0]) or restated(texts[1], texts[0], languages[::-1])
    ):
        return Difference("negation", "", given.words or next(iter(sorted(given.firm)), ""))
    return None


def _within(most: tuple[int, int], texts: Sequence[str], languages: Texts) -> bool:
    """Whether both texts are as short as that; ``most``: characters, and those of Chinese."""
    return (
        len(texts[0]) <= most[languages[0] == "zh"] and len(texts[1]) <= most[languages[1] == "zh"]
    )


def _quoted(one: Denials, text: str) -> bool:
    """Whether the other text has a negation as it is, in a quotation of the language, say."""
    return bool(one.words) and one.words in text


def _look(kind: str) -> Callable[[Subject], Sequence[Remark]]:
    def look(subject: Subject) -> Sequence[Remark]:
        faults = subject.pairing.found_by(of_meaning)
        return [Remark(each.reason) for each in faults if each.kind == kind] if faults else ()

    return look


check_negation = _look("negation")
check_comparison = _look("comparison")
check_antonyms = _look("antonyms")
