"""Texts of people and of the program as HTML: what they hold stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from workflow.merge.changes import Kind
from workflow.model import Locale
from workflow.model.phrase import Phrase
from workflow.reports.i18n import ENGLISH, Words
from workflow.review.highlights import MarkKind, Piece

_ELEMENTS: Mapping[MarkKind, str] = {
    MarkKind.TERM: "mark",
    MarkKind.FOLLOWED: "mark",
    MarkKind.FORBIDDEN: "mark",
}
"""What a mark is in HTML; any other is a ``span``."""
_IN_BACKQUOTES = re.compile("`([^`]+)`")
_CONTEXT = 60
"""Characters shown beside a change."""
_CHANGES: Mapping[Kind, str] = {"removed": "del", "added": "ins"}


def worded(words: Words, value: object) -> object:
    """A phrase in the reader's language, its parts escaped unless they are HTML; else the value."""
    if not isinstance(value, Phrase):
        return value
    params = {name: _part(words, part) for name, part in value.params.items()}
    return escape(words.template(value)).format_map(params)


def coded(value: str, words: Words = ENGLISH) -> object:
    """As :func:`worded`, with what stands in backquotes as code; not those of its parts."""
    if not isinstance(value, Phrase):
        return value
    params = {name: _part(words, part) for name, part in value.params.items()}
    pieces = _IN_BACKQUOTES.split(words.template(value))
    template = Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
    return template.format_map(params)


def _part(words: Words, part: object) -> object:
    return words.number(part) if isinstance(part, int | float) else worded(words, part)


def marked(pieces: Iterable[Piece], words: Words = ENGLISH) -> Markup:
    """The text with its marks: less the tags, it is the text itself."""
    return Markup("").join(_piece(words, piece) for piece in pieces)


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


def _piece(words: Words, piece: Piece) -> Markup:
    html = escape(piece.text)
    for mark in reversed(piece.marks):
        element = _ELEMENTS.get(mark.kind, "span")
        label = words(mark.label)
        title = Markup(' title="{}"').format(label) if label else ""
        html = Markup('<{0} class="{1}"{2}>{3}</{0}>').format(element, mark.kind, title, html)
    return html


def lang(locale: Locale) -> Markup:
    """Attributes of an element whose text is in ``locale``, so that it gets its glyphs."""
    return Markup('lang="{}" dir="{}"').format(locale.bcp47, locale.direction)


def capital(text: str) -> str:
    """``text`` with a capital at its beginning."""
    return text[:1].upper() + text[1:]
