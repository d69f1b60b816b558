"""What readers find a text by: its words, and of scripts that part no words, pairs of characters.

``scripts/search.js`` reads what a reader types by the same rules; what is changed here is changed
there. A text is folded character by character, so that both can tell where a word stands in it:

- by Unicode's compatibility decomposition (NFKD: ligatures, full width, raised digits), in lower
  case, without accents, and ``œ æ ß ø ł đ ð þ ı`` as they are written without a special key;
- of everything that is no letter, digit or mark only what may stand inside a word is left.

A word with hyphens, apostrophes or, in a number, separators, is found by its parts and by all of
it written together. Characters of scripts that part no words are found by any two that stand
side by side, the last of a run also alone; nothing goes across a mark between two of them, but a
name with dots (``让·雅克·卢梭``) is found as well if written without.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final

from workflow.model import lazy_re as re

LONGEST: Final = 40
"""Characters of a word that count; addresses and the like may be longer."""
KEY: Final = 3
"""The characters at the beginning of a word that say where it is looked for."""
_INSIDE: Final = {
    **dict.fromkeys("'’ʼ＇‘`´", "'"),
    **dict.fromkeys("-‐‑－", "-"),
    **dict.fromkeys("·・･‧•", "·"),
    **dict.fromkeys(".．", "."),
    **dict.fromkeys(",，", ","),
    **dict.fromkeys(":：", ":"),
    "/": "/",
    **dict.fromkeys("\u00a0\u202f\u2009", "\u00a0"),
}
"""What may stand inside a word or a number, and what it is to us."""
_WRITTEN: Final = {
    "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ı": "i", "ς": "σ",
    **{chr(0x660 + each): str(each) for each in range(10)},
    **{chr(0x6F0 + each): str(each) for each in range(10)},
}  # fmt: skip
_ACCENTS: Final = (
    (0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x640, 0x640), (0x64B, 0x65F),
    (0x670, 0x670), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip
"""Marks that words are found without: accents, points of Hebrew and Arabic, variation selectors."""
_UNPARTED: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3041-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003fffd"
)
"""Scripts that part no words: Thai, Lao, Burmese, Khmer, kana, Han."""
_WORD: Final = rf"[^ '\-·.,:/\u00a0{_UNPARTED}]+"
_RUN: Final = f"[{_UNPARTED}]+"
_FOUND: Final = re.compile(
    rf"{_WORD}(?:(?:['\-·]|(?<=[0-9])[.,:/\u00a0](?=[0-9])){_WORD})*|{_RUN}(?:[·\-]{_RUN})*"
)
_PIECES: Final = re.compile(r"[^ \t\r\n\f]+")
_PARTS: Final = re.compile(r"['\-·.,:/\u00a0]")
_IS_RUN: Final = re.compile(f"[{_UNPARTED}]")


class _Folding(dict[int, str]):
    """Character → what it is folded to, found out once."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _folded(chr(code))
        return found


def _folded(char: str) -> str:
    if char in _INSIDE:
        return _INSIDE[char]
    category = unicodedata.category(char)
    if category == "Cf":  # soft hyphens, joiners, marks of direction
        return ""
    if category[0] not in "LNM":
        return " "
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).lower())
    return "".join(map(_kept, plain))


def _kept(char: str) -> str:
    if any(first <= ord(char) <= last for first, last in _ACCENTS):
        return ""
    known = _WRITTEN.get(char)
    if known is not None:
        return known
    return char if unicodedata.category(char)[0] in "LNM" else " "


_FOLDING: Final = _Folding()


def fold(text: str) -> str:
    """``text`` as its words are compared: letters, digits, and what may stand between them."""
    return text.translate(_FOLDING)


def found_in(text: str) -> list[str]:
    """The words and runs of characters in ``text``, folded, with what joins their parts."""
    return _FOUND.findall(fold(text))


def terms(texts: Iterable[str]) -> set[str]:
    """Everything that ``texts`` are found by; no word goes from one text to the next."""
    found: set[str] = set()
    for piece in {*chain.from_iterable(map(_PIECES.findall, texts))}:
        found.update(_known(piece) if len(piece) <= LONGEST else _of_piece(piece))
    return found


def _of_piece(piece: str) -> tuple[str, ...]:
    """Of what stands between blanks."""
    found: list[str] = []
    for word in found_in(piece):
        parts = _PARTS.split(word)
        found += _of_run(parts) if _IS_RUN.match(word) else _of_word(parts)
    return tuple(dict.fromkeys([each[:LONGEST] for each in found]))


_known: Final = lru_cache(maxsize=50_000)(_of_piece)
"""Most words of a language stand in many texts."""


def _of_word(parts: list[str]) -> list[str]:
    return [*parts, "".join(parts)] if len(parts) > 1 else parts


def _of_run(parts: list[str]) -> list[str]:
    found = [
        part[place : place + 2] for part in parts for place in range(len(part))
    ]  # the last of a part alone
    return found + ["".join(parts[number:]) for number in range(len(parts) - 1)]


def key_of(term: str) -> str:
    """What says in which part of an index ``term`` stands: all that begin so stand together."""
    return term[:1] if _IS_RUN.match(term) else term[:KEY]


def bucket_of(key: str, buckets: int) -> int:
    """A number below ``buckets``, a power of two, for a key: FNV-1a over its UTF-8."""
    state = 0x811C9DC5
    for each in key.encode():
        state = (state ^ each) * 0x01000193 & 0xFFFFFFFF
    return (state ^ state >> 15) & buckets - 1
