"""A text dump's lines, put together to blocks: paragraphs, headings, list items, menu lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workflow.flows.importing.characters import columns

_BULLET = re.compile(
    r"(?P<indent>[ \t]*)"
    r"(?:[-*–][ \t\u00a0]+|[•▪◦‣●○■□▸►][ \t\u00a0]*|(?P<number>\d{1,3})[.)][ \t]+)"
    r"(?P<text>\S.*)"
)
_TERMINAL = re.compile(r"[.!?:;…。！？：；][\s\"'»”’)）」』\]]*$")

_WIDEST_WRAP = 120
"""Columns of the widest line that a person or program breaks by hand (100 and 120 occur)."""
_NARROWEST_WRAP = 40
_ENOUGH_BREAKS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together, on one line."""

    text: str
    """Without the bullet or number of a list item."""
    line: int
    """Line it starts on, counted from 1."""
    indent: int = 0
    """Columns before the bullet or number."""
    bullet: bool = False
    """Whether it is a list item with a bullet."""
    number: str = ""
    """The number of an item of a numbered list."""

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.bullet or self.number != ""

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence or an introduction does (with a colon, say)."""
        return _TERMINAL.search(self.text) is not None

    @property
    def introduces(self) -> bool:
        """Whether it ends with a colon."""
        return self.text.endswith((":", "："))

    def with_text(self, text: str) -> Block:
        """The same block with another text."""
        return replace(self, text=text)


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of ``text``: one a line, but for paragraphs broken by hand, put together.

    A line break is a soft one where the first word of the next line would not have had room on
    the line before. That is only asked of dumps whose every line fits ``_WIDEST_WRAP``.
    """
    lines = text.splitlines()
    width = _wrap_width(lines)
    found: list[Block] = []
    previous = ""
    for number, line in enumerate(lines, 1):
        item = _BULLET.fullmatch(line.rstrip())
        if found and not item and width and _is_soft(previous, line, width):
            found[-1] = _joined(found[-1], line)
        elif item:
            found.append(_item(item, number))
        elif any(map(str.isalnum, line)):
            found.append(Block(line.strip(), number))
        previous = line
    return tuple(found)


def _item(found: re.Match[str], line: int) -> Block:
    return Block(
        text=found["text"].strip(),
        line=line,
        indent=len(found["indent"].expandtabs(4)),
        bullet=not found["number"],
        number=found["number"] or "",
    )


def _joined(block: Block, line: str) -> Block:
    """Return ``block`` with one more line; between wide letters (Chinese) a break is no space."""
    before, after = block.text, line.strip()
    space = "" if columns(before[-1:]) == columns(after[:1]) == 2 else " "
    return block.with_text(before + space + after)


def _is_soft(line: str, following: str, width: int) -> bool:
    """Tell whether the break between two lines is there because ``width`` was reached."""
    if not line.strip() or not following.strip():
        return False
    word = following.split(maxsplit=1)[0]
    if columns(word[0]) == 2:  # between wide letters a line may break anywhere but before a mark
        word = word[:2]
    return columns(line.rstrip()) + 1 + columns(word) > width


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the columns that lines were broken at by hand, 0 where they were not.

    They were where no line of several words is wider than anybody breaks lines, and where lines
    that were broken mostly do not end with the end of a sentence, as paragraphs do.
    """
    width = max((columns(line.rstrip()) for line in lines if _has_room(line)), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    broken = list(_broken(lines, width))
    open_ended = [line for line in broken if not _TERMINAL.search(line)]
    return width if _ENOUGH_BREAKS <= len(broken) < 2 * len(open_ended) else 0


def _has_room(line: str) -> bool:
    """Tell whether a line could have been broken: it has a space, or a wide letter."""
    return " " in line.strip() or columns(line) > len(line)


def _broken(lines: Sequence[str], width: int) -> Iterator[str]:
    return (line for line, following in pairwise(lines) if _is_soft(line, following, width))
