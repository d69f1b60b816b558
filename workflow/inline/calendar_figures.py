"""Dates of a text: months, weekdays, days and years, decades, and dates that cannot be.

The names of months and weekdays are CLDR's. A name that is a common word as well (mars, ``May``)
counts beside a number or after a word that dates (``in May``); elsewhere it only explains.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final

from workflow.inline.decades import decades
from workflow.inline.figure import DOUBT, HINT, SAID, WRITTEN, Figure, dated, figure
from workflow.inline.numerals import month_names
from workflow.inline.word_table import Looked, tokens
from workflow.model import Locale
from workflow.model import lazy_re as re

_G: Final = "[ \u00a0\u202f]"
_CN: Final = "一二三四五六七八九十"
_CN_MONTHS: Final = {
    name: n for n, name in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)
} | {"元": 1}
_ZH_MONTH: Final = re.compile(
    r"(?<![\d.每])(?<!每 )(?:(?P<digits>1[0-2]|0?[1-9])"
    r"|(?<![一二三四五六七八九十百千万亿几数多余])(?P<words>十[一二]|(?<![上下某同])[元一二三四五六七八九十]))"
    r"[ ]?月(?!球|内|亮|光(?![景照])|饼|经|嫂|牙|色)"
)
_FEASTS: Final = re.compile(
    "([三五六七八])([八四一])(?=妇|国|青|儿|建|党|运|节|劳)|(九|十)(一一|一)(?=事|恐|黄|长|假|国"
    "|袭)"
)
_EVENT: Final = re.compile(r"(?<![\d·])(1[0-2]|0?[1-9])·([12]\d|3[01]|0?[1-9])(?![\d·])")
"""A day that stands for what happened on it: “9·11”."""
_ZH_DAY: Final = re.compile(
    r"(?:周|星期|禮拜|礼拜|週)([一二三四五六日天末])(?!历|曆|程|志|次|回|个|個|场|届|期(?!间)|人|位|岁"
    r"|年(?!度|会)|集|课|本|节)"
)
_SLASHED: Final = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)")
_ISO: Final = re.compile(r"(?<![\d-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d-]|[/.]\d)")
_SHORT: Final = re.compile(r"(?<![\d/.,])(0?[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])(?![\d/.,]|\s*%)")
_PARTED: Final = re.compile(r"\d[-/.]\d")
_DATES_EN: Final = re.compile(
    r"(?:\b(?:in|early|late|mid|of|since|until|till|last|next|by|from|to|this|and|through|during|throughout"
    r"|before|after|every)"
    r"[ \u00a0-]|[-–—])\Z",
    re.IGNORECASE,
)
_DATES_FR: Final = re.compile(
    r"(?:\b(?:en|début|fin|mi|de|depuis|jusqu[’']en|mois de|à|dès|courant)[ \u00a0-]|d[’']"
    r"|[-–—])\Z",
    re.IGNORECASE,
)
_UNCLEAR: Final = {"mars", "may", "march", "sept", "mar", "jan", "juin", "dec", "sun", "sat", "avr"}
_NEXT_NUMBER: Final = re.compile(rf"\.?,?(?:{_G}|-)(?:the )?\d")
_NUMBER_BEFORE: Final = re.compile(
    r"(?:\d(?:er|st|nd|rd|th|de|i?[eè]me|e)?|[a-zé]+(?:th|first|second|third|premier))"
    rf"\.?(?:{_G}|-)(?:of )?\Z",
    re.IGNORECASE,
)
_SHORT_DAYS: Final[Mapping[str, Mapping[str, int]]] = {
    "en": {"mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5,
           "sat": 6, "sun": 7},
    "fr": {"lun": 1, "mar": 2, "mer": 3, "jeu": 4, "ven": 5, "sam": 6, "dim": 7},
}  # fmt: skip
_OTHER_WORDS: Final = frozenset({"mar", "sat", "sun", "mer", "jeu", "sam", "wed"})
"""Short weekdays that end sentences as what they are besides: « les règles du jeu. »"""
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_DIGIT: Final = re.compile(r"\d")
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_CERTAIN: Final = 1924
"""From this year on all countries of these languages count days alike (the last to change did in
1923)."""


def calendar(line: str, language: str, month_first: bool | None = None) -> Iterator[Figure]:
    """Every month, weekday and decade; days and years only of dates written in digits alone.

    ``month_first``: whether 3/4/2026 is in March; None: it may be either, but in French.
    """
    if _PARTED.search(line):
        yield from _numeric(line, language, False if language == "fr" else month_first)
    yield from decades(line)
    if language in ("zh", "yue", "ja"):
        yield from _chinese(line)
    else:
        yield from _named(line, language)


def _numeric(line: str, language: str, month_first: bool | None) -> Iterator[Figure]:
    for found in _ISO.finditer(line):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield dated({year}, found.span(1))
            yield figure("month", {month}, found.span(3))
            yield dated({day}, found.span(4))
    for found in _SLASHED.finditer(line):
        parts = (int(found[1]), int(found[3]))
        if found[2] == "." and len(found[4]) < 4 > len(found[1] + found[3]):
            continue  # a version: 2.10.16
        months = {part for part in parts if 1 <= part <= 12}
        if month_first is not None and parts[not month_first] in months:
            months = {parts[not month_first]}
        if months and all(1 <= part <= 31 for part in parts):
            year = int(found[4])
            days = set(parts) - months if len(months) == 1 and len(set(parts)) == 2 else set(parts)
            yield figure("month", months, found.span(1))
            yield dated(days, found.span(3))
            yield dated({year} if year > 99 else {year, 1900 + year, 2000 + year},
                         found.span(4))  # fmt: skip
    for found in _SHORT.finditer(line) if language == "fr" else ():
        yield dated({int(found[1])}, found.span(1))
        yield figure("month", {int(found[2])}, found.span(2))


def _chinese(line: str) -> Iterator[Figure]:
    for found in _ZH_MONTH.finditer(line) if "月" in line else ():
        digits = found["digits"]
        month = int(digits) if digits else _CN_MONTHS[found["words"]]
        yield figure("month", {month}, found.span(), WRITTEN if digits else SAID)
    for found in _EVENT.finditer(line) if "·" in line else ():
        month, day = int(found[1]), int(found[2])
        yield figure("month", {month}, found.span(1), DOUBT)
        yield figure("number", {day}, found.span(2), DOUBT)
        meant = {month} | ({2001} if (month, day) == (9, 11) else set())
        yield from (figure("number", {each}, found.span(), HINT) for each in meant)
    for found in _FEASTS.finditer(line):
        first, second = found[1] or found[3], found[2] or found[4]
        yield figure("month", {_CN_MONTHS[first]}, found.span(), HINT)
        yield figure("number", {11 if second == "一一" else _CN_MONTHS[second]}, found.span(), HINT)
    if "周" in line or "期" in line or "礼拜" in line or "禮拜" in line or "週" in line:
        for found in _ZH_DAY.finditer(line):
            if (
                re.search("[每两三四五六七八九十一几\\d]\\Z", line[: found.start()])
                and found[1] != "末"
            ):
                follow = line[found.end() : found.end() + 1]
                days = follow == "天" and line[found.end() + 1 : found.end() + 2] != "气"
                if line[found.start() - 1] != "每" or follow in ("次", "回", "个", "场") or days:
                    continue
            if found[1] != "末":
                day = "一二三四五六日".find(found[1].replace("天", "日")) + 1
                yield figure("weekday", {day}, found.span(), SAID)


def _named(line: str, language: str) -> Iterator[Figure]:
    names = calendar_names(language)
    if not any(map(_naming(language).__getitem__, tokens(line))):
        return
    for found in _TOKEN.finditer(line):
        word = found[0].lower()
        if word not in names or line[found.start() - 1 : found.start()].isdigit():
            continue
        if line[found.end() : found.end() + 1].isdigit():
            continue
        kind, number = names[word]
        weight = (_weekday_weight if kind == "weekday" else _month_weight)(line, found, language)
        if weight is not None:
            yield figure(
                "weekday" if kind == "weekday" else "month", {number}, found.span(), weight
            )


@cache
def _naming(language: str) -> Looked[bool]:
    """Token → whether there is a name of the calendar in it."""
    names = calendar_names(language)
    return Looked(lambda token: not names.keys().isdisjoint(_TOKEN.findall(token)))


def _weekday_weight(line: str, found: re.Match[str], language: str) -> int | None:
    """Of the name of a weekday; None: it is another word, HINT: it may be."""
    word = found[0].lower()
    if language == "en" and not found[0][0].isupper():
        return None
    if len(word) < 6 and word in _SHORT_DAYS[language]:
        after = line[found.end() : found.end() + 2]
        ranged = line[found.start() - 1 : found.start()] in ("–", "-")
        told = re.match(r"\.|[-–]|\.?,", after) or (ranged and found.start())
        if not (told or _beside(line, found)):
            return HINT
        if word in _OTHER_WORDS and not (re.match("[-–]", after) or _beside(line, found)):
            return HINT
    return SAID


def _month_weight(line: str, found: re.Match[str], language: str) -> int | None:
    """Of the name of a month; None: it is another word, HINT: it may be."""
    word, beside = found[0].lower(), _beside(line, found)
    if beside and (language != "en" or found[0][0].isupper()):
        return WRITTEN
    if language not in _SHORT_DAYS or (language == "en" and not found[0][0].isupper()):
        return None
    if word in _short_months(language):
        return HINT
    before = line[max(0, found.start() - 14) : found.start()]
    dates = (_DATES_EN if language == "en" else _DATES_FR).search(before)
    sure = dates or word not in _UNCLEAR or word == "juin" or (language == "fr" and word == "mai")
    return SAID if sure else HINT


def _beside(line: str, found: re.Match[str]) -> bool:
    """Whether a number stands beside a name."""
    before = line[max(0, found.start() - 14) : found.start()]
    return bool(_NEXT_NUMBER.match(line, found.end()) or _NUMBER_BEFORE.search(before))


@cache
def _short_months(language: str) -> frozenset[str]:
    return frozenset(
        word
        for word in calendar_names(language)
        if len(word) <= 4 and word not in ("mars", "mai", "juin", "août", "may", "june", "july")
    )


@cache
def calendar_names(language: str) -> Mapping[str, tuple[str, int]]:
    """Names of months and weekdays in letters → what they are and which; of other languages than
    French and English months alone."""
    found: dict[str, tuple[str, int]] = {}
    if language not in _SHORT_DAYS:
        for month, each in month_names(language):
            found |= {name.rstrip("."): ("month", month) for name in each if name[0].isalpha()}
        return found
    for day, name in Locale(language).babel.days["format"]["wide"].items():
        found[str(name).lower()] = ("weekday", day + 1)
        found[f"{name}s".lower()] = ("weekday", day + 1)
    found |= {name: ("weekday", day) for name, day in _SHORT_DAYS[language].items()}
    for month, each in month_names(language):
        found |= {name.rstrip("."): ("month", month) for name in each}
    if language == "en":
        found |= {"sept": ("month", 9)}
    else:
        found |= {
            "jan": ("month", 1),
            "février": ("month", 2),
            "fevrier": ("month", 2),
            "aout": ("month", 8),
        }
    return found


def impossible(line: str, language: str) -> Iterator[tuple[int, int, int]]:
    """(start, end, weekday that it is from 1; 0: no such day) of each date that cannot be.

    Only full dates are told by their weekday, and only those of our calendar in all countries.
    """
    if not _DIGIT.search(line):
        return
    for found in _full(language).finditer(line):
        parts = {
            name.rstrip("0123456789"): text for name, text in found.groupdict().items() if text
        }
        day = int(parts["day"])
        named = parts["month"].lower().rstrip(".")
        month = int(named) if named.isdigit() else calendar_names(language).get(named, ("", 0))[1]
        if not 1 <= month <= 12:
            continue
        year = int(parts.get("year") or 0)
        length = _LENGTHS[month - 1]
        if year and month == 2 and not (year % 4 == 0 and (year % 100 or year % 400 == 0)):
            length = 28
        if not 1 <= day <= length:
            yield (*found.span(), 0)
        elif year >= _CERTAIN and parts.get("weekday"):
            told = _weekday(parts["weekday"], language)
            true = date(year, month, day).isoweekday()
            if told and told != true:
                yield (*found.span(), true)
    yield from (
        (*found.span(), 0) for found in _SLASHED.finditer(line) if _no_date(found, language)
    )
    for found in _CLOCK_LIKE.finditer(line):
        if int(found[1]) > 24 or int(found[2]) > 59:
            yield (*found.span(), 0)


_CLOCK_LIKE: Final = re.compile(
    r"(?<![\d:.,/])(?:(?<=at )|(?<=à )|(?<=[上下]午))(\d{1,2})(?::"
    r"|[ \u00a0\u202f]?h[ \u00a0\u202f]?)(\d\d)(?![\d:])"
)


def _no_date(found: re.Match[str], language: str) -> bool:
    first, second, year = int(found[1]), int(found[3]), found[4]
    if found[2] != "/" or len(year) < 4 or not 1000 <= int(year) <= 2200:
        return False
    low, high = sorted((first, second))
    return low > 12 or high > 31 or low == 0 or (language == "fr" and second > 12)


def _weekday(text: str, language: str) -> int:
    if language == "zh":
        return "一二三四五六日".find(text[-1].replace("天", "日")) + 1
    return calendar_names(language).get(text.lower(), ("", 0))[1]


@cache
def _full(language: str) -> re.Pattern[str]:
    """Dates with a day and a month, and what they have of year and weekday."""
    if language == "zh":
        day = "(?:(?:周|星期|礼拜)[一二三四五六日天])"
        return re.compile(
            r"(?:(?P<year>[12]\d{3}) ?年 ?)?(?P<month>1[0-2]|0?[1-9]) ?月 ?(?P<day>\d{1,2}) ?[日号]"
            rf"(?:[（(，]?(?P<weekday>{day}))?"
        )
    names = "|".join(
        re.escape(name)
        for name in sorted(calendar_names(language), key=len, reverse=True)
        if calendar_names(language)[name][0] == "month" and name not in ("mar", "may")
    ) + ("|mars" if language == "fr" else "|May")
    days = "|".join(
        re.escape(name)
        for name, each in calendar_names(language).items()
        if each[0] == "weekday" and len(name) > 4
    )
    weekday = rf"(?:(?P<weekday>{days}),?{_G}(?:the )?(?:le )?)?"
    first = (
        rf"{weekday}(?<![\d.,])(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?{_G}(?:of )?"
        rf"(?P<month>{names})\.?(?:,?{_G}(?P<year>[12]\d{{3}}))?(?![\w])"
    )
    if language == "fr":
        return re.compile(r"(?<!\w)" + first, re.IGNORECASE)
    second = (
        rf"(?:(?P<weekday2>{days}),?{_G})?(?P<month2>{names})\.?{_G}(?P<day2>\d{{1,2}})(?:st|nd"
        rf"|rd|th)?(?![\d:])"
        rf"(?:,?{_G}(?P<year2>[12]\d{{3}}))?(?![\w])"
    )
    return re.compile(rf"(?<!\w)(?:{first}|{second})", re.IGNORECASE)
