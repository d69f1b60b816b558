"""Posting lists: the texts that hold each n-gram, as arrays that are opened, not read.

The texts that share the most of a query's rarest grams, for their length, are likely to be like it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workflow.memory.ngrams import (
    HALF,
    GramSizes,
    Numbers,
    Small,
    distinct,
    entries_of,
    firsts,
    grams_of,
)

_READ = 50_000
"""Entries of lists that one query reads, the rarest grams' first …"""
_FEWEST = 8
"""… but at least the lists of so many grams."""
_LEAST = 10
"""A text that shares less than this part of the most that one shares is not looked at."""
_AT_ONCE = 2_000_000
"""Entries in memory while parts are merged."""


class Part(NamedTuple):
    """Some texts and the lists of their grams; never changed, and often a file."""

    numbers: Numbers
    """The texts' numbers in the table. A text's place in here is what the lists hold."""
    starts: Numbers
    """Where each list begins, and where the last one ends."""
    lengths: Small
    """The texts' outlines in characters."""
    grams: Small
    """Hashes, ascending; each has a list."""
    places: Small
    """The lists, one after the other; each ascending."""


def cut_up(texts: Sequence[tuple[int, str]], sizes: GramSizes) -> Part:
    """The part that texts and their numbers make."""
    entries, lengths = entries_of([text for _, text in texts], sizes)
    grams = (entries >> HALF).astype(np.uint32)
    starts = firsts(grams)
    return Part(
        np.array([number for number, _ in texts], np.int64),
        np.append(starts, len(grams)),
        lengths,
        grams[starts],
        entries.astype(np.uint32),
    )


def write_merged(parts: Sequence[Part], file: IO[bytes]) -> tuple[int, int]:
    """Write one part that has what ``parts`` have; return how many texts and grams it has.

    Their lists are read a few at a time. Raises :class:`ValueError` where one is damaged so that
    it cannot be read.
    """
    for starts, grams in ((part.starts, part.grams) for part in parts):
        if (starts[1:] < starts[:-1]).any() or (grams[1:] <= grams[:-1]).any():
            raise ValueError("not a part of an index")
    begins = np.cumsum([0, *(len(part.numbers) for part in parts)]).tolist()
    grams = distinct(np.concatenate([part.grams for part in parts]))
    sizes = np.zeros(len(grams), np.int64)
    for part in parts:
        sizes[np.searchsorted(grams, part.grams)] += np.diff(part.starts)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    file.write(np.concatenate([part.numbers for part in parts]).tobytes())
    file.write(starts.tobytes())
    file.write(np.concatenate([part.lengths for part in parts]).tobytes())
    file.write(grams.tobytes())
    for first, last in _stretches(starts):
        stretch = grams[first:last]
        entries = np.concatenate(
            [_moved(part, place, stretch) for part, place in zip(parts, begins, strict=False)]
        )
        entries.sort()
        file.write(entries.astype(np.uint32).tobytes())
    return begins[-1], len(grams)


def part_of(data: NDArray[np.uint8], texts: int, grams: int) -> Part:
    """The part in what :func:`write_merged` wrote. Raises :class:`ValueError` for other bytes."""
    ends = np.cumsum([8 * texts, 8 * (grams + 1), 4 * texts, 4 * grams])
    numbers, starts, lengths, hashes, places = np.split(data, ends)
    part = Part(
        numbers.view(np.int64),
        starts.view(np.int64),
        lengths.view(np.uint32),
        hashes.view(np.uint32),
        places.view(np.uint32),
    )
    if len(part.starts) != grams + 1 or part.starts[[0, -1]].tolist() != [0, len(part.places)]:
        raise ValueError("not a part of an index")
    return part


def likeliest(parts: Sequence[Part], text: str, sizes: GramSizes, limit: int) -> list[int]:
    """Numbers of the ``limit`` texts most likely to be like ``text``, the likeliest first."""
    grams, length = grams_of(text, sizes)
    if not (parts and len(grams)):
        return []
    bounds = [_bounds(part, grams) for part in parts]
    held = sum((ends - starts for starts, ends in bounds), np.zeros(len(grams), np.int64))
    rarest = np.argsort(held, kind="stable")
    rarest = rarest[: max(np.searchsorted(np.cumsum(held[rarest]), _READ, "right"), _FEWEST)]
    found = [
        _shared(part, starts[rarest], ends[rarest])
        for part, (starts, ends) in zip(parts, bounds, strict=True)
    ]
    # Most share a gram or two by chance: not looked at further.
    enough = max(int(counts.max(initial=0)) for _, counts in found) // _LEAST
    scores: list[NDArray[np.float64]] = []
    numbers: list[Numbers] = []
    for part, (all_places, all_counts) in zip(parts, found, strict=True):
        among = all_counts > enough
        places, counts = all_places[among], all_counts[among]
        # "clip": a place that damage made is no error.
        lengths = np.take(part.lengths, places, mode="clip").astype(np.float64)
        scores.append(counts / (lengths + length))
        numbers.append(np.take(part.numbers, places, mode="clip"))
    return _best(np.concatenate(scores), np.concatenate(numbers), limit)


def _stretches(starts: Numbers) -> Iterator[tuple[int, int]]:
    """Yield (first, behind the last) of as many lists as may be in memory at once."""
    first = 0
    while first < len(starts) - 1:
        behind = int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right")) - 1
        yield first, max(behind, first + 1)
        first = max(behind, first + 1)


def _moved(part: Part, place: int, grams: Small) -> NDArray[np.uint64]:
    """The part's entries of ``grams``: which gram, and the text's new place, as one number.

    ``place`` is where the part's texts begin among those of all.
    """
    first = np.searchsorted(part.grams, grams[0])
    last = np.searchsorted(part.grams, grams[-1], "right")
    starts = part.starts[first : last + 1]
    which = np.searchsorted(grams, part.grams[first:last]).astype(np.uint64)
    texts = part.places[starts[0] : starts[-1]] + np.uint64(place)
    entries: NDArray[np.uint64] = np.repeat(which << HALF, np.diff(starts)) | texts
    return entries


def _bounds(part: Part, grams: Small) -> tuple[Numbers, Numbers]:
    """Where the lists of ``grams`` begin and end; equal where there is none."""
    at = np.minimum(np.searchsorted(part.grams, grams), len(part.grams) - 1)
    starts = part.starts[at]
    return starts, np.where(part.grams[at] == grams, part.starts[at + 1], starts)


def _shared(part: Part, starts: Numbers, ends: Numbers) -> tuple[Small, Numbers]:
    """The texts in the lists between ``starts`` and ``ends``, and in how many each is."""
    lists = zip(starts.tolist(), ends.tolist(), strict=True)
    held = np.concatenate([part.places[start:end] for start, end in lists])
    held.sort()
    begins = firsts(held)
    return held[begins], np.diff(begins, append=len(held))


def _best(scores: NDArray[np.float64], numbers: Numbers, limit: int) -> list[int]:
    if len(scores) > limit:
        among = scores >= np.partition(scores, -limit)[-limit]
        scores, numbers = scores[among], numbers[among]
    best: list[int] = numbers[np.lexsort((numbers, -scores))][:limit].tolist()
    return best
