"""Numbers of a text that stand in words or Roman numerals, and words that may say one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Final

from workflow.inline.calendar_figures import calendar_names
from workflow.inline.figure import DOUBT, HINT, SAID, WRITTEN, Figure, figure
from workflow.inline.han_numbers import runs
from workflow.inline.number_words import LEXICONS, Lexicon, Word, numbers_in, words
from workflow.model import lazy_re as re

_ROMAN: Final = re.compile(
    r"([IVXLC](?<![\w’'.-].)(?:(?<![LC])[IVX]*|(?<=[LC])[IVXL]+))(e|er|ème|re)?(?![\w’'])"
)
"""Begins with its letters, and what may not stand before comes after them, for so most texts are
passed over at once."""
_ROMAN_SIZES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_BEFORE: Final = re.compile(
    r"(?:[A-ZÉ][^\W\d_]+|chapitre|tome|acte|partie|titre|annexe|niveau)[ \u00a0]\Z"
)
_SAYINGS: Final[Sequence[tuple[str, *tuple[int, ...]]]] = (
    ("双", 2), ("俩", 2), ("对", 2), ("均", 2), ("首", 1), ("单", 1), ("每", 1), ("无", 0),
    ("没", 0), ("负", 0), ("平方", 2), ("立方", 3), ("空", 0), ("上旬", 1),
    ("上旬", 10), ("中旬", 11), ("中旬", 20), ("下旬", 21), ("初一", 1, 7), ("初二", 2, 8),
    ("初三", 3, 9), ("高一", 1, 10), ("高二", 2, 11), ("高三", 3, 12),
)  # fmt: skip
"""Characters that may say a number, each as a number of its own."""
_NOTES: Final = {"double": 16, "doubles": 16, "triple": 32, "triples": 32, "quadruple": 64}
"""With « croche », notes of which so many are a whole one."""
_PERIODS: Final = ("quinzaine", "quinzaines", "huitaine", "fortnight", "fortnights")
_COUNTING: Final = frozenset("les des dont ces ses nos et ou entre pour avec par sur".split())


@cache
def vocabulary(language: str, *, dated: bool) -> frozenset[str]:
    """Words that are a figure, or part of one, by themselves; with ``dated`` also names of months
    and weekdays that are common words."""
    lexicon = LEXICONS[language]
    tables = (lexicon.ones, lexicon.tens, lexicon.scales, lexicon.ordinals, lexicon.parts,
              lexicon.heaps, calendar_names(language))  # fmt: skip
    multiples = {word for word, each in lexicon.hints.items() if len(each) > 1 or max(each) > 10}
    times = {"midi", "minuit"} if language == "fr" else {"noon", "midday", "midnight"}
    doubtful = lexicon.ambiguous - {"neuf", "million", "millions", "second", "seconde"}
    doubtful |= {"zero", "zéro"}  # explain a figure, and ask for none
    if not dated:
        doubtful |= {"may", "march", "mars", "sun", "mar", "mer"}
    return frozenset().union(*tables, lexicon.hundred, multiples, times) - doubtful


@cache
def counting(language: str) -> frozenset[str]:
    """Words that may stand for a number, but those that only explain one of the other text."""
    lexicon = LEXICONS[language]
    tables = (lexicon.ones, lexicon.tens, lexicon.scales, lexicon.ordinals, lexicon.parts,
              lexicon.heaps, lexicon.hundred)  # fmt: skip
    doubtful = {word for word, each in lexicon.hints.items() if _weight(word, each) > HINT}
    ranks = (*lexicon.ones.items(), *lexicon.ordinals.items())
    alone = {word for word, number in ranks if number < 2}
    return frozenset().union(*tables, doubtful) - alone


@cache
def values_of(word: str, language: str) -> frozenset[Fraction]:
    """What a word that counts may mean where it stands alone."""
    lexicon = LEXICONS[language]
    tables = (lexicon.ones, lexicon.tens, lexicon.scales, lexicon.ordinals, lexicon.heaps)
    found = {Fraction(table[word]) for table in tables if word in table}
    found |= {Fraction(100)} if word in lexicon.hundred else set()
    return frozenset(found.union(lexicon.hints.get(word, ()), _part(word, lexicon)))


def chinese_words(line: str) -> Iterator[Figure]:
    for start, end, read, sure in runs(line):
        values = read
        if line[end : end + 1] in ("楼", "层"):  # le quatrième étage is 五楼
            values |= {each - 1 for each in values}
        elif line[end : end + 1] == "旬":  # of age, in tens of years: 年过七旬
            values = frozenset(each * 10 for each in values)
        yield Figure("number", values, start, end, SAID if sure else HINT)
    for saying, *numbers in _SAYINGS:
        place = line.find(saying)
        if place >= 0:
            yield figure("number", numbers, (place, place + len(saying)), HINT)


def romans(line: str) -> Iterator[Figure]:
    for found in _ROMAN.finditer(line):
        if found[0] in ("I", "X", "V", "C", "L") and not _ROMAN_BEFORE.search(
            line[: found.start()]
        ):
            continue
        total, before = 0, 0
        for letter in reversed(found[1]):
            size = _ROMAN_SIZES[letter]
            total += size if size >= before else -size
            before = max(before, size)
        weight = WRITTEN if found[2] and len(found[1]) > 1 else SAID if len(found[1]) > 1 else HINT
        yield figure("number", {total}, found.span(), weight)


def has_roman(line: str) -> bool:
    """Whether a text has a Roman numeral that has to be explained: one of several letters."""
    return _ROMAN.search(line) is not None and any(
        len(found[1]) > 1 for found in _ROMAN.finditer(line)
    )


def spelled_figures(line: str, language: str) -> Iterator[Figure]:
    lexicon = LEXICONS[language]
    tokens = words(line)
    done = 0
    for first, after, value, ordinal in numbers_in(tokens, language):
        yield from _hints(tokens, range(done, first), lexicon)
        span = (tokens[first].start, tokens[after - 1].end)
        alone = after - first == 1
        word = tokens[first].text
        if alone and word in lexicon.heaps:
            yield from _heap(tokens, first, lexicon)
        elif alone and (word in lexicon.ambiguous or value < 2):
            meant = {Fraction(value), *lexicon.hints.get(word, ()), *_part(word, lexicon)}
            yield _period(tokens, first, meant, _doubt(tokens, first, word, value))
        else:
            meant = {Fraction(value), *(_part(word, lexicon) if alone else ())}
            if alone and value == 2 and _halves(tokens, first, lexicon):
                meant |= {Fraction(1, 2), Fraction(50)}  # cut in two
            yield figure("number", meant, span, DOUBT if ordinal and value < 3 else SAID)
        done = after
    yield from _hints(tokens, range(done, len(tokens)), lexicon)


def _halves(tokens: list[Word], index: int, lexicon: Lexicon) -> bool:
    """Whether a two is of what is cut in two, and no part of a fraction."""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    before = tokens[index - 1].text if index else ""
    return before in ("par", "en", "in", "by") and after not in lexicon.parts


def _doubt(tokens: list[Word], index: int, word: str, value: int) -> int:
    """« neuf » is nine after a word that counts or parts, and new after a noun."""
    if word != "neuf" or not index:
        return DOUBT if value >= 2 else HINT
    return SAID if tokens[index - 1].text in _COUNTING or not tokens[index].joined else HINT


def _heap(tokens: list[Word], index: int, lexicon: Lexicon) -> Iterator[Figure]:
    """Hundreds of, tens of thousands of."""
    power = lexicon.heaps[tokens[index].text]
    before = [each.text for each in tokens[max(0, index - 2) : index]]
    after = [each.text for each in tokens[index + 1 : index + 3]]
    if len(after) == 2 and after[0] in ("of", "de") and after[1] in lexicon.heaps:
        return
    if len(before) == 2 and before[1] in ("of", "de") and before[0] in lexicon.heaps:
        power *= lexicon.heaps[before[0]]
    yield figure("vague", {power}, (tokens[index].start, tokens[index].end), SAID)


def _hints(tokens: list[Word], these: range, lexicon: Lexicon) -> Iterator[Figure]:
    for place in these:
        token = tokens[place]
        if token.text in lexicon.heaps:
            yield from _heap(tokens, place, lexicon)
        elif numbers := lexicon.hints.get(token.text) or _part(token.text, lexicon):
            after = tokens[place + 1].text if place + 1 < len(tokens) else ""
            if after.startswith("croche") and token.text in _NOTES:
                note = {_NOTES[token.text]}
                yield figure("number", note, (token.start, tokens[place + 1].end), SAID)
                continue
            yield _period(tokens, place, numbers, _weight(token.text, numbers))


def _period(
    tokens: list[Word], index: int, numbers: Iterable[int | Fraction], weight: int
) -> Figure:
    """A word that may say some numbers; so many days where nothing is counted: sous quinzaine."""
    token, after = tokens[index], tokens[index + 1 : index + 2]
    made = figure("number", numbers, (token.start, token.end), weight)
    if token.text in _PERIODS and not (after and after[0].joined and after[0].text in ("de", "d")):
        return replace(made, units=frozenset({"day"}))
    return made


def _weight(word: str, numbers: tuple[Fraction, ...]) -> int:
    """Of a word that may say one of some numbers."""
    if word in ("twice", "thrice", *_PERIODS):
        return DOUBT
    if (len(numbers) == 2 and min(numbers) > 1) or word.endswith("ties"):
        return SAID
    return DOUBT if 0 < numbers[0] < 1 else HINT


def _part(word: str, lexicon: Lexicon) -> tuple[Fraction, ...]:
    parts = lexicon.parts.get(word)
    return (Fraction(1, parts), Fraction(parts)) if parts and parts > 2 else ()
