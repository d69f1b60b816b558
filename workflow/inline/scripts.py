"""Scripts of letters: how much of a text is Chinese, and which Chinese.

Simplified and Traditional are told apart by two old character sets: what Big5 has and GB 2312 has
not is Traditional, and the other way about. Most characters are in both; of these some are
simplified (后 for 後) or kept in names (著) where one stands in a word that the other kind writes
otherwise.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache

from workflow.model import lazy_re as re

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Ranges of Chinese characters, for a class of a regular expression."""
HAN_RUN = re.compile(f"[{HAN}]+")
_OFTEN_BOTH = frozenset("昇徵瞭乾喆堃甦犇淼鑫祐峯鉅逕著於週")
"""Characters that good Simplified keeps, in names above all, though GB 2312 lacks some of them."""
_TRADITIONAL_WORDS = re.compile(
    "(?<=[沿随跟带朝向靠接顺趁围绕看听说走坐站拿抱想笑哭守活住穿挂对本])著(?![名作者述书称])"
    "|(?<=[关对由位属基至等终善便忙生介])於|於(?=[是此])|週(?=[一二三四五六日末年刊])|(?<=[本上下每])週"
    "|(?<=[象特])徵|徵(?=[求收集税])|瞭(?=解)|(?<=明)瞭|乾(?=[净燥旱])|(?<=[饼晒烘风])乾|(?<=[上提])昇"
    "|昇(?=[级高])|鉅(?=[大额资])"
)
_SIMPLIFIED_WORDS = re.compile(
    "(?<=[以之然最今背先日事隨落])后|后(?=[來面果悔代續期])|(?<=[這那哪心家城村手屋夜海水店房校裡])里"
    "(?![程長約斯昂拉奧亞諾民仁巷港])|(?<=[關對由位屬基至等終善便忙介])于|于(?=[是此])|几(?=[個十百千乎年天次位名人])"
    "|(?<=[好])几|干(?=[淨燥旱])|(?<=[餅曬烘])干|与"
)
"""Characters that are of the other kind only in the words they stand in there."""


def han(text: str) -> int:
    """How many Chinese characters there are."""
    return 0 if text.isascii() else sum(map(len, HAN_RUN.findall(text)))


def scripts(text: str) -> Counter[str]:
    """Letters by script (``Latin``, ``Han``, ``Cyrillic``, …, as Unicode names them)."""
    found = Counter({"Han": han(text)})
    found.update(_script(letter) for letter in HAN_RUN.sub("", text) if letter.isalpha())
    return +found


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    if letter.isascii():
        return "Latin"
    word = unicodedata.name(letter, "").partition(" ")[0].capitalize()
    return {"Fullwidth": "Latin", "Halfwidth": "Katakana", "Cjk": "Han"}.get(word, word)


def traditional(text: str) -> list[str]:
    """The characters that only Traditional Chinese has, as often as they stand there."""
    return _of_side(text, "Hant", _TRADITIONAL_WORDS)


def simplified(text: str) -> list[str]:
    """The characters that only Simplified Chinese has."""
    return _of_side(text, "Hans", _SIMPLIFIED_WORDS)


def _of_side(text: str, side: str, words: re.Pattern[str]) -> list[str]:
    own, beside = _own(side), _SIGNS[side]
    found = [] if own.isdisjoint(text) else [letter for letter in text if letter in own]
    return found if beside.isdisjoint(text) else [*found, *words.findall(text)]


_SIGNS = {"Hant": frozenset("著於週徵瞭乾昇鉅"), "Hans": frozenset("后里于几干与")}
"""One of them is in whatever the patterns of words find."""


@cache
def telling_of(side: str) -> frozenset[str]:
    """Of which one is in every text in which anything is of a side (``Hant``, ``Hans``)."""
    return _own(side) | _SIGNS[side]


@cache
def _own(side: str) -> frozenset[str]:
    """The characters of Big5 that GB 2312 has not (``Hant``), or the other way about."""
    has, lacks = ("big5", "gb2312") if side == "Hant" else ("gb2312", "big5")
    letters = (chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)))
    return (
        frozenset(
            letter for letter in letters if _encodes(letter, has) and not _encodes(letter, lacks)
        )
        - _OFTEN_BOTH
    )


def _encodes(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
