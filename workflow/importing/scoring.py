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

from workflow.importing.dates import find_date
from workflow.importing.lines import Block
from workflow.importing.people import credit, is_contact
from workflow.importing.plain import columns, squash
from workflow.model import Locale

WORD = 6
"""Columns of a word with its space: what French and English have, and two wide letters fill."""
_PROSE_WORDS = 4
_TITLE_WORDS = 25
_DATE_WORDS = 12
_BESIDE_DATE_WORDS = 3
_ITEM_WORDS = 8
_MOST = 25
"""What a paragraph weighs at most, so that one long notice does not outweigh an article."""
_SHORT_AFTER_SHORT = -20
"""A heading stands alone; entries of a menu follow each other."""
_NOTICE = re.compile(r"©|\(c\) ?\d{4}", re.IGNORECASE)
_AFTER = -5
_BEFORE = -4
"""What a short line weighs beyond a run: less than it does beside a title, and less before the
run, where no footer stands. One that ends in a comma is of no menu."""
_GOES_ON = (",", "，", "、")


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
    SENTENCE = "sentence"
    """A short one."""
    SHORT = "short"
    """Anything short: a heading, or an entry of a menu."""
    REPEAT = "repeat"
    """A short line that stands in the dump more than once, among other short ones."""
    CREDIT = "credit"
    """A line that says when or by whom."""
    DATE = "date"
    """A line with a date and little else (“3 May – 5 minutes”)."""
    NOTICE = "notice"
    """A copyright line."""
    RULE = "rule"
    """A row of signs."""
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


TEXT = frozenset((Kind.PROSE, Kind.SENTENCE, Kind.LIST, Kind.CONTACT))
"""Kinds of what articles are made of."""
_WEIGHTS = {
    Kind.CONTACT: 8,
    Kind.SENTENCE: 2,
    Kind.LIST: 0,
    Kind.ITEM: -10,
    Kind.SHORT: -5,
    Kind.REPEAT: -20,
    Kind.CREDIT: -15,
    Kind.DATE: -15,
    Kind.NOTICE: -30,
    Kind.GLUED: -30,
}


def score(blocks: Sequence[Block], locale: Locale) -> tuple[Scored, ...]:
    """Return the blocks with their kinds and scores; dates are read in ``locale``."""
    counts = Counter(squash(block.text) for block in blocks)
    kinds: list[Kind] = []
    before = Block("", 0)
    for block in blocks:
        goes_on = before.is_item and not block.apart and kinds[-1:] == [Kind.PROSE]
        introduced = before.introduces or goes_on or kinds[-1:] == [Kind.LIST]
        count = counts[squash(block.text)]
        glued = _is_glued(before, block)
        kinds.append(Kind.GLUED if glued else _kind(block, locale, introduced, count))
        before = block
    return tuple(_scored(blocks, _without_labels(blocks, kinds)))


def _without_labels(blocks: Sequence[Block], kinds: Sequence[Kind]) -> list[Kind]:
    """Return the kinds, with repeats that always introduce text (speakers' names) made short."""
    texts = [kind in TEXT for kind in [Kind.PROSE, *kinds, Kind.SHORT]]
    among = {
        squash(block.text)
        for block, kind, before, after in zip(blocks, kinds, texts, texts[2:], strict=False)
        if kind is Kind.REPEAT and not (before and after)
    }
    return [
        Kind.SHORT if kind is Kind.REPEAT and squash(block.text) not in among else kind
        for block, kind in zip(blocks, kinds, strict=True)
    ]


def _kind(block: Block, locale: Locale, introduced: bool, count: int) -> Kind:
    if block.is_rule:
        return Kind.RULE
    words = columns(block.text) / WORD
    if _NOTICE.search(block.text):
        return Kind.NOTICE
    if words >= (_PROSE_WORDS if block.ends_sentence else _TITLE_WORDS):
        return Kind.PROSE
    if is_contact(block.text):
        return Kind.CONTACT
    if kind := _dated(block.text, locale):
        return kind
    return _short_kind(block, introduced, count)


def _short_kind(block: Block, introduced: bool, count: int) -> Kind:
    if block.is_item:
        long = columns(block.text) / WORD >= _ITEM_WORDS
        return Kind.LIST if introduced or long else Kind.ITEM
    if block.is_sentence:
        return Kind.SENTENCE
    return Kind.SHORT if count == 1 else Kind.REPEAT


def _dated(text: str, locale: Locale) -> Kind | None:
    """Return what a line that says when or by whom looks like, None for another."""
    if credit(text, locale) is not None:
        return Kind.CREDIT
    dated = find_date(text, locale) if columns(text) <= _DATE_WORDS * WORD else None
    beside = text[: dated.start] + text[dated.end :] if dated else text
    return Kind.DATE if dated and columns(beside) <= _BESIDE_DATE_WORDS * WORD else None


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
        before = before if kind is Kind.RULE else kind


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


def extended(scored: Sequence[Scored], run: Run) -> tuple[int, int]:
    """Return how far the article in ``run`` may go: first index, and the one after the last.

    Beyond the run's ends short lines (an interview's questions, verse) are parts of it where the
    paragraphs after them outweigh them, up to what only pages have (menus, notices, repeats).
    """
    end = run.end + _reach(scored[run.end :], _AFTER)
    start = run.start - _reach(scored[: run.start][::-1], _BEFORE)
    return start, end


def _reach(scored: Sequence[Scored], short: int) -> int:
    """Return how many of the next blocks belong to the article before them."""
    total = best = reach = 0
    for count, one in enumerate(scored, 1):
        if one.kind is Kind.SHORT:
            total += 0 if one.block.text.endswith(_GOES_ON) else short
        elif one.kind in TEXT:
            total += one.score
        elif one.kind is not Kind.RULE:
            break
        if total > best:
            best, reach = total, count
    return reach
