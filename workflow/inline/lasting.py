"""How long something takes, said with one unit or several: 2 h 20, 140 minutes, 两小时二十分钟."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from workflow.inline.figure import DOUBT, Figure
from workflow.inline.measures import NONE, Units, at_odds
from workflow.model import lazy_re as re

_MINUTES: Final[Mapping[str, Fraction]] = {
    "week": Fraction(10080),
    "day": Fraction(1440),
    "hour": Fraction(60),
    "quarter-hour": Fraction(15),
    "minute": Fraction(1),
    "second": Fraction(1, 60),
}
"""Units of time, the longest first."""
_ORDER: Final = tuple(_MINUTES)
_PERIODS: Final = frozenset({"minute", "hour", "day", "week", "month", "year", "century"})
_NAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {"minute": "minute", "heure": "hour", "jour": "day", "semaine": "week", "mois": "month",
           "an": "year", "année": "year", "siècle": "century"},
    "en": {"minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month",
           "year": "year", "century": "century"},
    "zh": {"分钟": "minute", "分鐘": "minute", "小时": "hour", "小時": "hour", "天": "day",
           "周": "week", "週": "week", "星期": "week", "个月": "month", "個月": "month",
           "年": "year", "世纪": "century", "世紀": "century"},
}  # fmt: skip
_SINGLE: Final[Mapping[str, re.Pattern[str]]] = {
    "fr": re.compile(rf"\b[Uu]ne?[ \u00a0]({'|'.join(_NAMED['fr'])})\b"),
    "en": re.compile(rf"\b(?:[Aa]n?|[Oo]ne)[ \u00a0]({'|'.join(_NAMED['en'])})\b"),
    "zh": re.compile(rf"一个?({'|'.join(_NAMED['zh'])})"),
}
_GAP: Final = 7
"""Characters that may stand between two parts: “, and ”."""


def period_words(language: str) -> frozenset[str]:
    """Words, one of which stands in every text that :func:`single_periods` finds something in."""
    return frozenset(_NAMED[language])


def single_periods(plain: str, language: str) -> frozenset[str]:
    """The units of time of which a text has one."""
    return frozenset(_NAMED[language][each] for each in _SINGLE[language].findall(plain))


def unit_of(one: Figure) -> Units:
    """The unit of a figure; hours of a time without minutes, for it may be how long it takes."""
    if one.kind == "time" and len(one.parts) == 1:
        return frozenset({"hour"})
    return one.units if one.kind == "number" else NONE


def apart(one: Figure, other: Figure) -> bool:
    """Whether two are said with units that cannot be the same."""
    return at_odds(unit_of(one), unit_of(other))


def is_single(one: Figure) -> bool:
    """Whether it is a minute, an hour, a day: what “a” and 一 say, which else need not be told."""
    return one.kind == "number" and one.weight < DOUBT and one.values == {1} and _period(one)


def _period(one: Figure) -> bool:
    return bool(one.units) and one.units <= _PERIODS


def lengths(figures: Sequence[Figure]) -> Mapping[int, frozenset[Fraction]]:
    """Identity of a figure → minutes of the length of time that it is, or is a part of."""
    found: dict[int, frozenset[Fraction]] = {}
    run: list[Figure] = []
    for one in (*figures, None):
        if one is not None and run and _goes_on(run[-1], one):
            run.append(one)
            continue
        if len(run) > 1:
            total = frozenset({sum((min(_minutes(each)) for each in run), Fraction(0))})
            found |= {id(each): total for each in run}
        elif run:
            found[id(run[0])] = frozenset(_minutes(run[0]))
        run = [one] if one is not None and [*_minutes(one)] else []
    return found


def _minutes(one: Figure) -> Iterator[Fraction]:
    if one.kind == "time" and one.parts:
        yield from one.values
    elif one.kind == "number" and (unit := _unit(one)):
        yield from (each * _MINUTES[unit] for each in one.values)


def _unit(one: Figure) -> str:
    return next((each for each in _ORDER if each in one.units), "")


def _goes_on(one: Figure, other: Figure) -> bool:
    """Whether the second is the smaller unit of the same length of time."""
    units = _unit(one), _unit(other)
    if one.kind != "number" or other.kind != "number" or not all(units):
        return False
    near = 0 <= other.start - max(one.end, one.to) <= _GAP
    return near and _ORDER.index(units[0]) < _ORDER.index(units[1])
