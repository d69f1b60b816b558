"""Contact details and sources as people write them → lines with links one can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup, escape

from workflow.inline.pattern import read
from workflow.model import Placeable, PlaceableKind, Text

_BETWEEN: Final = re.compile(r"[\W_]+")
_WAYS: Final = (PlaceableKind.EMAIL, PlaceableKind.PHONE, PlaceableKind.URL)


def linked_lines(lines: Iterable[str]) -> tuple[Markup, ...]:
    """Lines, escaped; addresses, e-mail addresses and telephone numbers linked."""
    return tuple(map(_linked, lines))


def says_contact(text: str, wanted: Sequence[str]) -> bool:
    """Whether ``text`` gives the contact already: all its addresses and numbers, or its words."""
    ways = [
        (each.text, line[each.start : each.end])
        for line in wanted
        for each in _placeables(line)
        if each.kind in _WAYS
    ] or [(line, line) for line in wanted]
    if not all(written in text for _, written in ways):
        words = _words(text)
        return all(_words(way) in words for way, _ in ways)
    return bool(wanted)


def says_first(text: str, words: str) -> bool:
    """Whether ``text`` begins with ``words``."""
    return bool(_words(words)) and _words(text[: 2 * len(words) + 40]).startswith(_words(words))


def _words(text: str) -> str:
    """Letters and digits alone, so that neither case nor punctuation parts the same words."""
    return _BETWEEN.sub("", text.casefold())


def _linked(line: str) -> Markup:
    parts: list[Markup] = []
    end = 0
    for placeable in _placeables(line):
        link = _link(placeable, line[placeable.start : placeable.end])
        if link is None or placeable.start < end:
            continue
        parts += [escape(line[end : placeable.start]), link]
        end = placeable.end
    return Markup("").join([*parts, escape(line[end:])])


def _placeables(line: str) -> Sequence[Placeable]:
    return read(Text(line, "markdown")).placeables


def _link(placeable: Placeable, text: str) -> Markup | None:
    match placeable.kind:
        case PlaceableKind.URL if text.startswith(("http://", "https://")):
            return Markup('<a href="{}" rel="noopener">{}</a>').format(text, text)
        case PlaceableKind.EMAIL:
            return Markup('<a href="mailto:{}">{}</a>').format(text, text)
        case PlaceableKind.PHONE:
            return Markup('<a href="tel:{}" dir="ltr">{}</a>').format(placeable.text, text)
    return None
