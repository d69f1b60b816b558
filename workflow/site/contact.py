"""Contact details and sources as people write them → lines with links one can follow."""

from __future__ import annotations

from markupsafe import Markup, escape

from workflow.formats import find_placeables
from workflow.model import Placeable, PlaceableKind
from workflow.site.fields import lines


def linked_lines(value: object) -> tuple[Markup, ...]:
    """The lines of a field, escaped; addresses, e-mail addresses and telephone numbers linked."""
    return tuple(map(_linked, lines(value)))


def _linked(line: str) -> Markup:
    parts: list[Markup] = []
    end = 0
    for placeable in find_placeables(line):
        link = _link(placeable, line[placeable.start : placeable.end])
        if link is None or placeable.start < end:
            continue
        parts += [escape(line[end : placeable.start]), link]
        end = placeable.end
    return Markup("").join([*parts, escape(line[end:])])


def _link(placeable: Placeable, text: str) -> Markup | None:
    match placeable.kind:
        case PlaceableKind.URL if text.startswith(("http://", "https://")):
            return Markup('<a href="{}" rel="noopener">{}</a>').format(text, text)
        case PlaceableKind.EMAIL:
            return Markup('<a href="mailto:{}">{}</a>').format(text, text)
        case PlaceableKind.PHONE:
            return Markup('<a href="tel:{}" dir="ltr">{}</a>').format(placeable.text, text)
    return None
