"""One pass over Markdown's events that finds the segments and how to write in their places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from workflow.formats.comments import Remarks
from workflow.formats.inline import (
    escape_block,
    escape_cell,
    escape_heading,
    needs_translation,
)
from workflow.formats.interface import Origin, Slot
from workflow.formats.markdown.definitions import definition_slots
from workflow.formats.markdown.dialect import INLINE, OPAQUE, events, name_and_data
from workflow.formats.markdown.places import Source
from workflow.formats.markdown.runs import Run
from workflow.formats.placeables import without_plain

_KINDS = {
    "Item": "list item",
    "BlockQuote": "quotation",
    "FootnoteDefinition": "footnote",
    "DefinitionListTitle": "definition term",
    "DefinitionListDefinition": "definition",
}


def slots(body: str, origin: Origin) -> tuple[Slot, ...]:
    """Return the slots of a Markdown body, in source order."""
    walker = _Walker(Source(body, origin))
    for kind, value, start, end in events(body):
        walker.take(kind, value, start, end)
    walker.flush()
    found = [*walker.slots, *definition_slots(walker.source)]
    return tuple(sorted(found, key=lambda slot: slot.segment.start))


@dataclass(slots=True)
class _Block:
    """A block the walk is in."""

    name: str
    start: int
    data: Any
    remarks: Remarks | None
    """What its author said before it, if anything."""


class _Walker:
    """Opens and closes blocks, and turns the run of inline content in each into slots."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.slots: list[Slot] = []
        self.blocks: list[_Block] = [_Block("Document", 0, None, None)]
        self.remarks = Remarks()
        self.skips = 0
        """How many of the blocks are not to be translated."""
        self.run: Run | None = None
        self.opaque: list[str] | None = None
        """Content of the code or HTML block the walk is in."""
        self.heading = ""
        self.heading_words: list[str] | None = None

    def take(self, kind: str, value: Any, start: int, end: int) -> None:
        """Take in one event."""
        if kind in ("Start", "End"):
            name, data = name_and_data(value)
            if name in INLINE:
                self._inline(kind, name, data, start, end)
            elif kind == "Start":
                self._open(name, data, start)
            else:
                self._close()
        elif self.opaque is not None:
            self.opaque.append(value)
        elif kind in ("Rule", "TaskListMarker"):
            self.flush()
            if kind == "Rule":
                self.remarks.take()
        else:
            if self.run is None:
                self.run = Run()
            self.run.add(kind, value, start, end, self.source)
            if self.heading_words is not None and kind in ("Text", "Code"):
                self.heading_words.append(value)

    def _inline(self, kind: str, name: str, data: Any, start: int, end: int) -> None:
        if kind == "Start":
            if self.run is None:
                self.run = Run()
            self.run.open(name, data, start, end)
        elif self.run is not None:
            self.run.close()

    def _open(self, name: str, data: Any, start: int) -> None:
        self.flush()
        remarks = None
        if name in OPAQUE:
            self.opaque = []
        if name == "Heading":
            self.heading_words = []
        if name != "HtmlBlock" and self.remarks.any:
            remarks = self.remarks.take()
            self.skips += remarks.skip_next
        self.blocks.append(_Block(name, start, data, remarks))

    def _close(self) -> None:
        self.flush()
        block = self.blocks.pop()
        if block.remarks is not None:
            self.skips -= block.remarks.skip_next
        if self.opaque is not None:
            if block.name == "HtmlBlock":
                self.remarks.read("".join(self.opaque))
            self.opaque = None
        if self.heading_words is not None and block.name == "Heading":
            self.heading = "".join(self.heading_words).strip()
            self.heading_words = None

    def flush(self) -> None:
        """End the run there is, if any, and keep its slots."""
        run, self.run = self.run, None
        if run is None or self.skips or self.remarks.skipping:
            return
        quotes = sum(block.name == "BlockQuote" for block in self.blocks)
        if run.alone and run.images:
            self.slots += map(self._placed, run.image_slots(self.source, quotes))
        elif needs_translation(without_plain("".join(run.words))):
            self.slots.append(self._placed(self._text(run, quotes)))

    def _text(self, run: Run, quotes: int) -> Slot:
        text = run.message(self.source, quotes)
        block = self.blocks[-1]
        if block.name == "TableCell":
            text = text.replace("\\|", "|")
            return self.source.slot(run.start, run.end, text, "table cell", escape_cell)
        encode = self._block_encoder(run.start)
        if block.name == "Heading":
            if self.source.data[block.start : block.start + 1] == b"#":
                encode = escape_heading
            kind = f"heading {block.data['level'][1:]}"
        else:
            parent = self.blocks[-2].name if block.name == "Paragraph" else block.name
            kind = _KINDS.get(parent, "paragraph")
        return self.source.slot(run.start, run.end, text, kind, encode)

    def _block_encoder(self, start: int) -> Callable[[str], str]:
        source = self.source
        return lambda text: escape_block(text, source.newline, source.prefix(start))

    def _placed(self, slot: Slot) -> Slot:
        """The slot with what the blocks around it say of it."""
        said = [block.remarks for block in self.blocks if block.remarks is not None]
        if not said and not self.heading:
            return slot
        contexts = [remarks.context for remarks in said if remarks.context]
        segment = replace(
            slot.segment,
            context=contexts[-1] if contexts else None,
            heading="" if slot.segment.kind.startswith("heading") else self.heading,
            notes=tuple(note for remarks in said for note in remarks.notes),
        )
        return Slot(segment, slot.encode)
