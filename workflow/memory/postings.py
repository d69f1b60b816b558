"""Posting lists: the texts that hold each run of letters, as arrays that are opened, not read.

A text is cut into runs (n-grams) of its characters, and a run is known by a hash. The texts that
share the most of a query's rarest runs, for their length, are likely to be like it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from workflow.merge.adapt import outline
from workflow.model import Locale

Numbers = NDArray[np.int64]
Small = NDArray[np.uint32]
T = TypeVar("T", bound=np.generic)

_IDEOGRAPHIC = frozenset({"Hans", "Hant", "Hani", "Jpan", "Kore", "Bopo"})
_SHORT = 20
"""Characters below which a query is looked up by short runs: long ones leave too little."""
_THINNED = 50
"""Characters above which a query needs but every second run, by its hash …"""
_ALL = 80
"""… so that texts above this length, which are like no shorter one, have no others: the lists are
shorter by two fifths, and find no less."""
_MOST = 400
"""Runs of one query: enough to know a long text by."""
_READ = 50_000
"""Entries of lists that one query reads, the rarest runs' first …"""
_FEWEST = 8
"""… but at least the lists of so many runs."""
_PART = 5
"""Of the most runs that a text shares with the query: what shares less is not like it."""
_AT_ONCE = 2_000_000
"""Entries in memory while parts are merged."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Cut:
    """How texts of one language are cut: measured by bench/memory.py.

    An alphabet needs three letters to tell texts apart, and five are faster on long ones; a
    Chinese character tells as much as a syllable, so that two do, whatever the length.
    """

    short: int
    long: int

    @classmethod
    def of(cls, locale: Locale) -> Cut:
        """The sizes for a source language."""
        return cls(2, 2) if locale.script in _IDEOGRAPHIC else cls(3, 5)


class Part(NamedTuple):
    """Some texts and the lists of their runs; never changed, and often a file."""

    numbers: Numbers
    """The texts' numbers in the table. A text's place in here is what the lists hold."""
    starts: Numbers
    """Where each list begins, and where the last one ends."""
    lengths: Small
    """The texts' outlines in characters."""
    runs: Small
    """Hashes, ascending; each has a list."""
    places: Small
    """The lists, one after the other; each ascending."""


def cut_up(texts: Sequence[tuple[int, str]], cut: Cut) -> Part:
    """The part that texts and their numbers make."""
    framed: list[str] = []
    places: list[int] = []
    lengths: list[int] = []
    for place, (_, text) in enumerate(texts):
        forms = _forms(text)
        framed += forms
        places += [place] * len(forms)
        lengths.append(len(forms[0]))
    entries = [_entries(framed, places, cut.long)]
    if cut.short != cut.long:
        brief = [i for i, text in enumerate(framed) if len(text) <= 2 * _SHORT + 2]
        entries.append(_entries([framed[i] for i in brief], [places[i] for i in brief], cut.short))
    held = _distinct(np.concatenate(entries))
    runs = (held >> _HALF).astype(np.uint32)
    starts = _firsts(runs)
    return Part(
        np.array([number for number, _ in texts], np.int64),
        np.append(starts, len(runs)),
        np.array(lengths, np.uint32),
        runs[starts],
        held.astype(np.uint32),
    )


def write_merged(parts: Sequence[Part], file: IO[bytes]) -> tuple[int, int]:
    """Write one part that has what ``parts`` have; return how many texts and runs it has.

    Their lists are read a few at a time. Raises :class:`ValueError` where one is damaged so that
    it cannot be read.
    """
    for starts, runs in ((part.starts, part.runs) for part in parts):
        if (starts[1:] < starts[:-1]).any() or (runs[1:] <= runs[:-1]).any():
            raise ValueError("not a part of an index")
    firsts = np.cumsum([0, *(len(part.numbers) for part in parts)]).tolist()
    runs = _distinct(np.concatenate([part.runs for part in parts]))
    sizes = np.zeros(len(runs), np.int64)
    for part in parts:
        sizes[np.searchsorted(runs, part.runs)] += np.diff(part.starts)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    file.write(np.concatenate([part.numbers for part in parts]).tobytes())
    file.write(starts.tobytes())
    file.write(np.concatenate([part.lengths for part in parts]).tobytes())
    file.write(runs.tobytes())
    for first, last in _stretches(starts):
        stretch = runs[first:last]
        entries = np.concatenate(
            [_moved(part, place, stretch) for part, place in zip(parts, firsts, strict=False)]
        )
        entries.sort()
        file.write(entries.astype(np.uint32).tobytes())
    return firsts[-1], len(runs)


def part_of(data: NDArray[np.uint8], texts: int, runs: int) -> Part:
    """The part in what :func:`write_merged` wrote. Raises :class:`ValueError` for other bytes."""
    ends = np.cumsum([8 * texts, 8 * (runs + 1), 4 * texts, 4 * runs])
    numbers, starts, lengths, hashes, places = np.split(data, ends)
    part = Part(
        numbers.view(np.int64),
        starts.view(np.int64),
        lengths.view(np.uint32),
        hashes.view(np.uint32),
        places.view(np.uint32),
    )
    if len(part.starts) != runs + 1 or part.starts[[0, -1]].tolist() != [0, len(part.places)]:
        raise ValueError("not a part of an index")
    return part


