"""One pass over the tokens of a document: blocks opened and closed, runs gathered.

HTML lets authors leave end tags out; which elements end where is told here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from workflow.formats.format import Remarks
from workflow.formats.html.scopes import Scope, enter
from workflow.formats.html.texts import Piece, Run
from workflow.inline.html_elements import (
    BLOCKS,
    HEADINGS,
    IMPLIED_ENDS,
    IMPLIED_TABLE_ENDS,
    KINDS,
    LISTS,
    SCOPES,
    VOID,
)
from workflow.inline.html_references import is_blank
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import (
    Kind,
    Token,
)

Counts = dict[str, int]
"""How many elements of a name are open."""


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
                    scope = self.stack.top.inner
                    known: Literal["text", "kept"] = "kept" if scope.graphic else "text"
                    self._run.pieces.append(Piece(known, start, end, None, scope.readable))
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


@dataclass(frozen=True, slots=True)
class Advice:
    """What the author says of an element, in comments before it and before those around it."""

    notes: tuple[str, ...] = ()
    context: str | None = None
    skipped: bool = False

    def followed_by(self, remarks: Remarks) -> Advice:
        """The advice for what ``remarks`` stand before."""
        return Advice(
            (*self.notes, *remarks.notes),
            remarks.context or self.context,
            self.skipped or remarks.skip_next,
        )


@dataclass(slots=True)
class Inline:
    """An inline element."""

    name: str
    scope: Scope
    run: Run
    """The run its start tag is in."""
    index: int
    """Of its start tag, there."""


@dataclass(slots=True)
class Block:
    """A block element."""

    name: str = ""
    scope: Scope = field(default_factory=Scope)
    kind: str = "paragraph"
    """What its own text is called."""
    advice: Advice = field(default_factory=Advice)
    inlines: list[Inline] = field(default_factory=list)
    inline_counts: Counts = field(default_factory=dict)
    open: Counts = field(default_factory=dict)
    """What end tags reach: shared with the parent, unless the element is a scope."""
    listed: Counts = field(default_factory=dict)
    """What implied end tags reach: shared, unless the element is a list or a scope."""

    @property
    def inner(self) -> Scope:
        """The scope of what comes next."""
        return self.inlines[-1].scope if self.inlines else self.scope


class Stack:
    """The open elements: blocks, and in each the inline ones."""

    def __init__(self) -> None:
        self.top = Block()
        self._below: list[Block] = []

    def enter(self, name: str, scope: Scope, advice: Advice) -> None:
        """Open a block element."""
        parent = self.top
        block = Block(
            name=name,
            scope=scope,
            kind=KINDS.get(name) or _kind_in(name, parent),
            advice=advice,
            open={} if name in SCOPES else parent.open,
            listed={} if name in LISTS else parent.listed,
        )
        block.open[name] = block.open.get(name, 0) + 1
        block.listed[name] = block.listed.get(name, 0) + 1
        self._below.append(parent)
        self.top = block

    def end_what_ends_before(self, name: str) -> None:
        """Close what a start tag closes (13.1.2.4)."""
        for each in IMPLIED_ENDS.get(name, ()):
            while self.top.listed.get(each):
                self._pop()
        for each in IMPLIED_TABLE_ENDS.get(name, ()):
            while self.top.open.get(each):
                self._pop()
        if name in HEADINGS and self.top.name in HEADINGS:
            self._pop()

    def leave(self, name: str) -> None:
        """Close the innermost block ``name``; a stray end tag closes nothing."""
        if self.top.open.get(name):
            while self._pop().name != name:
                continue

    def _pop(self) -> Block:
        block = self.top
        block.open[block.name] -= 1
        block.listed[block.name] -= 1
        self.top = self._below.pop()
        return block

    def enter_inline(self, name: str, scope: Scope, run: Run, index: int) -> None:
        """Open an inline element."""
        self.top.inlines.append(Inline(name, scope, run, index))
        counts = self.top.inline_counts
        counts[name] = counts.get(name, 0) + 1

    def leave_inline(self, name: str) -> Inline | None:
        """Close the innermost inline element ``name`` of the block; None where there is none."""
        block = self.top
        if not block.inline_counts.get(name):
            return None
        while True:
            inline = block.inlines.pop()
            block.inline_counts[inline.name] -= 1
            if inline.name == name:
                return inline


def _kind_in(name: str, parent: Block) -> str:
    return KINDS.get(parent.name, "paragraph") if name in ("div", "p") else "paragraph"
