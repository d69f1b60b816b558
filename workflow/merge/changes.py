"""What differs between two texts: in their words, or only in what stands between them.

Content is what stays of a text when all is taken away that is mere form. Form is what a reader
would read in the same way: which quotation marks, which blanks, ``...`` for an ellipsis, which dash
parts two thoughts, and emphasis. A sign that is part of a word or a number is content: a hyphen, an
apostrophe, a minus, the dash of a range; and so are titles' marks in Chinese, strike-through, and
tags that say something (``<sup>``, ``<del>``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, Literal

from rapidfuzz.distance import Indel

from workflow.inline.pattern import Token, read
from workflow.model import ChangeClass, Markup, PlaceableKind, Text
from workflow.model import lazy_re as re

_LIGHT = tuple(kind for kind in ChangeClass if kind is not ChangeClass.MEANING)
_CODE = re.compile(r"(`+)(.*)\1", re.DOTALL)
_CODE_SIGN = {"markdown": "`", "html": "<"}
"""What stands in every text with code in it."""
_MARKED = re.compile("[][<>`{}$@:%*_~+]")
_LETTERS = re.compile(r"[^\W\d_]+")
_THIN = re.compile("['’ \u00a0\u2009\u202f]")
Kind = Literal["same", "removed", "added"]
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u9fff]+|\s+|.", re.DOTALL
)
"""A word, a Chinese or Japanese character, white space, or anything else by itself."""
_FORM_TAG: Final = re.compile(r"</?(?:b|em|i|span|strong|u)\s*/?>", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"\*+|_+")
_BRACKETS: Final = frozenset({"[", "](", "]", ")"})
_DASHES: Final = frozenset("-‐‑‒–—―−")
_HYPHENS: Final = str.maketrans("‐‑", "--")
"""They differ in where a line may break."""
_QUOTES: Final = frozenset("\"“”„‟«»‹›「」『』'’‘‚‛ʼ")
_APOSTROPHES: Final = frozenset("'’‘‛ʼ")
_RUNS: Final = frozenset({"…", "—"})
"""Of which several in a row, as Chinese writes them, say no more than one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What stood between two words (or before the first, after the last) and what does now."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]

    def of(self, kind: ChangeClass) -> tuple[list[Token], list[Token]]:
        """The tokens of one kind, before and after."""
        old = [token for token in self.old if token.kind is kind]
        return old, [token for token in self.new if token.kind is kind]

    @property
    def kind(self) -> ChangeClass:
        """The heaviest kind of token that is not the same on both sides."""
        if _identities(self.old) == _identities(self.new):
            return ChangeClass.TYPOGRAPHY  # a telephone number, spaced otherwise
        kinds = [_depth(kind, *self.of(kind)) for kind in _LIGHT if self._concerns(kind)]
        kinds = kinds or [token.kind for token in self.old]  # they changed places
        return max(kinds, key=lambda kind: kind.weight)

    def _concerns(self, kind: ChangeClass) -> bool:
        old, new = self.of(kind)
        return _identities(old) != _identities(new)


@lru_cache(maxsize=256)
def classify(old: Text, new: Text) -> ChangeClass:
    """Return the class of the change from one msgid to another, that of its heaviest part.

    Letter case and punctuation count as meaning. Equal texts, which paragraphs have that were
    split or joined, differ by white space; texts whose letters are composed otherwise (NFC, NFD)
    by typography.
    """
    composed = composed_of(old), composed_of(new)
    if composed != (old, new):
        alike = (composed[0] == old) == (composed[1] == new) and composed[0] != composed[1]
        least = ChangeClass.WHITE_SPACE if alike or old == new else ChangeClass.TYPOGRAPHY
        return max(classify(*composed), least, key=lambda kind: kind.weight)
    if _plainly_differ(old, new):
        return ChangeClass.MEANING
    found = differences(old, new)
    if found is not None:
        kinds = (each.kind for each in found)
        kind = max(kinds, key=lambda kind: kind.weight, default=ChangeClass.WHITE_SPACE)
        # A sign that is part of a word or a number is no matter of typography.
        alike = kind is not ChangeClass.TYPOGRAPHY or words(old) == words(new)
        return kind if alike else ChangeClass.MEANING
    if _coded(old, new) and _unquoted(old) == _unquoted(new):
        return ChangeClass.MARKUP
    return ChangeClass.MEANING


