"""A msgid or msgstr in tokens, each of the class of change that it makes when it changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from workflow.inline.numerals import NUMERAL
from workflow.inline.placeables import find_placeables
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
_PLAIN = rf"""
      (?P<WHITE_SPACE>[{BLANKS}]+)
    | (?P<NUMBER>{NUMERAL.pattern})
    | (?P<TYPOGRAPHY>\.\.\.|[…'’‘‚‛ʼ"“”„‟«»‹›「」『』〈〉《》‐‑‒–—―−-]
                   |[\u00a0\u2007\u2009\u200b\u202f\u2060\u3000])
"""
_MARKDOWN = re.compile(
    rf"""{_PLAIN}
    | (?P<MARKUP>\*+|_+|~~|!?\[|\]\(|\]|<|>)
    | (?P<MEANING>\\.|[^\W\d_]+(?:_+[^\W\d_]+)*|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNMARKED = re.compile(rf"{_PLAIN} | (?P<MEANING>[^\W\d_]+|.)", re.VERBOSE | re.DOTALL)
"""Plain text, and what stands between the tags of HTML: every sign is itself."""
_TEXT: Mapping[str, re.Pattern[str]] = {
    "markdown": _MARKDOWN,
    "html": _UNMARKED,
    "text": _UNMARKED,
}
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
        """What makes two tokens the same, however their letters are composed (NFC, NFD)."""
        text = self.value or self.text
        same = text if text.isascii() else unicodedata.normalize("NFC", text)
        return (self.kind, self.placeable, same)


@lru_cache(maxsize=4096)
def tokens(text: str, markup: str = "markdown") -> tuple[Token, ...]:
    """Part ``text`` into tokens; placeables are one each, as is each word.

    ``markup`` is what it is written in: ``markdown``, ``html`` (where words in attributes for
    readers are words) or plain ``text``.
    """
    pattern = _TEXT[markup]
    found: list[Token] = []
    done = 0
    for placeable in find_placeables(text, markup):
        if placeable.start >= done:
            found += _words(pattern, text, done, placeable.start)
            done = placeable.end
            if markup == "html" and placeable.kind is PlaceableKind.TAG:
                found += _tag(text[placeable.start : done])
                continue
            found.append(_placeable(text, placeable))
            if markup == "markdown" and _ends_link(text, placeable):
                found.append(Token(ChangeClass.MARKUP, ")"))
                done += 1
    return (*found, *_words(pattern, text, done, len(text)))


def _words(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Token]:
    for match in pattern.finditer(text, start, end):
        yield Token(_KINDS[match.lastgroup or "MEANING"], match[0])


def _ends_link(text: str, placeable: Placeable) -> bool:
    return text[placeable.start - 2 : placeable.start] == "](" and text.startswith(
        ")", placeable.end
    )


def _tag(raw: str) -> Iterator[Token]:
    """A tag of HTML, or a comment, around the words in it that are for readers."""
    # Here, not above: few catalogues have any.
    from workflow.inline.html_tokens import tokenize  # noqa: PLC0415

    data = raw.encode()
    done = 0
    for tag in (token[3] for token in tokenize(data)):
        for attribute, _ in tag.texts if tag else ():
            yield _markup(data[done : attribute.start].decode())
            value = data[attribute.start : attribute.end].decode()
            yield from _words(_UNMARKED, value, 0, len(value))
            done = attribute.end
    yield _markup(data[done:].decode())


def _markup(raw: str) -> Token:
    return Token(ChangeClass.MARKUP, raw, PlaceableKind.TAG)


def _placeable(text: str, placeable: Placeable) -> Token:
    kind = _PLACEABLES.get(placeable.kind, ChangeClass.MARKUP)
    raw = text[placeable.start : placeable.end]
    return Token(kind, raw, placeable.kind, placeable.text if raw != placeable.text else "")
