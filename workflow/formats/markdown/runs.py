"""A run: the inline content of one block, gathered while the walk passes over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workflow.formats.inline import NEWLINE, escape_alt, needs_translation, unwrap
from workflow.formats.interface import Slot
from workflow.formats.markdown.places import Source
from workflow.formats.markdown.titles import IN_LINK, find_title

_AUTOMATIC = frozenset(("Autolink", "Email"))


@dataclass(slots=True)
class Image:
    """An image that may stand alone in its paragraph."""

    start: int
    end: int
    text_start: int = -1
    text_end: int = -1


@dataclass(slots=True)
class Run:
    """What a walk has seen of a block's inline content; offsets in bytes of the body."""

    start: int = -1
    end: int = -1
    hard_breaks: list[int] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    alone: bool = True
    """Whether there is nothing but images so far."""
    words: list[str] = field(default_factory=list)
    """The plain text, addresses in angle brackets left out."""
    depth: int = 0
    automatic: bool = False

    def open(self, name: str, data: Any, start: int, end: int) -> None:
        """An emphasis, link or image begins."""
        self._reach(start, end)
        if self.depth == 0:
            if name == "Image":
                self.images.append(Image(start, end))
            else:
                self.alone = False
        if name == "Link":
            self.automatic = data["link_type"] in _AUTOMATIC
        self.depth += 1

    def close(self) -> None:
        """The innermost emphasis, link or image ends."""
        self.depth -= 1
        self.automatic = False

    def add(self, kind: str, value: Any, start: int, end: int, source: Source) -> None:
        """A text, code, break, tag or footnote mark follows."""
        if self.start < 0:
            start = source.escaped(start)
        self._reach(start, end)
        if kind == "Text":
            if not self.automatic:
                self.words.append(value)
        elif kind == "HardBreak":
            newline = NEWLINE.search(source.slice(start, end))
            self.hard_breaks.append(start + (newline.start() if newline else 0))
        if kind == "SoftBreak":
            self.words.append(" ")
        elif self.depth == 0:
            self.alone = self.alone and kind == "Text" and not value.strip()
        if self.images and self.depth == 1 and self.images[-1].start <= start < self.images[-1].end:
            image = self.images[-1]
            image.text_start = image.text_start if image.text_start >= 0 else start
            image.text_end = end

    def _reach(self, start: int, end: int) -> None:
        if self.start < 0:
            self.start = start
        self.end = max(self.end, end)

    def message(self, source: Source, quotes: int) -> str:
        """The msgid of the whole run."""
        raw = source.slice(self.start, self.end)
        if "\n" not in raw and "\r" not in raw:
            return raw
        breaks = (len(source.slice(self.start, offset)) for offset in self.hard_breaks)
        return unwrap(raw, quotes, frozenset(breaks))

    def image_slots(self, source: Source, quotes: int) -> Iterator[Slot]:
        """The text and the title of each image, where images are all there is."""
        for image in self.images:
            tail = image.start + len(b"![")
            if image.text_start >= 0:
                start, tail = source.escaped(image.text_start), image.text_end
                text = unwrap(source.slice(start, tail), quotes, frozenset())
                if needs_translation(text):
                    yield source.slot(start, tail, text, "image text", escape_alt)
            title = find_title(IN_LINK, source.slice(tail, image.end), quotes)
            if title and needs_translation(title.text):
                yield source.slot(
                    tail + title.start, tail + title.end, title.text, "caption", title.encode
                )
