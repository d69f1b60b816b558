"""HTML: byte spans of texts and attributes, spliced, never rendered anew.

A run of text with its inline elements is a segment; block elements part the runs. See
:mod:`~workflow.inline.html_elements` for which element is which, and ``docs/formats.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial

from workflow.formats.format import Origin, SentenceEnds, Slot
from workflow.formats.html.nesting import Advice, Block, Walk
from workflow.formats.html.scopes import document_language
from workflow.formats.html.texts import Message, Run, Span, encode_run, sentences_of
from workflow.inline.html_elements import HEADINGS
from workflow.inline.html_references import (
    SPACE,
    collapse,
    encode_raw_text,
    encode_value,
    is_blank,
    plain,
    strip,
)
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import Kind, tokenize
from workflow.inline.pattern import read
from workflow.inline.placeables import without_plain
from workflow.inline.wrapping import needs_translation
from workflow.model import SUFFIXES, Segment, Text

__all__ = ["Html"]


class Html:
    """The built-in format ``html``.

    It reads pages, fragments, and blocks of HTML inside documents of another format: an
    encoded translation has no line ends but those its msgstr has inside tags.
    """

    name = "html"
    suffixes = SUFFIXES["html"]

    def slots(
        self, body: str, origin: Origin, sentences: SentenceEnds | None = None
    ) -> tuple[Slot, ...]:
        """See :class:`~workflow.formats.format.Format`."""
        data = body.encode()
        walk = Slots(data, origin, sentences)
        walk.take(tokenize(data))
        return tuple(walk.found)

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """See :class:`~workflow.formats.format.Format`."""
        data = body.encode()
        walk = Skeleton(data)
        walk.take(tokenize(data))
        return tuple(walk.parts)


class Slots(Walk):
    """See :meth:`workflow.formats.format.Format.slots`."""

    def __init__(self, data: bytes, origin: Origin, sentences: SentenceEnds | None = None) -> None:
        super().__init__(data, document_language(data))
        self.found: list[Slot] = []
        self._origin = origin
        self._sentences = sentences
        self._heading = ""
        self._headed_by: Block | None = None
        self._line, self._counted = origin.line, 0

    def meet_run(self, run: Run) -> None:
        """A run with text is a segment; of one without, the texts in its tags are."""
        block = self.stack.top
        if block.name in HEADINGS and block is not self._headed_by:
            self._heading, self._headed_by = run.plain(self.data), block
        message = run.message(self.data, block.scope.readable)
        if message is None and not run.has_texts:
            return
        advice = self.advice()
        if message and needs_translation(without_plain(message.words)):
            for span, text in self._parts(run, message, block.kind):
                self._add(span, text, block.kind, advice, encode_run)
            return
        for piece in run.pieces:
            if piece.tag and piece.readable:
                self._attributes(piece.tag, piece.start, advice)

    def _parts(self, run: Run, message: Message, kind: str) -> Iterable[tuple[Span, str]]:
        """The message, or its sentences where a segment is one; headings and cells stay whole."""
        if self._sentences is None or kind == "table cell" or kind.startswith("heading"):
            return ((message.span, message.text),)
        return (
            (span, text)
            for span, text in sentences_of(self.data, run.pieces, message, self._sentences)
            if needs_translation("".join(read(Text(text, "html")).between))
        )

    def meet_start(self, tag: Tag, start: int, readable: bool, advice: Advice) -> None:
        """See :class:`Walk`."""
        if readable:
            self._attributes(tag, start, advice)

    def meet_content(self, kind: Kind, start: int, end: int) -> None:
        """Of raw content only the page's title is text."""
        block = self.stack.top
        if kind == "raw" and block.name == "title" and block.scope.readable:
            text = plain(self.data[start:end].decode()).strip(SPACE)
            span = strip(self.data, start, end)
            if needs_translation(without_plain(text)):
                self._add(span, text, block.kind, block.advice, encode_raw_text)

    def _attributes(self, tag: Tag, offset: int, advice: Advice) -> None:
        for attribute, kind in tag.texts:
            text = collapse(attribute.value).strip(SPACE)
            span = strip(self.data, offset + attribute.start, offset + attribute.end)
            if needs_translation(without_plain(text)):
                self._add(span, text, kind, advice, partial(encode_value, quote=attribute.quote))

    def _add(
        self, span: Span, text: str, kind: str, advice: Advice, encode: Callable[[str], str]
    ) -> None:
        if advice.skipped or self.remarks.skipping:
            return
        start, end = span
        self._line += self.data.count(b"\n", self._counted, start)
        self._counted = start
        segment = Segment(
            start=start + self._origin.offset,
            end=end + self._origin.offset,
            text=text,
            kind=kind,
            line=self._line,
            context=advice.context,
            heading="" if kind.startswith("heading") else self._heading,
            notes=advice.notes,
            markup="html" if encode is encode_run else "text",
        )
        self.found.append(Slot(segment, encode))


class Skeleton(Walk):
    """Every tag, what is kept, and where text stands.

    Inside a run translations may order elements anew, so a run counts as the set of its tags. An
    attribute counts with its value, unless that is text for readers: no msgstr can bring in an
    element, an event handler or an address that its source does not have.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.parts: list[Hashable] = []

    def meet_run(self, run: Run) -> None:
        """See :class:`Walk`."""
        self.parts.append(run.shape(self.data))

    def meet_start(self, tag: Tag, start: int, readable: bool, advice: Advice) -> None:
        """See :class:`Walk`."""
        self.parts.append(tag.shape)

    def meet_end(self, tag: Tag) -> None:
        """See :class:`Walk`."""
        self.parts.append(tag.shape)

    def meet_content(self, kind: Kind, start: int, end: int) -> None:
        """See :class:`Walk`."""
        text = self.data[start:end]
        if kind == "raw" and self.stack.top.name == "title":
            if not is_blank(text):
                self.parts.append(("text",))
        else:
            self.parts.append(text.decode())
