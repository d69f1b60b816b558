"""Two pseudo-locales: translations that no translator wrote, made to strain what takes them in.

Both keep what a translation must keep: the placeables, and the markup's own characters (only
letters are changed). Character references and backslash escapes are markup too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle, islice

from workflow.inline.pattern import read
from workflow.model import Markup, Text

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "åƀćđéƒğħíĵķļɱñöþʠŕšţûṽŵẋýžÅßĆÐÉƑĞĦÍĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_FILLER = "ļöŕéɱ íþšûɱ đöļöŕ šíţ åɱéţ "
_HAN = "譯文在此處只為試驗排版與結構而寫漢字沒有詞間的空格"
_KEPT = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_WORD = re.compile(r"[^\W\d_]+")


def accented(msgid: str, markup: Markup) -> str:
    """``msgid`` with accents on its letters, in square brackets, 40 % longer."""
    length = max(4, len(msgid) * 2 // 5)
    filler = "".join(islice(cycle(_FILLER), length)).strip()
    return f"[{_outside_placeables(msgid, markup, lambda text: text.translate(_ACCENTS))} {filler}]"


def chinese(msgid: str, markup: Markup) -> str:
    """``msgid`` with Chinese characters for its words, no space between them."""
    return _outside_placeables(msgid, markup, lambda text: _WORD.sub(_characters, text))


def _characters(word: re.Match[str]) -> str:
    start = sum(map(ord, word[0])) % len(_HAN)
    return "".join(islice(cycle(_HAN), start, start + (len(word[0]) + 1) // 2))


def _outside_placeables(msgid: str, markup: Markup, change: Callable[[str], str]) -> str:
    kept = [(each.start, each.end) for each in read(Text(msgid, markup)).placeables]
    kept += [found.span() for found in _KEPT.finditer(msgid)]
    out: list[str] = []
    done = 0
    for start, end in sorted(kept, key=lambda span: (span[0], -span[1])):
        if start >= done:
            out += (change(msgid[done:start]), msgid[start:end])
            done = end
    return "".join((*out, change(msgid[done:])))


PSEUDO_LOCALES: dict[str, Callable[[str, Markup], str]] = {"accented": accented, "chinese": chinese}
