"""Numbers in words, in French, English and Chinese: how a text may say a number without digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_FR = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf"
).split()
_FR_TENS = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()
_ZH = "零一二三四五六七八九"
_OTHERWISE: Mapping[str, Mapping[Decimal, tuple[str, ...]]] = {
    language: {Decimal(number): tuple(words.split()) for number, words in table.items()}
    for language, table in {
        "en": {
            "1": "a an single first once another alone sole", "2": "second both twice pair couple "
            "double half two-thirds", "3": "third thrice triple three-quarters", "5": "fifth",
            "8": "eighth", "9": "ninth", "10": "decade tenth", "12":
            "dozen twelfth noon midday", "14": "fortnight", "15": "quarter", "20": "twentieth",
            "25": "quarter", "30": "half", "50":
            "half fifty-fifty", "75": "three-quarters", "100": "century hundred", "0": "no none",
            "24": "day", "0.5": "half", "1.5": "half", "2.5": "half", "1000": "thousand",
            "0.25": "quarter", "60": "hour",
            "500000": "half",
        },
        "fr": {
            "1": "une premier première unique seul seule 1er", "2": "second seconde couple paire "
            "double demi moitié", "3": "tiers triple", "4": "quart quatrième", "9": "neuvième",
            "10": "dizaine décennie", "12": "douzaine midi", "15": "quinzaine quart", "20":
            "vingtaine", "25": "quart", "30": "trentaine demi demie", "50": "moitié cinquantaine",
            "100": "centaine siècle cent", "0": "aucun aucune", "0.5": "demi demie", "1.5":
            "demi demie", "2.5": "demi demie", "1000": "mille millier", "0.25": "quart",
            "500000": "demi",
        },
        "zh": {
            "0": "无 没有 〇", "1": "首 单 第一 独", "2": "两 双 俩 兩 雙 对",
            "12": "一打 正午 中午",
            "30": "半", "50": "一半 半数 五成", "15": "一刻", "25": "四分之一", "0.5": "半", "1.5":
            "半", "2.5": "半", "100": "百 世纪", "1000": "千", "10": "十年",
        },
    }.items()
}  # fmt: skip
"""Ways to say a number that are not its own word."""
_SCALES: Mapping[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "en": ((10**9, ("billion",)), (10**6, ("million",)), (1000, ("thousand",))),
    "fr": ((10**9, ("milliard",)), (10**6, ("million",)), (1000, ("mille", "millier"))),
}


@lru_cache(maxsize=4096)
def spelled(value: Decimal, language: str) -> tuple[str, ...]:
    """The words that may say ``value`` in a language, in lower case; empty where none are known."""
    found = list(_OTHERWISE.get(language, {}).get(value, ()))
    if value == value.to_integral_value() and value >= 0:
        whole = int(value)
        found += [word for word in _words(whole, language) if word]
        if 0 < whole <= 39:
            found.append(_roman(whole))
    return tuple(found)


def _words(whole: int, language: str) -> Iterator[str]:
    if language == "zh":
        yield from _chinese(whole)
    elif language in _SCALES:
        small: Callable[[int], str] = _english if language == "en" else _french
        if whole < 1000:
            yield small(whole)
            yield small(whole).replace("-", " ")
            return
        for size, names in _SCALES[language]:
            if whole % size == 0 and whole // size < 1000:
                many = whole // size
                yield from (f"{small(many)} {name}" for name in names)
                if many == 1:
                    yield from names


def _english(number: int) -> str:
    if number < 20:
        return _EN[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _EN_TENS[tens - 2] + (f"-{_EN[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_EN[hundreds]} hundred" + (f" and {_english(rest)}" if rest else "")


def _french(number: int) -> str:
    if number < 20:
        return _FR[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        if tens in (7, 9):
            tens, ones = tens - 1, ones + 10
        joint = " et " if ones in (1, 11) and tens < 8 else "-"
        return _FR_TENS[tens - 2] + (f"{joint}{_FR[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    first = "cent" if hundreds == 1 else f"{_FR[hundreds]} cent"
    return first + (f" {_french(rest)}" if rest else "")


def _chinese(number: int) -> Iterator[str]:
    """As it is read; 两 for 2 before a scale, and digit by digit as years are."""
    read = _chinese_below(number, 10**4)
    yield read
    if "二" in read:
        yield read.replace("二千", "两千").replace("二百", "两百").replace("二万", "两万")
    if number >= 10:
        yield "".join(_ZH[int(digit)] for digit in str(number)).replace("零", "〇")
    if number % 10 == 0 and 0 < number < 100:
        yield f"{_ZH[number // 10]}成"


def _chinese_below(number: int, scale: int) -> str:
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            many, rest = divmod(number, size)
            first = "" if size == 10 and many == 1 else _chinese_below(many, scale)
            gap = "零" if rest and rest < size // 10 else ""
            return first + name + gap + (_chinese_below(rest, scale) if rest else "")
    return _ZH[number]


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * tens + units[ones]
