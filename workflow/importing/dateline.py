"""Where and when: the dateline that opens a lead paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workflow.importing.characters import columns
from workflow.importing.credit_lines import credit
from workflow.importing.dates import (
    Dated,
    find_date,
)
from workflow.model import Locale

_DATELINE = re.compile(
    r"""(?P<open>\*{0,2})(?P<prefix>[^*\[\]<>`\\\n]{2,60}?)(?P<close>\*{0,2})
        (?:\s+[-–]+(?=[\s*]) | \s*(?:[—―]+|--+|－))        # a dash that parts, no hyphen
        (?P<late>\*{0,2})\s*(?P<rest>\S.*)""",
    re.VERBOSE | re.DOTALL,
)
_WIRE = re.compile(
    r"""\s*\**(?:本报|本网|[\u4e00-\u9fff]{2,4}[社网])(?P<place>[\u4e00-\u9fff]{2,8}?)
        (?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:电|讯|訊|電)
        \s*(?P<credit>（[^（）]{2,60}）|\([^()]{2,60}\))?""",
    re.VERBOSE,
)
"""How Chinese agencies and papers begin: 新华社南宁3月14日电（记者王明）."""
_DASH = re.compile(r"\s[-–]\s|[—―]+")
_FIRST = re.compile(r"[\s*_\"«“‘(「『《]*(\w)")
_SENTENCE_END = re.compile(r"[.!?。！？]")

_WORD = r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*\.?"
_PLACE = re.compile(rf"{_WORD}(?:(?:,\s|\s/\s|\s)\(?{_WORD}\)?){{0,5}}")
_WIDE_PLACE = re.compile(r"[^\W\d_]{2,8}(?:[（(·、，,][^\W\d_]{2,8}[）)]?)?")
_SHORT_WORD = 3
"""Letters that a lower-case word in a place's name may have: de, of, the, sur."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the dateline of a lead paragraph says."""

    place: str
    date: str | None
    """ISO 8601."""
    authors: tuple[str, ...] = ()
    """Whom it names as reporters."""


def find_dateline(lead: str, locale: Locale) -> Dateline | None:
    """Return the dateline (“Geneva, 12 May 2017 – ”) that opens a lead paragraph in Markdown.

    None where there is none: what stands before the dash must be a place and at most a date. A
    dash that a second one closes (“Jane Doe – a teacher – said”) opens no dateline, and neither
    does one that a lower-case letter follows.
    """
    if wire := _WIRE.match(lead):
        said = credit(wire["credit"] or "", locale)
        dated = find_date(wire[0], locale)
        authors = said.authors if said else ()
        return Dateline(wire["place"], dated.iso if dated else None, authors)
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
