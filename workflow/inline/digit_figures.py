"""Numbers of a text that stand in digits: separators of its language, scales (3.2亿, 12 k€)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from workflow.inline.figure import HINT, SAID, WRITTEN, Figure, figure
from workflow.inline.han_numbers import value_of
from workflow.inline.number_words import LEXICONS
from workflow.inline.numerals import numerals_in
from workflow.model import lazy_re as re

_G: Final = "[ \u00a0\u2009\u202f]"
_BLANK: Final = "\0"
_SCALES: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "fr": (("millions?|M(?=[ \u00a0\u202f]?[€$£])", 10**6), ("milliards?|Mds?|Mrd", 10**9),
           ("billions?", 10**12), ("mille|milliers?|k(?=[ \u00a0\u202f]?[€$£])", 1000),
           ("centaines?", 100), ("douzaines?", 12), ("dizaines?", 10)),
    "en": (("millions?|mn|m(?=[ \u00a0]?[€$£])", 10**6), ("billions?|bn", 10**9),
           ("trillions?|tn", 10**12), ("thousands?|k(?=[ \u00a0]?[€$£])", 1000), ("hundreds?", 100),
           ("dozens?", 12)),
}  # fmt: skip
_SCALED: Final = {
    language: re.compile(
        rf"{_G}?-?(?:{'|'.join(f'(?P<s{n}>{each})' for n, (each, _) in enumerate(table))})"
        "(?![A-Za-zÀ-ÿ])",
        re.IGNORECASE if language == "en" else 0,
    )
    for language, table in _SCALES.items()
}
_SHORT: Final = {"k": 1000, "m": 10**6, "b": 10**9}
_MONEY_BEFORE: Final = re.compile("(?:[$€£¥]|USD|EUR|GBP|CNY|RMB|CHF)[ \u00a0]?\\Z")
_ZH_SCALE: Final = re.compile(
    "(?P<about>[ \u00a0]?[多余餘来來几])?[ \u00a0]?(?P<scale>[十百千万萬亿億]+)"
    "(?![克瓦米卡]|分[点之]|(?<=[ \u00a0]十)[一二三四五六七八九])"
)
_CODE_BEFORE: Final = re.compile(r"[A-Za-z][-/]?\Z|[#_@]\Z")
_CURRENCY: Final = re.compile("(?:EUR|USD|GBP|CNY|RMB|CHF|HKD|CAD|AUD|JPY|Fr)\\Z")
_NO_GROUP: Final = re.compile(
    r"(?:(?<=[A-Za-z]\d)|(?<=[A-Za-z]\d\d)|(?<=[^\d., \u00a0\u202f]0)"
    r"|(?<=[^\d., \u00a0\u202f]0\d)|(?<=[^\d., \u00a0\u202f]0\d\d))[ \u00a0](?=\d{3})"
)
"""A blank between two numbers, of which the first is part of a name or begins with 0."""
_ORDINAL: Final = re.compile("(?:st|nd|rd|ths?|er|re|ère|ème|e|ᵉ|es|nde?)(?![A-Za-zÀ-ÿ])")
_VULGAR: Final = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}
_PROPER: Final = re.compile(r"(\d{1,2})/(\d{1,3})")
_VERSION: Final = re.compile(r"[0-9]+\.[0-9]+")
_VERSION_BEFORE: Final = re.compile(
    r"(?:\b(?:[vV]ersions?|[rR]eleases?|[vV](?:er)?\.?)|版本?|\b(?![A-Z]{3}\b)[A-Z][A-Za-z]{2,})"
    "[ \u00a0\u202f]?\\Z"
)
_LIST: Final = re.compile(r"\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?)+")
_SEVERAL: Final = re.compile(r"\d[:/-]\d|\d[.,]\d+[.,]\d")
"""Of a numeral that is several numbers: a version, a score, a range."""


def digits(line: str, language: str) -> Iterator[Figure]:
    """Every number that stands in digits, in order; of several in one numeral, each."""
    line = _NO_GROUP.sub(_BLANK, line)
    last: Figure | None = None
    for numeral in numerals_in(line):
        start = numeral.start()
        weight = _weight(line[max(0, start - 4) : start])
        if _SEVERAL.search(numeral[0]) and not _value(numeral[0], language)[0]:
            found = [*_several(line, numeral[0], start, weight)]
        else:
            found = [*_one(line, numeral, language, weight)]
        first = found[0]
        if last and last.end == first.start and language == "zh" and first.values:  # 1亿3000万
            both = frozenset(a + b for a in last.values for b in first.values)
            last = replace(last, values=both, end=first.end)
            continue
        if last:
            yield last
        yield from found[1:]
        last = first
    if last:
        yield last


def _weight(before: str) -> int:
    """Of a number by what stands before it: names like COP28 and A320 are compared as such."""
    found = _CODE_BEFORE.search(before)
    if found is None or _CURRENCY.search(before):
        return WRITTEN
    return HINT if found[0][0].isupper() else SAID


def _several(line: str, text: str, start: int, weight: int) -> Iterator[Figure]:
    """Numbers of a version, a score, a range, a list; and a fraction, which is said with both."""
    span = (start, start + len(text))
    if part := _PROPER.fullmatch(text):
        few, many = Fraction(int(part[1])), Fraction(int(part[2]))
        if 0 < few < many <= 100:
            share = few / many
            values, parts = frozenset({share, share * 100}), frozenset({few, many})
            yield Figure("number", values, *span, weight, parts=parts)
            yield from (figure("number", {each}, span, HINT) for each in parts)
            return
    if _LIST.fullmatch(text):
        shape = r"\d+(?:\.\d+)?"
    else:
        shape = r"\d+(?:[.,]\d+)?" if re.search("[:/-]", text) else r"\d+"
    for piece in re.finditer(shape, text):
        at = (start + piece.start(), start + piece.end())
        if piece[0].isdigit():
            yield figure("number", _years(line, piece[0], at[0]), at, weight)
        else:
            yield figure("number", {Fraction(piece[0].replace(",", "."))}, at, weight)


def _one(line: str, numeral: re.Match[str], language: str, weight: int) -> Iterator[Figure]:
    text, (start, end) = numeral[0], numeral.span()
    if half := _VULGAR.get(line[end : end + 1]):
        values = frozenset(each + half for each in _value(text, language)[0])
        yield Figure("number", values, start, end + 1)
        return
    if text[0] in "-−+" and not (start and line[start - 1] in "(（"):
        text, start = text[1:], start + 1
    values, loose = _value(text, language)
    scale, after = _scale(line, start, end, language)
    weight = min(weight, SAID) if values == {1} else weight
    values = frozenset(each * scale for each in values)
    loose = frozenset(each * scale for each in loose)
    if len(text) == 4 and text[0] == "0" and text.isdigit():  # 0404: 4 by 4
        halves = frozenset({Fraction(int(text[:2])), Fraction(int(text[2:]))})
        yield Figure("number", values, start, end, weight, parts=halves)
        yield from (figure("number", {each}, (start, end), HINT) for each in halves)
        return
    if after == end and (suffix := _ORDINAL.match(line, end)) and language in LEXICONS:
        after = suffix.end()
    if line[after - 3 : after] == "ths":  # 50ths of a second
        values |= {1 / each for each in values if each}
    if text.isdigit() and len(text) == 2 and scale == 1:
        values |= _years(line, text, start)
    if line[end : end + 1] in ("k", "K") and not line[end + 1 : end + 2].isalnum():
        values |= {each * 1000 for each in values}
    if line[end : end + 1] in ("楼", "层"):  # le 4e étage is 5楼
        values |= {each - 1 for each in values}
    pieces = [] if values else re.findall(r"\d+", text)  # a list, or badly written
    parts = frozenset(Fraction(int(each)) for each in pieces)
    version = text if _is_version(line, text, start, end) else ""
    yield Figure("number", values, start, after, weight, parts=parts, loose=loose, version=version)
    yield from (figure("number", {each}, (start, end), HINT) for each in parts)


def _is_version(line: str, text: str, start: int, end: int) -> bool:
    """Whether a number with a point stands beside a word for a version, or after a name."""
    if "." not in text or not _VERSION.fullmatch(text):
        return False
    return _VERSION_BEFORE.search(line[max(0, start - 24) : start]) is not None or (
        line[end : end + 2].lstrip(" ").startswith("版")
    )


def vulgar(line: str) -> Iterator[Figure]:
    """¾ cup; the two of R² only explain."""
    if line.isascii():
        return
    for sign, part in _VULGAR.items():
        if (place := line.find(sign)) >= 0:
            span = (place, place + 1)
            parts = frozenset({Fraction(part.numerator), Fraction(part.denominator)})
            yield Figure("number", frozenset({part, part * 100}), *span, SAID, parts=parts)
            yield from (figure("number", {each}, span, HINT) for each in parts)
    for sign, power in (("²", 2), ("³", 3)):
        if (place := line.find(sign)) >= 0:
            yield figure("number", {power}, (place, place + 1), HINT)


def _years(line: str, text: str, start: int) -> frozenset[Fraction]:
    """What two digits after a year and a dash may mean: 2019-20."""
    number = Fraction(int(text))
    year = re.search(r"(?<!\d)(1\d|20)\d\d[-–/]\Z", line[max(0, start - 6) : start])
    if year and len(text) == 2:
        return frozenset({number, Fraction(int(year[1]) * 100) + number})
    return frozenset({number})


_GROUPS: Final = {
    "fr": re.compile(
        r"\d{1,3}(?:([ \u00a0\u2009\u202f'’.])\d{3})(?:\1\d{3})*(?:,\d+)?|\d+(?:,\d+)?"
    ),
    "en": re.compile(
        r"\d{1,3}(?:([,  \u00a0\u2009\u202f'’])\d{3})(?:\1\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?"
    ),
}


@lru_cache(maxsize=8192)
def _value(text: str, language: str) -> tuple[frozenset[Fraction], frozenset[Fraction]]:
    """What a numeral means in its language, and what it would mean in another."""
    text = text.lstrip("-−+")
    loose = set()
    decimal = "," if language == "fr" else "."
    for shape, mark in ((_GROUPS["fr"], ","), (_GROUPS["en"], ".")):
        if shape.fullmatch(text):
            loose.add((mark, _number(text, mark)))
    own = frozenset(value for mark, value in loose if mark == decimal)
    others = frozenset(value for _, value in loose) - own
    if language not in ("zh", *LEXICONS):
        return own | others, frozenset()
    if not own and language == "fr":  # a version, or a code
        return others, frozenset()
    return own, others


def _number(text: str, mark: str) -> Fraction:
    whole, _, fraction = text.partition(mark)
    return Fraction(re.sub(r"\D", "", whole) + ("." + fraction if fraction else ""))


def _scale(line: str, start: int, end: int, language: str) -> tuple[int, int]:
    """What a number is multiplied by, and where the words that say so end."""
    if language == "zh":
        if found := _ZH_SCALE.match(line, end):
            size = max(value_of(found["scale"]), default=Fraction(1))
            return int(size), found.end()
        return 1, end
    pattern = _SCALED.get(language)
    if pattern and (found := pattern.match(line, end)):
        return _SCALES[language][int((found.lastgroup or "s0")[1:])][1], found.end()
    letter = line[end : end + 1].lower()
    alone = not line[end + 1 : end + 2].isalnum()
    if letter in _SHORT and alone and _MONEY_BEFORE.search(line[max(0, start - 5) : start]):
        return _SHORT[letter], end + 1
    return 1, end
