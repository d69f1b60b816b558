"""Fractions, ratios, multiples and halves: what is made of two figures, or of one and a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Final

from workflow.inline.figure import DOUBT, HINT, SAID, WRITTEN, Figure
from workflow.inline.han_numbers import value_of
from workflow.inline.measures import MONEY, unit_at
from workflow.inline.number_words import LEXICONS
from workflow.model import lazy_re as re

_CN: Final = (
    "[零〇一二三四五六七八九十百千万亿两]+(?:点[零〇一二三四五六七八九]+)?|\\d+(?:\\.\\d+)?"
)
_COUNTED: Final = frozenset(("whole", "part", "tenths", "off", "times", "fan", "before"))
"""Groups of the patterns below that are numbers."""
_PARTS: Final = re.compile(rf"(?P<whole>{_CN})分之(?P<part>{_CN})")
_COINS: Final = re.compile(
    r"(?P<whole>\d+|[一二两三四五六七八九十]+)(?P<unit>块|米)(?P<rest>\d{1,2}|[一二三四五六七八九]{1,2})(?![\d.%个十百千万米公])"
    r"(?=钱|左右|多|的|[，。、；！？,;）)\s]|$)"
)
_PARTED: Final = {"块": "CNY", "米": "m"}
_TENTHS: Final = re.compile(
    r"(?P<tenths>[一二三四五六七八九十两]|\d(?:\.\d)?)成(?P<half>半)?(?![为功立长员本绩])"
)
_OFF: Final = re.compile(r"(?P<off>[一二三四五六七八九]{1,2}|\d(?:\.\d)?)折(?!叠|磨|中|射|断)")
_TIMES: Final = re.compile(rf"(?P<times>{_CN}|半)[多余]?倍")
_FAN: Final = re.compile("翻(?:了)?(?P<fan>[一两二三四])番|翻了?(?P<double>[倍番])")
_GROWS: Final = re.compile(
    "(?:增加|增长|增多|提高|上升|扩大|上涨|高出?|多出?|涨|升)(?:了|过|近|约|超过|逾)*\\Z"
)
_MORE: Final = re.compile("(?:[强高快多重长远贵宽深厚亮]|(?<![扩最])大)(?:了|出|上)*\\Z")
"""Before a multiple that is read as so many times and as so many times more: 强两倍."""
_HALF: Final = re.compile(
    "(?P<before>[零一二三四五六七八九十百两]+|\\d+)?(?P<unit>小时|公斤|公里"
    "|[个间年天斤里米点周块元升岁杯碗勺包盒瓶名月])?半(?P<of>个|年|天|小时|世纪|月|数|升|公斤|斤"
    "|里|公里|价)?(?!岛|途|截|夜|导|决|径|球|点|兽|透明|角|身|空(?!间)|人马|精灵|成品)"
)
_TENS: Final = re.compile(
    "(?:[数几上]|好几)(?P<size>[十百千万亿]+)|(?P<huge>成千上万|千千万万|成百上千|成千)"
)
_BETWEEN: Final = {
    "fr": re.compile(r"(?:[ \u00a0][^\W\d_]+(?:[’'][^\W\d_]+)?){0,3}[ \u00a0]sur[ \u00a0]"),
    "en": re.compile(
        r"(?:[ \u00a0][^\W\d_]+){0,3}[ \u00a0](?:in(?: every)?|out of(?: every)?)[ \u00a0]"
    ),
}
_AND_HALF: Final = re.compile(
    r"(?:[ \u00a0]?[^\W\d_]+){0,2}[ \u00a0](?P<half>and a half|et demie?)(?![^\W\d_])"
)
_LESS: Final = re.compile("[ \u00a0](?:fois|times) (?:moins|plus petit|less|fewer|smaller|lower)")
_HALF_OF: Final = re.compile(
    r"(?P<half>\bhalf(?: an?)?|\bdemi)[ \u00a0-](?=(?P<scale>million|billion|milliard|dozen"
    r"|douzaine))"
)


def _read(text: str) -> frozenset[Fraction]:
    return frozenset({Fraction(text)}) if text[0].isdecimal() else value_of(text)


def _shared(part: Fraction) -> set[Fraction]:
    """A part of one, also as a percentage."""
    return {part, part * 100}


def chinese_shares(line: str) -> Iterator[Figure]:
    """三分之一, 百分之五, 七成, 八折, 两倍, 半年, 数百."""
    taken = set[int]()
    for signs, pattern, read in (
        ("之", _PARTS, _parts), ("块米", _COINS, _coins), ("成", _TENTHS, _tenths),
        ("折", _OFF, _discount), ("番倍", _FAN, _folds), ("倍", _TIMES, _multiple),
        ("数几上千万百", _TENS, _heaps), ("半", _HALF, _halves),
    ):  # fmt: skip
        for found in pattern.finditer(line) if any(map(line.__contains__, signs)) else ():
            span = range(*found.span())
            if taken.isdisjoint(span) and _readable(found):
                made = read(found, line)
                if made is not None:
                    taken.update(span)
                    yield made


def _readable(found: re.Match[str]) -> bool:
    """Whether all runs of characters that should be numbers mean one."""
    return all(
        _read(text)
        for name, text in found.groupdict().items()
        if text and name in _COUNTED and text != "半"
    )


def _parts(found: re.Match[str], _: str) -> Figure | None:
    whole, part = _read(found["whole"]), _read(found["part"])
    if not whole or not part or not max(whole):
        return None
    size, many = max(whole), max(part)
    values = {many} if size in (100, 1000) else _shared(many / size)
    if size == 100:
        values |= {many / 100}
    if size in (100, 1000):
        units = frozenset({"%" if size == 100 else "‰"})
        weight = WRITTEN if found["part"].isascii() else SAID
        return Figure("number", frozenset(values), *found.span(), weight, units)
    parts = frozenset({size, many})
    return Figure("number", frozenset(values), *found.span(), SAID, parts=parts)


def _coins(found: re.Match[str], _: str) -> Figure:
    """三块五, 一米七五."""
    rest = found["rest"]
    size = 10 ** len(rest)
    part = (
        int(rest) if rest.isdecimal() else int("".join(str(max(value_of(each))) for each in rest))
    )
    values = frozenset(each + Fraction(part, size) for each in _read(found["whole"]))
    return Figure("number", values, *found.span(), SAID, frozenset({_PARTED[found["unit"]]}))


def _tenths(found: re.Match[str], _: str) -> Figure:
    many = max(_read(found["tenths"])) + (Fraction(1, 2) if found["half"] else 0)
    return Figure("number", frozenset(_shared(many / 10)), *found.span(), SAID, frozenset())


def _discount(found: re.Match[str], _: str) -> Figure:
    many = max(_read(found["off"]))
    paid = many * 10 if many < 10 else many
    values = frozenset({100 - paid, (100 - paid) / 100, paid / 100, Fraction(many)})
    return Figure("number", values - {paid}, *found.span(), SAID)


def _folds(found: re.Match[str], _: str) -> Figure:
    many = 1 if found["double"] else int(max(value_of(found["fan"])))
    values = {Fraction(2**many), Fraction(2**many * 100 - 100)}
    return Figure("number", frozenset(values), *found.span(), SAID)


def _multiple(found: re.Match[str], line: str) -> Figure:
    many = Fraction(1, 2) if found["times"] == "半" else max(_read(found["times"]))
    grows = bool(_GROWS.search(line[max(0, found.start() - 8) : found.start()]))
    values = {many + 1, many * 100} if grows else {many, many * 100 - 100}
    if not grows and _MORE.search(line[max(0, found.start() - 4) : found.start()]):
        values |= {many + 1}
    elif many > 3 and grows:
        values |= {many}
    return Figure("number", frozenset(values), *found.span(), SAID)


def _heaps(found: re.Match[str], _: str) -> Figure:
    if found["huge"]:
        values = {Fraction(1000), Fraction(10**4)}
    else:
        values = {max(value_of(found["size"]))}
    if "上" in found[0] and not found["huge"]:
        return Figure("number", frozenset(values), *found.span(), HINT)
    return Figure("vague", frozenset(values), *found.span(), SAID)


def _halves(found: re.Match[str], line: str) -> Figure | None:
    half = Fraction(1, 2)
    if found["before"] and not found["unit"]:  # 两半
        values = {half, Fraction(50), *_read(found["before"])}
        weight = DOUBT if found["before"] == "一" else HINT
        return Figure("number", frozenset(values), *found.span(), weight)
    if found["before"]:
        many = max(_read(found["before"]))
        place = (
            found.end("before") if found["unit"] != "个" else line.index("半", found.start()) + 1
        )
        units, _, _ = unit_at(line, place, place)
        return Figure("number", frozenset({many + half}), *found.span(), SAID, units)
    place = line.index("半", found.start()) + 1
    units, _, _ = unit_at(line, place, place)
    if line[: found.start()].endswith(("上", "下", "前", "后")):  # 上半年
        return Figure("number", frozenset({half}), *found.span(), HINT)
    if found["unit"] and not found["before"]:
        return Figure(
            "number", frozenset({half, Fraction(50)}), found.start() + 1, found.end(), DOUBT
        )
    return Figure("number", frozenset({half, Fraction(50)}), *found.span(), DOUBT, units)


def shares(line: str, found: list[Figure], language: str) -> list[Figure]:
    """The figures of a French or English text, with what two of them make in their place."""
    ordered = sorted(found, key=lambda each: each.start)
    made: list[Figure] = []
    place = 0
    while place < len(ordered):
        one = ordered[place]
        new, until = [one], one.start
        if one.kind == "number" and one.values:
            ahead = ordered[place + 1 : place + 3]
            if len(ahead) == 2 and ahead[0].weight == HINT and ahead[0].values == {0}:
                del ahead[0]  # « une personne sur dix »
            other = ahead[0] if ahead else None
            new, until = _made_of(line, one, other, language)
        made += new
        place += 1
        while place < len(ordered) and ordered[place].start < until:
            place += 1
    return _half_scaled(line, made)


def _made_of(
    line: str, one: Figure, other: Figure | None, language: str
) -> tuple[list[Figure], int]:
    """What a number is with the one after it and the words around, and where that ends."""
    if other and other.kind == "number" and other.values:
        if part := _fraction(line, one, other, language):
            return [part], other.end
        if _BETWEEN[language].fullmatch(line, one.end, other.start) and _ratio(one, other):
            parts = [replace(each, weight=HINT) for each in (one, other)]
            return [_proportion(one, other), *parts], other.end
    if other and one.units & MONEY and (cents := _cents(line, one, other)):
        return [cents], other.end
    if _LESS.match(line, one.end):
        less = {part for each in one.values if each for part in _shared(1 / each)}
        return [replace(one, values=one.values | less)], one.start
    half = _AND_HALF.match(line, one.end)
    if half and not (other and other.start < half.start("half")):
        sizes = (size for size in (10**9, 10**6, 1000, 1) if not min(one.values) % size)
        values = frozenset(each + Fraction(next(sizes, 1), 2) for each in one.values)
        units = one.units or unit_at(line, half.end(), half.end())[0]
        whole = replace(one, values=values, end=half.end(), weight=SAID, units=units)
        return [whole], half.end()
    return [one], one.start


def _fraction(line: str, one: Figure, other: Figure, language: str) -> Figure | None:
    """Two thirds, « un quart »; a third may be the third, too."""
    lexicon, word = LEXICONS[language], line[other.start : other.end].lower()
    many, parts = min(one.values), lexicon.parts.get(word)
    if not parts or line[one.end : other.start] not in (" ", "-", "\u00a0") or not 0 < many < 20:
        return None
    ranked = line[one.start : one.end].lower() in lexicon.ordinals
    rank = language == "en" and word in lexicon.ordinals and not word.endswith("s")
    if ranked or (many >= parts == 2) or (rank and many > 1):
        return None
    units, _, _ = unit_at(line, other.end, other.end)
    part = many / parts
    return Figure(
        "number",
        frozenset({*_shared(part), *((Fraction(parts),) if rank else ())}),
        one.start,
        other.end,
        DOUBT if part == Fraction(1, 2) else SAID,
        units,
        one.values | {Fraction(part.denominator)},
    )


def _half_scaled(line: str, found: list[Figure]) -> list[Figure]:
    halves = {each.end(): each.start() for each in _HALF_OF.finditer(line.lower())}
    if not halves:
        return found
    return [
        replace(
            each,
            values=frozenset(v / 2 for v in each.values),
            start=halves[each.start],
            weight=SAID,
        )
        if each.start in halves and each.kind == "number"
        else each
        for each in found
        if not any(start <= each.start < end for end, start in halves.items())
    ]


def _cents(line: str, one: Figure, other: Figure) -> Figure | None:
    """« deux euros cinquante », 12 € 50."""
    gap = line[one.to : other.start] if one.to else ""
    value = max(other.values, default=Fraction(0))
    if (
        other.kind != "number"
        or other.weight < SAID
        or gap not in (" ", "\u00a0")
        or other.units
        or not 0 < value < 100
    ):
        return None
    values = frozenset(each + value / 100 for each in one.values)
    return replace(one, values=values, end=other.end, to=other.end)


def _ratio(one: Figure, other: Figure) -> bool:
    many, whole = min(one.values), min(other.values)
    sized = whole <= 1000 or (whole > 2100 and not whole % 1000)  # else a year
    return 0 < many < whole and sized and not other.units and not other.calendar and not one.units


def _proportion(one: Figure, other: Figure) -> Figure:
    many, whole = min(one.values), min(other.values)
    return Figure("number", frozenset(_shared(many / whole)), one.start, other.end, SAID,
                  parts=frozenset({many, whole}))  # fmt: skip
