"""One pass over Markdown's events that finds the segments and how to write in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from workflow.formats.comments import Remarks
from workflow.formats.html import Html
from workflow.formats.inline import escape_block, escape_cell, escape_heading
from workflow.formats.interface import Origin, Slot
from workflow.formats.markdown.definitions import definition_parts
from workflow.formats.markdown.dialect import INLINE, OPAQUE, Event, events
from workflow.formats.markdown.places import Encoder, Source
from workflow.formats.markdown.runs import Part, Run
from workflow.formats.sentences import SentenceEnds
from workflow.model import Segment

_KINDS = {
    "Item": "list item",
    "BlockQuote": "quotation",
    "FootnoteDefinition": "footnote",
    "DefinitionListTitle": "definition term",
    "DefinitionListDefinition": "definition",
}


_PLAIN = frozenset(("caption", "link title"))
"""Kinds of segments that are plain text."""


def slots(body: str, origin: Origin, sentences: SentenceEnds | None) -> tuple[Slot, ...]:
    """Return the slots of a Markdown body, in source order."""
    walker = _Walker(Source(body, origin), sentences)
    walker.walk()
    if titles := [walker.slot(part) for part in definition_parts(walker.source)]:
        return tuple(sorted([*walker.slots, *titles], key=lambda slot: slot.segment.start))
    return tuple(walker.slots)


@dataclass(slots=True)
class _Block:
    """A block the walk is in."""

    name: str
    start: int
    level: str
    """Of a heading."""
    remarks: Remarks | None
    """What its author said before it, if anything."""


class _Walker:
    """Opens and closes blocks, and turns the run of inline content in each into slots."""

    def __init__(self, source: Source, sentences: SentenceEnds | None) -> None:
        self.source = source
        self.sentences = sentences
        self.slots: list[Slot] = []
        self.blocks: list[_Block] = [_Block("Document", 0, "", None)]
        self.remarks = Remarks()
        self.skips = 0
        """How many of the blocks are not to be translated."""
        self.quotes = 0
        self.heading = ""

    def walk(self) -> None:
        """Pass over all events. Most are inline, so these are told first and just kept."""
        run: list[Event] = []
        stream = events(self.source.text)
        for pair in stream:
            event, place = pair
            if event.__class__ is not dict:
                if event != "Rule":
                    run.append(pair)
                    continue
                self._end_run(run)
                self.remarks.take()
            elif "Text" in event:
                run.append(pair)
                continue
            elif "Start" in event:
                value = event["Start"]
                name = value if value.__class__ is str else next(iter(value))
                if name in INLINE:
                    run.append(pair)
                    continue
                self._end_run(run)
                self._start(name, value, place, stream)
            elif "End" in event:
                value = event["End"]
                if value in INLINE if value.__class__ is str else False:
                    run.append(pair)
                    continue
                self._end_run(run)
                self._end()
            elif "TaskListMarker" in event:
                self._end_run(run)
            else:
                run.append(pair)
                continue
            run = []
        self._end_run(run)

    def _start(self, name: str, value: Any, place: Any, stream: Iterator[Event]) -> None:
        if name in OPAQUE:
            content = _content(stream)
            if name != "HtmlBlock":
                self.remarks.take()
            elif not self.remarks.read(content):
                self._html(content, place["start"], place["end"])
            return
        remarks = None
        if self.remarks.any:
            remarks = self.remarks.take()
            self.skips += remarks.skip_next
        self.quotes += name == "BlockQuote"
        level = value["Heading"]["level"] if name == "Heading" else ""
        self.blocks.append(_Block(name, place["start"], level, remarks))

    def _end(self) -> None:
        block = self.blocks.pop()
        self.quotes -= block.name == "BlockQuote"
        if block.remarks is not None:
            self.skips -= block.remarks.skip_next

    def _html(self, content: str, start: int, end: int) -> None:
        """A block of HTML goes through its own format, if it stands there in one piece."""
        remarks = self.remarks.take()
        html = self.source.slice(start, end)
        whole = html.replace("\r\n", "\n") == content.replace("\r\n", "\n")
        if whole and not (self.skips or remarks.skip_next or self.remarks.skipping):
            self.blocks.append(_Block("HtmlBlock", start, "", remarks))
            origin = Origin(self.source.origin.offset + start, self.source.line(start))
            self.slots += (self._within(slot) for slot in Html().slots(html, origin))
            self.blocks.pop()

    def _within(self, slot: Slot) -> Slot:
        """A slot of another format with what the blocks around it say of it."""
        context, notes = self._said()
        segment = replace(
            slot.segment,
            context=slot.segment.context or context,
            heading=slot.segment.heading or self.heading,
            notes=(*notes, *slot.segment.notes),
        )
        return Slot(segment, slot.encode)

    def _end_run(self, events: list[Event]) -> None:
        if not events:
            return
        run = Run(events, self.source)
        block = self.blocks[-1]
        if not (self.skips or self.remarks.skipping):
            if images := run.images():
                for image in images:
                    self.slots += map(self.slot, run.image_parts(image, self.quotes))
            elif run.translatable:
                self.slots += map(self.slot, self._parts(run, block))
        if block.name == "Heading":
            self.heading = run.words(code=True).strip()

    def _parts(self, run: Run, block: _Block) -> Iterable[Part]:
        part = self._part(run, block)
        if self.sentences is None or block.name in ("Heading", "TableCell"):
            return (part,)
        return run.parts_by_sentence(part, self.quotes, self.sentences)

    def _part(self, run: Run, block: _Block) -> Part:
        text = run.message(self.quotes)
        encode: Encoder = escape_cell
        if block.name == "TableCell":
            kind = "table cell"
            text = text.replace("\\|", "|")
        elif block.name == "Heading":
            kind = f"heading {block.level[1:]}"
            encode = self._heading_encoder(block, run.start)
        else:
            parent = self.blocks[-2].name if block.name == "Paragraph" else block.name
            kind = _KINDS.get(parent, "paragraph")
            encode = self._block_encoder(run.start)
        return Part(run.start, run.end, text, kind, encode)

    def _heading_encoder(self, block: _Block, start: int) -> Encoder:
        underlined = self.source.data[block.start : block.start + 1] != b"#"
        return self._block_encoder(start) if underlined else escape_heading

    def _block_encoder(self, start: int) -> Encoder:
        source = self.source
        return lambda text: escape_block(text, source.newline, source.prefix(start))

    def slot(self, part: Part) -> Slot:
        """The slot for a part, with what the blocks around it say of it."""
        start, end, text, kind, encode = part
        context, notes = self._said()
        heading = "" if kind[:7] == "heading" else self.heading
        shift = self.source.origin.offset
        line = self.source.line(start)
        markup = "text" if kind in _PLAIN else "markdown"
        segment = Segment(
            start + shift, end + shift, text, kind, line, context, heading, notes, markup
        )
        return Slot(segment, encode)

    def _said(self) -> tuple[str | None, tuple[str, ...]]:
        """The context and the notes that apply here."""
        said = [block.remarks for block in self.blocks if block.remarks is not None]
        if not said:
            return None, ()
        contexts = [remarks.context for remarks in said if remarks.context]
        notes = (note for remarks in said for note in remarks.notes)
        return contexts[-1] if contexts else None, tuple(notes)


def _content(stream: Iterator[Event]) -> str:
    """What stands in a code or HTML block, up to its end, which is taken from the stream."""
    parts: list[str] = []
    for event, _ in stream:
        if "End" in event:
            break
        parts += event.values()
    return "".join(parts)
