"""The inside of a text, read once for all who ask.

A text is a msgid or msgstr with what it is written in; its pattern is what stands in it, each
thing with its place in characters::

    Text ──read──► Pattern ─┬─ placeables   what a translation carries over as it is
                            ├─ between      what stands before, between and after these
                            ├─ tokens       all of it: words, numbers, blanks, signs, placeables
                            ├─ pieces       all of it: what opens and closes elements, and the rest
                            └─ constructs   emphasis, links, tags, stray marks, what is active

All else that is said of a message folds over one of these: masking for engines over pieces and
placeables, classes of changes and the words of proofs over tokens, the checks of markup and
safety over constructs, glossary look-up over what is between placeables, highlights over
placeables. Below, Markdown has one parser (:mod:`~workflow.inline.commonmark`) and HTML one
tokeniser (:mod:`~workflow.inline.html_tokens`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from workflow.inline.constructs import Inline, constructs_in
from workflow.inline.html_tokens import tokens_of
from workflow.inline.numerals import NUMERAL
from workflow.inline.pieces import Piece, pieces_in
from workflow.inline.placeables import placeables_in
from workflow.model import Placeable, PlaceableKind, Text
from workflow.model import lazy_re as re
from workflow.model.change import ChangeClass
from workflow.model.lazily import lazy

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
_KINDS = dict(ChangeClass.__members__)
MARKS = "][*_`~<{}@$%:+0"
"""Signs, for a class of a regular expression, of which nearly every text has one in which anything
but words stands; see :func:`is_bare`."""
_MARKED = re.compile(f"[{MARKS}]")


class Token(NamedTuple):
    """A piece of a text; joined, the pieces are the text.

    A tuple, for a project's proofs make millions of them, and it is made in a third of the time.
    """

    kind: ChangeClass
    text: str
    placeable: PlaceableKind | None = None
    value: str = ""
    """What of a placeable counts (a telephone number's digits); else the text."""
    start: int = 0
    """Where it stands, in characters of the text."""

    @property
    def identity(self) -> tuple[ChangeClass, PlaceableKind | None, str]:
        """What makes two tokens the same, however their letters are composed (NFC, NFD)."""
        text = self.value or self.text
        same = text if text.isascii() else unicodedata.normalize("NFC", text)
        return (self.kind, self.placeable, same)


def tokens_in(text: Text, placeables: Iterable[Placeable]) -> Iterable[Token]:
    """Part a text into tokens; its placeables are one each, as is each word.

    Words in attributes for readers are words.
    """
    value, markdown = text.value, text.markup == "markdown"
    pattern = _MARKDOWN if markdown else _UNMARKED
    done = 0
    for placeable in placeables:
        if placeable.start >= done:
            yield from _words(pattern, value, done, placeable.start)
            done = placeable.end
            if placeable.kind is PlaceableKind.TAG and value.startswith("<", placeable.start):
                yield from _tag(value, placeable.start, done)
                continue
            yield _placeable(value, placeable)
            if markdown and _ends_link(value, placeable):
                yield Token(ChangeClass.MARKUP, ")", start=done)
                done += 1
    yield from _words(pattern, value, done, len(value))


def _words(
    pattern: re.Pattern[str], text: str, start: int, end: int, before: int = 0
) -> Iterator[Token]:
    """The tokens of a part of ``text``, which stands ``before`` characters into the whole."""
    for match in pattern.finditer(text, start, end):
        kind = _KINDS[match.lastgroup or "MEANING"]
        yield Token(kind, match[0], None, "", before + match.start())


def _ends_link(text: str, placeable: Placeable) -> bool:
    return text[placeable.start - 2 : placeable.start] == "](" and text.startswith(
        ")", placeable.end
    )


def _tag(text: str, start: int, end: int) -> Iterator[Token]:
    """A tag of HTML, or a comment, around the words in it that are for readers."""
    raw = text[start:end]
    data = raw.encode()
    done = 0
    for tag in (token[3] for token in tokens_of(raw)):
        for attribute, _ in tag.texts if tag else ():
            before = data[done : attribute.start].decode()
            yield Token(ChangeClass.MARKUP, before, PlaceableKind.TAG, start=start)
            start += len(before)
            value = data[attribute.start : attribute.end].decode()
            yield from _words(_UNMARKED, value, 0, len(value), start)
            start += len(value)
            done = attribute.end
    yield Token(ChangeClass.MARKUP, data[done:].decode(), PlaceableKind.TAG, start=start)


def _placeable(text: str, placeable: Placeable) -> Token:
    kind = _PLACEABLES.get(placeable.kind, ChangeClass.MARKUP)
    raw = text[placeable.start : placeable.end]
    value = placeable.text if raw != placeable.text else ""
    return Token(kind, raw, placeable.kind, value, placeable.start)


def is_bare(value: str) -> bool:
    """Whether a text has no placeables and no constructs, for sure, whatever it is written in."""
    return not (_MARKED.search(value) or "((" in value)


@dataclass(frozen=True)
class Pattern:
    """The inside of a text; each view of it is made when it is first asked for."""

    text: Text

    @lazy
    def placeables(self) -> Sequence[Placeable]:
        """What a translation carries over as it is, in order; none overlaps another."""
        return placeables_in(self.text)

    @lazy
    def between(self) -> Sequence[str]:
        """The runs of characters before, between and after the placeables; some are empty."""
        runs: list[str] = []
        done = 0
        for each in self.placeables:
            runs.append(self.text.value[done : each.start])
            done = max(done, each.end)
        return (*runs, self.text.value[done:])

    @lazy
    def tokens(self) -> Sequence[Token]:
        """The whole text; each placeable is one token, and so is each word."""
        return tuple(tokens_in(self.text, self.placeables))

    @lazy
    def pieces(self) -> Sequence[Piece]:
        """The whole text as its elements part it; raises as the parser of Markdown does."""
        return tuple(pieces_in(self.text))

    def constructs(self, references: str = "") -> Inline:
        """What readers of a page get of it.

        ``references`` are link reference definitions that Markdown may refer to. Raises as the
        parser of Markdown does.
        """
        return constructs_in(self.text, references)


@lru_cache(maxsize=4096)
def read(text: Text) -> Pattern:
    """Read the inside of a text."""
    return Pattern(text)
