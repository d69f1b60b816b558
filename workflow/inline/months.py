"""Names of months in dates: found, and swapped in a translation where that is certain."""

from __future__ import annotations

import re
from functools import lru_cache

from workflow.model import Locale

_KINDS = (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated"))
"""CLDR's forms of a month's name, as babel has them; in the order they are tried."""


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
    numbers = {name: month for month, names in _names(locale.name) for name in names}
    if not numbers:
        return []
    return [
        (*match.span("name"), numbers[match["name"].lower()])
        for match in _expression(locale.name).finditer(text)
        if re.search(r"\d(?:er|st|nd|rd|th|日|\.)?[\s年-]*(?:of |de )?$", text[: match.start()])
        or re.match(r"\.?[\s,-]*\d", text[match.end() :])
    ]


@lru_cache(maxsize=64)
def _names(locale: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    months = Locale(locale).babel.months
    return tuple(
        (month, tuple(str(months[use][width][month]).lower() for use, width in _KINDS))
        for month in range(1, 13)
    )


@lru_cache(maxsize=64)
def _expression(locale: str) -> re.Pattern[str]:
    names = sorted({n for _, each in _names(locale) for n in each}, key=len, reverse=True)
    either = "|".join(map(re.escape, names))
    if any(name[0].isdigit() for name in names):  # 3月, in a script without spaces
        return re.compile(rf"(?<!\d)(?P<name>{either})")
    return re.compile(rf"(?<![^\W_])(?P<name>{either})(?![^\W\d_])", re.IGNORECASE)


def _renamed(name: str, old: int, new: int, locale: Locale) -> str:
    """The name of the month ``new`` in the form and with the capital that ``name`` has."""
    names = dict(_names(locale.name))
    form = names[old].index(name.lower())
    renamed = names[new][form]
    return renamed[:1].upper() + renamed[1:] if name[:1].isupper() else renamed
