"""French as it is printed: all that is to be changed in a text, found in one go.

A scan looks for one kind of fault, and most lines have none. So each says what gives its faults
away: signs, of which one stands in the line; what stands in one of its words, which is told once
of each word there is; or a cause, sought in the line itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from workflow.inline.corrections import Correction, disjoint
from workflow.inline.french_dashes import dashes
from workflow.inline.french_elisions import elisions, hyphens
from workflow.inline.french_forms import NAMED, gender, kings, names, number_signs
from workflow.inline.french_marks import (
    GUILLEMETS,
    HIGH,
    QUOTES,
    apostrophes,
    guillemets,
    high,
    measures,
    quotes,
    tidiness,
    wide,
)
from workflow.inline.french_numbers import numbers
from workflow.inline.french_words import (
    ACCENTS,
    CAPITALS,
    PEOPLES,
    abbreviations,
    accents,
    capitals,
    ligatures,
    ordinals,
    peoples,
)
from workflow.inline.unlettered import USUAL, telling
from workflow.inline.word_table import Looked
from workflow.model import lazy_re as re
from workflow.model.profile import Profile


class Scan(NamedTuple):
    """What looks for faults of one kind, and where it can find any."""

    look: Callable[[str, Profile], Iterator[Correction]]
    signs: str = ""
    """One of these stands in the line …"""
    word: re.Pattern[str] | None = None
    """… or this in one of the words that blanks part in it; with neither, in any line …"""
    cause: re.Pattern[str] | None = None
    """… and this stands in the line."""


_FIGURE = "0123456789"
SCANS = (
    Scan(
        abbreviations,
        _FIGURE,
        cause=re.compile(
            r"\d[ \u00a0\u202f]?(?:H|K[MmGg]|kms|kgs|mn|mins|h[rs]|sec|gr"
            r"|(?:[ckm]m|kg|[mc]l|min|h)\.)"
        ),
    ),
    Scan(measures, _FIGURE, cause=re.compile(r"\d[ \u00a0\u2009\u202f]*[%‰€£¥$A-Za-zµ°]")),
    Scan(numbers, _FIGURE, cause=re.compile(r"\d[.,' ’]\d|\d{5}|[$€£][ \u00a0]?\d")),
    Scan(kings, _FIGURE, cause=re.compile(r"[a-zé][ \u00a0]\d\d?(?![\d])")),
    Scan(gender, _FIGURE, cause=re.compile(r"\b1(?:er|[re]e|ère)")),
    Scan(number_signs, _FIGURE, cause=re.compile(r"[nN]° ?\d|[ \u00a0]#\d")),
    Scan(abbreviations, _FIGURE, cause=re.compile(r"pgs?\.?[ \u00a0]?\d")),
    Scan(dashes, _FIGURE, cause=re.compile(r"\d - \d")),
    Scan(
        ordinals,
        _FIGURE,
        cause=re.compile(
            r"\d[\U000f0000-\U000ffffd]?(?:i?[èeé]m|ie|è|[èe]re|ier|st|nd|rd|th)"
            r"|\b1[ \u00a0\u202f][jfmasond]|\de[ \u00a0\u202f][jfmasond]"
            r"|N°|[Nn](?:o|r)\.?[ \u00a0\u202f]?\d|num\."
        ),
    ),
    Scan(
        abbreviations,
        word=re.compile(r"M(?:[rs]|mes?\.|lle\.|elle)|[DP]r\.|Prof\.|[Ee]tc|ect\b|[Cc]f$|c-|^ex\."),
    ),
    Scan(quotes, "\"“”„「『《‘’<'", cause=QUOTES),
    Scan(guillemets, "«»", cause=GUILLEMETS),
    Scan(high, ";:!?", cause=HIGH),
    Scan(wide, "，、。：；！？（）"),
    Scan(apostrophes, "'‘´`ʼ′＇"),
    Scan(
        tidiness,
        " ",
        re.compile(r"^[,.) ]|[(’]$|[.…][.…]|[,;.?!…][^\W\d_]|[^\W\d_]\([^\W\d_]"),
    ),
    Scan(dashes, "-–—", cause=re.compile(" -|--|—|^[-–]|– ")),
    Scan(accents, word=ACCENTS),
    Scan(capitals, word=CAPITALS),
    Scan(peoples, word=PEOPLES),
    Scan(ligatures, word=re.compile("[oO]e")),
    Scan(
        elisions,
        cause=re.compile(
            "[ \u00a0\u202f](?<=(?:[Ll][ea]|[DdNnJjSsMmTtCcu]e|[Ss]i).)"
            "(?:[aàâæeéèêëiîïoôœuùû]|h[aeéèêiîoôuy])"
        ),
    ),
    Scan(
        hyphens,
        word=re.compile(
            "(?:[LldDuUsSnNcC]|-t)'$|(?:^|['’])t(?:[-'’]|$)|-t(?:$|’)"
            "|[TtEe]$(?<=(?i:vingt|rente|rante|uante|xante|uatre))|[Xx]$(?<=(?i:dix))"
        ),
    ),
    Scan(names, word=NAMED),
    Scan(
        ordinals,
        word=re.compile("[IVXLC][\U000f0000-\U000ffffd]?(?:i?[èeé]m|ie|è|[èe]re|ier)"),
    ),
)
"""In the order of which the first has its way where two would change the same place."""


_OF_ANY = sum(1 << at for at, each in enumerate(SCANS) if not (each.signs or each.word))
_SEARCHED = [(1 << at, each.word) for at, each in enumerate(SCANS) if each.word]


class _Signs(dict[str, int]):
    """A sign → the scans that it may have something for, one bit each."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(USUAL, 0))
        for at, each in enumerate(SCANS):
            for sign in each.signs:
                self[sign] = self.get(sign, 0) | 1 << at

    def __missing__(self, sign: str) -> int:
        return self["0"] if sign.isdecimal() else 0


def _of_word(word: str) -> int:
    """The same of a word."""
    bits = 0
    for bit, pattern in _SEARCHED:
        if pattern.search(word):
            bits |= bit
    return bits


_OF_SIGN = _Signs()
_OF_WORD = Looked(_of_word)
_unlettered = telling("fr")


@lru_cache(maxsize=4096)
def _of_bits(bits: int) -> tuple[Scan, ...]:
    return tuple(each for at, each in enumerate(SCANS) if bits >> at & 1)


def likely(line: str) -> Sequence[Scan]:
    """The scans that may find something in a line, in their order."""
    bits = reduce(or_, map(_OF_SIGN.__getitem__, _unlettered(line)), _OF_ANY)
    bits = reduce(or_, map(_OF_WORD.__getitem__, line.split()), bits)
    scans = _of_bits(bits)
    return [each for each in scans if each.cause is None or each.cause.search(line)]


def french_corrections(line: str, profile: Profile) -> tuple[Correction, ...]:
    """All changes that French typography asks for in a line of :class:`~.prose.Veiled`.

    Offsets are of the line; corrections are in order, and none overlaps another.
    """
    found = [fault for each in likely(line) for fault in each.look(line, profile)]
    return disjoint(found) if found else ()
