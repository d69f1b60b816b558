"""Segments, the translatable runs of an article, and the placeables inside them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from workflow.model.text import Markup, Text


class PlaceableKind(StrEnum):
    """What a placeable is."""

    LINK = "link target"
    IMAGE = "image path"
    CODE = "code"
    TAG = "tag"
    FOOTNOTE = "footnote mark"
    SHORTCODE = "shortcode"
    URL = "URL"
    EMAIL = "e-mail address"
    PHONE = "telephone number"
    PLACEHOLDER = "placeholder"


class Placeable(NamedTuple):
    """A part of a message that its translation carries over as it is."""

    kind: PlaceableKind
    text: str
    start: int
    """Offset of the first character, in characters of the message."""
    end: int
    """Offset after the last character, in characters of the message."""


class Segment(NamedTuple):
    """A heading, paragraph, list item, table cell, caption, alt text or front-matter field.

    A tuple, for articles make tens of thousands of them, and it is made in a third of the time.
    """

    start: int
    """Offset of the first byte, in UTF-8 bytes of the source."""
    end: int
    """Offset after the last byte, in UTF-8 bytes of the source."""
    text: str
    """The msgid: soft line breaks unwrapped, container prefixes removed."""
    kind: str
    """For people: ``heading 2``, ``paragraph``, ``table cell``, ``image text``, …"""
    line: int
    """Line of the source the segment starts on, counted from 1."""
    context: str | None = None
    """The msgctxt, where the segment means something else than its text alone says."""
    heading: str = ""
    """The heading the segment stands under, as plain text."""
    notes: tuple[str, ...] = ()
    """What the author tells translators (``<!-- translators: … -->``)."""
    markup: Markup = "text"
    """What the msgid is written in."""

    @property
    def source(self) -> Text:
        """The msgid with what it is written in."""
        return Text(self.text, self.markup)

    @property
    def key(self) -> tuple[str | None, str]:
        """(msgctxt, msgid), by which catalogues know the segment."""
        return (self.context, self.text)
