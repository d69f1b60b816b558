"""Where and when: dates in a text, and the dateline that opens a lead paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names

from workflow.flows.importing.characters import columns
from workflow.model import Locale

_DATELINE = re.compile(
    r"""(?P<open>\*{0,2})(?P<prefix>[^*\[\]<>`\\\n]{2,60}?)(?P<close>\*{0,2})
        (?:\s+[-–]+(?=[\s*]) | \s*(?:[—―]+|--+|－))        # a dash that parts, no hyphen
        (?P<late>\*{0,2})\s*(?P<rest>\S.*)""",
    re.VERBOSE | re.DOTALL,
)
_DASH = re.compile(r"\s[-–]\s|[—―]+")
_FIRST = re.compile(r"[\s*_\"«“‘(「『《]*(\w)")
_SENTENCE_END = re.compile(r"[.!?。！？]")

_WORD = r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*\.?"
_PLACE = re.compile(rf"{_WORD}(?:(?:,\s|\s/\s|\s)\(?{_WORD}\)?){{0,5}}")
_WIDE_PLACE = re.compile(r"[^\W\d_]{2,8}(?:[（(·、，,][^\W\d_]{2,8}[）)]?)?")
_SHORT_WORD = 3
"""Letters that a lower-case word in a place's name may have: de, of, the, sur."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found in a text."""

    iso: str
    """ISO 8601, ``2017-05-12``."""
    start: int
    """Offset of its first character."""
    end: int
    """Offset after its last character."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the dateline of a lead paragraph says."""

    place: str
    date: str | None
    """ISO 8601."""


def find_date(text: str, locale: Locale) -> Dated | None:
    """Return the first full date in ``text``, in the language of ``locale`` or in English.

    Names of months are CLDR's. Dates in figures that can be read two ways (03/04/2017) are left
    alone.
    """
    languages = tuple(dict.fromkeys((locale.name, "en")))
    for form in _forms(languages):
        for found in form.finditer(text):
            name = found["month"].lower()
            month = int(name) if name.isdigit() else _months(languages)[name]
            if iso := _iso(int(found["year"]), month, int(found["day"])):
                return Dated(iso, found.start(), found.end())
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@cache
def _months(languages: tuple[str, ...]) -> Mapping[str, int]:
    """Return the number of each month by its names in lower case, whole and abbreviated."""
    return {
        name.lower().rstrip("."): number
        for language in languages
        for width in ("abbreviated", "wide")
        for context in ("stand-alone", "format")
        for number, name in get_month_names(width, context, language).items()
        if not name.isdigit()
    }


@cache
def _forms(languages: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = sorted(map(re.escape, _months(languages)), key=len, reverse=True)
    month = rf"(?P<month>{'|'.join(names)})\.?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?", r"(?P<year>\d{4})"
    forms = (
        rf"(?<!\d){day}\s+(?:de\s+)?{month}\s+(?:de\s+)?{year}(?!\d)",
        rf"(?<!\w){month}\s+{day},?\s+{year}(?!\d)",
        rf"(?<!\d){year}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日일號号]",
        rf"(?<!\d){year}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def find_dateline(lead: str, locale: Locale) -> Dateline | None:
    """Return the dateline (“Geneva, 12 May 2017 – ”) that opens a lead paragraph in Markdown.

    None where there is none: what stands before the dash must be a place and at most a date. A
    dash that a second one closes (“Jane Doe – a teacher – said”) opens no dateline, and neither
    does one that a lower-case letter follows.
    """
    found = _DATELINE.match(lead)
    if found is None or found["open"] != found["close"] + found["late"]:
        return None
    first = _FIRST.match(found["rest"])
    sentence = _SENTENCE_END.split(found["rest"], maxsplit=1)[0]
    if first is None or first[1].islower() or len(_DASH.findall(sentence)) % 2:
        return None
    dated = find_date(found["prefix"], locale)
    place = _without(found["prefix"], dated) if dated else found["prefix"].strip()
    day = dated.iso if dated else None
    return Dateline(place, day) if _is_place(place) else None


def _without(prefix: str, dated: Dated) -> str:
    """Return ``prefix`` without the date, and without the article before it (“le 12 mai”)."""
    before = re.sub(rf"\b[^\W\d_]{{1,{_SHORT_WORD}}}\s+$", "", prefix[: dated.start])
    return (before.rstrip(" \u00a0,，(（") + prefix[dated.end :].strip(" \u00a0,，)）")).strip()


def _is_place(text: str) -> bool:
    """Tell whether ``text`` is built like the name of a place: capitals, or a few wide letters."""
    if columns(text) == 2 * sum(map(str.isalpha, text)) or "（" in text:
        return _WIDE_PLACE.fullmatch(text) is not None
    words = re.findall(_WORD, text)
    capitals = [not word[0].islower() for word in words]
    small = all(
        capital or len(word) <= _SHORT_WORD for word, capital in zip(words, capitals, strict=True)
    )
    return _PLACE.fullmatch(text) is not None and capitals[0] and small
