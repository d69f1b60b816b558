"""Pairing the segments of two versions of a text in two languages.

After Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (Computational
Linguistics 19, 1993): of all ways to pair the segments in order (one with one, one with two,
one with none, …) the likeliest, by dynamic programming. Beside lengths, the kinds of segments
and what stands in both texts as it is are weighed, and their meaning where a model tells it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from workflow.memory.alignment_features import (
    NEVER_A_PAIR,
    RUNNING,
    AnchorEvidence,
    LengthModel,
    ShapeEvidence,
    anchors,
    length,
)
from workflow.model import Segment

_PRIORS = {
    (1, 1): math.log(0.82),
    (1, 0): math.log(0.06),
    (0, 1): math.log(0.06),
    (2, 1): math.log(0.02),
    (1, 2): math.log(0.02),
    (2, 2): math.log(0.002),
}
"""How often what becomes of segments (Gale and Church, table 5, with more left out and added:
two versions of an article are less parallel than the proceedings of a parliament)."""
_BAND = 120
_LEAST_BAND = 20
"""Segments off the diagonal that are looked at in long documents, and in the longest."""
_CELLS = 400_000
"""Places in the lattice of a document, about: what bounds time and memory."""
_TEMPER = 0.7
"""The pieces of evidence overlap: only so much of their sum is believed."""
_NEVER = -math.inf


class Meaning(Protocol):
    """What tells whether two texts mean the same."""

    def __call__(self, sources: range, targets: range) -> float:
        """What the meaning of a run of source segments and one of target segments says, in
        nats; one or two segments each."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """Segments that belong together; on one side there may be none."""

    sources: tuple[Segment, ...]
    targets: tuple[Segment, ...]
    confidence: float
    """0 to 1: how likely it is that they are a pair; of segments left alone, that they are."""

    @property
    def complete(self) -> bool:
        """Whether there is text on both sides."""
        return bool(self.sources and self.targets)

    @property
    def source(self) -> str:
        """The source text; segments are joined as a paragraph's sentences are."""
        return joined(self.sources)

    @property
    def target(self) -> str:
        """The translation, likewise."""
        return joined(self.targets)


def joined(segments: Sequence[Segment]) -> str:
    """The texts of segments as one running text: no space after ideographic punctuation."""
    text = ""
    for segment in segments:
        space = " " if text and text[-1] < "\u2e80" else ""
        text += space + segment.text
    return text


def align(
    source: Sequence[Segment],
    target: Sequence[Segment],
    meaning: Meaning | None = None,
    advance: Callable[[int], None] = lambda _rows: None,
) -> tuple[Pair, ...]:
    """Pair the segments of two versions of a text; all are in the result, in order.

    ``advance`` is told of rows that are done, of ``4 * len(source)`` in all. Deterministic.
    """
    if not source or not target:
        alone = [((segment,), ()) for segment in source], [((), (segment,)) for segment in target]
        return tuple(Pair(one, other, 1.0) for one, other in (*alone[0], *alone[1]))
    lengths = tuple(tuple(map(length, side)) for side in (source, target))
    evidence = _Evidence(source, target, lengths, meaning)
    first = _Lattice(evidence, advance).path()
    evidence.lengths = evidence.lengths.fitted(
        [
            (lengths[0][bead.i], lengths[1][bead.j])
            for bead in first
            if bead.shape == (1, 1) and source[bead.i].kind == target[bead.j].kind
        ]
    )
    evidence.clear()
    lattice = _Lattice(evidence, advance)
    return tuple(
        Pair(
            tuple(source[bead.i : bead.i + bead.shape[0]]),
            tuple(target[bead.j : bead.j + bead.shape[1]]),
            lattice.posterior(bead),
        )
        for bead in lattice.path()
    )


@dataclass(frozen=True, slots=True)
class _Bead:
    """Segments ``i`` of the source and ``j`` of the target on, as many as the shape says."""

    i: int
    j: int
    shape: tuple[int, int]


