"""One pass over Markdown's events that finds the segments and how to write in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from workflow.formats.comments import Remarks
from workflow.formats.html import Html
from workflow.formats.html.elements import BLOCKS, KEPT
from workflow.formats.inline import escape_block, escape_cell, escape_heading, needs_translation
from workflow.formats.interface import Origin, Slot
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


_TAG_ALONE = re.compile(
    r" {0,3}(?!<[^>]*\b(?:translate|lang|notranslate)\b)</?(?P<name>[A-Za-z][\w:-]*)[^<>]*>"
    r"(?=[ \t]*\r?\n)"
)
"""What makes the start of HTML of any element (CommonMark 0.31, section 4.6, condition 7)."""
_PLAIN = frozenset(("caption", "link title"))
"""Kinds of segments that are plain text."""
_Block = tuple[str, int, Any, bool]
"""A block the walk is in: its name, where it starts, what the parser says of it, and whether
its author said something before it."""


class Walker:
    """Opens and closes blocks, and turns the run of inline content in each into slots."""

    def __init__(self, source: Source, sentences: SentenceEnds | None) -> None:
        self.source = source
        self.sentences = sentences
        self.slots: list[Slot] = []
        self.blocks: list[_Block] = [("Document", 0, None, False)]
        self.remarks = Remarks()
        self.said: list[Remarks] = []
        """What authors said of the blocks the walk is in."""
        self.skips = 0
        """How many of the blocks are not to be translated."""
        self.quotes = 0
        self.heading = ""

    def walk(self) -> None:  # noqa: PLR0912 - a call for each event would cost more than the rest
        """Pass over all events. Most are inline, so these are told first and just kept."""
        run: list[Event] = []
        stream = events(self.source.text)
        for pair in stream:
            event = pair[0]
            if event.__class__ is not dict:
                if event != "Rule":
                    run.append(pair)
                    continue
            elif "Text" in event:
                run.append(pair)
                continue
            elif "End" in event:
                value = event["End"]
                if value.__class__ is str and value in INLINE:
                    run.append(pair)
                    continue
            elif "Start" in event:
                value = event["Start"]
                name = value if value.__class__ is str else next(iter(value))
                if name in INLINE:
                    run.append(pair)
                    continue
                if run:
                    self._finish(run)
                    run = []
                if name in OPAQUE:
                    self._opaque(name, pair[1], _content(stream))
                else:
                    self._start(name, value, pair[1]["start"])
                continue
            elif "TaskListMarker" not in event:
                run.append(pair)
                continue
            if run:
                self._finish(run)
                run = []
            if event == "Rule":
                self.remarks.take()
            elif "End" in event:
                self._end(pair[1]["end"])
        if run:
            self._finish(run)

    def _opaque(self, name: str, place: Any, content: str) -> None:
        if name != "HtmlBlock":
            self.remarks.take()
        elif not self.remarks.read(content):
            self._html(content, place["start"], place["end"])

    def _start(self, name: str, value: Any, start: int) -> None:
        said = self.remarks.any
        if said:
            self.said.append(self.remarks.take())
            self.skips += self.said[-1].skip_next
        if name == "BlockQuote":
            self.quotes += 1
        self.blocks.append((name, start, value, said))

    def _end(self, _end: int) -> None:
        name, _, _, said = self.blocks.pop()
        if name == "BlockQuote":
            self.quotes -= 1
        if said:
            self.skips -= self.said.pop().skip_next

    def _html(self, content: str, start: int, end: int) -> None:
        """A block of HTML goes through its own format, if it stands there in one piece."""
        remarks = self.remarks.take()
        html = self.source.slice(start, end)
        whole = html.replace("\r\n", "\n") == content.replace("\r\n", "\n")
        if whole and not (self.skips or remarks.skip_next or self.remarks.skipping):
            self.said.append(remarks)
            origin = Origin(self.source.origin.offset + start, self.source.line(start))
            self.slots += map(self._within, _html_slots(html, origin))
            self.said.pop()

    def _within(self, slot: Slot) -> Slot:
        """A slot of another format with what the blocks around it say of it."""
        context, notes = self._said()
        segment = slot.segment._replace(
            context=slot.segment.context or context,
            heading=slot.segment.heading or self.heading,
            notes=(*notes, *slot.segment.notes),
        )
        return Slot(segment, slot.encode)

    def _finish(self, events: list[Event]) -> None:
        """Turn a run into slots; ``events`` are all of it."""
        block = self.blocks[-1]
        run = Run(events, self.source)
        if not (self.skips or self.remarks.skipping):
            if run.plain and self.sentences is None:
                if needs_translation(run.raw):
                    self.slots.append(self.slot(self._part(run, block, run.raw)))
            elif images := run.images():
                for image in images:
                    self.slots += map(self.slot, run.image_parts(image, self.quotes))
            elif run.translatable:
                self.slots += map(self.slot, self._parts(run, block))
        if block[0] == "Heading":
            self.heading = run.raw.strip() if run.plain else run.words(code=True).strip()

    def _parts(self, run: Run, block: _Block) -> Iterable[Part]:
        part = self._part(run, block, run.message(self.quotes))
        if self.sentences is None or block[0] in ("Heading", "TableCell"):
            return (part,)
        return run.parts_by_sentence(part, self.quotes, self.sentences)

    def _part(self, run: Run, block: _Block, text: str) -> Part:
        name, start, value, _ = block
        if name == "TableCell":
            return Part(run.start, run.end, text.replace("\\|", "|"), "table cell", escape_cell)
        if name == "Heading":
            kind = f"heading {value['Heading']['level'][1:]}"
            return Part(run.start, run.end, text, kind, self._heading_encoder(start, run.start))
        parent = self.blocks[-2][0] if name == "Paragraph" else name
        kind = _KINDS.get(parent, "paragraph")
        return Part(run.start, run.end, text, kind, self._block_encoder(run.start))

    def _heading_encoder(self, opening: int, start: int) -> Encoder:
        underlined = self.source.data[opening : opening + 1] != b"#"
        return self._block_encoder(start) if underlined else escape_heading

    def _block_encoder(self, start: int) -> Encoder:
        source = self.source
        return lambda text: escape_block(text, source.newline, source.prefix(start))

    def slot(self, part: Part) -> Slot:
        """The slot for a part, with what the blocks around it say of it."""
        start, end, text, kind, encode = part
        context, notes = self._said() if self.said else (None, ())
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
        contexts = [remarks.context for remarks in self.said if remarks.context]
        notes = (note for remarks in self.said for note in remarks.notes)
        return contexts[-1] if contexts else None, tuple(notes)


def _content(stream: Iterator[Event]) -> str:
    """What stands in a code or HTML block, up to its end, which is taken from the stream."""
    parts: list[str] = []
    for event, _ in stream:
        if "End" in event:
            break
        parts += event.values()
    return "".join(parts)


def _html_slots(html: str, origin: Origin) -> tuple[Slot, ...]:
    """The slots of a block of HTML. A tag alone on its first line, which makes it one, is in none:
    a translation that put a word before it would make it a paragraph."""
    alone = _TAG_ALONE.match(html)
    if alone is None or alone["name"].lower() in BLOCKS | KEPT:
        return Html().slots(html, origin)
    tag = html[: alone.end()]
    rest = Origin(origin.offset + len(tag.encode()), origin.line)
    return (*Html().slots(tag, origin), *Html().slots(html[alone.end() :], rest))
