"""Texts for tests that are about Markdown, or about any markup."""

from __future__ import annotations

from workflow.model import Markup, Text

MARKUPS: tuple[Markup, ...] = ("markdown", "html", "text")


def md(value: str) -> Text:
    """A text in Markdown."""
    return Text(value, "markdown")