def likeliest(parts: Sequence[Part], text: str, cut: Cut, limit: int) -> list[int]:
    """Numbers of the ``limit`` texts most likely to be like ``text``, the likeliest first."""
    forms = _forms(text)
    size = cut.short if len(text) < _SHORT else cut.long
    runs = np.concatenate([_hashes(_codes(form), size) for form in forms])
    if len(text) > _THINNED:
        runs = runs[runs % 2 == 0]
    runs = _distinct(runs[:: -(-len(runs) // _MOST) or 1].astype(np.uint32))
    if not (parts and len(runs)):
        return []
    bounds = [_bounds(part, runs) for part in parts]
    sizes = sum((ends - starts for starts, ends in bounds), np.zeros(len(runs), np.int64))
    rarest = np.argsort(sizes, kind="stable")
    rarest = rarest[: max(np.searchsorted(np.cumsum(sizes[rarest]), _READ, "right"), _FEWEST)]
    found = [
        _shared(part, starts[rarest], ends[rarest])
        for part, (starts, ends) in zip(parts, bounds, strict=True)
    ]
    # Most share a run or two by chance: not looked at further.
    enough = max(int(counts.max(initial=0)) for _, counts in found) // _PART
    scores: list[NDArray[np.float64]] = []
    numbers: list[Numbers] = []
    for part, (all_places, all_counts) in zip(parts, found, strict=True):
        among = all_counts > enough
        places, counts = all_places[among], all_counts[among]
        # "clip": a place that damage made is no error.
        lengths = np.take(part.lengths, places, mode="clip").astype(np.float64)
        scores.append(counts / (lengths + len(forms[0])))
        numbers.append(np.take(part.numbers, places, mode="clip"))
    return _best(np.concatenate(scores), np.concatenate(numbers), limit)


def _forms(text: str) -> list[str]:
    """What is cut of a text, between marks that make its ends runs of their own.

    Its outline, which finds it whatever its numbers are; where there are any the text as well,
    since of one that is mostly addresses the outline says little.
    """
    plain = outline(text)
    return [f"\x02{form}\x03" for form in ((plain,) if plain == text else (plain, text))]


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _hashes(codes: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """A hash below 2 ** 32 of each run of ``size`` characters, unlike those of other sizes."""
    count = max(0, len(codes) - size + 1)
    mixed = np.full(count, size, np.uint64)
    for place in range(size):
        mixed *= _MIX
        mixed += codes[place : place + count]
    mixed ^= mixed >> _HALF
    mixed *= _STIR
    mixed >>= _HALF
    return mixed


def _entries(framed: Sequence[str], places: Sequence[int], size: int) -> NDArray[np.uint64]:
    """Hash and place, as one number, of each run of each text."""
    lengths = np.fromiter(map(len, framed), np.int64, len(framed))
    hashes = _hashes(_codes("".join(framed)), size)
    left = np.repeat(np.cumsum(lengths), lengths)[: len(hashes)] - np.arange(len(hashes))
    thinned = np.repeat(lengths > _ALL, lengths)[: len(hashes)]
    # Not the runs that begin in one text and end in the next.
    wanted = (left >= size) & ~(thinned & (hashes % 2 == 1))
    of = np.repeat(np.array(places, np.uint64), lengths)[: len(hashes)]
    entries: NDArray[np.uint64] = ((hashes << _HALF) | of)[wanted]
    return entries


def _distinct(values: NDArray[T]) -> NDArray[T]:
    """Ascending, each once."""
    ordered = np.sort(values)
    return ordered[_firsts(ordered)]


def _firsts(ordered: NDArray[T]) -> Numbers:
    """Where the stretches of equal values begin."""
    begins = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def _stretches(starts: Numbers) -> Iterator[tuple[int, int]]:
    """Yield (first, behind the last) of as many lists as may be in memory at once."""
    first = 0
    while first < len(starts) - 1:
        behind = int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1
        yield first, max(behind, first + 1)
        first = max(behind, first + 1)


def _moved(part: Part, place: int, runs: Small) -> NDArray[np.uint64]:
    """The part's entries of ``runs``: which run, and the text's new place, as one number.

    ``place`` is where the part's texts begin among those of all.
    """
    first = np.searchsorted(part.runs, runs[0])
    last = np.searchsorted(part.runs, runs[-1], "right")
    starts = part.starts[first : last + 1]
    which = np.searchsorted(runs, part.runs[first:last]).astype(np.uint64)
    texts = part.places[starts[0] : starts[-1]] + np.uint64(place)
    entries: NDArray[np.uint64] = np.repeat(which << _HALF, np.diff(starts)) | texts
    return entries


def _bounds(part: Part, runs: Small) -> tuple[Numbers, Numbers]:
    """Where the lists of ``runs`` begin and end; equal where there is none."""
    at = np.minimum(np.searchsorted(part.runs, runs), len(part.runs) - 1)
    starts = part.starts[at]
    return starts, np.where(part.runs[at] == runs, part.starts[at + 1], starts)


def _shared(part: Part, starts: Numbers, ends: Numbers) -> tuple[Small, Numbers]:
    """The texts in the lists between ``starts`` and ``ends``, and in how many each is."""
    lists = zip(starts.tolist(), ends.tolist(), strict=True)
    held = np.concatenate([part.places[start:end] for start, end in lists])
    held.sort()
    firsts = _firsts(held)
    return held[firsts], np.diff(firsts, append=len(held))


def _best(scores: NDArray[np.float64], numbers: Numbers, limit: int) -> list[int]:
    if len(scores) > limit:
        among = scores >= np.partition(scores, -limit)[-limit]
        scores, numbers = scores[among], numbers[among]
    best: list[int] = numbers[np.lexsort((numbers, -scores))][:limit].tolist()
    return best
