"""The labelled sentence pairs of ``tests/checks``, as values.

``seen/*.tsv`` is for those who write rules, ``held/*.tsv`` was written before any rule and is not
looked at while one is tuned. A line has the language pair; the name of the rule that must speak
(none: a good translation), and after it the rules that tell the same fault as rightly, any of
which will do; both texts (``\\n`` is a line end); and a note: empty; ``title``; ``article:ID``, one
of the messages of one article, in this order; ``term: A = B``, optionally ``; not: C``, the
glossary in force for this pair alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "checks"
HALVES = ("seen", "held")
HEADER = "pair\texpect\tsource\ttarget\tnote"


class Pair(NamedTuple):
    """One line of a file."""

    place: str
    pair: str
    expect: tuple[str, ...]
    source: str
    target: str
    note: str


def pairs_of(half: str) -> Iterator[Pair]:
    """Yield the lines of one half, file by file."""
    for path in sorted((FOLDER / half).glob("*.tsv")):
        header, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        assert header == HEADER, path
        for number, line in enumerate(lines, 2):
            pair, expect, source, target, note = line.split("\t")
            names = tuple(expect.split(",")) if expect else ()
            yield Pair(f"{half}/{path.name}:{number}", pair, names, source, target, note)
