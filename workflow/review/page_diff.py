"""What readers see change on a page: its passages, old against new, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from workflow.formats import parse
from workflow.merge.changes import Kind, compared
from workflow.model import lazy_re as re
from workflow.model.article import UNSEEN_FIELDS
from workflow.model.blocker import ShownFile

Key = tuple[str, str]
"""(article, locale)."""
Pieces = tuple[tuple[Kind, str], ...]
"""As :func:`~workflow.merge.changes.compared` gives them."""
_UNREAD: Final = UNSEEN_FIELDS | {"lang"}
_TAG: Final = re.compile(r"<[^<>]*>")
_BLANK_LINES: Final = re.compile(r"\n\s*\n")
_WORD: Final = re.compile(r"\w")
_ALIKE: Final = 0.4
"""From which on two texts are one passage that changed."""
_PAIRS: Final = 10_000
"""Pairs of passages that are compared, at most, to find which became which."""
_CHARACTERS: Final = 400_000_000
"""Product of the lengths of two texts that are compared word by word, at most."""


class Passage(NamedTuple):
    """A paragraph, heading, table cell, …; or a field of the front matter that readers see."""

    what: str
    """Its kind, as segments have it; the name of a field; empty for code and the like."""
    text: str
    field: bool = False
    """Whether it is one of the front matter."""


class PassageDiff(NamedTuple):
    """A passage that changed."""

    what: str
    """As of a :class:`Passage`."""
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class PageDiff:
    """What readers of one page see change."""

    article: str
    locale: str
    passages: tuple[PassageDiff, ...]
    files: tuple[ShownFile, ...]
    """Pictures and other files that the page brings along."""

    @property
    def key(self) -> Key:
        """(article, locale)."""
        return (self.article, self.locale)


def passages(text: str, format: str) -> Iterator[Passage]:
    """All that readers see of a document, in order; raises what parsing raises."""
    document = parse(text, format=format, fields=())
    yield from _fields(document.front_matter)
    data = document.text.encode()
    done = len(data) - len(document.body.encode())
    for segment in document.segments:
        yield from _other(data[done : segment.start])
        yield Passage(segment.kind, segment.text)
        done = segment.end
    yield from _other(data[done:])


def page_diff(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[PassageDiff]:
    """Every passage that is not the same in both, in order."""
    removed: list[Passage] = []
    added: list[Passage] = []
    for step in Indel.opcodes(list(map(_key, old)), list(map(_key, new))):
        if step.tag == "equal":
            yield from _changed(removed, added)
            removed, added = [], []
        elif step.tag == "delete":
            removed += old[step.src_start : step.src_end]
        else:
            added += new[step.dest_start : step.dest_end]
    yield from _changed(removed, added)


def _fields(values: Mapping[str, object]) -> Iterator[Passage]:
    for name, value in values.items():
        if name not in _UNREAD and (text := _said(value)):
            yield Passage(str(name), text, field=True)


def _said(value: object) -> str:
    """A value of the front matter as a line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_said(each)}" for name, each in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(map(_said, value))
    return "" if value is None else str(value)


def _other(data: bytes) -> Iterator[Passage]:
    """What stands between segments, where readers see words of it: code, for one."""
    for part in _BLANK_LINES.split(data.decode()):
        text = part.strip().lstrip("]")
        if _WORD.search(_TAG.sub("", text)):
            yield Passage("", text)


def _key(passage: Passage) -> str:
    return f"{passage.field}\0{passage.what}\0{passage.text}"


def _changed(removed: Sequence[Passage], added: Sequence[Passage]) -> Iterator[PassageDiff]:
    """What became of passages that stand together."""
    for before, after in _matched(removed, added):
        if before is None and after is not None:
            yield PassageDiff(after.what, (("added", after.text),))
        elif after is None and before is not None:
            yield PassageDiff(before.what, (("removed", before.text),))
        elif before is not None and after is not None:
            yield PassageDiff(after.what, _pieces(before.text, after.text))


def _pieces(before: str, after: str) -> Pieces:
    if len(before) * len(after) > _CHARACTERS:
        return (("removed", before), ("added", after))
    return tuple(compared(before, after))


def _matched(
    removed: Sequence[Passage], added: Sequence[Passage]
) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Which passage became which, in order; None where there is none."""
    if len(removed) * len(added) > _PAIRS:
        yield from zip_longest(removed, added)
        return
    alike = [[_likeness(one, other) for other in added] for one in removed]
    best = [[0.0] * (len(added) + 1) for _ in range(len(removed) + 1)]
    for i in reversed(range(len(removed))):
        for j in reversed(range(len(added))):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(removed) and j < len(added):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield removed[i], added[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield removed[i], None
            i += 1
        else:
            yield None, added[j]
            j += 1
    yield from ((each, None) for each in removed[i:])
    yield from ((None, each) for each in added[j:])


def _likeness(one: Passage, other: Passage) -> float:
    """How much two passages have in common, from 0 to 1; a field is the same whatever it says."""
    if one.field or other.field:
        return float(one.field and one.what == other.what)
    found = Indel.normalized_similarity(one.text, other.text)
    return found if found >= _ALIKE else 0.0
