"""Scripts of letters: how much of a text is Chinese, and which Chinese.

Simplified and Traditional are told apart by two old character sets: what Big5 has and GB 2312 has
not is Traditional, and the other way about. Most characters are in both.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Ranges of Chinese characters, for a class of a regular expression."""
HAN_RUN = re.compile(f"[{HAN}]+")
_OFTEN_BOTH = frozenset("昇徵瞭乾喆堃甦犇淼鑫祐峯鉅逕著於週")
"""Characters that good Simplified keeps, in names above all, though GB 2312 lacks some of them."""


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
    return [letter for run in HAN_RUN.findall(text) for letter in run if _side(letter) == "Hant"]


def simplified(text: str) -> list[str]:
    """The characters that only Simplified Chinese has."""
    return [letter for run in HAN_RUN.findall(text) for letter in run if _side(letter) == "Hans"]


@lru_cache(maxsize=16384)
def _side(letter: str) -> str:
    old, new = _encodes(letter, "big5"), _encodes(letter, "gb2312")
    if old == new or letter in _OFTEN_BOTH:
        return ""
    return "Hant" if old else "Hans"


def _encodes(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
