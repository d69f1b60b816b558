"""How much each block of a text dump speaks for being part of the article.

Form alone counts: what reads as prose weighs for the article, what looks like a menu against
it. No rule knows a site or its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.flows.importing.characters import columns, squash
from workflow.flows.importing.dateline import find_date
from workflow.flows.importing.lines import Block
from workflow.flows.importing.people import is_contact
from workflow.model import Locale


class Kind(StrEnum):
    """What a block looks like."""

    PROSE = "prose"
    """Ends a sentence, or is longer than any title."""
    CONTACT = "contact"
    """A line with an e-mail address or telephone number."""
    LIST = "list"
    """An item too long for a menu's, or one of a list that a line ending in a colon introduces."""
    ITEM = "item"
    """An item of any other list."""
    SHORT = "short"
    """Anything short: a heading, or an entry of a menu."""
    REPEAT = "repeat"
    """A short line that stands in the dump more than once."""
    DATE = "date"
    """A line with a date and little else."""
    NOTICE = "notice"
    """A copyright line."""
    GLUED = "glued"
    """Begins with the whole line before it, run together: a menu entry unfolded."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A block, what it looks like, and its weight for (above 0) or against the article."""

    block: Block
    kind: Kind
    score: int


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive blocks that may be the article."""

    start: int
    """Index of the first block."""
    end: int
    """Index after the last block."""
    score: int


WORD = 6
"""Columns of a word with its space: what French and English have, and two wide letters fill."""
_PROSE_WORDS = 4
_TITLE_WORDS = 25
_DATE_WORDS = 12
_ITEM_WORDS = 8
_MOST = 25
"""What a paragraph weighs at most, so that one long notice does not outweigh an article."""
_WEIGHTS = {
    Kind.CONTACT: 8,
    Kind.LIST: 0,
    Kind.ITEM: -10,
    Kind.SHORT: -5,
    Kind.REPEAT: -20,
    Kind.DATE: -15,
    Kind.NOTICE: -30,
    Kind.GLUED: -30,
}
_SHORT_AFTER_SHORT = -20
"""A heading stands alone; entries of a menu follow each other."""
_NOTICE = re.compile(r"©|\(c\) ?\d{4}", re.IGNORECASE)


def score(blocks: Sequence[Block], locale: Locale) -> tuple[Scored, ...]:
    """Return the blocks with their kinds and scores; dates are read in ``locale``."""
    counts = Counter(squash(block.text) for block in blocks)
    kinds: list[Kind] = []
    before = Block("", 0)
    for block in blocks:
        introduced = before.introduces or kinds[-1:] == [Kind.LIST]
        count = counts[squash(block.text)]
        glued = _is_glued(before, block)
        kinds.append(Kind.GLUED if glued else _kind(block, locale, introduced, count))
        before = block
    return tuple(_scored(blocks, kinds))


def _kind(block: Block, locale: Locale, introduced: bool, count: int) -> Kind:
    words = columns(block.text) / WORD
    if _NOTICE.search(block.text):
        return Kind.NOTICE
    if words >= (_PROSE_WORDS if block.ends_sentence else _TITLE_WORDS):
        return Kind.PROSE
    if is_contact(block.text):
        return Kind.CONTACT
    if words <= _DATE_WORDS and find_date(block.text, locale):
        return Kind.DATE
    if block.is_item:
        return Kind.LIST if introduced or words >= _ITEM_WORDS else Kind.ITEM
    return Kind.SHORT if count == 1 else Kind.REPEAT


def _is_glued(before: Block, block: Block) -> bool:
    rest = block.text.removeprefix(before.text)
    return rest != block.text and len(before.text) > 2 and rest[:1].isalnum()


def _scored(blocks: Sequence[Block], kinds: Sequence[Kind]) -> Iterator[Scored]:
    before = None
    for block, kind in zip(blocks, kinds, strict=True):
        weight = _WEIGHTS.get(kind, 0)
        if kind is Kind.PROSE:
            weight = min(columns(block.text) // WORD, _MOST)
        elif kind is Kind.SHORT and before is Kind.SHORT:
            weight = _SHORT_AFTER_SHORT
        elif kind is Kind.ITEM and before is Kind.ITEM:
            weight = 0  # a list counts once, however long
        yield Scored(block, kind, weight)
        before = kind


def runs(scored: Sequence[Scored]) -> Iterator[Run]:
    """Yield the runs whose scores add up to most, from left to right (after Kadane)."""
    start = 0
    while start < len(scored):
        total = best = 0
        end = start + 1
        for index in range(start, len(scored)):
            total += scored[index].score
            if total <= 0:
                break
            if total >= best:
                best, end = total, index + 1
        if best:
            yield Run(start, end, best)
        start = end
