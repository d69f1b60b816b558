"""What a format is: one class that finds the segments of a body and its skeleton.

With it, what formats share: the comments in which authors speak to the tool.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from workflow.model import Segment

SentenceEnds = Callable[[str], tuple[int, ...]]
"""Takes a msgid, returns the offsets (characters) at which a sentence after the first begins."""
_SPACE = re.compile(r"\s+")


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


@dataclass(slots=True)
class Remarks:
    """Collects what authors say before a block, in comments each on a line of its own.

    The format asks for them when the block starts.
    """

    notes: list[str] = field(default_factory=list)
    context: str | None = None
    skip_next: bool = False
    skipping: bool = False
    """Between ``skip-begin`` and ``skip-end``."""
    any: bool = False
    """Whether there is something to hand over to the next block."""

    def read(self, html: str) -> bool:
        """Take in a comment; return whether ``html`` is nothing but one meant for the tool."""
        comment = html.strip()
        inside = comment[len("<!--") : -len("-->")]
        if comment != f"<!--{inside}-->" or "-->" in inside:
            return False
        name, colon, value = inside.partition(":")
        value = _SPACE.sub(" ", value).strip()
        match name.strip(), value:
            case "translators", _ if colon:
                self.notes.append(value)
            case "context", _ if colon:
                self.context = value or None
            case "workflow", "skip":
                self.skip_next = True
            case "workflow", "skip-begin":
                self.skipping = True
            case "workflow", "skip-end":
                self.skipping = False
            case _:
                return False
        self.any = bool(self.notes or self.context or self.skip_next)
        return True

    def take(self) -> Remarks:
        """Hand over what stands before the block that starts now, and forget it."""
        taken = Remarks(self.notes, self.context, self.skip_next, self.skipping, self.any)
        self.notes, self.context, self.skip_next, self.any = [], None, False, False
        return taken
