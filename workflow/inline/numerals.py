"""Numerals, and names of months in dates: what they may mean, and how to write them alike.

``12 400``, ``12,400`` and ``12.400`` may be one number. Separators are those of CLDR's number
symbols: a point, a comma, the kinds of spaces and apostrophes. Which of point and comma parts
thousands is a matter of the locale, so that a numeral can have two readings until another one
settles it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workflow.model import Locale
from workflow.model import lazy_re as re

_GROUPING = "[.,'’ \u00a0\u2009\u202f]"
_WHOLE = rf"[0-9]{{1,3}}(?P<group>{_GROUPING})[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
NUMERAL = re.compile(
    rf"(?:(?<![\w.,'’)\]])[-−+])?"
    rf"(?:{_WHOLE}(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,:/-][0-9]+)*)"
)
"""A numeral; one of several parts (a time, a date, a version) has no reading."""
_DIGIT = re.compile("[0-9]")
_SIGN = "(?P<sign>[-−+]?)"
_PLAIN = re.compile(rf"{_SIGN}(?P<whole>[0-9]+)(?:(?P<decimal>[.,])(?P<fraction>[0-9]+))?")
_GROUPED = re.compile(
    rf"{_SIGN}(?P<whole>{_WHOLE})(?:(?!(?P=group))(?P<decimal>[.,])(?P<fraction>[0-9]+))?"
)
_TELLING = 5
"""Digits from which every locale that parts thousands does so (CLDR: minimum grouping digits)."""
_KINDS = (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated"))
"""CLDR's forms of a month's name, as babel has them; in the order they are tried."""


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


def numerals_in(text: str) -> Iterator[re.Match[str]]:
    """What :data:`NUMERAL` finds in a text, in a fifth of the time: most texts have few digits."""
    digit = _DIGIT.search(text)
    while digit:
        start = digit.start()
        found = NUMERAL.match(text, start - 1) if start and text[start - 1] in "-−+" else None
        found = found or NUMERAL.match(text, start)
        if found is None:
            return
        yield found
        digit = _DIGIT.search(text, found.end())


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
    known = before[seen]
    wanted = [  # that have no separators but the old one's
        value
        for value, style in readings(new).items()
        if style.group in ("", known.group) and style.decimal in ("", known.decimal)
    ]
    if len(wanted) != 1 or not _tells(after[seen], seen, wanted[0]):
        return None
    return after[seen].write(wanted[0])


def _marks(numeral: str) -> set[str]:
    return {character for character in numeral if not character.isdigit()}


def _tells(style: Style, seen: Value, value: Value) -> bool:
    """Whether ``seen``, written in ``style``, tells how ``value`` is written."""
    grouping = (
        bool(style.group)
        or len(value.whole) <= max(3, len(seen.whole))
        or len(seen.whole) >= _TELLING
    )
    return grouping and bool(style.decimal or not value.fraction)


def months_swapped(
    source: str, target: str, wanted: str, languages: tuple[Locale, Locale]
) -> tuple[str, str] | None:
    """Swap the months of dates in ``source``, and in its translation, for those of ``wanted``.

    A month counts where a number stands beside it (in English, May is a verb and March another);
    they are paired by their order. Returns both texts, as they were where no month differs; None
    where one differs and its name does not stand in ``target`` exactly as often.
    """
    old, new = _months(source, languages[0]), _months(wanted, languages[0])
    if [month for *_, month in old] == [month for *_, month in new]:
        return source, target
    if len(old) != len(new):
        return None
    become: dict[int, int] = {}
    for (*_, month), (*_, other) in zip(old, new, strict=True):
        if become.setdefault(month, other) != other:
            return None
    found = _months(target, languages[1])
    if sorted(month for *_, month in found) != sorted(month for *_, month in old):
        return None
    for (start, end, _), (first, last, _) in reversed([*zip(old, new, strict=True)]):
        source = source[:start] + wanted[first:last] + source[end:]
    for start, end, month in reversed(found):
        name = _renamed(target[start:end], month, become[month], languages[1])
        target = target[:start] + name + target[end:]
    return source, target


def _months(text: str, locale: Locale) -> list[tuple[int, int, int]]:
    """(start, end, month from 1) of each month's name that a number stands beside."""
    numbers = {name: month for month, names in month_names(locale.name) for name in names}
    if not numbers:
        return []
    return [
        (*match.span("name"), numbers[match["name"].lower()])
        for match in _expression(locale.name).finditer(text)
        if re.search(r"\d(?:er|st|nd|rd|th|日|\.)?[\s年-]*(?:of |de )?$", text[: match.start()])
        or re.match(r"\.?[\s,-]*\d", text[match.end() :])
    ]


@lru_cache(maxsize=64)
def month_names(locale: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Each month from 1 with its names in a locale, in lower case: in full, alone, short."""
    months = Locale(locale).babel.months
    return tuple(
        (month, tuple(str(months[use][width][month]).lower() for use, width in _KINDS))
        for month in range(1, 13)
    )


@lru_cache(maxsize=64)
def _expression(locale: str) -> re.Pattern[str]:
    names = sorted({n for _, each in month_names(locale) for n in each}, key=len, reverse=True)
    either = "|".join(map(re.escape, names))
    if any(name[0].isdigit() for name in names):  # 3月, in a script without spaces
        return re.compile(rf"(?<!\d)(?P<name>{either})")
    return re.compile(rf"(?<![^\W_])(?P<name>{either})(?![^\W\d_])", re.IGNORECASE)


def _renamed(name: str, old: int, new: int, locale: Locale) -> str:
    """The name of the month ``new`` in the form and with the capital that ``name`` has."""
    names = dict(month_names(locale.name))
    form = names[old].index(name.lower())
    renamed = names[new][form]
    return renamed[:1].upper() + renamed[1:] if name[:1].isupper() else renamed
