"""Dates in a text, with the time of day where it says one, as French, English and Chinese write.

By hand, on CLDR's names of months: htmldate reads « 1er mars 2026 » and 2026年3月12日 as 1 January,
dateparser reads « Les 14 et 15 août » as a year (measured).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache

from babel.dates import get_date_format, get_month_names

from workflow.model import Locale

_HAN = "〇一二三四五六七八九"
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "cet": 60, "cest": 120, "est": -300, "edt": -240, "pst": -480,
    "pdt": -420, "北京时间": 480,
}  # fmt: skip
"""Minutes east of UTC of the zones whose abbreviation means one only (``CST`` means three)."""
_TIME = re.compile(
    r"""(?:\s*(?:[,，;·•|(（T]|[-–—]|\b(?:à|at|um|a\slas|às|alle)\b)?\s*)
        (?P<zone_before>北京时间)?\s*
        (?P<half_before>上午|下午|晚上|晚|早上|凌晨|中午)?\s*
        (?P<hour>[01]?\d|2[0-4])
        (?: \s?(?:[:：.]|h(?:eures?)?\b\s?|h(?=\d)|[点點时時])\s?(?P<minute>[0-5]\d)
            (?:[:：分]\s?(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?
          | (?=\s?[ap]\.?\s?m\b) | \s?h(?:eures?)?\b | [点點时時]整? )
        [分秒]? (?![\d:])
        \s?(?P<half>[ap]\.?\s?m\b\.?)?
        \s?\(?(?P<zone>Z\b|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?\d{2})?(?!\d)
             |\b(?:UTC|GMT|CET|CEST|EST|EDT|PST|PDT)\b)?\)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?:[:h]|\sh\s)(?P<minute>[0-5]\d)\s?"
    r"(?P<half>[ap]\.?\s?m\b\.?)?\s?(?P<zone>UTC|GMT|CET|CEST|EST|EDT|PST|PDT)?"
    r"[\s,·|–—-]*(?:\b(?:on|le|am|el)\s)?(?:[^\W\d_]{2,10}\.?,?\s)?\Z",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:updated|modified|revised|mise?s? à jour|modifiée?|actualisée?|更新|修改)"
    r"[^\d]{0,20}\Z",
    re.IGNORECASE,
)
_NEAR = 40
"""Characters before or after a date in which its time of day stands, however long the text is."""
_AFTERNOON = frozenset(("下午", "晚上", "晚"))


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found in a text."""

    iso: str
    """ISO 8601: ``2017-05-12``, with a time ``2017-05-12T08:30`` or ``2017-05-12T08:30+08:00``."""
    start: int
    """Offset of its first character."""
    end: int
    """Offset after its last character, those of the time included."""


def find_date(text: str, locale: Locale) -> Dated | None:
    """Return the date in ``text``, in the language of ``locale`` or in English.

    Of several it is the first, but not one that is said to be of a change (« Mis à jour le »)
    where there is another. Dates in figures that can be read two ways (03/04/2017 in English)
    are left alone.
    """
    found = sorted(_dates(text, locale), key=lambda one: (one.start, -one.end))
    published = (
        one for one in found if not _UPDATED.search(text[max(one.start - _NEAR, 0) : one.start])
    )
    return next(published, found[0] if found else None)


def _dates(text: str, locale: Locale) -> Iterator[Dated]:
    languages = tuple(dict.fromkeys((locale.name, "en")))
    for form in _forms(languages):
        for found in form.finditer(text):
            month = _number(found["month"]) or _months(languages)[found["month"].lower()]
            if day := _day(_number(found["year"]), month, _number(found["day"])):
                yield _with_time(text, day, found.start(), found.end())


def _number(text: str) -> int:
    """Return the number that ``text`` writes in digits or in Chinese, 0 where it does neither."""
    if text.isdecimal():
        return int(text)
    plain = text.replace("○", "〇").replace("零", "〇")
    if "十" not in plain:
        digits = "".join(str(_HAN.find(char)) for char in plain)
        return int(digits) if digits.isdecimal() else 0
    tens, _, units = plain.partition("十")
    return 10 * (_HAN.find(tens) if tens else 1) + (_HAN.find(units) if units else 0)


def _day(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day)
    except ValueError:
        return None


def _with_time(text: str, day: datetime, start: int, end: int) -> Dated:
    """Return the date with the time of day that stands after it or before it."""
    after = _TIME.match(text[end : end + _NEAR])
    opening = max(start - _NEAR, 0)
    before = None if after else _TIME_BEFORE.search(text[opening:start])
    found = after or before
    time = _time(day, found.groupdict()) if found else None
    if found is None or time is None:
        return Dated(day.date().isoformat(), start, end)
    precise = "seconds" if time.second else "minutes"
    edges = (start, end + found.end()) if after else (opening + found.start(), end)
    return Dated(time.isoformat(timespec=precise), *edges)


def _time(day: datetime, said: Mapping[str, str | None]) -> datetime | None:
    hour, half = int(said["hour"] or 0), (said["half"] or "").lower()
    later = half.startswith("p") or said.get("half_before") in _AFTERNOON
    if hour > 24 or (half and hour > 12):
        return None
    if later and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    minute, second = int(said["minute"] or 0), int(said.get("second") or 0)
    if hour == 24 and (minute or second):
        return None
    time = day + timedelta(hours=hour, minutes=minute, seconds=second)
    offset = _offset(said.get("zone_before") or said["zone"] or "")
    return time if offset is None else time.replace(tzinfo=timezone(timedelta(minutes=offset)))


def _offset(zone: str) -> int | None:
    """Return the minutes east of UTC that ``zone`` says, None where it says none."""
    if zone.lower() in _ZONES:
        return _ZONES[zone.lower()]
    found = re.search(r"([+\-−])(\d{1,2}):?(\d{2})?", zone)
    if found is None or int(found[2]) > 14:
        return None
    minutes = 60 * int(found[2]) + int(found[3] or 0)
    return minutes if found[1] == "+" else -minutes


@cache
def _months(languages: tuple[str, ...]) -> Mapping[str, int]:
    """Return the number of each month by its names in lower case, whole and abbreviated.

    Without accents too, as people type them (« fevrier »).
    """
    names = {
        name.lower().rstrip("."): number
        for language in languages
        for width in ("abbreviated", "wide")
        for context in ("stand-alone", "format")
        for number, name in get_month_names(width, context, language).items()
        if not name.isdigit()
    }
    return {_plain(name): number for name, number in names.items()} | names | {"sept": 9}


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


@cache
def _forms(languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = sorted(map(re.escape, _months(languages)), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(names)})\.?"
    day = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th|er|º|ᵉʳ)\b|\.)?"
    year = r"(?P<year>\d{4})"
    han = f"[{_HAN}零○十]"
    in_han = f"(?P<year>{han}{{4}})年(?P<month>{han}{{1,2}})月(?P<day>{han}{{1,3}})[日号號]"
    forms = [
        rf"(?<!\d){day}\s{{1,3}}(?:de\s{{1,3}})?{month}\s{{1,3}}(?:de\s{{1,3}})?{year}(?!\d)",
        rf"(?<!\w){month}\s{{1,3}}{day},?\s{{1,3}}{year}(?!\d)",
        rf"(?<!\d){year}\s{{0,3}}[年년]\s{{0,3}}(?P<month>\d{{1,2}})\s{{0,3}}[月월]\s{{0,3}}(?P<day>\d{{1,2}})\s{{0,3}}[日일號号]",
        in_han,
        rf"(?<!\d){year}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        rf"(?<![\d/.]){year}(?P<mark>[/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\d/])",
        r"(?<![\d/.])(?P<day>1[3-9]|2\d|3[01])(?P<mark>[/.])(?P<month>0?\d|1[0-2])(?P=mark)"
        rf"{year}(?![\d/])",
    ]
    if languages[0].startswith("en"):
        forms.append(
            r"(?<![\d/.])(?P<month>0?\d|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/" rf"{year}(?![\d/])"
        )
    if _is_day_first(languages[0]):
        forms.append(
            r"(?<![\d/.])(?P<day>\d{1,2})(?P<mark>[/.])(?P<month>\d{1,2})(?P=mark)"
            rf"{year}(?![\d/])"
        )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _is_day_first(language: str) -> bool:
    """Whether CLDR's short dates of ``language`` begin with the day; of English, both are read."""
    pattern = str(get_date_format("short", language).pattern)
    return pattern.startswith("d") and not language.startswith("en")
