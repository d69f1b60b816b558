"""One pass over Markdown's events that finds the segments and how to write in their places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import starmap
from typing import Any

from workflow.formats.format import Origin, Remarks, SentenceEnds, Slot
from workflow.formats.html import Html
from workflow.formats.markdown.dialect import INLINE, OPAQUE
from workflow.formats.markdown.notation import TITLES
from workflow.formats.markdown.places import Encoder, Source
from workflow.formats.markdown.runs import Part, Run, is_message
from workflow.inline.commonmark import (
    Event,
    events,
)
from workflow.inline.html_elements import (
    BLOCKS,
    KEPT,
)
from workflow.inline.wrapping import (
    escape_alt,
    escape_cell,
    escape_heading,
)
from workflow.model import Markup, Segment
from workflow.model import lazy_re as re

_KINDS = {
    "Item": "list item",
    "BlockQuote": "quotation",
    "FootnoteDefinition": "footnote",
    "DefinitionListTitle": "definition term",
    "DefinitionListDefinition": "definition",
    "TableCell": "table cell",
    **{f"H{level}": f"heading {level}" for level in range(1, 7)},
}
"""What holds a run → its kind for people; everything else holds paragraphs."""
_HEADING, _CELL = "heading", "table cell"
_ONE_LINE = frozenset(TITLES.values())
"""Kinds of texts that end with their line, as those of headings do, but head nothing."""
_TAG_ALONE = re.compile(
    r" {0,3}(?!<[^>]*\b(?:translate|lang|notranslate)\b)</?(?P<name>[A-Za-z][\w:-]*)[^<>]*>"
    r"(?=[ \t]*\r?\n)"
)
"""What makes the start of HTML of any element (CommonMark 0.31, section 4.6, condition 7)."""
_IN_BRACES = re.compile(r"\{[^{}]*[^\W\d_][^{}]*\}")
"""A heading that is a word in braces is not a placeholder: there is no text to hold one."""
_LEAVES = frozenset(("Paragraph", "Heading", "TableCell", "DefinitionListTitle"))
"""Blocks that hold inline content and nothing else."""
_new = tuple.__new__
"""Makes a named tuple in half the time its class takes."""


class Walker:
    """Opens and closes blocks, and turns the run of inline content in each into slots."""

    def __init__(self, source: Source, sentences: SentenceEnds | None) -> None:
        self.source = source
        self.sentences = sentences
        self.slots: list[Slot] = []
        self.blocks = ["Document"]
        """The names of the blocks the walk is in."""
        self.remarks = Remarks()
        self.said: list[tuple[int, Remarks]] = []
        """What authors said of blocks the walk is in, with how many these are in."""
        self.skips = 0
        """How many of the blocks are not to be translated."""
        self.quotes = 0
        self.heading = ""

    def walk(self) -> None:  # noqa: PLR0912 - a call for each event would cost more than the rest
        """Pass over all events. Most are inline, and these are just kept, for :meth:`_finish`."""
        run: list[Event] = []
        stream = events(self.source.masked)
        for pair in stream:
            event, place = pair
            if event.__class__ is not dict:
                if event != "Rule":
                    run.append(pair)
                    continue
            elif "Start" in event:
                value = event["Start"]
                name = value if value.__class__ is str else next(iter(value))
                if name in _LEAVES:
                    if run:
                        run = self._apart(run)
                    self._leaf(name, value, place, stream)
                    continue
                if name in INLINE:
                    run.append(pair)
                    continue
            elif "End" in event:
                value = event["End"]
                if value.__class__ is str and value in INLINE:
                    run.append(pair)
                    continue
            elif "TaskListMarker" not in event:
                run.append(pair)
                continue
            if run:
                run = self._apart(run)
            if event == "Rule":
                self.remarks.take()
            elif "End" in event:
                self._end()
            elif "Start" in event:
                if name in OPAQUE:
                    self._opaque(name, place, _content(stream))
                else:
                    self._start(name, place)
        if run:
            self._apart(run)

    def _apart(self, run: list[Event]) -> list[Event]:
        """Take a run that has no block of its own, as in a tight list; return a new one."""
        spoken = self.remarks.any
        if spoken:
            self._listen(self.remarks.take())
        self._finish(run, _KINDS.get(self.blocks[-1], "paragraph"))
        if spoken:
            self._forget()
        return []

    def _leaf(self, name: str, value: Any, place: Any, stream: Iterator[Event]) -> None:
        """Take a block that holds inline content and nothing else, its end included.

        Its start and its end have one range, so that the search can be left to the interpreter.
        """
        end: str | dict[str, str] = name
        within = self.blocks[-1] if name == "Paragraph" else name
        if name == "Heading":
            within = value[name]["level"]
            end = {name: within}
        kind = _KINDS.get(within, "paragraph")
        if self.source.titles and name == "Heading":
            kind = self.source.titles.get(place["start"], kind)
        content = list(iter(stream.__next__, ({"End": end}, place)))
        if content and "TaskListMarker" in content[0][0]:
            del content[0]
        self._filled(name, kind, place, content)

    def _filled(self, name: str, kind: str, place: Any, content: list[Event]) -> None:
        """A leaf that stands at ``place`` with all of its content."""
        if self.remarks.any:
            self._start(name, place)
            if content:
                self._finish(content, kind, place["start"])
            self._end()
        elif content:
            self._finish(content, kind, place["start"])

    def _opaque(self, name: str, place: Any, content: str) -> None:
        if name != "HtmlBlock":
            self.remarks.take()
        elif not self.remarks.read(content):
            self._html(content, place["start"], place["end"])

    def _start(self, name: str, _place: Any) -> None:
        if self.remarks.any:
            self._listen(self.remarks.take())
        if name == "BlockQuote":
            self.quotes += 1
        self.blocks.append(name)

    def _listen(self, remarks: Remarks) -> None:
        """Take in what the author said of the block that starts now."""
        self.said.append((len(self.blocks), remarks))
        self.skips += remarks.skip_next

    def _forget(self) -> None:
        """The block that was spoken of last ends."""
        self.skips -= self.said.pop()[1].skip_next

    def _end(self) -> None:
        if self.blocks.pop() == "BlockQuote":
            self.quotes -= 1
        if self.said and self.said[-1][0] == len(self.blocks):
            self._forget()

    def _html(self, content: str, start: int, end: int) -> None:
        """A block of HTML goes through its own format, if it stands there in one piece."""
        remarks = self.remarks.take()
        html = self.source.slice(start, end)
        whole = _is_same(html.replace("\r\n", "\n"), content.replace("\r\n", "\n"))
        if whole and not (self.skips or remarks.skip_next or self.remarks.skipping):
            self.said.append((len(self.blocks), remarks))
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

    def _finish(self, events: list[Event], kind: str, opening: int = 0) -> None:
        """Turn a run, all of the inline content of a block, into slots.

        ``opening`` is where the block starts; it matters for headings.
        """
        source = self.source
        start, end = source.extent(events)
        raw = source.slice(start, end)
        if not (self.skips or self.remarks.skipping):
            if self.sentences is None and is_message(raw, labelled=source.labelled):
                text = raw.replace("\\|", "|") if kind == _CELL else raw
                encode = self._encoder(kind, start, opening, text)
                self.slots.append(self.slot(start, end, text, kind, encode))
            else:
                self._take_apart(Run(events, source, start, end, raw), kind, opening)
        if kind[:7] == _HEADING:
            self.heading = Run(events, source, start, end, raw).words.strip()

    def _take_apart(self, run: Run, kind: str, opening: int) -> None:
        """The slots of a run that may be more, or less, than one message."""
        if images := run.images():
            for image in images:
                self.slots += starmap(self.slot, run.image_parts(image, self.quotes))
        elif run.translatable or (kind[:7] == _HEADING and _IN_BRACES.fullmatch(run.raw)):
            text = run.message(self.quotes)
            if kind == _CELL:
                text = text.replace("\\|", "|")
            encode = self._encoder(kind, run.start, opening, text)
            whole_line = kind[:7] == _HEADING or kind == _CELL or kind in _ONE_LINE
            if self.sentences is None or whole_line:
                self.slots.append(self.slot(run.start, run.end, text, kind, encode))
                return
            whole = Part(run.start, run.end, text, kind, encode)
            for part in run.parts_by_sentence(whole, self.quotes, self.sentences):
                encode = self._encoder(kind, run.start, opening, part.text)
                self.slots.append(self.slot(*part._replace(encode=encode)))

    def _encoder(self, kind: str, start: int, opening: int, text: str) -> Encoder:
        """How a run, or a part of it, whose msgid is ``text``, is written in its place."""
        if kind == _CELL:
            return escape_cell
        if kind in _ONE_LINE:
            return _escape_label if kind == TITLES["leaf"] else escape_heading
        if kind[:7] == _HEADING and self.source.slice_is(opening, b"#"):
            return escape_heading
        return partial(self.source.encode_block, start, "\\\n" in text)

    def slot(  # noqa: PLR0917 - the fields of a part, for one more value a segment costs time
        self,
        start: int,
        end: int,
        text: str,
        kind: str,
        encode: Encoder,
        markup: Markup = "markdown",
    ) -> Slot:
        """The slot for a part, with what the blocks around it say of it."""
        context, notes = self._said() if self.said else (None, ())
        heading = "" if kind[:7] == _HEADING else self.heading
        line = self.source.line(start)
        shift = self.source.origin.offset
        segment = _new(
            Segment, (start + shift, end + shift, text, kind, line, context, heading, notes, markup)
        )
        return _new(Slot, (segment, encode))

    def _said(self) -> tuple[str | None, tuple[str, ...]]:
        """The context and the notes that apply here."""
        contexts = [remarks.context for _, remarks in self.said if remarks.context]
        notes = (note for _, remarks in self.said for note in remarks.notes)
        return contexts[-1] if contexts else None, tuple(notes)


def _escape_label(translation: str) -> str:
    """A msgstr for brackets that end a line, which the parser reads as a heading."""
    return escape_alt(escape_heading(translation))


def _content(stream: Iterator[Event]) -> str:
    """What stands in a code or HTML block, up to its end, which is taken from the stream."""
    parts: list[str] = []
    for event, _ in stream:
        if "End" in event:
            break
        parts += event.values()
    return "".join(parts)


def _is_same(html: str, content: str) -> bool:
    """Whether the parser has read a block as it stands, but for colons hidden from it."""
    return html == content or (
        len(html) == len(content)
        and all(
            one == other or (one, other) == (":", ".")
            for one, other in zip(html, content, strict=True)
        )
    )


def _html_slots(html: str, origin: Origin) -> tuple[Slot, ...]:
    """The slots of a block of HTML. A tag alone on its first line, which makes it one, is in none:
    a translation that put a word before it would make it a paragraph."""
    alone = _TAG_ALONE.match(html)
    if alone is None or alone["name"].lower() in BLOCKS | KEPT:
        return Html().slots(html, origin)
    tag = html[: alone.end()]
    rest = Origin(origin.offset + len(tag.encode()), origin.line)
    return (*Html().slots(tag, origin), *Html().slots(html[alone.end() :], rest))
