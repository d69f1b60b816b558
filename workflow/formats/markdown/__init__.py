"""Markdown (CommonMark, GFM): byte spans from pyromark's events, spliced, never rendered."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

from workflow.formats.format import Origin, SentenceEnds, Slot
from workflow.formats.markdown.arguments import pending
from workflow.formats.markdown.places import Source
from workflow.formats.markdown.skeleton import skeleton
from workflow.formats.markdown.unseen import DirectiveWalker, pending_definitions
from workflow.formats.markdown.walk import Walker
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
        """See :class:`~workflow.formats.format.Format`."""
        source = Source(body, origin)
        arguments = pending(body, self.arguments) if self.arguments else ()
        unseen = [*arguments, *pending_definitions(source)]
        if unseen:
            unseen.sort(key=lambda each: each.start)
            walker: Walker = DirectiveWalker(source, sentences, unseen)
        else:
            walker = Walker(source, sentences)
        walker.walk()
        return tuple(walker.slots)

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """See :class:`~workflow.formats.format.Format`."""
        return skeleton(body, self.arguments)
