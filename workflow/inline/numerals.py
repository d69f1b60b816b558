"""Numerals: what ``12 400``, ``12,400`` and ``12.400`` may mean, and how to write them alike.

Separators are those of CLDR's number symbols: a point, a comma, the kinds of spaces and
apostrophes. Which of point and comma parts thousands is a matter of the locale, so that a
numeral can have two readings until another one settles it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_GROUPING = "[.,'’ \u00a0\u2009\u202f]"
_WHOLE = rf"[0-9]{{1,3}}(?P<group>{_GROUPING})[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
NUMERAL = re.compile(
    rf"(?:(?<![\w.,'’)\]])[-−+])?"
    rf"(?:{_WHOLE}(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,:/-][0-9]+)*)"
)
"""A numeral; one of several parts (a time, a date, a version) has no reading."""
_SIGN = "(?P<sign>[-−+]?)"
_PLAIN = re.compile(rf"{_SIGN}(?P<whole>[0-9]+)(?:(?P<decimal>[.,])(?P<fraction>[0-9]+))?")
_GROUPED = re.compile(
    rf"{_SIGN}(?P<whole>{_WHOLE})(?:(?!(?P=group))(?P<decimal>[.,])(?P<fraction>[0-9]+))?"
)
_TELLING = 5
"""Digits from which every locale that parts thousands does so (CLDR: minimum grouping digits)."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a numeral means, apart from how a locale writes it."""

    whole: str
    """Digits before the decimal mark."""
    fraction: str
    sign: str

    def __float__(self) -> float:
        number = float(f"{self.whole}.{self.fraction or 0}")
        return -number if self.sign in ("-", "−") else number


@dataclass(frozen=True, slots=True)
class Style:
    """The separators of a numeral; empty: it has none."""

    group: str
    decimal: str

    def write(self, value: Value) -> str:
        """The numeral of ``value``."""
        whole = value.whole
        if self.group:
            first = len(whole) % 3 or 3
            parts = [whole[:first], *(whole[i : i + 3] for i in range(first, len(whole), 3))]
            whole = self.group.join(parts)
        return f"{value.sign}{whole}{self.decimal if value.fraction else ''}{value.fraction}"


def readings(numeral: str) -> dict[Value, Style]:
    """What the numeral may mean, each with the separators as that reading takes them."""
    found: dict[Value, Style] = {}
    for shape in (_GROUPED, _PLAIN):
        if match := shape.fullmatch(numeral):
            parts = match.groupdict()
            value = Value(
                re.sub(_GROUPING, "", parts["whole"]), parts["fraction"] or "", parts["sign"]
            )
            found[value] = Style(parts.get("group") or "", parts["decimal"] or "")
    return found


def same_number(one: str, other: str) -> bool:
    """Whether two numerals can mean the same."""
    return one == other or not readings(one).keys().isdisjoint(readings(other))


def rewritten(old: str, new: str, translated: str) -> str | None:
    """The numeral to stand for ``translated`` once the source's ``old`` has become ``new``.

    It is written as ``translated`` is. None where that does not tell how.
    """
    if translated == old and _marks(new) <= _marks(old):
        return new
    before, after = readings(old), readings(translated)
    shared = [value for value in before if value in after]
    if len(shared) != 1:
        return None
    (seen,) = shared
    wanted = [value for value, style in readings(new).items() if _alike(style, before[seen])]
    if len(wanted) != 1 or not _tells(after[seen], seen, wanted[0]):
        return None
    return after[seen].write(wanted[0])


def _marks(numeral: str) -> set[str]:
    return {character for character in numeral if not character.isdigit()}


def _alike(style: Style, other: Style) -> bool:
    """Whether a reading of the new numeral has no separators but the old one's."""
    return style.group in ("", other.group) and style.decimal in ("", other.decimal)


def _tells(style: Style, seen: Value, value: Value) -> bool:
    """Whether ``seen``, written in ``style``, tells how ``value`` is written."""
    grouping = (
        bool(style.group)
        or len(value.whole) <= max(3, len(seen.whole))
        or len(seen.whole) >= _TELLING
    )
    return grouping and bool(style.decimal or not value.fraction)
