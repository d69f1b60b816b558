"""Markdown (CommonMark, GFM): byte spans from pyromark's events, spliced, never rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyromark

from workflow.formats.comments import Remarks
from workflow.formats.inline import (
    NEWLINE,
    escape_alt,
    escape_block,
    escape_cell,
    escape_characters,
    escape_heading,
    escape_line,
    needs_translation,
    unwrap,
)
from workflow.formats.interface import Origin, Parsed, Slot
from workflow.formats.placeables import without_placeables
from workflow.model import Segment

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_GFM
)
"""The dialect; whoever renders an article uses the same."""

_INLINE = frozenset(
    ("Emphasis", "Strong", "Strikethrough", "Link", "Image", "Superscript", "Subscript")
)
_OPAQUE = frozenset(("CodeBlock", "HtmlBlock", "MetadataBlock"))
_TITLE = re.compile(
    r"""\]\(\s*(?:<[^<>\n]*>|[^\s<][^\s]*)\s+
    (?P<title>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*\)$""",
    re.VERBOSE | re.DOTALL,
)

Range = tuple[int, int]


class Markdown:
    """The built-in format ``markdown``."""

    name = "markdown"
    suffixes = (".md", ".markdown")

    def parse_body(self, body: str, origin: Origin) -> Parsed:
        """See :class:`~workflow.formats.interface.Format`."""
        walker = _Walker(_Source(body, origin))
        walker.walk()
        return Parsed(tuple(walker.slots), tuple(walker.skeleton))


class _Source:
    """The body as bytes, with the few questions a walk asks of it."""

    def __init__(self, body: str, origin: Origin) -> None:
        self.data = body.encode()
        self.text = body
        self.origin = origin
        newline = NEWLINE.search(body)
        self.newline = newline[0] if newline else "\n"
        self._line_offset, self._line = 0, origin.line

    def slice(self, start: int, end: int) -> str:
        return self.data[start:end].decode()

    def line(self, offset: int) -> int:
        """Line of a byte offset of the body; offsets are asked for in rising order."""
        if offset < self._line_offset:
            self._line_offset, self._line = 0, self.origin.line
        self._line += self.data.count(b"\n", self._line_offset, offset)
        self._line_offset = offset
        return self._line

    def prefix(self, offset: int) -> str:
        """What a continuation line of the block that starts at ``offset`` begins with."""
        start = max(self.data.rfind(b"\n", 0, offset), self.data.rfind(b"\r", 0, offset)) + 1
        return re.sub(r"[^>\s]", " ", self.slice(start, offset))


@dataclass(slots=True)
class _Block:
    """A block the walk is in."""

    name: str
    start: int
    data: Any = None
    remarks: Remarks = field(default_factory=Remarks)
    text: list[str] = field(default_factory=list)
    """Content of code and HTML blocks."""


@dataclass(slots=True)
class _Run:
    """A block's inline content, as far as the walk has come."""

    start: int = -1
    end: int = -1
    hard_breaks: list[int] = field(default_factory=list)
    images: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    """Outermost images: start, end, start and end of the alt text, address."""
    only_images: bool = True
    depth: int = 0


class _Walker:
    """One pass over the events: opens and closes blocks, turns each inline run into slots."""

    def __init__(self, source: _Source) -> None:
        self.source = source
        self.slots: list[Slot] = []
        self.skeleton: list[Hashable] = []
        self.blocks: list[_Block] = [_Block("Document", 0)]
        self.remarks = Remarks()
        self.run = _Run()
        self.heading = ""
        self.in_heading: list[str] | None = None

    def walk(self) -> None:
        for event, place in pyromark.events_with_range(self.source.text, options=OPTIONS):
            start, end = place["start"], place["end"]
            if isinstance(event, str):
                self._leaf(event, None, start, end)
                continue
            ((kind, value),) = event.items()
            if kind == "Start":
                self._start(*_name_and_data(value), start, end)
            elif kind == "End":
                self._end(_name_and_data(value)[0], start, end)
            else:
                self._leaf(kind, value, start, end)
        self._flush()

    # Blocks

    def _start(self, name: str, data: Any, start: int, end: int) -> None:
        if name in _INLINE:
            self._inline(start, end)
            if name == "Image" and self.run.depth == 0:
                self.run.images.append((start, end, -1, -1, data["dest_url"]))
            elif self.run.depth == 0:
                self.run.only_images = False
            self.run.depth += 1
            return
        self._flush()
        block = _Block(name, start, data)
        if name != "HtmlBlock":
            block.remarks = self.remarks.take()
            block.remarks.skip_next |= self.blocks[-1].remarks.skip_next
        self.blocks.append(block)
        if name == "Heading":
            self.in_heading = []
        if name not in _OPAQUE:
            self.skeleton.append(_shape(name, data))

    def _end(self, name: str, start: int, end: int) -> None:
        if name in _INLINE:
            self.run.depth -= 1
            return
        self._flush()
        block = self.blocks.pop()
        if block.name == "CodeBlock":
            self.skeleton.append(("code", repr(block.data), "".join(block.text)))
        elif block.name == "HtmlBlock":
            html = "".join(block.text)
            if not self.remarks.read(html):
                self.skeleton.append(("HTML", html))
        else:
            self.skeleton.append(("end of", _NAMES.get(name, name)))
        if name == "Heading" and self.in_heading is not None:
            self.heading = "".join(self.in_heading).strip()
            self.in_heading = None

    def _leaf(self, kind: str, value: Any, start: int, end: int) -> None:
        block = self.blocks[-1]
        if block.name in _OPAQUE:
            block.text.append(value)
        elif kind == "Rule":
            self._flush()
            self.remarks.take()
            self.skeleton.append(("rule",))
        elif kind == "TaskListMarker":
            self._flush()
            self.skeleton.append(("task", value))
        else:
            self._inline(start, end)
            self._content(kind, value, start, end)

    # Inline content

    def _content(self, kind: str, value: Any, start: int, end: int) -> None:
        run = self.run
        if kind == "HardBreak":
            newline = NEWLINE.search(self.source.slice(start, end))
            run.hard_breaks.append(start + (newline.start() if newline else 0))
        if run.depth == 0 and not (kind == "Text" and not value.strip()) and kind != "SoftBreak":
            run.only_images = False
        elif run.images and run.depth == 1:
            self._extend_alt(start, end)
        if self.in_heading is not None and kind in ("Text", "Code"):
            self.in_heading.append(value)

    def _extend_alt(self, start: int, end: int) -> None:
        image = self.run.images[-1]
        if image[0] <= start < image[1]:
            first = image[2] if image[2] >= 0 else start
            self.run.images[-1] = (image[0], image[1], first, end, image[4])

    def _inline(self, start: int, end: int) -> None:
        if self.run.start < 0:
            # The backslash of an escape is no part of the event of what it escapes.
            escaped = self.source.data[start - 1 : start] == b"\\"
            self.run.start = start - 1 if escaped else start
        self.run.end = max(self.run.end, end)

    def _flush(self) -> None:
        run, self.run = self.run, _Run()
        if run.start < 0:
            return
        if run.only_images and run.images:
            for image in run.images:
                self.skeleton.append(("image", image[4]))
                if self._translatable():
                    self.slots.extend(self._image_slots(image))
            return
        self.skeleton.append(("text",))
        if self._translatable():
            self._text_slot(run)

    def _translatable(self) -> bool:
        remarks = self.blocks[-1].remarks
        return not (remarks.skip_next or remarks.skipping or self.remarks.skipping)

    def _text_slot(self, run: _Run) -> None:
        raw = self.source.slice(run.start, run.end)
        breaks = frozenset(len(self.source.slice(run.start, offset)) for offset in run.hard_breaks)
        text = unwrap(raw, self._quotes(), breaks)
        kind, encode = self._kind_and_encoder(run.start)
        if kind == "table cell":
            text = text.replace("\\|", "|")
        if needs_translation(without_placeables(text)):
            self.slots.append(self._slot(run.start, run.end, text, kind, encode))

    def _image_slots(self, image: tuple[int, int, int, int, str]) -> Iterator[Slot]:
        start, end, alt_start, alt_end, _ = image
        quotes = self._quotes()
        if alt_start >= 0:
            if self.source.data[alt_start - 1 : alt_start] == b"\\":
                alt_start -= 1
            alt = unwrap(self.source.slice(alt_start, alt_end), quotes, frozenset())
            if needs_translation(alt):
                yield self._slot(alt_start, alt_end, alt, "image text", escape_alt)
        tail_start = alt_end if alt_end >= 0 else start + len(b"![")
        tail = self.source.slice(tail_start, end)
        if found := _TITLE.search(tail):
            first = tail_start + len(tail[: found.start("title") + 1].encode())
            last = tail_start + len(tail[: found.end("title") - 1].encode())
            closing = found["title"][-1]
            quoted = "()" if closing == ")" else closing
            raw = unwrap(self.source.slice(first, last), quotes, frozenset())
            text = re.sub(rf"\\([{re.escape(quoted)}])", r"\1", raw)
            if needs_translation(text):
                yield self._slot(first, last, text, "caption", _title_encoder(quoted))

    def _slot(
        self, start: int, end: int, text: str, kind: str, encode: Callable[[str], str]
    ) -> Slot:
        notes: list[str] = []
        context = None
        for block in self.blocks:
            notes += block.remarks.notes
            context = block.remarks.context or context
        segment = Segment(
            start=start + self.source.origin.offset,
            end=end + self.source.origin.offset,
            text=text,
            kind=kind,
            line=self.source.line(start),
            context=context,
            heading="" if kind.startswith("heading") else self.heading,
            notes=tuple(notes),
        )
        return Slot(segment, encode)

    def _quotes(self) -> int:
        return sum(block.name == "BlockQuote" for block in self.blocks)

    def _kind_and_encoder(self, start: int) -> tuple[str, Callable[[str], str]]:
        block = self.blocks[-1]
        if block.name == "TableCell":
            return "table cell", escape_cell
        if block.name == "Heading":
            kind = f"heading {block.data['level'][1:]}"
            if self.source.data[block.start : block.start + 1] == b"#":
                return kind, escape_heading
            return kind, self._block_encoder(start)
        parent = self.blocks[-2].name if block.name == "Paragraph" else block.name
        return _KINDS.get(parent, "paragraph"), self._block_encoder(start)

    def _block_encoder(self, start: int) -> Callable[[str], str]:
        newline, prefix = self.source.newline, self.source.prefix(start)
        return lambda translation: escape_block(translation, newline, prefix)


_KINDS = {
    "Item": "list item",
    "BlockQuote": "quotation",
    "FootnoteDefinition": "footnote",
    "DefinitionListTitle": "definition term",
    "DefinitionListDefinition": "definition",
}
_NAMES = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "BlockQuote": "quotation",
    "List": "list",
    "Item": "list item",
    "Table": "table",
    "TableHead": "table head",
    "TableRow": "table row",
    "TableCell": "table cell",
    "FootnoteDefinition": "footnote",
    "DefinitionList": "definition list",
    "DefinitionListTitle": "definition term",
    "DefinitionListDefinition": "definition",
}


def _name_and_data(value: Any) -> tuple[str, Any]:
    if isinstance(value, str):
        return value, None
    ((name, data),) = value.items()
    return name, data


def _shape(name: str, data: Any) -> Hashable:
    if name == "Heading":
        return ("heading", data["level"], data["id"], data["classes"], data["attrs"])
    return (_NAMES.get(name, name), data)


def _title_encoder(quoted: str) -> Callable[[str], str]:
    return lambda translation: escape_characters(escape_line(translation), quoted)
