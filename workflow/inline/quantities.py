"""Numbers, times of day and months of a text, as values that can be compared across languages.

« 3,2 millions », ``3.2 million`` and 320万 are one number; « 14 h 30 », ``2:30 p.m.`` and
下午2点半 one time; « 12 mars », ``March 12`` and 3月12日 a number and a month. What is written
with digits is read here, and :mod:`.spelled` tells what words may stand for it elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from workflow.inline.numerals import month_names, numerals_in, readings
from workflow.inline.spelled import spelled

Kind = Literal["number", "time", "month"]
_WIDE = str.maketrans("０１２３４５６７８９％：", "0123456789%:")
_IS_WIDE = re.compile("[０-９％：]")
_TIME = re.compile(
    r"""(?<![\d:.,])(?P<half>(?:上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|晚)[ ]?)?
        (?P<hour>[01]?\d|2[0-4])
        (?: [\s\u00a0\u202f]?h(?:eures?)?(?![A-Za-z])[\s\u00a0\u202f]?(?P<fr>[0-5]\d(?!\d))?
          | h(?P<tight>[0-5]\d)
          | [:：](?P<colon>[0-5]\d)(?:[:：][0-5]\d)?(?![\d:])
          | \.(?P<point>[0-5]\d)(?=[\s\u00a0]?[ap]\.?[\s\u00a0]?m(?![A-Za-z]))
          | [点點时時](?!间|代|期)(?:(?P<zh>[0-5]?\d)分?|(?P<thirty>半)|整)?
          | (?=[\s\u00a0]?[ap]\.?[\s\u00a0]?m(?![A-Za-z])) | (?=[\s\u00a0]o[’']clock) )
        (?:[\s\u00a0\u202f]?(?P<m>[ap])\.?[\s\u00a0]?m(?![A-Za-z])\.?)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CHINESE_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(?!份?的?间)")
_SLASHED = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?![\d/])")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_GAP = "[ \u00a0\u202f]"
_BLANK = "[ \u00a0\u202f]?"
_SIZES: Mapping[str, int] = {
    r"[多余餘来來几]?[万萬][亿億]": 10**12,
    r"[多余餘来來几]?[千][亿億]": 10**11,
    r"[多余餘来來几]?[百][亿億]": 10**10,
    r"[多余餘来來几]?[十][亿億]|[多余餘]?亿多?十": 10**9,
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
_NEAR = 16
"""Characters that the longest name of a month takes, with what stands between."""
_DATE_LIKE = re.compile(r"\d[/.-]\d")
_TIME_LIKE = re.compile(
    r"\d(?:[\s\u00a0\u202f]?(?:h(?![a-df-z])|[ap]\.?[\s\u00a0\u202f]?m(?![a-z])|o[’']|[点點时時])|[:：]\d|\.\d)",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"""(?<![\d:.,])(?: (?:(?P<century>\d\d)[ ]?世[纪紀])?(?P<zh>\d0|[12]\d\d0)年代
          | (?P<born>\d0)[后後] | (?P<en>(?:1\d|20)?\d0)[’']?s\b )
        | \bann[ée]es?[\s\u00a0](?P<fr>(?:1\d|20)?\d0)(?!\d) """,
    re.VERBOSE | re.IGNORECASE,
)
_DECADE_LIKE = re.compile(r"\d0(?:[’']?s|年代|后|後)|[Aa]nn[ée]es?\s")
_BILLION = re.compile(rf"{_BLANK}(?:billions?|trillions?)(?![A-Za-z])", re.IGNORECASE)
_BILLIONS: Mapping[str, tuple[int, int]] = {"fr": (10**12, 10**18), "en": (10**9, 10**12)}
_MONEY = re.compile("(?:[$€£¥]|USD|EUR|GBP|CNY|RMB|CHF|HKD|CAD)[ \u00a0]?\\Z")
_SHORT_SCALE: Mapping[str, int] = {"k": 1000, "m": 10**6, "b": 10**9}


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something a text counts or dates."""

    kind: Kind
    values: frozenset[Decimal]
    """What it may mean: numbers, minutes from midnight or noon, or months from 1."""
    start: int
    end: int
    """In characters of the text it was read from."""


@lru_cache(maxsize=2048)
def quantities(plain: str, language: str) -> tuple[Quantity, ...]:
    """What stands in digits in a text without markup, in order.

    ``language`` (``fr``, ``en``, ``zh``, …) says how months are called and what a billion is.
    """
    if not _DIGITS.search(plain):
        return ()
    line = plain.translate(_WIDE) if _IS_WIDE.search(plain) else plain
    found: list[Quantity] = []
    rest = line
    for read in (_dates, _times, _decades, _months):
        for quantity in read(rest, language):
            found.append(quantity)
            blank = "\0" * (quantity.end - quantity.start)
            rest = rest[: quantity.start] + blank + rest[quantity.end :]
    found += _numbers(rest, language)
    return tuple(sorted(found, key=lambda each: each.start))


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
    lost = [one for one in source if not _among(one, target, words[1], pair[1])]
    added = [one for one in target if not _among(one, source, words[0], pair[0])]
    return lost, added


def _among(one: Quantity, others: Sequence[Quantity], words: str, language: str) -> bool:
    if any(one.values & other.values for other in others if other.kind == one.kind):
        return True
    if one.kind == "month":
        return any(name in words.lower() for month in one.values for name in _name(month, language))
    numbers = _split(one) if one.kind == "time" else one.values
    if any(numbers & (_split(other) if other.kind == "time" else other.values) for other in others):
        return True  # « 2 h » may be a time or a number of hours
    return any(_said(value, words, language) for value in numbers)


def _split(time: Quantity) -> frozenset[Decimal]:
    return frozenset(part for value in time.values for part in (value // 60, value // 60 + 12))


def _said(value: Decimal, words: str, language: str) -> bool:
    said = spelled(value, language)
    if not said:
        return False
    lower = words.lower()
    if language == "zh":
        return any(word in lower for word in said)
    return any(re.search(rf"(?<![^\W\d_]){re.escape(word)}", lower) for word in said)


def _name(month: Decimal, language: str) -> tuple[str, ...]:
    names = dict(month_names(language)).get(int(month), ())
    return (*names, _CHINESE_MONTHS[int(month) - 1]) if language == "zh" else names


_CHINESE_MONTHS = [
    f"{number}月" for number in "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
]  # fmt: skip


def _dates(line: str, _language: str) -> Iterator[Quantity]:
    """The month of a date in digits; day and year are numbers like others, and read here too."""
    if not _DATE_LIKE.search(line):
        return
    for found in _ISO.finditer(line):
        yield Quantity("month", frozenset({Decimal(found[2])}), *found.span(2))
    for found in _SLASHED.finditer(line):
        parts = {Decimal(found[1]), Decimal(found[2])}
        months = frozenset(part for part in parts if 1 <= part <= 12)
        if months and all(1 <= part <= 31 for part in parts):
            yield Quantity("month", months, *found.span(1))
            yield Quantity("number", frozenset(parts), *found.span(2))
            yield Quantity("number", frozenset({Decimal(found[3])}), *found.span(3))


def _times(line: str, _language: str) -> Iterator[Quantity]:
    for found in _TIME.finditer(line) if _TIME_LIKE.search(line) else ():
        minutes = next(
            filter(None, (found[name] for name in ("fr", "tight", "colon", "point", "zh"))), "0"
        )
        minute = 30 if found["thirty"] else int(minutes)
        value = Decimal(int(found["hour"]) % 12 * 60 + minute)
        yield Quantity("time", frozenset({value}), *found.span())


def _decades(line: str, _language: str) -> Iterator[Quantity]:
    """« les années 80 », ``the 1980s`` and 20世纪80年代 mean the same ten years."""
    for found in _DECADE.finditer(line) if _DECADE_LIKE.search(line) else ():
        decade = Decimal(next(filter(None, found.group("zh", "born", "en", "fr"))))
        if found["century"]:
            meant = {100 * (Decimal(found["century"]) - 1) + decade % 100}
        elif decade >= 1000:
            meant = {decade}
        else:
            meant = {decade, *(decade + century for century in (1700, 1800, 1900, 2000))}
        yield Quantity("number", frozenset(meant), *found.span())


def _months(line: str, language: str) -> Iterator[Quantity]:
    for found in _CHINESE_MONTH.finditer(line) if "月" in line else ():
        yield Quantity("month", frozenset({Decimal(found[1])}), *found.span())
    before, after, numbers = _named_months(language)
    done = 0
    for digits in _DIGITS.finditer(line) if numbers else ():
        near = max(done, digits.start() - _NEAR)
        for name, shift in (
            (before.search(line[near : digits.start()]), near),
            (after.match(line, digits.end()), 0),
        ):
            if name:
                month = Decimal(numbers[name["name"].lower()])
                start, done = shift + name.start("name"), shift + name.end("name")
                yield Quantity("month", frozenset({month}), start, done)


@cache
def _named_months(language: str) -> tuple[re.Pattern[str], re.Pattern[str], Mapping[str, int]]:
    """Names of months before a number and after one, and which they are."""
    names = {name.rstrip("."): month for month, each in month_names(language) for name in each}
    names = {name: month for name, month in names.items() if not name[:1].isdigit()}
    if language == "zh":
        names = {}
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return (
        re.compile(rf"(?<!\w)(?P<name>{either})\.?,?{_GAP}\Z", re.IGNORECASE),
        re.compile(rf"(?:er|st|nd|rd|th)?{_GAP}(?:of )?(?P<name>{either})(?!\w)", re.IGNORECASE),
        names,
    )


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
        elif scale == 1 and end - start == 2:
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
