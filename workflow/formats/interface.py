"""What a format is: one class that finds the segments of a body and its skeleton."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from workflow.formats.sentences import SentenceEnds
from workflow.model import Segment


class Slot(NamedTuple):
    """A segment and how a translation of it is written in its place."""

    segment: Segment
    encode: Callable[[str], str]
    """Takes the msgstr, returns the source text for the span: escaped, with prefixes."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in its file a body starts."""

    offset: int = 0
    """UTF-8 bytes before it."""
    line: int = 1
    """Line of its first character, counted from 1."""


class Format(Protocol):
    """One source format. Pure; never raises on any text."""

    @property
    def name(self) -> str:
        """What ``format=`` and the registry call it."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings, with the dot, lower case."""
        ...

    def slots(
        self, body: str, origin: Origin, sentences: SentenceEnds | None = None
    ) -> tuple[Slot, ...]:
        """The segments of the text after the front matter, in source order.

        Spans do not overlap; they are shifted by ``origin`` to the whole file. With
        ``sentences``, running text is parted into a segment a sentence, if the format can.
        """
        ...

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """The block structure without the words: equal skeletons, equally built documents."""
        ...
