"""Times of day, months and decades of a text that stand in digits or beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from workflow.inline.numerals import month_names

Kind = Literal["number", "time", "month"]
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
_DIGITS = re.compile(r"\d+")
_NEAR = 16
"""Characters that the longest name of a month takes, with what stands between."""
_WORD_BEFORE = re.compile(rf"([^\W\d_]+)\.?,?{_GAP}\Z")
_WORD_AFTER = re.compile(rf"(?:er|st|nd|rd|th)?{_GAP}(?:of )?([^\W\d_]+)")
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


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something a text counts or dates."""

    kind: Kind
    values: frozenset[Decimal]
    """What it may mean: numbers, minutes from midnight or noon, or months from 1."""
    start: int
    end: int
    """In characters of the text it was read from."""


def dates(line: str, _language: str, first: int = 0) -> Iterator[Quantity]:
    """The month of a date in digits; day and year are numbers like others, and read here too.

    ``first``, here and below: where the first digit of the line stands, if that is known.
    """
    if not _DATE_LIKE.search(line, first):
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


def times(line: str, _language: str, first: int = 0) -> Iterator[Quantity]:
    for found in _TIME.finditer(line) if _TIME_LIKE.search(line, first) else ():
        minutes = next(
            filter(None, (found[name] for name in ("fr", "tight", "colon", "point", "zh"))), "0"
        )
        minute = 30 if found["thirty"] else int(minutes)
        value = Decimal(int(found["hour"]) % 12 * 60 + minute)
        yield Quantity("time", frozenset({value}), *found.span())


def decades(line: str, _language: str, first: int = 0) -> Iterator[Quantity]:
    """« les années 80 », ``the 1980s`` and 20世纪80年代 mean the same ten years."""
    for found in _DECADE.finditer(line) if _DECADE_LIKE.search(line, max(0, first - _NEAR)) else ():
        decade = Decimal(next(filter(None, found.group("zh", "born", "en", "fr"))))
        if found["century"]:
            meant = {100 * (Decimal(found["century"]) - 1) + decade % 100}
        elif decade >= 1000:
            meant = {decade}
        else:
            meant = {decade, *(decade + century for century in (1700, 1800, 1900, 2000))}
        yield Quantity("number", frozenset(meant), *found.span())


def months(line: str, language: str, first: int = 0) -> Iterator[Quantity]:
    for found in _CHINESE_MONTH.finditer(line) if "月" in line else ():
        yield Quantity("month", frozenset({Decimal(found[1])}), *found.span())
    numbers = _named_months(language)
    done = 0
    for digits in _DIGITS.finditer(line, first) if numbers else ():
        near = max(done, digits.start() - _NEAR)
        for word, shift in (
            (_WORD_BEFORE.search(line[near : digits.start()]), near),
            (_WORD_AFTER.match(line, digits.end()), 0),
        ):
            month = numbers.get(word[1].lower()) if word else None
            if word and month:
                start, done = shift + word.start(1), shift + word.end(1)
                yield Quantity("month", frozenset({Decimal(month)}), start, done)


@cache
def _named_months(language: str) -> Mapping[str, int]:
    """Names of months in letters, and which they are."""
    names = {name.rstrip("."): month for month, each in month_names(language) for name in each}
    return {name: month for name, month in names.items() if name.isalpha() and language != "zh"}
