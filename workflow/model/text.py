"""A msgid or msgstr together with what it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Markup = Literal["markdown", "html", "text"]
"""Markdown (in which tags may stand), HTML, or plain text."""


@dataclass(frozen=True, slots=True)
class Text:
    """What stands in a message, and how it is to be read."""

    value: str
    markup: Markup

    def having(self, value: str) -> Text:
        """Another text, written in the same way."""
        return Text(value, self.markup)
