"""Contact details and sources as people write them → lines with links one can follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

from workflow.inline.pattern import read
from workflow.model import Placeable, PlaceableKind, Text
from workflow.site.fields import lines

_WAYS: Final = (PlaceableKind.EMAIL, PlaceableKind.PHONE, PlaceableKind.URL)


def linked_lines(value: object) -> tuple[Markup, ...]:
    """The lines of a field, escaped; addresses, e-mail addresses and telephone numbers linked."""
    return tuple(map(_linked, lines(value)))


def says_contact(text: str, value: object) -> bool:
    """Whether ``text`` gives the contact already: all its addresses and numbers, or its words."""
    words = _words(text)
    wanted = lines(value)
    ways = [each.text for line in wanted for each in _placeables(line) if each.kind in _WAYS]
    return bool(wanted) and all(_words(each) in words for each in ways or wanted)


def says_first(text: str, words: str) -> bool:
    """Whether ``text`` begins with ``words``."""
    return bool(_words(words)) and _words(text[: 2 * len(words) + 40]).startswith(_words(words))


def _words(text: str) -> str:
    """Letters and digits alone, so that neither case nor punctuation parts the same words."""
    return "".join(filter(str.isalnum, text.casefold()))


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
