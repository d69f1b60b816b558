"""The elements a walk is in, with the end tags that HTML lets authors leave out."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.formats.comments import Remarks
from workflow.formats.html.runs import Run
from workflow.formats.html.scopes import Scope
from workflow.inline.html_elements import (
    HEADINGS,
    IMPLIED_ENDS,
    IMPLIED_TABLE_ENDS,
    KINDS,
    LISTS,
    SCOPES,
)

Counts = dict[str, int]
"""How many elements of a name are open."""


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