class _Evidence:
    """How much likelier a bead is than its segments by chance, in nats."""

    def __init__(
        self,
        source: Sequence[Segment],
        target: Sequence[Segment],
        lengths: Sequence[Sequence[float]],
        meaning: Meaning | None,
    ) -> None:
        self.size = (len(source), len(target))
        self.lengths = LengthModel.first(lengths[0], lengths[1])
        self._texts = (source, target)
        self._each = lengths
        self._joins = tuple(_joins(side) for side in self._texts)
        self._shapes = ShapeEvidence(source, target)
        self._anchors = AnchorEvidence([*map(anchors, source)], [*map(anchors, target)])
        self._meaning = meaning
        self._known: dict[tuple[int, int], list[tuple[tuple[int, int], float]]] = {}

    def clear(self) -> None:
        """Forget scores, since the lengths are judged otherwise now."""
        self._known.clear()

    def beads(self, i: int, j: int) -> list[tuple[tuple[int, int], float]]:
        """The shapes of beads that begin with segments ``i`` and ``j``, and their scores."""
        if (i, j) not in self._known:
            self._known[i, j] = list(self._beads(i, j))
        return self._known[i, j]

    def _beads(self, i: int, j: int) -> Iterator[tuple[tuple[int, int], float]]:
        more = (i < self.size[0], j < self.size[1])
        if more[0]:
            yield (1, 0), _PRIORS[1, 0]
        if more[1]:
            yield (0, 1), _PRIORS[0, 1]
        if not all(more):
            return
        kinds = self._shapes.kinds(i, j)
        twice = (1, 2) if kinds > NEVER_A_PAIR else (1,)
        for rows in twice:
            for columns in twice:
                if (rows == 1 or self._joins[0][i]) and (columns == 1 or self._joins[1][j]):
                    yield (rows, columns), kinds + self._score(i, j, rows, columns)

    def _score(self, i: int, j: int, rows: int, columns: int) -> float:
        sources, targets = range(i, i + rows), range(j, j + columns)
        lengths = (
            sum(self._each[0][each] for each in sources),
            sum(self._each[1][each] for each in targets),
        )
        score = _PRIORS[rows, columns] + self.lengths.evidence(*lengths)
        score += self._anchors(sources, targets) + self._shapes.marks(sources, targets)
        return score + self._meaning(sources, targets) if self._meaning else score


def _joins(segments: Sequence[Segment]) -> list[bool]:
    """For each segment: whether it and the next may be one in the other language."""
    pairs = pairwise(segments)
    joins = [one.kind == other.kind and one.kind in RUNNING for one, other in pairs]
    return [*joins, False]


class _Lattice:
    """All ways through two texts, near the diagonal."""

    def __init__(self, evidence: _Evidence, advance: Callable[[int], None]) -> None:
        self._evidence = evidence
        self._advance = advance
        self._rows, self._columns = evidence.size
        band = max(min(_BAND, _CELLS // (2 * self._rows)), _LEAST_BAND)
        self._width = band + abs(self._rows - self._columns)
        self._forward: dict[tuple[int, int], float] = {}
        self._backward: dict[tuple[int, int], float] = {}

    def path(self) -> list[_Bead]:
        """The likeliest way."""
        best: dict[tuple[int, int], float] = {(0, 0): 0.0}
        came: dict[tuple[int, int], _Bead] = {}
        for i in range(self._rows + 1):
            for j in self._near(i):
                here = best.get((i, j), _NEVER)
                if here == _NEVER:
                    continue
                for shape, score in self._evidence.beads(i, j):
                    there = (i + shape[0], j + shape[1])
                    if here + score > best.get(there, _NEVER):
                        best[there] = here + score
                        came[there] = _Bead(i, j, shape)
            self._advance(1)
        beads: list[_Bead] = []
        place = (self._rows, self._columns)
        while place != (0, 0):
            beads.append(came[place])
            place = (beads[-1].i, beads[-1].j)
        return beads[::-1]

    def posterior(self, bead: _Bead) -> float:
        """How likely the bead is among all ways through the texts (forward-backward)."""
        if not self._forward:
            self._sum()
        score = dict(self._evidence.beads(bead.i, bead.j))[bead.shape] * _TEMPER
        after = self._backward[bead.i + bead.shape[0], bead.j + bead.shape[1]]
        exponent = self._forward[bead.i, bead.j] + score + after - self._backward[0, 0]
        return min(math.exp(exponent), 1.0)

    def _sum(self) -> None:
        forward, backward = self._forward, self._backward
        forward[0, 0] = backward[self._rows, self._columns] = 0.0
        for i in range(self._rows + 1):
            for j in self._near(i):
                here = forward.get((i, j), _NEVER)
                for shape, score in self._evidence.beads(i, j):
                    _add(forward, (i + shape[0], j + shape[1]), here + score * _TEMPER)
            self._advance(1)
        for i in reversed(range(self._rows + 1)):
            for j in reversed(self._near(i)):
                for shape, score in self._evidence.beads(i, j):
                    after = backward.get((i + shape[0], j + shape[1]), _NEVER)
                    _add(backward, (i, j), after + score * _TEMPER)
            self._advance(1)

    def _near(self, i: int) -> range:
        """The columns of row ``i`` that are not too far from the diagonal."""
        middle = i * self._columns // max(self._rows, 1)
        return range(max(middle - self._width, 0), min(middle + self._width, self._columns) + 1)


def _add(sums: dict[tuple[int, int], float], place: tuple[int, int], value: float) -> None:
    """Add to a sum of probabilities, all in logarithms."""
    known = sums.get(place, _NEVER)
    high, low = max(known, value), min(known, value)
    sums[place] = high if low == _NEVER else high + math.log1p(math.exp(low - high))
