"""HTML: byte spans of texts and attributes, spliced, never rendered anew.

A run of text with its inline elements is a segment; block elements part the runs. See
:mod:`~workflow.inline.html_elements` for which element is which, and ``docs/formats.md``.
"""

from __future__ import annotations

from collections.abc import Hashable

from workflow.formats.html.skeleton import Skeleton
from workflow.formats.html.slots import Slots
from workflow.formats.interface import Origin, Slot
from workflow.formats.sentences import SentenceEnds
from workflow.inline.html_tokens import tokenize
from workflow.model import SUFFIXES

__all__ = ["Html"]


class Html:
    """The built-in format ``html``.

    It reads pages, fragments, and blocks of HTML inside documents of another format: an
    encoded translation has no line ends but those its msgstr has inside tags.
    """

    name = "html"
    suffixes = SUFFIXES["html"]

    def slots(
        self, body: str, origin: Origin, sentences: SentenceEnds | None = None
    ) -> tuple[Slot, ...]:
        """See :class:`~workflow.formats.interface.Format`."""
        data = body.encode()
        walk = Slots(data, origin, sentences)
        walk.take(tokenize(data))
        return tuple(walk.found)

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """See :class:`~workflow.formats.interface.Format`."""
        data = body.encode()
        walk = Skeleton(data)
        walk.take(tokenize(data))
        return tuple(walk.parts)
