"""What a tag or an author is known by, and the name of its folder in addresses.

Words that differ in case, width (``ＡＩ``, ``AI``), or in the blanks, hyphens and apostrophes
between their parts are one; accents tell words apart (“marche”, “marché”). What makes one of two
words, and nothing else, decides: what other words a site has never changes an address.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from workflow.model import digest
from workflow.model import lazy_re as re

_BETWEEN: Final = re.compile(r"(?:\.(?=\s|$)|[\s_'’ʼ＇·・‧\-\u2010-\u2015\u00ad])+")
"""What stands between the parts of a name."""
_OTHERS: Final = re.compile(r"[^\w-]+|_+")
_CONTROLS: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]+")
"""What nobody sees."""
_DEVICE: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_TAKEN: Final = "page"
"""The folder of the further pages of a list."""
_LONGEST: Final = 120
"""Bytes: disks have room for 255, addresses in Chinese take three characters for each."""


@lru_cache(maxsize=10_000)
def known_by(words: str) -> str:
    """The same text for all spellings of one tag or author.

    By upper case first: so no two of them are one name on disks that do not tell cases apart.
    """
    plain = _CONTROLS.sub("", words)
    while (folded := _folded(plain)) != plain:
        plain = folded
    return _BETWEEN.sub("-", plain).strip("-") or plain


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper().casefold())


@lru_cache(maxsize=10_000)
def name_of(words: str) -> str:
    """The name of the folder; two names are equal only for words that are one.

    The words themselves, where letters and digits say all of it; else, and where a system keeps
    such a name for itself, with a part of a digest after ``~``, which no other name has.
    """
    known = known_by(words)
    name = _OTHERS.sub("-", known).strip("-")
    short = name.encode()[:_LONGEST].decode("utf-8", "ignore").strip("-")
    if short == known and short != _TAKEN and not _DEVICE.fullmatch(short):
        return short
    return f"{short}~{digest('name', known)[:10]}"
