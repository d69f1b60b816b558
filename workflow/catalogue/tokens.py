"""A msgid or msgstr in tokens, each of the class of change that it makes when it changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from workflow.catalogue.numerals import NUMERAL
from workflow.formats import find_placeables
from workflow.model import Placeable, PlaceableKind
from workflow.model.change import ChangeClass

_PLACEABLES = {
    PlaceableKind.LINK: ChangeClass.URL,
    PlaceableKind.IMAGE: ChangeClass.URL,
    PlaceableKind.URL: ChangeClass.URL,
    PlaceableKind.EMAIL: ChangeClass.URL,
    PlaceableKind.PHONE: ChangeClass.NUMBER,
    PlaceableKind.PLACEHOLDER: ChangeClass.MEANING,
}
"""The others (code, tags, shortcodes, footnote marks) are markup."""
BLANKS = " \t\r\n"
"""What is white space; other spaces are a matter of typography."""
_TEXT = re.compile(
    rf"""
      (?P<WHITE_SPACE>[{BLANKS}]+)
    | (?P<NUMBER>{NUMERAL.pattern})
    | (?P<TYPOGRAPHY>\.\.\.|[…'’‘‚‛ʼ"“”„‟«»‹›「」『』〈〉《》‐‑‒–—―−-]
                   |[\u00a0\u2007\u2009\u200b\u202f\u2060\u3000])
    | (?P<MARKUP>\*+|_+|~~|!?\[|\]\(|\]|<|>)
    | (?P<MEANING>\\.|[^\W\d_]+(?:_+[^\W\d_]+)*|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS = dict(ChangeClass.__members__)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text; joined, the pieces are the text."""

    kind: ChangeClass
    text: str
    placeable: PlaceableKind | None = None
    value: str = ""
    """What of a placeable counts (a telephone number's digits); else the text."""

    @property
    def identity(self) -> tuple[ChangeClass, PlaceableKind | None, str]:
        """What makes two tokens the same."""
        return (self.kind, self.placeable, self.value or self.text)


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """Part ``text`` into tokens; placeables are one each, as is each word."""
    found: list[Token] = []
    done = 0
    for placeable in find_placeables(text):
        if placeable.start >= done:
            found += _plain(text, done, placeable.start)
            found.append(_placeable(text, placeable))
            done = placeable.end
            if text[: placeable.start].endswith("](") and text.startswith(")", done):
                found.append(Token(ChangeClass.MARKUP, ")"))
                done += 1
    return (*found, *_plain(text, done, len(text)))


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TEXT.finditer(text, start, end):
        yield Token(_KINDS[match.lastgroup or "MEANING"], match[0])


def _placeable(text: str, placeable: Placeable) -> Token:
    kind = _PLACEABLES.get(placeable.kind, ChangeClass.MARKUP)
    raw = text[placeable.start : placeable.end]
    return Token(kind, raw, placeable.kind, placeable.text if raw != placeable.text else "")
