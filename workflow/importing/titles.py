"""The title of an article in a text dump: the nearest line before it that its words bear out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.importing.characters import (
    columns,
    squash,
)
from workflow.importing.scoring import (
    WORD,
    Kind,
    Run,
    Scored,
)


@dataclass(frozen=True, slots=True)
class Title:
    """Where the title stands, and what stands between it and the article."""

    index: int
    standfirst: tuple[int, ...]
    """Indices of lines after the title that the article's words bear out as well."""
    score: float


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


def find(scored: Sequence[Scored], run: Run) -> Title | None:
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
