"""Every figure of a text, in digits and words, in French, English and Chinese.

« 3,2 millions », ``3.2 million`` and 320万 are one number, « une trentaine », ``thirty`` and 三十
another, « un enfant sur cinq », 20 % and 五分之一 a third. Telephone numbers are no figures.
:mod:`.explained` tells which figures of one text another one says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from workflow.inline.calendar_figures import calendar
from workflow.inline.clock_figures import clock
from workflow.inline.digit_figures import digits, vulgar
from workflow.inline.figure import HINT, SAID, WRITTEN, Figure, figure
from workflow.inline.measures import unit_at
from workflow.inline.number_words import LEXICONS
from workflow.inline.shares import chinese_shares, shares
from workflow.inline.word_figures import chinese_words, romans, spelled_figures
from workflow.model import lazy_re as re

_WIDE: Final = str.maketrans("０１２３４５６７８９％", "0123456789%")
TRADITIONAL: Final = str.maketrans(
    "萬億點時個歲週禮鐘幾數雙兩來餘頃畝噸鎊圓塊幣歐盧韓號級層樓種條張項黃後間會開無過場從沒無負對單獸島徑導決",
    "万亿点时个岁周礼钟几数双两来余顷亩吨镑圆块币欧卢韩号级层楼种条张项黄后间会开无过场从没无负对单兽岛径导决",
)
"""Characters beside numbers, so that all that reads Chinese knows one form."""
_NARROW: Final = {"：": ":", "．": ".", "，": ","}
_IS_WIDE: Final = re.compile("[０-９％：．，]")
_MARKS: Final = re.compile(r"(?<=\d)(?:[：．](?=\d)|，(?=\d{3}(?!\d)))")
"""Full-width marks within a time or a number."""
_DIGIT: Final = re.compile("[0-9]")
_PHONE: Final = re.compile(
    r"\+\d[\d \u00a0\u202f().-]{6,}\d|(?<![\d.,])0\d(?:[ .\u00a0\u202f-]\d\d){4}(?!\d)"
    r"|(?<![\d.,-])\(?0?\d{2,4}\)?[ -]\d{3,4}[ -]\d{4}(?!\d)|(?<![\d.,])1[3-9]\d{9}(?!\d)"
    r"|(?<!\d)(?:0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4})(?!\d)"
)
LONG: Final = re.compile(r"\d[\d \u00a0\u202f().-]{5,}\d")
"""What may be a telephone number."""
_PLACEHOLDER: Final = re.compile(
    r"(?<!\d)%(?:\d+\$)?[-+#0]*[\d*]*(?:\.[\d*]+)?(?:\d*\$)?"
    r"(?:hh?|ll?|[zjtLq])?[diouxXeEfFgGcspn](?![a-z])"
    r"|(?:(?<!\d)|(?<=%\d)|(?<=%\d\d))%L?\d{1,2}(?!\d|[.,]\d)|\{\d+\}|\$\{\w+\}|&#\d+;"
)
_TURN: Final = re.compile(
    r"[tT]urn of the (?:[\w-]+ )?century|[tT]ournant du (?:\w+ )?siècle|世纪之交"
)
_CLASS_BEFORE: Final = re.compile(
    r"\b(?:en|classes? de|élèves? de|collège|niveau)[ \u00a0]\Z", re.IGNORECASE
)
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?: [^<>]*)?/?>")
_RANGE: Final = re.compile(
    r"[ \u00a0\u202f]?(?:à|to|and|et|ou|or|through|[-–—―~～至到或、]|——)[ \u00a0\u202f]?"
)
_FEAST: Final = re.compile(
    r"\d{1,2}(?:er)?(?:[ \u00a0](?:Janvier|Février|Mars|Avril|Mai|Juin|Juillet|Août|Septembre"
    r"|Octobre|Novembre|Décembre)|-[^\W\d_]{3,}(?:-\d{4})?)"
)
_EACH: Final = frozenset({"per", "each", "every", "chaque", "每"})
"""Words of one each, of which the unit after them is no length of time: every month."""
_FOR: Final = re.compile(
    r"\b(?:for|in|within|after|than|lasts?|lasted|takes?|took|about|around|nearly|almost|over|under"
    r"|waits?|waited|just|another|is|was|be) \Z",
    re.IGNORECASE,
)
"""Before a length of time, not a rate."""
_AGED: Final = re.compile(r"\b(?:under|over)[- ]\Z", re.IGNORECASE)
"""Before an age that a group is called by: under-12s."""
_LETTER: Final = re.compile("[A-Za-z]")
_BLANK: Final = "\0"


@lru_cache(maxsize=4096)
def figures(
    plain: str, language: str, *, spelt: bool = True, month_first: bool | None = None
) -> tuple[Figure, ...]:
    """The figures of a text without markup, in order.

    ``language`` is ``fr``, ``en`` or ``zh``; of any other, digits alone are read, as of all without
    ``spelt``. ``month_first``: whether 3/4/2026 is in March; None: it may be either.
    """
    line = _readable(plain, language)
    found: list[Figure] = []
    line = _taken(line, calendar(line, language, month_first), found)
    line = _taken(line, clock(line, language), found)
    if language == "zh" and spelt:
        line = _taken(line, chinese_shares(line), found)
    numbers = [*(digits(line, language) if _DIGIT.search(line) else ())]
    rest = line
    for each in numbers:
        rest = rest[: each.start] + _BLANK * (each.end - each.start) + rest[each.end :]
    if not spelt:
        pass
    elif language == "zh":
        numbers += chinese_words(rest)
    elif language in LEXICONS:
        numbers += spelled_figures(rest, language)
        numbers += romans(rest)
    numbers += vulgar(rest)
    numbers.sort(key=lambda each: each.start)
    numbers = [_with_unit(line, each) for each in numbers]
    found += _ranged(line, numbers)
    if turn := _TURN.search(line):
        found.append(figure("number", (19, 20, 21, 1900, 2000), turn.span(), HINT))
    if language == "fr":
        found = [_schooled(line, each) for each in found]
    found = _beside_months(plain, found)
    if spelt and language in LEXICONS:
        found = shares(line, found, language)
    found.sort(key=lambda each: each.start)
    ends = [(each.end, each.to) for each in found if each.to]
    return tuple(each for each in found if not any(end <= each.start < to for end, to in ends))


def has_dates(plain: str, language: str) -> bool:
    """Whether there is a month or a time of day among the figures of a text.

    It reads no other figure: most texts have neither.
    """
    line = _readable(plain, language)
    found: list[Figure] = []
    line = _taken(line, calendar(line, language), found)
    return any(each.kind in ("month", "time") for each in (*found, *clock(line, language)))


def _readable(plain: str, language: str) -> str:
    """A text as all that reads it wants it, character for character: in simplified Chinese and
    narrow digits, without telephone numbers and what a program fills in."""
    line = plain.translate(TRADITIONAL) if language == "zh" else plain
    if _IS_WIDE.search(plain):
        line = line.translate(_WIDE)
        line = _MARKS.sub(lambda each: _NARROW[each[0]], line)
    line = unfilled(line)
    return _PHONE.sub(_blanks, line) if LONG.search(line) else line


def _beside_months(plain: str, found: list[Figure]) -> list[Figure]:
    """The figures, of which numbers beside a month's name are days and years; those of a feast or
    a street (le 14 Juillet, rue du 8-Mai-1945) need not be said."""
    months = [(each.start, each.end) for each in found if each.kind == "month"]
    if not months:
        return found
    feasts = [each.span() for each in _FEAST.finditer(plain)]
    return [
        replace(
            each,
            calendar=True,
            values=each.values | _century(each),
            weight=min(each.weight, SAID)
            if any(start <= each.start < end for start, end in feasts)
            else each.weight,
        )
        if each.kind == "number"
        and not each.units - {"day", "year"}
        and any(-1 <= each.start - end <= 3 or 0 <= start - each.end <= 4 for start, end in months)
        else each
        for each in found
    ]


def _century(each: Figure) -> frozenset[Fraction]:
    """The year that two digits beside a month mean: mai 68."""
    return frozenset(1900 + value for value in each.values if 31 < value < 100)


def unfilled(line: str) -> str:
    """A line with blanks of the same length in the place of what a program fills in, of references
    of characters and of tags in a text without markup."""
    if "%" in line or "{" in line or "$" in line or "&#" in line:
        line = _PLACEHOLDER.sub(_blanks, line)
    return _TAG.sub(_blanks, line) if "<" in line else line


def _blanks(found: re.Match[str]) -> str:
    return _BLANK * len(found[0])


def _taken(line: str, read: Iterator[Figure], found: list[Figure]) -> str:
    """Add what is read; returns the line without it."""
    for each in tuple(read):
        found.append(each)
        if each.weight > HINT:
            line = line[: each.start] + _BLANK * (each.end - each.start) + line[each.end :]
    return line


def _is_rate(line: str, each: Figure) -> bool:
    """Whether a word of one stands before what something is counted by: €22 an hour."""
    word = line[each.start : each.end].lower()
    if word in ("a", "an"):
        return not _FOR.search(line[max(0, each.start - 12) : each.start])
    return word in _EACH


def _with_unit(line: str, each: Figure) -> Figure:
    if each.kind != "number":
        return each
    if each.weight == HINT and _is_rate(line, each):
        return each
    units, _, last = unit_at(line, each.start, each.end)
    if units == {"second"} and _AGED.search(line[max(0, each.start - 7) : each.start]):
        return each
    if not units and each.weight == WRITTEN and _LETTER.match(line, each.end):
        return replace(each, weight=SAID)  # part of a name: 4bayer
    if not units:
        return each
    values, weight = each.values, each.weight
    if "%" in units and any(value >= 100 for value in values):
        values |= {value / 100 + 1 for value in values}  # up 300 %: four times as many
        weight = min(weight, SAID) if 100 in values else weight  # pure cotton
    return replace(
        each, values=values, weight=weight, units=units, to=last if last > each.end else 0
    )


def _ranged(line: str, numbers: list[Figure]) -> Iterator[Figure]:
    """The numbers, with the unit and scale of a range's end for its start too."""
    for place, each in enumerate(numbers):
        before = numbers[place - 1] if place else None
        if before and _falls(line, before, each):
            yield replace(each, values=each.values | {value + 12 for value in each.values})
            continue
        after = numbers[place + 1] if place + 1 < len(numbers) else None
        if after and not each.units and _RANGE.fullmatch(line, each.end, after.start):
            values, small = each.values, all(value < 1000 for value in each.values)
            for size in (10**4, 10**6, 10**8, 10**9, 1000) if small else ():
                if all(value >= size for value in after.values):
                    values |= {value * size for value in each.values}
            yield replace(each, units=after.units, values=values)
        else:
            yield each


def _schooled(line: str, each: Figure) -> Figure:
    """A class of a French school, with what others call it: « la 6e » is year 7 and 6th grade."""
    if each.kind != "number" or not _CLASS_BEFORE.search(
        line[max(0, each.start - 12) : each.start]
    ):
        return each
    years = {13 - value for value in each.values if 3 <= value <= 6}
    return replace(each, values=each.values | years | {year - 1 for year in years})


def _falls(line: str, one: Figure, other: Figure) -> bool:
    """Whether a range goes down, as hours do: open 10–6."""
    if line[one.end : other.start] not in ("-", "–") or one.weight + other.weight < 2 * WRITTEN:
        return False
    return max(one.values, default=0) <= 12 and 0 < max(other.values, default=0) < min(
        one.values, default=0
    )
