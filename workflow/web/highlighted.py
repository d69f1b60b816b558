"""Marked texts as HTML: whatever a text holds, it stays text (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from workflow.merge.changes import Kind
from workflow.review.highlights import (
    MarkKind,
    Piece,
)

_ELEMENTS: Mapping[MarkKind, str] = {
    MarkKind.TERM: "mark",
    MarkKind.FOLLOWED: "mark",
    MarkKind.FORBIDDEN: "mark",
}
"""What a mark is in HTML; any other is a ``span``."""
_CONTEXT = 60
"""Characters shown beside a change."""
_CHANGES: Mapping[Kind, str] = {"removed": "del", "added": "ins"}


def marked(pieces: Iterable[Piece]) -> Markup:
    """The text with its marks: less the tags, it is the text itself."""
    return Markup("").join(map(_piece, pieces))


def difference(pieces: Sequence[tuple[Kind, str]]) -> Markup:
    """Two texts in one, with ``del`` and ``ins``; of long units they share, the ends only."""
    parts = []
    for index, (kind, text) in enumerate(pieces):
        if kind in _CHANGES:
            parts.append(Markup("<{0}>{1}</{0}>").format(_CHANGES[kind], text))
        else:
            parts.append(escape(_shortened(text, index == 0, index == len(pieces) - 1)))
    return Markup("").join(parts)


def _shortened(text: str, first: bool, last: bool) -> str:
    """What both texts have, cut down to what stands next to a change."""
    if len(text) <= 2 * _CONTEXT:
        return text
    before = "" if first else text[:_CONTEXT].rsplit(maxsplit=1)[0] + " "
    after = "" if last else text[-_CONTEXT:].split(maxsplit=1)[-1]
    return f"{before}…{' ' if after else ''}{after}"


def _piece(piece: Piece) -> Markup:
    html = escape(piece.text)
    for mark in reversed(piece.marks):
        element = _ELEMENTS.get(mark.kind, "span")
        title = Markup(' title="{}"').format(mark.label) if mark.label else ""
        html = Markup('<{0} class="{1}"{2}>{3}</{0}>').format(element, mark.kind, title, html)
    return html
