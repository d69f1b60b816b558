"""Decades of a text, as the years they begin with: « les années 80 », ``the 1980s``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflow.inline.figure import Figure, dated
from workflow.inline.han_numbers import value_of
from workflow.inline.number_words import numbers_in, words
from workflow.model import lazy_re as re

_DECADE: Final = re.compile(
    r"""(?<![\d:.,])(?: (?:(?P<century>\d\d|(?:二?十)?[一二三四五六七八九]|二?十)[ ]?世[纪紀][ ]?)?
            (?P<zh>\d0|[12]\d\d0|[二三四五六七八九]十)[ ]?年代
          | (?P<born>\d0)[后後](?![来面]) | (?P<en>(?:1\d|20)?\d0|[1-9]00)[’']?s\b )
        | \bann[ée]es?[\s\u00a0](?:(?P<fr>(?:1\d|20)?\d0)(?!\d)|(?P<word>vingt|trente|quarante
            |cinquante|soixante(?:-dix)?|septante|quatre-vingts?(?:-dix)?|nonante)
            (?![\w-]|[ ]et[ ]))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DECADE_LIKE: Final = re.compile(
    r"0(?:[’']?s\b| ?年代|后)|十年代|[Aa]nn[ée]es?[\s\u00a0](?:\d|[vtqcsn][a-z]+t)"
)


def decades(line: str) -> Iterator[Figure]:
    """« les années 80 », ``the 1980s`` and 20世纪80年代 mean the same ten years."""
    for found in _DECADE.finditer(line) if _DECADE_LIKE.search(line) else ():
        text = next(filter(None, found.group("zh", "born", "en", "fr", "word")))
        decade = int(text) if text.isdigit() else _spelled(text)
        if century := found["century"]:
            number = int(century) if century.isdigit() else _spelled(century)
            meant = {100 * (number - 1) + decade % 100}
        elif decade >= 100:
            meant = {decade, *({decade // 100 + 1} if decade % 100 == 0 else ())}
        else:
            meant = {decade, *(decade + century for century in (1700, 1800, 1900, 2000))}
        yield dated(meant, found.span())


def _spelled(text: str) -> int:
    """A number in French or Chinese words."""
    spoken = (value for _, _, value, _ in numbers_in(words(text), "fr"))
    return next(spoken, None) or int(max(value_of(text)))
