"""A msgid or msgstr together with what it is written in."""

from __future__ import annotations

from typing import Literal, NamedTuple

Markup = Literal["markdown", "html", "text"]
"""Markdown (in which tags may stand), HTML, or plain text."""


class Text(NamedTuple):
    """What stands in a message, and how it is to be read.

    A tuple, for what is read of texts is kept by them, and a tuple is found in half the time.
    """

    value: str
    markup: Markup

    def having(self, value: str) -> Text:
        """Another text, written in the same way."""
        return Text(value, self.markup)
