"""Texts cut into n-grams: runs of a few characters, each known by a hash.

Two texts that are like each other have many of them in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from workflow.merge.repair import (
    outline,
)
from workflow.model import Locale

Numbers = NDArray[np.int64]
Small = NDArray[np.uint32]
T = TypeVar("T", bound=np.generic)

HALF = np.uint64(32)
"""Bits of the lower half of an entry, which is a text's place; the upper one is a hash."""
_IDEOGRAPHIC = frozenset({"Hans", "Hant", "Hani", "Jpan", "Kore", "Bopo"})
_SHORT = 20
"""Characters below which a query is looked up by short grams: long ones leave too little."""
_THINNED = 50
"""Characters above which a query needs but every second gram, by its hash …"""
_ALL = 80
"""… so that texts above this length, which are hardly like a shorter query, have no others: the
lists are shorter by two fifths, and find no less."""
_MOST = 400
"""Grams of one query: enough to know a long text by."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class GramSizes:
    """How texts of one language are cut: measured by bench/memory.py.

    An alphabet needs three letters to tell texts apart, and five are faster on long ones; a
    Chinese character tells as much as a syllable, so that two do, whatever the length.
    """

    short: int
    long: int

    @classmethod
    def of(cls, locale: Locale) -> GramSizes:
        """The sizes for a source language."""
        return cls(2, 2) if locale.script in _IDEOGRAPHIC else cls(3, 5)


def grams_of(text: str, sizes: GramSizes) -> tuple[Small, int]:
    """The grams that a query is looked up by, ascending, and the length it has as one of texts."""
    forms = _forms(text)
    size = sizes.short if len(text) < _SHORT else sizes.long
    hashes = np.concatenate([_hashes(_codes(form), size) for form in forms])
    if len(text) > _THINNED:
        hashes = hashes[hashes % 2 == 0]
    some = hashes[:: -(-len(hashes) // _MOST) or 1]
    return distinct(some.astype(np.uint32)), len(forms[0])


def entries_of(texts: Sequence[str], sizes: GramSizes) -> tuple[NDArray[np.uint64], Small]:
    """(Gram, place of the text in ``texts``) for each gram of each, ascending; and the lengths."""
    framed: list[str] = []
    places: list[int] = []
    lengths: list[int] = []
    for place, text in enumerate(texts):
        forms = _forms(text)
        framed += forms
        places += [place] * len(forms)
        lengths.append(len(forms[0]))
    entries = [_entries(framed, places, sizes.long)]
    if sizes.short != sizes.long:
        brief = [i for i, text in enumerate(framed) if len(text) <= 2 * _SHORT + 2]
        short = [framed[i] for i in brief]
        entries.append(_entries(short, [places[i] for i in brief], sizes.short))
    return distinct(np.concatenate(entries)), np.array(lengths, np.uint32)


def _forms(text: str) -> list[str]:
    """What is cut of a text, between marks that make its ends grams of their own.

    Its outline, which finds it whatever its numbers are; where there are any the text as well,
    since of one that is mostly addresses the outline says little.
    """
    plain = outline(text)
    return [f"\x02{form}\x03" for form in ((plain,) if plain == text else (plain, text))]


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _hashes(codes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """A hash below 2 ** 32 of each gram of ``size`` characters, unlike those of other sizes."""
    count = max(0, len(codes) - size + 1)
    mixed = np.full(count, size, np.uint64)
    for place in range(size):
        mixed *= _MIX
        mixed += codes[place : place + count]
    mixed ^= mixed >> HALF
    mixed *= _STIR
    mixed >>= HALF
    return mixed


def _entries(framed: Sequence[str], places: Sequence[int], size: int) -> NDArray[np.uint64]:
    """Hash and place, as one number, of each gram of each text."""
    lengths = np.fromiter(map(len, framed), np.int64, len(framed))
    hashes = _hashes(_codes("".join(framed)), size)
    left = np.repeat(np.cumsum(lengths), lengths)[: len(hashes)] - np.arange(len(hashes))
    thinned = np.repeat(lengths > _ALL, lengths)[: len(hashes)]
    # Not the grams that begin in one text and end in the next.
    wanted = (left >= size) & ~(thinned & (hashes % 2 == 1))
    of = np.repeat(np.array(places, np.uint64), lengths)[: len(hashes)]
    entries: NDArray[np.uint64] = ((hashes << HALF) | of)[wanted]
    return entries


def distinct(values: NDArray[T]) -> NDArray[T]:
    """Ascending, each once."""
    ordered = np.sort(values)
    return ordered[firsts(ordered)]


def firsts(ordered: NDArray[T]) -> Numbers:
    """Where the stretches of equal values begin."""
    begins = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    return np.flatnonzero(begins)
