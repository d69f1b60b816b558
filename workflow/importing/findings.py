"""What an import reports beside the article: text that it left out, images that it names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block of the source that is not in the article."""

    text: str
    """The whole of it, on one line."""
    reason: str
    """Why it is no part of the article, in a few words: ``menu``, ``after the article``."""


@dataclass(frozen=True, slots=True)
class ImportedImage:
    """An image that the article shows."""

    source: str
    """Its address, or its path as seen from the source; the body's Markdown has the same."""
