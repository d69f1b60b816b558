"""One pass over the tokens of a document: blocks opened and closed, runs gathered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from workflow.formats.comments import Remarks
from workflow.formats.html.runs import Piece, Run
from workflow.formats.html.scopes import enter
from workflow.formats.html.stack import Advice, Stack
from workflow.inline.html_elements import (
    BLOCKS,
    VOID,
)
from workflow.inline.html_references import is_blank
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import (
    Kind,
    Token,
)


class Walk:
    """What slots and skeleton have in common; each makes its own of what is met."""

    def __init__(self, data: bytes, language: str = "") -> None:
        self.data = data
        self.language = language
        """The document's (BCP 47), or nothing where it does not say."""
        self.stack = Stack()
        self.remarks = Remarks()
        self._run = Run()

    def meet_run(self, run: Run) -> None:
        """Called for each run, with the block it stands in on top of the stack."""

    def meet_start(self, tag: Tag, start: int, readable: bool, advice: Advice) -> None:
        """Called for a block's start tag; ``readable``: its attributes are translated."""

    def meet_end(self, tag: Tag) -> None:
        """Called for a block's end tag, stray ones too."""

    def meet_content(self, kind: Kind, start: int, end: int) -> None:
        """Called for raw content, a tag cut off, a comment to the tool."""

    def take(self, tokens: Iterable[Token]) -> None:
        """Walk over all ``tokens`` of the document."""
        for kind, start, end, tag in tokens:
            if kind == "text":
                if not is_blank(self.data[start:end]):
                    self._text(start, end)
            elif tag is None:
                self._untagged(kind, start, end)
            elif kind == "end":
                self._end(tag, start, end)
            elif tag.name in BLOCKS and not self.stack.top.inner.graphic:
                self._start_block(tag, start)
            else:
                self._start_inline(tag, start, end)
        self._flush()

    def advice(self) -> Advice:
        """The author's, for what stands next in the innermost block."""
        advice = self.stack.top.advice
        return advice.followed_by(self.remarks.take()) if self.remarks.any else advice

    def _text(self, start: int, end: int) -> None:
        scope = self.stack.top.inner
        kind: Literal["text", "kept"] = "kept" if scope.graphic else "text"
        self._run.pieces.append(Piece(kind, start, end, None, scope.readable))

    def _untagged(self, kind: Kind, start: int, end: int) -> None:
        text = self.data[start:end].decode()
        if kind == "comment" and not Remarks().read(text):
            index = len(self._run.pieces)
            self._run.pieces.append(Piece("comment", start, end, None, False, index))
            return
        self._flush()
        self.remarks.read(text)
        self.meet_content(kind, start, end)

    def _start_block(self, tag: Tag, start: int) -> None:
        self._flush()
        self.stack.end_what_ends_before(tag.name)
        scope, readable = enter(self.stack.top.inner, tag, self.language)
        advice = self.advice()
        self.meet_start(tag, start, readable, advice)
        if tag.name not in VOID:
            self.stack.enter(tag.name, scope, advice)

    def _start_inline(self, tag: Tag, start: int, end: int) -> None:
        if tag.name == "a":  # a link in a link ends it (13.2.6.4.7)
            self.stack.leave_inline("a")
        scope, readable = enter(self.stack.top.inner, tag, self.language)
        index = len(self._run.pieces)
        piece = Piece("start", start, end, tag, readable)
        self._run.pieces.append(piece)
        if tag.name in VOID or (tag.self_closing and scope.graphic):
            piece.partner = index
        else:
            self.stack.enter_inline(tag.name, scope, self._run, index)

    def _end(self, tag: Tag, start: int, end: int) -> None:
        inline = self.stack.leave_inline(tag.name)
        if inline is None and tag.name in BLOCKS:
            self._flush()
            self.meet_end(tag)
            self.stack.leave(tag.name)
            return
        self._run.pieces.append(Piece("end", start, end, tag, False))
        if inline is not None and inline.run is self._run:
            self._run.join(inline.index, len(self._run.pieces) - 1)

    def _flush(self) -> None:
        """Close the run: a block starts or ends, or the author speaks."""
        if self._run.pieces:
            run, self._run = self._run, Run()
            self.meet_run(run)
