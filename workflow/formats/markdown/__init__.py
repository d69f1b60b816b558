"""Markdown (CommonMark, GFM): byte spans from pyromark's events, spliced, never rendered."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from workflow.formats.interface import Origin, Slot
from workflow.formats.markdown.skeleton import skeleton
from workflow.formats.markdown.slots import slots
from workflow.formats.sentences import SentenceEnds
from workflow.model import SUFFIXES

__all__ = ["Markdown"]


@dataclass(frozen=True, slots=True)
class Markdown:
    """The built-in format ``markdown``."""

    arguments: frozenset[str] = frozenset()
    """Names of the directives' arguments that are text."""
    name: ClassVar[str] = "markdown"
    suffixes: ClassVar[tuple[str, ...]] = SUFFIXES["markdown"]

    def slots(
        self, body: str, origin: Origin, sentences: SentenceEnds | None = None
    ) -> tuple[Slot, ...]:
        """See :class:`~workflow.formats.interface.Format`."""
        return slots(body, origin, sentences, self.arguments)

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """See :class:`~workflow.formats.interface.Format`."""
        return skeleton(body, self.arguments)
