"""A run: the inline content of one block, as the events between two block events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from workflow.formats.inline import (
    NEWLINE,
    escape_alt,
    needs_translation,
    offset_in_raw,
    unwrap,
    unwrapped,
)
from workflow.formats.markdown.dialect import Event
from workflow.formats.markdown.places import Encoder, Source
from workflow.formats.markdown.titles import IN_LINK, find_title
from workflow.formats.placeables import without_placeables, without_plain
from workflow.formats.sentences import SentenceEnds, trimmed

_AUTOMATIC = frozenset(("Autolink", "Email"))
_NOT_PLAIN = frozenset("`<[{@:+\\$")
"""Where none of these stands in a text, all its letters are words."""


class Part(NamedTuple):
    """A stretch of a run that is one segment; offsets in bytes of the body."""

    start: int
    end: int
    text: str
    kind: str
    encode: Encoder


class Run:
    """The events of one run."""

    def __init__(self, events: Sequence[Event], source: Source) -> None:
        self.events = events
        self.source = source
        # The backslash of an escape is no part of the event of what it escapes.
        self.start = source.escaped(events[0][1]["start"])
        self.end: int = events[-1][1]["end"]
        self.raw = source.slice(self.start, self.end)

    def words(self, *, code: bool = False) -> str:
        """The plain text without addresses in angle brackets, with code spans if asked."""
        parts: list[str] = []
        automatic = False
        for event, _ in self.events:
            if isinstance(event, str):
                parts.append(" ")
            elif "Text" in event:
                parts += () if automatic else (event["Text"],)
            elif "Start" in event:
                automatic = automatic or _link_type(event["Start"]) in _AUTOMATIC
            elif "End" in event:
                automatic = automatic and event["End"] != "Link"
            elif code and "Code" in event:
                parts.append(event["Code"])
        return "".join(parts)

    @property
    def translatable(self) -> bool:
        """Whether there is anything in it to translate."""
        if _NOT_PLAIN.isdisjoint(self.raw):
            return needs_translation(self.raw)
        return needs_translation(without_plain(self.words()))

    def message(self, quotes: int) -> str:
        """The msgid of the whole run, which stands in ``quotes`` block quotes."""
        if "\n" not in self.raw and "\r" not in self.raw:
            return self.raw
        return unwrap(self.raw, quotes, frozenset(self._hard_breaks()))

    def parts_by_sentence(self, part: Part, quotes: int, sentences: SentenceEnds) -> Iterator[Part]:
        """Part the whole run's part at the sentence ends that stand outside of any markup."""
        lines = unwrapped(self.raw, quotes, frozenset(self._hard_breaks()))

        def offset(position: int) -> int:
            return self.start + len(self.raw[: offset_in_raw(lines, position)].encode())

        inside = [
            (place["start"], place["end"])
            for event, place in self.events
            if isinstance(event, dict) and "Text" not in event
        ]
        ends = [
            position
            for position in sentences(part.text)
            if not any(start < offset(position) < end for start, end in inside)
        ]
        for start, end in trimmed(part.text, ends):
            text = part.text[start:end]
            if needs_translation(without_placeables(text)):
                yield part._replace(start=offset(start), end=offset(end), text=text)

    def _hard_breaks(self) -> Iterator[int]:
        """Offsets in characters of :attr:`raw` of the line ends that are hard breaks."""
        for event, place in self.events:
            if event == "HardBreak":
                newline = NEWLINE.search(self.source.slice(place["start"], place["end"]))
                at = place["start"] + (newline.start() if newline else 0)
                yield len(self.source.slice(self.start, at))

    def images(self) -> list[Sequence[Event]]:
        """The events of each image, the image's own first; empty unless images are all."""
        if "![" not in self.raw:
            return []
        images: list[list[Event]] = []
        depth = 0
        for event, place in self.events:
            if isinstance(event, dict) and "Start" in event:
                if depth == 0:
                    if not (isinstance(event["Start"], dict) and "Image" in event["Start"]):
                        return []
                    images.append([])
                depth += 1
            elif isinstance(event, dict) and "End" in event:
                depth -= 1
                continue
            elif depth == 0:
                if not isinstance(event, str) and event.get("Text", "x").strip():
                    return []
                continue
            images[-1].append((event, place))
        return list(images)

    def image_parts(self, image: Sequence[Event], quotes: int) -> Iterator[Part]:
        """The text and the title of an image that stands alone, each where there is one."""
        source = self.source
        (_, whole), *inner = image
        tail = whole["start"] + len(b"![")
        if inner:
            start, tail = source.escaped(inner[0][1]["start"]), inner[-1][1]["end"]
            text = unwrap(source.slice(start, tail), quotes, frozenset())
            if needs_translation(text):
                yield Part(start, tail, text, "image text", escape_alt)
        title = find_title(IN_LINK, source.slice(tail, whole["end"]), quotes)
        if title and needs_translation(title.text):
            yield Part(tail + title.start, tail + title.end, title.text, "caption", title.encode)


def _link_type(value: Any) -> str | None:
    if isinstance(value, dict) and "Link" in value:
        return str(value["Link"]["link_type"])
    return None
