"""The index that readers search: of each page what it is found by, and of all of them its shards.

A shard holds the words whose first letters have a number, so that an edit changes the shards of
the words that came or went and no other. Its lines are sorted: how many characters a word shares
with the one before, the rest of it, and behind a tab the numbers of the pages it stands in, as
steps, apart by blanks: those that have it in their text, in a heading, in the summary, in the
title.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from operator import eq
from typing import Final, NamedTuple
from zlib import crc32

from workflow.model import digest
from workflow.site.anchors import HEADINGS
from workflow.site.search_terms import KEY, bucket_of, key_of, terms
from workflow.site.tree import Node, words

BUCKETS: Final = 128
"""The most shards there are; with fewer, each holds several buckets."""
LEVELS: Final = 4
"""Title; summary, keywords and authors; headings; text."""
_MARK: Final = 5
"""Characters that say what a page has in one bucket: 32 bits."""
_INLINE: Final = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
        "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
        "var", "wbr", "ruby",
    }
)  # fmt: skip
"""Elements at whose edges no word ends."""
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Indexed(NamedTuple):
    """What a page is found by."""

    terms: str
    """By bucket, a line each: what its text is found by, then what is in each other level, after
    a stroke and its number; each word in the first level that has it."""
    marks: str
    """A checksum of each of these lines, see :data:`_MARK`."""


def texts_of(root: Node) -> tuple[list[str], list[str]]:
    """The headings in a body, and its other blocks; no word goes from one to the next."""
    headings: list[str] = []
    flow: list[str] = []
    _gather(root, flow, headings)
    return headings, "".join(flow).split("\n")


def _gather(element: Node, flow: list[str], headings: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag in HEADINGS:
            inner: list[str] = [child.text or ""]
            _gather(child, inner, headings)
            headings += "".join(inner).split("\n")
            flow.append("\n")
        elif tag in ("rt", "rp"):  # how the word is read that goes on after it
            flow.insert(0, words(child) + "\n")
        elif "footnote-" in child.get("class", ""):
            flow.append("\n")
            _inside(child, flow, headings)
        elif tag in _INLINE:
            _inside(child, flow, headings)
        else:
            flow.append("\n")
            _inside(child, flow, headings)
            flow.append("\n")
        if child.tail:
            flow.append(child.tail)


def _inside(element: Node, flow: list[str], headings: list[str]) -> None:
    if element.text:
        flow.append(element.text)
    _gather(element, flow, headings)


def indexed(levels: Sequence[Iterable[str]]) -> Indexed:
    """What a page is found by whose texts are ``levels``, see :data:`LEVELS`."""
    seen: set[str] = set()
    new: list[set[str]] = []
    for texts in levels:
        new.append(terms(texts) - seen)
        seen |= new[-1]
    lines: list[list[str]] = [[] for _ in range(BUCKETS)]
    for term in sorted(new[-1]):
        lines[_bucket(term[:KEY])].append(term)
    for level in range(LEVELS - 1):
        begun = set()
        for term in sorted(new[level]):
            bucket = _bucket(term[:KEY])
            lines[bucket].append(term if bucket in begun else f"|{level}{term}")
            begun.add(bucket)
    told = [" ".join(line) for line in lines]
    marks = struct.pack(f">{BUCKETS}I", *[crc32(line.encode()) for line in told])
    return Indexed("\n".join(told), base64.b85encode(marks).decode())


@lru_cache(maxsize=50_000)
def _bucket(beginning: str) -> int:
    return bucket_of(key_of(beginning), BUCKETS)


def shards_of(pages: int) -> int:
    """Into how many shards the index of so many pages goes: a power of two."""
    shards = 1
    while shards < BUCKETS and shards * 16 < pages:
        shards *= 2
    return shards


def marks_of(marks: Sequence[str], shards: int) -> list[str]:
    """A digest over what each shard holds, by what :attr:`Indexed.marks` of all pages are."""
    together, width = "".join(marks), BUCKETS * _MARK
    return [
        digest(
            *(
                together[bucket * _MARK + place :: width]
                for bucket in range(shard, BUCKETS, shards)
                for place in range(_MARK)
            )
        )
        for shard in range(shards)
    ]


@lru_cache(maxsize=2)
def _columns(pages: tuple[bytes, ...]) -> tuple[tuple[str, ...], ...]:
    """Of each bucket what every page has in it."""
    return tuple(zip(*(each.decode().split("\n") for each in pages), strict=True))


def shard_file(
    _path: str, version: str, shard: int, shards: int, pages: tuple[bytes, ...]
) -> bytes:
    """A shard; ``pages`` are what each is found by (:attr:`Indexed.terms`), by their numbers."""
    columns = _columns(pages)
    found: tuple[dict[str, list[int]], ...] = tuple({} for _ in range(LEVELS))
    for bucket in range(shard, BUCKETS, shards):
        for number, line in enumerate(columns[bucket]):
            if not line:
                continue
            text, *others = line.split("|")
            levels = [(text, found[-1]), *((each[1:], found[int(each[0])]) for each in others)]
            for those, postings in levels:
                for word in those.split():
                    if word in postings:
                        postings[word].append(number)
                    else:
                        postings[word] = [number]
    return "\n".join([version, *_lines(found)]).encode()


def _lines(found: Sequence[dict[str, list[int]]]) -> Iterator[str]:
    before = ""
    for word in sorted(set().union(*found)):
        shared = sum(takewhile(bool, map(eq, before, word)))
        places = " ".join([steps(each.get(word, ())) for each in reversed(found)]).rstrip()
        yield f"{_DIGITS[shared]}{word[shared:]}\t{places}"
        before = word


def steps(numbers: Sequence[int]) -> str:
    """Ascending numbers as steps from one to the next, each of digits of five bits."""
    said, last = [], -1
    for each in numbers:
        said.append(_digits(each - last - 1))
        last = each
    return "".join(said)


@lru_cache(maxsize=10_000)
def _digits(number: int) -> str:
    """The lowest first; all but the last are above 31."""
    said = ""
    while number > 31:
        said += _DIGITS[number & 31 | 32]
        number >>= 5
    return said + _DIGITS[number]
