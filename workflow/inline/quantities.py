"""Numbers, times of day and months of a text, as values that can be compared across languages.

« 3,2 millions », ``3.2 million`` and 320万 are one number; « 14 h 30 », ``2:30 p.m.`` and
下午2点半 one time; « 12 mars », ``March 12`` and 3月12日 a number and a month. What is written
with digits is read here and in :mod:`.timing`; :mod:`.spelled` tells what words may stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from workflow.inline.numerals import month_names, numerals_in, readings
from workflow.inline.spelled import spelled
from workflow.inline.timing import Quantity, dates, decades, months, times

_WIDE = str.maketrans("０１２３４５６７８９％：", "0123456789%:")
_IS_WIDE = re.compile("[０-９％：]")
_BLANK = "[ \u00a0\u202f]?"
_SIZES: Mapping[str, int] = {
    r"[多余餘来來几]?[万萬][亿億]": 10**12,
    r"[多余餘来來几]?[千][亿億]": 10**11,
    r"[多余餘来來几]?[百][亿億]": 10**10,
    r"[多余餘来來几]?[十][亿億]": 10**9,
    r"[多余餘来來几]?[亿億]": 10**8,
    r"[多余餘来來几]?[千][万萬]": 10**7,
    r"[多余餘来來几]?[百][万萬]": 10**6,
    r"[多余餘来來几]?[十][万萬]": 10**5,
    r"[多余餘来來几]?[万萬]": 10**4,
    r"[多余餘来來几]?千(?![克米瓦])": 1000,
    r"[多余餘来來几]?百(?!分)": 100,
    r"(?i:millions?|mn)(?![A-Za-z])|M(?=[ \u00a0\u202f]?[€$£])": 10**6,
    r"(?i:milliards?|bn|mds?|mrd)(?![A-Za-z])": 10**9,
    r"(?i:thousand|mille|milliers?)(?![A-Za-z])|[kK](?=[ \u00a0\u202f]?[€$£])": 1000,
    r"(?i:hundred|centaines?)(?![A-Za-z])": 100,
}
"""Words after a number → what they multiply it by; the first that fits counts."""
_SCALE = re.compile(
    _BLANK + "(?:" + "|".join(f"(?P<s{n}>{words})" for n, words in enumerate(_SIZES)) + ")"
)
_YEAR = re.compile(r"(1\d|20)\d\d[-–/]\Z")
_DIGITS = re.compile(r"\d+")
_BILLION = re.compile(rf"{_BLANK}(?:billions?|trillions?)(?![A-Za-z])", re.IGNORECASE)
_BILLIONS: Mapping[str, tuple[int, int]] = {"fr": (10**12, 10**18), "en": (10**9, 10**12)}
_MONEY = re.compile("(?:[$€£¥]|USD|EUR|GBP|CNY|RMB|CHF|HKD|CAD)[ \u00a0]?\\Z")
_SHORT_SCALE: Mapping[str, int] = {"k": 1000, "m": 10**6, "b": 10**9}


@lru_cache(maxsize=2048)
def quantities(plain: str, language: str) -> tuple[Quantity, ...]:
    """What stands in digits in a text without markup, in order.

    ``language`` (``fr``, ``en``, ``zh``, …) says how months are called and what a billion is.
    """
    first = _DIGITS.search(plain)
    if first is None:
        return ()
    wide = not plain.isascii() and _IS_WIDE.search(plain)
    line = plain.translate(_WIDE) if wide else plain
    found: list[Quantity] = []
    rest = line
    for read in (dates, times, decades, months):
        for quantity in read(rest, language, first.start()):
            found.append(quantity)
            blank = "\0" * (quantity.end - quantity.start)
            rest = rest[: quantity.start] + blank + rest[quantity.end :]
    found += _numbers(rest, language)
    found.sort(key=_place)
    return tuple(found)


def _place(one: Quantity) -> int:
    return one.start


def unmatched(
    source: Sequence[Quantity],
    target: Sequence[Quantity],
    words: tuple[str, str],
    pair: tuple[str, str],
) -> tuple[list[Quantity], list[Quantity]]:
    """What only one of two texts has: (lost, added).

    ``words`` are the texts, without markup, and ``pair`` their languages: a number that the other
    text says in words is neither.
    """
    return (
        _missing(source, target, words[1], pair[1]),
        _missing(target, source, words[0], pair[0]),
    )


def _missing(
    these: Sequence[Quantity], others: Sequence[Quantity], words: str, language: str
) -> list[Quantity]:
    """Those of ``these`` that a text with ``others`` does not say, in digits or in words."""
    same: dict[str, set[Decimal]] = {"number": set(), "time": set(), "month": set()}
    for other in others:
        same[other.kind] |= other.values
    plain = {part for other in others for part in _split(other)}  # « 2 h » may be hours
    return [
        one
        for one in these
        if same[one.kind].isdisjoint(one.values)
        and (one.kind == "month" or plain.isdisjoint(_split(one)))
        and not _said(one, words, language)
    ]


def _split(one: Quantity) -> frozenset[Decimal]:
    """The numbers a quantity may be; of a time its hours."""
    if one.kind != "time":
        return one.values
    return frozenset(part for value in one.values for part in (value // 60, value // 60 + 12))


def _said(one: Quantity, words: str, language: str) -> bool:
    lower = words.lower()
    if one.kind == "month":
        return any(name in lower for month in one.values for name in _names(month, language))
    said = [word for value in _split(one) for word in spelled(value, language)]
    if language == "zh":
        return any(word in lower for word in said)
    return any(re.search(rf"(?<![^\W\d_]){re.escape(word)}", lower) for word in said)


def _names(month: Decimal, language: str) -> tuple[str, ...]:
    names = dict(month_names(language)).get(int(month), ())
    return (*names, _CHINESE_MONTHS[int(month) - 1]) if language == "zh" else names


_CHINESE_MONTHS = [
    f"{number}月" for number in "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
]  # fmt: skip


def _numbers(line: str, language: str) -> Iterator[Quantity]:
    found: list[Quantity] = []
    for numeral in numerals_in(line):
        start, end = numeral.span()
        meanings = _meanings(numeral[0])
        if not meanings:  # a range, a version, a score: each number by itself
            for part in _DIGITS.finditer(numeral[0]):
                place = (start + part.start(), start + part.end())
                found.append(Quantity("number", _with_century(line, *place), *place))
            continue
        scale, after = _scale(line, start, end, language)
        if found and found[-1].end == start and scale > 1:  # 3万5千
            added = {one + each * scale for one in found.pop().values for each in meanings}
            found.append(Quantity("number", frozenset(added), start, after))
        elif scale == 1 and end - start == 2 and numeral[0].isdigit():
            found.append(Quantity("number", _with_century(line, start, end), start, end))
        else:
            values = frozenset(each * scale for each in meanings)
            found.append(Quantity("number", values, start, after))
    yield from found


def _with_century(line: str, start: int, end: int) -> frozenset[Decimal]:
    """What a number means; after a year and a dash two digits are a year of its century."""
    number = Decimal(line[start:end])
    year = _YEAR.search(line[max(0, start - 5) : start]) if end - start == 2 else None
    return frozenset({number, Decimal(year[1]) * 100 + number} if year else {number})


@lru_cache(maxsize=4096)
def _meanings(numeral: str) -> frozenset[Decimal]:
    """What a numeral may mean; nothing where it is several numbers."""
    return frozenset(
        Decimal(f"{value.whole}.{value.fraction or 0}").normalize() + 0
        for value in readings(numeral)
    )


def _scale(line: str, start: int, end: int, language: str) -> tuple[int, int]:
    """What a number is multiplied by, and where the words that say so end."""
    if found := _BILLION.match(line, end):
        long = found[0].strip().lower().startswith("t")
        return _BILLIONS.get(language, _BILLIONS["en"])[long], found.end()
    if found := _SCALE.match(line, end):
        return list(_SIZES.values())[int((found.lastgroup or "s0")[1:])], found.end()
    letter = line[end : end + 1].lower()
    alone = not line[end + 1 : end + 2].isalnum()
    if letter in _SHORT_SCALE and alone and _MONEY.search(line[max(0, start - 5) : start]):
        return _SHORT_SCALE[letter], end + 1
    return 1, end