def _plainly_differ(old: Text, new: Text) -> bool:
    """Whether the words of two texts differ, those in code among them or not: most do."""
    if _letters(old) == _letters(new):
        return False
    return not _coded(old, new) or _letters(old, code=True) != _letters(new, code=True)


def _coded(old: Text, new: Text) -> bool:
    """Whether one of the texts may have code in it."""
    sign = _CODE_SIGN.get(old.markup)
    return sign is not None and (sign in old.value or sign in new.value)


def _letters(text: Text, *, code: bool = False) -> list[str]:
    """The runs of letters that stand in no placeable, or in none but ``code``."""
    value = text.value
    if not _MARKED.search(value):
        return _LETTERS.findall(value)
    done = 0
    parts: list[str] = []
    for placeable in read(text).placeables:
        if not (code and placeable.kind is PlaceableKind.CODE):
            parts += _LETTERS.findall(value[done : placeable.start])
            done = max(done, placeable.end)
    return parts + _LETTERS.findall(value[done:])


def differences(old: Text, new: Text) -> tuple[Difference, ...] | None:
    """What differs between the words of two texts, in order; None where the words differ.

    Words are the same however their letters are composed (Unicode's NFC and NFD).
    """
    before, after = read(composed_of(old)).tokens, read(composed_of(new)).tokens
    if _identities(_words(before)) != _identities(_words(after)):
        return None
    pairs = zip(_between(before), _between(after), strict=True)
    return tuple(Difference(*pair) for pair in pairs if _texts(pair[0]) != _texts(pair[1]))


def _words(text: Sequence[Token]) -> list[Token]:
    return [token for token in text if token.kind is ChangeClass.MEANING]


def _between(text: Sequence[Token]) -> list[tuple[Token, ...]]:
    parts: list[list[Token]] = [[]]
    for token in text:
        if token.kind is ChangeClass.MEANING:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


def _identities(text: Sequence[Token]) -> list[object]:
    return [token.identity for token in text]


def _texts(text: Sequence[Token]) -> list[str]:
    return [token.text for token in text]


def _depth(kind: ChangeClass, old: Sequence[Token], new: Sequence[Token]) -> ChangeClass:
    """A numeral spaced otherwise is a matter of typography, a link that goes one of markup."""
    if kind is ChangeClass.NUMBER and _digits(old) == _digits(new):
        return ChangeClass.TYPOGRAPHY
    if kind is ChangeClass.URL and len(old) != len(new):
        return ChangeClass.MARKUP
    return kind


def _digits(text: Sequence[Token]) -> list[str]:
    return [_THIN.sub("", token.value or token.text) for token in text]


def _unquoted(text: Text) -> list[object]:
    """The words, those in code among them: a word that becomes code is the same word."""
    parts = (
        (token,)
        if (inside := _inside(token, text.markup)) is None
        else read(text.having(inside)).tokens
        for token in read(text).tokens
    )
    return _identities(_words(list(chain.from_iterable(parts))))


def _inside(token: Token, markup: Markup) -> str | None:
    """What is in a piece of code; None for other tokens."""
    if markup == "html":
        return token.text if token.placeable is PlaceableKind.CODE else None
    found = _CODE.fullmatch(token.text)
    return found[2] if found else None


