"""What of a text is content: what stays of it when all is taken away that is mere form.

Form is what a reader would read in the same way: which quotation marks, which blanks, ``...`` for
an ellipsis, which dash parts two thoughts, and emphasis. A sign that is part of a word or a
number is content: a hyphen, an apostrophe, a minus, the dash of a range; and so are titles' marks
in Chinese, strike-through, and tags that say something (``<sup>``, ``<del>``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from workflow.inline.pattern import Token, read
from workflow.model import ChangeClass, PlaceableKind, Text

_FORM_TAG: Final = re.compile(r"</?(?:b|em|i|span|strong|u)\s*/?>", re.IGNORECASE)
_EMPHASIS: Final = re.compile(r"\*+|_+")
_BRACKETS: Final = frozenset({"[", "](", "]", ")"})
_THIN: Final = re.compile("['’ \u00a0\u2009\u202f]")
_DASHES: Final = frozenset("-‐‑‒–—―−")
_HYPHENS: Final = str.maketrans("‐‑", "--")
"""They differ in where a line may break."""
_QUOTES: Final = frozenset("\"“”„‟«»‹›「」『』'’‘‚‛ʼ")
_APOSTROPHES: Final = frozenset("'’‘‛ʼ")
_RUNS: Final = frozenset({"…", "—"})
"""Of which several in a row, as Chinese writes them, say no more than one."""


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
        word = _said(parts, number)
        if word and not (word in _RUNS and said and said[-1] == word):
            said.append(word)
    return tuple(said)


def _said(parts: Sequence[Token], number: int) -> str:
    """What of a token counts; empty where nothing does."""
    token = parts[number]
    match token.kind:
        case ChangeClass.WHITE_SPACE | ChangeClass.TYPOGRAPHY:
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
    before, after = (_letters(parts[place]) for place in (number - 1, number + 1))
    return before, after


def _beyond(parts: Sequence[Token], number: int, step: int) -> ChangeClass | None:
    """The kind of what stands on one side, past blanks."""
    place = number + step
    while 0 < place < len(parts) - 1 and not parts[place].text.strip():
        place += step
    return _letters(parts[place])


def _letters(token: Token) -> ChangeClass | None:
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
