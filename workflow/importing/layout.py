"""The blocks of an article from a text dump, laid out as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, zip_longest

from workflow.importing import escape
from workflow.importing.characters import columns
from workflow.importing.lines import Block
from workflow.importing.scoring import WORD

_HEADING_WORDS = 15
_STANZA_COLUMNS = 60

_Place = tuple[int, Block, Block | None]
"""A block's index, the block, and the one after it."""


def markdown(blocks: Sequence[Block]) -> str:
    """Return ``blocks`` as paragraphs, lists and headings, parted by blank lines."""
    return "\n\n".join(_parts(list(_with_true_lists(blocks))))


def _with_true_lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; numbers that Markdown, which counts by itself, would change are text.

    A single number is no list (“2017. A year of rain”), and neither are numbers out of order.
    """
    for _, group in groupby(blocks, key=lambda block: block.is_item):
        members = list(group)
        counts = all(map(_counts, _numbers(members)))
        for block in members:
            said = f"{block.number}. {block.text}"
            yield replace(block, text=said, number="") if block.number and not counts else block


def _numbers(items: Iterable[Block]) -> Iterable[Sequence[int]]:
    """Return the numbers of the items at each indent."""
    levels: dict[int, list[int]] = {}
    for item in items:
        if item.number:
            levels.setdefault(item.indent, []).append(int(item.number))
    return levels.values()


def _counts(numbers: Sequence[int]) -> bool:
    return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


def _parts(blocks: Sequence[Block]) -> Iterator[str]:
    neighbours = zip_longest(blocks, blocks[1:])
    for is_item, group in groupby(enumerate(neighbours), key=lambda one: one[1][0].is_item):
        members = [(index, block, after) for index, (block, after) in group]
        if is_item:
            yield "\n".join(_list([block for _, block, _ in members]))
            continue
        for stanza in _stanzas(members):
            if stanza[0][1].is_rule:
                yield "***"
                continue
            if len(stanza) > 1:
                text = "\\\n".join(escape.inline(block.text) for _, block, _ in stanza)
                yield escape.paragraph(text)
                continue
            index, block, after = stanza[0]
            follows = index > 0 and not _is_short(blocks[index - 1])
            heads = follows and after is not None and _is_heading(block, after)
            yield f"## {escape.heading(block.text)}" if heads else escape.block(block.text)


def _stanzas(members: Sequence[_Place]) -> Iterator[Sequence[_Place]]:
    """Yield the blocks: together those whose line breaks are meant (verse, an address).

    These are short lines with no blank line between, where others have one; not a heading with
    its paragraph.
    """
    spaced = sum(block.apart for _, block, _ in members) > 1
    chunk: list[_Place] = []
    for place in [*members, None]:
        if chunk and (place is None or place[1].apart or place[1].is_rule or chunk[-1][1].is_rule):
            short = all(columns(block.text) <= _STANZA_COLUMNS for _, block, _ in chunk)
            last, heads = chunk[-1][1], len(chunk) == 2 and _is_heading(chunk[0][1], chunk[1][1])
            if spaced and short and not last.introduces and not heads:
                yield chunk
            else:
                yield from ([one] for one in chunk)
            chunk = []
        if place is not None:
            chunk.append(place)


def _is_heading(block: Block, after: Block) -> bool:
    """Tell whether ``block``, after text, is a heading: short, no sentence, and before text."""
    return _is_short(block) and (after.ends_sentence or after.is_item)


def _is_short(block: Block) -> bool:
    """Tell whether ``block`` is a line of a few words that is no sentence, nor an item."""
    short = columns(block.text) <= _HEADING_WORDS * WORD
    goes_on = block.ends_sentence or block.text.endswith((",", "，", "、"))
    return short and not goes_on and not block.is_item and not block.is_rule


def _list(items: Sequence[Block]) -> Iterator[str]:
    open_levels: list[tuple[int, int]] = []  # (indent in the dump, indent of nested items here)
    for item in items:
        while open_levels and open_levels[-1][0] >= item.indent:
            open_levels.pop()
        indent = open_levels[-1][1] if open_levels else 0
        marker = f"{item.number}. " if item.number else "- "
        yield " " * indent + marker + escape.block(item.text)
        open_levels.append((item.indent, indent + len(marker)))