def compared(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """Yield what both texts have, what only ``old`` has and what only ``new`` has, in order.

    Joined, the pieces that are ``same`` or ``removed`` are ``old``; ``same`` or ``added``, ``new``.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    removed = added = ""
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            yield from _changed(removed, added)
            removed = added = ""
            yield "same", "".join(before[step.src_start : step.src_end])
        removed += "".join(before[step.src_start : step.src_end]) if step.tag == "delete" else ""
        added += "".join(after[step.dest_start : step.dest_end]) if step.tag == "insert" else ""
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[tuple[Kind, str]]:
    if removed:
        yield "removed", removed
    if added:
        yield "added", added


def composed_of(text: Text) -> Text:
    """The text with its letters composed (Unicode's NFC)."""
    return text if text.value.isascii() else text.having(unicodedata.normalize("NFC", text.value))


def words(text: Text) -> tuple[str, ...]:
    """What of a msgid or msgstr stays without white space, typography and markup.

    That is more than the words of :func:`~workflow.merge.changes.classify`: what is in
    code, footnote marks, shortcodes and tags with attributes counts; so do signs that are
    markup only at other places (``3 * 4``, ``x < 5``).
    """
    blank = Token(ChangeClass.WHITE_SPACE, " ")
    parts = (blank, *read(composed_of(text)).tokens, blank)
    said: list[str] = []
    for number in range(1, len(parts) - 1):
        token = parts[number]
        if token.kind is ChangeClass.WHITE_SPACE:
            continue
        plain = token.kind is ChangeClass.MEANING
        word = token.value or token.text if plain else _said(parts, number)
        if word and not (word in _RUNS and said and said[-1] == word):
            said.append(word)
    return tuple(said)


def _said(parts: Sequence[Token], number: int) -> str:
    """What of a token counts; empty where nothing does."""
    token = parts[number]
    match token.kind:
        case ChangeClass.TYPOGRAPHY:
            return _sign(parts, number)
        case ChangeClass.NUMBER:
            return _THIN.sub("", token.value or token.text)
        case ChangeClass.URL:  # a link is no image, nor an address to be read
            return f"{token.placeable}: {token.value or token.text}"
        case ChangeClass.MARKUP if token.placeable is PlaceableKind.CODE:
            return token.text.strip("`")
        case ChangeClass.MARKUP if _is_mere_form(parts[number - 1], token.text, parts[number + 1]):
            return ""
        case _:
            return token.value or token.text


def _sign(parts: Sequence[Token], number: int) -> str:
    """A sign of typography as it counts: alike where only its form differs."""
    sign = parts[number].text
    if sign in ("...", "…"):
        return "…"
    if sign in _DASHES:
        return _dash(parts, number)
    if sign in _APOSTROPHES and _kinds(parts, number) == (ChangeClass.MEANING,) * 2:
        return "'"
    if sign in _QUOTES:
        # Inches, feet and seconds of an angle are signs of their number.
        return sign if parts[number - 1].kind is ChangeClass.NUMBER else '"'
    return "" if sign.isspace() or unicodedata.category(sign[0]) == "Cf" else sign


def _dash(parts: Sequence[Token], number: int) -> str:
    sign = parts[number].text.translate(_HYPHENS)
    before, after = _kinds(parts, number)
    numbers = _beyond(parts, number, -1), _beyond(parts, number, 1)
    if ChangeClass.NUMBER is after and before is not ChangeClass.NUMBER:
        return f"{sign}1" if before is None else sign  # a minus, or in a name (Covid-19)
    if before is not None or after is not None:
        return sign  # in a word or a range, or hanging on a word
    return sign if numbers == (ChangeClass.NUMBER,) * 2 else "—"


def _kinds(parts: Sequence[Token], number: int) -> tuple[ChangeClass | None, ChangeClass | None]:
    """The kinds of the neighbours; None for blanks, and for what is neither word nor number."""
    before, after = (_kind(parts[place]) for place in (number - 1, number + 1))
    return before, after


def _beyond(parts: Sequence[Token], number: int, step: int) -> ChangeClass | None:
    """The kind of what stands on one side, past blanks."""
    place = number + step
    while 0 < place < len(parts) - 1 and not parts[place].text.strip():
        place += step
    return _kind(parts[place])


def _kind(token: Token) -> ChangeClass | None:
    if token.kind is ChangeClass.NUMBER:
        return ChangeClass.NUMBER
    word = token.kind is ChangeClass.MEANING and token.text.isalnum()
    return ChangeClass.MEANING if word else None


def _is_mere_form(before: Token, markup: str, after: Token) -> bool:
    """Whether a mark has no content of its own, nor can be a sign between two numbers."""
    if _EMPHASIS.fullmatch(markup):
        alike = before.kind is after.kind
        return not (alike and after.kind in (ChangeClass.NUMBER, ChangeClass.WHITE_SPACE))
    return markup in _BRACKETS or _FORM_TAG.fullmatch(markup) is not None
