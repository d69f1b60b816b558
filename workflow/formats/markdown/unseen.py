"""The walk over Markdown with texts that the parser gives no events of.

These are the arguments of directives, and link reference definitions, of which the title is a
segment and label and address are not.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import starmap
from typing import Any

from workflow.formats.format import Remarks, SentenceEnds, Slot
from workflow.formats.markdown.arguments import Pending
from workflow.formats.markdown.multiline import columns
from workflow.formats.markdown.places import IN_DEFINITION, Source, find_title
from workflow.formats.markdown.runs import Part
from workflow.formats.markdown.walk import Walker
from workflow.inline.commonmark import Event, link_definitions
from workflow.inline.wrapping import needs_translation
from workflow.model import lazy_re as re

_NOT_OBEYED = re.compile(r"<!|<\?|<(?:pre|script|style|textarea)\b|translate", re.IGNORECASE)
"""Where one of them stands in a block of HTML, components in it may be an example or a comment."""
_TITLED = re.compile(r"""\]:[>\s]*+(?:<[^<>\r\n]*+>|[^\s<]\S*+)\s[>\s]*+["'(]""")
"""Where this stands nowhere, no link definition has a title."""


class DirectiveWalker(Walker):
    """A walk that meets directives and link definitions between the blocks."""

    def __init__(
        self, source: Source, sentences: SentenceEnds | None, pending: Sequence[Pending]
    ) -> None:
        super().__init__(source, sentences)
        self.pending = deque(pending)
        self.places: list[Any] = []
        """Where the blocks the walk is in stand."""

    def walk(self) -> None:
        super().walk()
        self._meet(len(self.source.data))

    def _filled(self, name: str, kind: str, place: Any, content: list[Event]) -> None:
        self._start(name, place)
        if content:
            self._finish(content, kind, place["start"])
        self._end()

    def _start(self, name: str, place: Any) -> None:
        self._meet(place["start"])
        super()._start(name, place)
        self.places.append(place)
        if name == "Item":  # the parser sees an admonition as one
            self._meet(place["start"] + 1)

    def _end(self) -> None:
        place = self.places.pop()
        if self.said and self.blocks[-1] != "BlockQuote":
            indent = columns(self.source.prefix(place["start"]))
            self._meet(place["end"], indent)
        super()._end()

    def _opaque(self, name: str, place: Any, content: str) -> None:
        self._meet(place["start"])
        before, remarks = len(self.slots), replace(self.remarks)
        super()._opaque(name, place, content)
        shown = name == "HtmlBlock" and not _NOT_OBEYED.search(content)
        self._components(place["end"], before, remarks if shown else None)

    def _finish(self, events: list[Event], kind: str, opening: int = 0) -> None:
        self._meet(events[0][1]["start"])
        before = len(self.slots)
        super()._finish(events, kind, opening)
        self._components(events[-1][1]["end"], before, Remarks())

    def _meet(self, end: int, column: int = -1) -> None:
        """Take up what stands before ``end`` and is indented deeper than ``column``."""
        while self.pending and self.pending[0].start < end and self.pending[0].indent > column:
            directive = self.pending.popleft()
            if not directive.component:
                self.slots += self._arguments(directive, self.remarks.take())

    def _components(self, end: int, before: int, remarks: Remarks | None) -> None:
        """Take up the components in what gave the slots from number ``before`` on.

        None of their arguments that is part of one of these is a segment of its own.
        """
        found: list[Slot] = []
        while self.pending and self.pending[0].start < end:
            directive = self.pending.popleft()
            if remarks is not None:
                found += self._arguments(directive, remarks)
        known = self.slots[before:]
        done = 0
        del self.slots[before:]
        for slot in heapq.merge(known, found, key=lambda slot: slot.segment.start):
            if slot.segment.start >= done:
                self.slots.append(slot)
                done = slot.segment.end

    def _arguments(self, directive: Pending, remarks: Remarks) -> Iterator[Slot]:
        if self.skips or remarks.skip_next or remarks.skipping:
            return
        self.said.append((len(self.blocks), remarks))
        yield from starmap(self.slot, directive.parts)
        self.said.pop()


def pending_definitions(source: Source) -> Iterator[Pending]:
    """Yield the link reference definitions (CommonMark 0.31, section 4.7) that matter.

    These are those with a title, and where authors may speak to the tool all of them: what is
    said before a definition is said of it, not of the block after it.
    """
    if not source.labelled or not ("<!--" in source.text or _TITLED.search(source.text)):
        return
    for definition in link_definitions(source.masked).values():
        start, end = definition["span"]["start"], definition["span"]["end"]
        indent = columns(source.prefix(start))
        yield Pending(start, indent, tuple(_title(source, start, end)), component=False)


def _title(source: Source, start: int, end: int) -> Iterator[Part]:
    raw = source.slice(start, end)
    title = find_title(IN_DEFINITION, raw, raw.count(">"))
    if title and needs_translation(title.text):
        first, last = start + title.start, start + title.end
        yield Part(first, last, title.text, "link title", title.encode, "text")
