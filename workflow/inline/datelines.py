"""Dates and times of day as a language writes them, where a draft has them as its source does.

« 14 h 30 », ``2:30 p.m.`` and 下午2点半 are 14:30 in the others (« 14 h 30 » in French), 12/03/2026
of a French source 12 March 2026. An English source's 12/03/2026 may mean either, and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from babel.dates import get_month_names

from workflow.inline.numerals import month_names
from workflow.model import Locale
from workflow.model import lazy_re as re

_GAPS = " \u00a0\u2009\u202f"
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])"
_FRENCH_TIME = re.compile(
    rf"(?<![\d:.,]){_CLOCK}[ \u00a0\u202f]?h(?:eures?\b)?[ \u00a0\u202f]?"
    r"(?P<minute>[0-5]\d)(?![\d\w])"
)
_ENGLISH_TIME = re.compile(
    rf"(?<![\d:.,]){_CLOCK}(?:[:.](?P<minute>[0-5]\d))?[ \u00a0\u202f]?"
    r"(?P<half>[ap])\.?m(?![A-Za-z])\.?",
    re.IGNORECASE,
)
_CHINESE_TIME = re.compile(
    rf"(?P<half>上午|早上|凌晨|中午|下午|傍晚|晚上)?{_CLOCK}(?:[点點时時](?:(?P<minute>[0-5]?\d)分|(?P<thirty>半)|整)"
    r"|[点點](?![\d几多儿左]))"
)
_NUMERIC_DATE = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_CHINESE_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>1[0-2]|0?[1-9])月(?:(?P<day>[0-3]?\d)[日号號])?"
)
_TIMES: Mapping[str, re.Pattern[str]] = {
    "fr": _FRENCH_TIME,
    "en": _ENGLISH_TIME,
    "zh": _CHINESE_TIME,
}
_DATE_SIGNS = re.compile(r"\d(?:/\d|[ \u00a0\u202f]?[hHaApP]|[点點时時月])")
"""One of these, or the name of a month, is in whatever the patterns above and below find."""
_AFTERNOON = ("p", "下午", "傍晚", "晚上")
Stands = Callable[[str], bool]
"""Whether the source has a text too."""
Pair = tuple[Locale, Locale]


def may_be_dated(line: str, source: Locale) -> bool:
    """Whether :func:`redated` may find anything in a line: no, of most that have a number."""
    if _DATE_SIGNS.search(line):
        return True
    low = line.lower()
    return any(map(low.__contains__, _low_months(source.name)))


def redated(line: str, pair: Pair, stands: Stands) -> str:
    """Return a line of a draft with the dates and times of its source as the target writes them.

    ``pair`` is the source's locale and the target's, of two languages.
    """
    line = _NUMERIC_DATE.sub(lambda found: _numeric(found, pair, stands) or found[0], line)
    if pattern := _written_date(pair[0].name):
        line = pattern.sub(lambda found: _named(found, pair, stands) or found[0], line)
    if pattern := _TIMES.get(_language(pair[0])):
        line = pattern.sub(lambda found: _time(found, pair, stands), line)
    return line


def _numeric(found: re.Match[str], pair: Pair, stands: Stands) -> str | None:
    first, second, year = (int(part) for part in found.groups())
    month_first = pair[0].name in ("en", "en_US")
    if month_first and first <= 12 and second <= 12 and first != second:
        return None  # an English source may mean either
    day, month = (second, first) if month_first and first <= 12 else (first, second)
    if not (stands(found[0]) and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    if _language(pair[1]) == "fr" or pair[1].name == "en_GB":
        return f"{day:02}/{month:02}/{year}"
    return _date(year, month, day, pair[1])


def _date(year: int | None, month: int, day: int | None, locale: Locale) -> str | None:
    """A date with the month's name; None without a day or year, in languages not known here."""
    language = _language(locale)
    if language == "zh":
        return "".join(
            f"{part}{unit}" for part, unit in ((year, "年"), (month, "月"), (day, "日")) if part
        )
    name = get_month_names("wide", locale=locale.babel)[month]
    if locale.name == "en_US" and day:
        return f"{name} {day}" + (f", {year}" if year else "")
    first = "1er" if day == 1 and language == "fr" else str(day or "")
    return " ".join(part for part in (first, name, str(year or "")) if part)


@cache
def _written_date(locale: str) -> re.Pattern[str] | None:
    """Dates with the month's name in a language, with a number beside it."""
    if locale.startswith("zh"):
        return _CHINESE_DATE
    either = "|".join(map(re.escape, sorted(_months(locale), key=len, reverse=True)))
    gap = f"[{_GAPS}]"
    return re.compile(
        rf"(?<![\w./])(?:(?P<day>[0-3]?\d)(?:er|st|nd|rd|th)?{gap}(?P<month>{either})(?:,?{gap}(?P<year>\d{{4}}))?"
        rf"|(?P<month2>{either}){gap}(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,{gap}(?P<year2>\d{{4}}))?"
        rf"|(?P<month3>{either}){gap}(?P<year3>\d{{4}}))(?![\w])"
    )


@cache
def _months(locale: str) -> Mapping[str, int]:
    names = {name: month for month, each in month_names(locale) for name in each}
    return {form: month for name, month in names.items() for form in (name, name.capitalize())}


@cache
def _low_months(locale: str) -> frozenset[str]:
    """Names of months in small letters; none of Chinese, which has a sign for it."""
    return frozenset() if locale.startswith("zh") else frozenset(map(str.lower, _months(locale)))


def _named(found: re.Match[str], pair: Pair, stands: Stands) -> str | None:
    parts = {name.rstrip("23"): value for name, value in found.groupdict().items() if value}
    if not stands(found[0]) or not (parts.get("day") or parts.get("year")):
        return None
    named = parts["month"]
    month = int(named) if named.isdigit() else _months(pair[0].name)[named]
    day, year = (int(parts[name]) if name in parts else None for name in ("day", "year"))
    known = dict(month_names(pair[1].name))[month]
    if _language(pair[0]) != "zh" and named.lower() in known:
        return None
    written = _date(year, month, day, pair[1])
    if (
        written and _language(pair[0]) == "zh" and _language(pair[1]) != "zh"
    ):  # which sets no spaces
        before = found.string[: found.start()][-1:]
        return (" " if before.isalnum() else "") + written
    return written


def _time(found: re.Match[str], pair: Pair, stands: Stands) -> str:
    if not stands(found[0]):
        return found[0]
    parts = found.groupdict()
    hour, half = int(found["hour"]), (parts.get("half") or "").lower()
    minute = 30 if parts.get("thirty") else int(found["minute"] or 0)
    if hour < 12 and half in _AFTERNOON:
        hour += 12
    elif hour == 12 and half in ("a", "凌晨"):
        hour = 0
    if _language(pair[1]) == "fr":
        return f"{hour}\u00a0h" + (f"\u00a0{minute:02}" if minute else "")
    return f"{hour}:{minute:02}"


def _language(locale: Locale) -> str:
    return locale.name.partition("_")[0]
