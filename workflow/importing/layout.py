"""The article of a text dump as it is shown: its title, and its blocks laid out as Markdown.

The title is the nearest line before the article that its words bear out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest

from workflow.importing import plain
from workflow.importing.lines import Block
from workflow.importing.plain import columns, squash
from workflow.importing.scoring import WORD, Kind, Run, Scored

_FARTHEST = 12
"""Blocks between a title and its article: date, author, buttons."""
_STEP = -4
"""What a title loses for each block that it stands before the article."""
_BORNE_OUT = 40
"""What a title gains if all its words occur in the article."""
_FIRST = 12
"""What a dump's first line gains: who copies a text by hand begins with its title."""
_ALONE = 6
"""What a line between blank lines gains."""
_LEAST = 3
_LEAST_WIDE = 6
"""Columns of the shortest Chinese title; entries of menus have four, mostly."""
_LONGEST_WORDS = 25
_FULL_WORDS = 10
"""Words from which on a longer line is no likelier a title."""
_MOSTLY = 0.5
_ENOUGH_TELLING = 3
"""Telling words from which on a title gains all it can: entries of menus have one or two."""
_STANDFIRST_WORDS = 4
_TELLING = 5
"""Letters of a word that says something of what an article is about."""
_KINDS = frozenset((Kind.SHORT, Kind.SENTENCE, Kind.REPEAT))
_CRUMBS = re.compile(r"\s[|>/→]\s|[›»]")
_STATEMENT = re.compile(r"[.:;。：；][\s\"'»”’)）」』]*$")
_HEADING_WORDS = 15
_STANZA_COLUMNS = 60
_Place = tuple[int, Block, Block | None]
"""A block's index, the block, and the one after it."""


@dataclass(frozen=True, slots=True)
class Title:
    """Where the title stands, and what stands between it and the article."""

    index: int
    standfirst: tuple[int, ...]
    """Indices of lines after the title that the article's words bear out as well."""
    score: float


def find_title(scored: Sequence[Scored], run: Run) -> Title | None:
    """Return the title of the article in ``run``, None where no line is likely to be it.

    The likeliest line is near, as long as titles are, and made of words that the article
    repeats. Where the line before it is borne out too, that is the title, and this a standfirst.
    """
    body = _words_of(scored[run.start : run.end])
    candidates = _candidates(scored, run)
    rest = _words_of(scored[run.start + 1 : run.end]) if run.start in candidates else body
    chances = {
        index: _chance(scored, index, run, rest if index == run.start else body)
        for index in candidates
    }
    best = max(chances, key=lambda index: chances[index], default=None)
    if best is None or (chances[best] < _LEAST and not _stands_next(scored, best, run)):
        return None
    title = best
    while title - 1 in chances and _is_like_title(scored[title - 1].block.text, body):
        title -= 1
    standfirst = tuple(
        index
        for index in range(title + 1, run.start)
        if index in chances
        and _is_like_title(scored[index].block.text, body)
        and squash(scored[index].block.text) != squash(scored[title].block.text)
    )
    return Title(title, standfirst, chances[best])


def _words_of(blocks: Sequence[Scored]) -> str:
    return _words(" ".join(one.block.text for one in blocks))


def _is_like_title(text: str, body: str) -> bool:
    """Tell whether a line beside the likeliest title is title or standfirst as well."""
    long = columns(text) >= _STANDFIRST_WORDS * WORD
    found, telling = _borne_out(text, body)
    return long and found > _MOSTLY * telling


def _candidates(scored: Sequence[Scored], run: Run) -> Sequence[int]:
    """Return the indices of blocks that are built like a title.

    The run's first block is one of them if it only seems prose, as a question does.
    """
    before = range(max(run.start - _FARTHEST, 0), run.start)
    found = [index for index in before if scored[index].kind in _KINDS]
    if run.end - run.start > 1:
        found.append(run.start)
    return [index for index in found if _is_built_like_one(scored[index].block.text)]


def _is_built_like_one(text: str) -> bool:
    return (
        columns(text) <= _LONGEST_WORDS * WORD
        and not _CRUMBS.search(text)
        and not _STATEMENT.search(text)
    )


def _chance(scored: Sequence[Scored], index: int, run: Run, body: str) -> float:
    text = scored[index].block.text
    found, telling = _borne_out(text, body)
    borne_out = _BORNE_OUT * found / max(telling, _ENOUGH_TELLING)
    length = min(columns(text) / WORD, _FULL_WORDS) * 2
    place = _FIRST * (index == 0) + _ALONE * _is_alone(scored, index)
    return borne_out + length + place + _STEP * _distance(scored, index, run)


def _distance(scored: Sequence[Scored], index: int, run: Run) -> int:
    """Return how many blocks a title stands before the article, date and authors not counted."""
    dated = (Kind.CREDIT, Kind.DATE)
    return sum(one.kind not in dated for one in scored[index : run.start])


def _is_alone(scored: Sequence[Scored], index: int) -> bool:
    """Tell whether blank lines stand about the block, in a dump that has them elsewhere too."""
    after = scored[index + 1 : index + 2]
    return scored[index].block.apart and bool(after) and after[0].block.apart


def _stands_next(scored: Sequence[Scored], index: int, run: Run) -> bool:
    """Tell whether the block is the last before the article, and of more than one word.

    A headline of a few words (“Suivez le guide”) need not be borne out by any of the article's.
    """
    text = scored[index].block.text
    several = len(text.split()) > 1 or columns(text) >= _LEAST_WIDE > len(text)
    return several and _distance(scored, index, run) <= 1


def _borne_out(text: str, body: str) -> tuple[int, int]:
    """Return how many telling words of ``text`` begin one of ``body``, and of how many.

    Wide letters (Chinese) are taken in pairs, as most of its words are, wherever they stand.
    """
    words = _words(text).split()
    wide = [word for word in words if columns(word) > len(word)]
    telling = {word for word in words if len(word) >= _TELLING and word not in wide}
    pairs = {word[at : at + 2] for word in wide for at in range(len(word) - 1)}
    telling |= pairs
    found = sum((word if word in pairs else f" {word}") in body for word in telling)
    return found, len(telling)


def _words(text: str) -> str:
    """Return the words of ``text``, squashed, each after a space."""
    return "".join(f" {squash(word)}" for word in re.findall(r"[^\W\d_]+", text))


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
                text = "\\\n".join(plain.inline(block.text) for _, block, _ in stanza)
                yield plain.paragraph(text)
                continue
            index, block, after = stanza[0]
            follows = index > 0 and not _is_short(blocks[index - 1])
            heads = follows and after is not None and _is_heading(block, after)
            yield f"## {plain.heading(block.text)}" if heads else plain.block(block.text)


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
        yield " " * indent + marker + plain.block(item.text)
        open_levels.append((item.indent, indent + len(marker)))
