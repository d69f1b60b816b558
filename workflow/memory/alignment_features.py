"""What tells that two segments in two languages say the same, short of knowing the languages.

All evidence is in nats: how much likelier it is of segments that belong together than of any
two, so that pieces of it add up (log-likelihood ratios).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.inline.numerals import NUMERAL
from workflow.inline.pattern import read
from workflow.model import PlaceableKind, Segment

RUNNING = frozenset(("paragraph", "list item", "definition", "quotation", "summary"))
"""Kinds whose segments a translator may have joined or parted."""
IDEOGRAPH_WIDTH = 3.0
"""Letters that say as much as one ideograph; measured lengths correct it."""

_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{4,}")
_STEM = 6
"""Letters that words of one origin mostly share (``interprète``, ``interpreter``)."""
_TITLES = frozenset(("front matter: title", "page title", "heading 1"))
_CARRIED = frozenset(PlaceableKind) - {PlaceableKind.TAG, PlaceableKind.SHORTCODE}
NEVER_A_PAIR = -7.0
"""Of a heading and a paragraph, say."""
_ENDS = ".。!！?？:：;；,，、…"
_STOPS = str.maketrans("。、", ".,")
_KEPT = 0.8
"""Share of translations that begin, or end, with the same mark."""
_MOST_SHAPE = 2.5
"""What one trait may say."""
_MOST = 12.0
"""What all anchors of a pair together may say: they are not independent of one another."""
_MISSING = 1.0
"""What a number or address says that stands in one of the two alone, and the most of it."""
_MOST_MISSING = 4.0
_VARIANCE = 6.8
"""Of the length of a translation per character (Gale and Church 1993, section 2.2)."""
_HEAVY = 0.05
"""Share of translations that are as long as they please."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """What of a segment stands in its translation too."""

    firm: frozenset[str]
    """Numbers, addresses, code: a translation keeps them."""
    loose: frozenset[str]
    """Beginnings of words, which two languages may share."""


@dataclass(frozen=True, slots=True)
class LengthModel:
    """How long translations are."""

    ratio: float
    """Characters of a translation for one of the source."""
    variance: float
    mean: float
    """Of the logarithm of the length of any segment of the target."""
    deviation: float

    @classmethod
    def first(cls, source: Sequence[float], target: Sequence[float]) -> LengthModel:
        """A model before anything is paired."""
        logs = [math.log(length) for length in target]
        mean = sum(logs) / len(logs)
        spread = math.sqrt(sum((each - mean) ** 2 for each in logs) / len(logs))
        return cls(1.0, _VARIANCE, mean, max(spread, 0.5))

    def fitted(self, pairs: Sequence[tuple[float, float]]) -> LengthModel:
        """The model that ``pairs`` of lengths speak for; itself where they are too few."""
        if len(pairs) < 5:
            return self
        ratio = sum(other for _, other in pairs) / sum(one for one, _ in pairs)
        off = sorted(abs(other - ratio * one) / math.sqrt(one) for one, other in pairs)
        # The median tells the spread however wrong the worst pairs are.
        variance = (off[len(off) // 2] / 0.6745) ** 2
        limited = min(max(variance, 2.0), 40.0)
        return LengthModel(ratio, limited, self.mean, self.deviation)

    def evidence(self, source: float, target: float) -> float:
        """What the lengths of two texts say."""
        any_ = _normal(math.log(target), self.mean, self.deviation**2) / target
        together = _normal(target, self.ratio * source, self.variance * source + 9.0)
        return math.log(((1 - _HEAVY) * together + _HEAVY * any_) / any_)


def _normal(value: float, mean: float, variance: float) -> float:
    exponent = -((value - mean) ** 2) / (2 * variance)
    return math.exp(max(exponent, -600.0)) / math.sqrt(2 * math.pi * variance)


def length(segment: Segment) -> float:
    """How long a text is, in letters; addresses and code, which are not translated, apart."""
    cut = segment.text
    for placeable in reversed(read(segment.source).placeables):
        cut = cut[: placeable.start] + cut[placeable.end :]
    wide = len(_IDEOGRAPH.findall(cut))
    return max(len(cut) + wide * (IDEOGRAPH_WIDTH - 1), 1.0)


class ShapeEvidence:
    """What the kinds of segments say, and how they begin and end.

    That two headings are both headings says the more the fewer there are.
    """

    def __init__(self, source: Sequence[Segment], target: Sequence[Segment]) -> None:
        self._kinds = tuple([each.kind for each in side] for side in (source, target))
        self._starts = tuple([_start(each.text) for each in side] for side in (source, target))
        self._ends = tuple([_end(each.text) for each in side] for side in (source, target))
        self._shares = tuple(
            {value: number / len(target) for value, number in Counter(values[1]).items()}
            for values in (self._kinds, self._starts, self._ends)
        )

    def kinds(self, source: int, target: int) -> float:
        """What the kinds of two segments say; :data:`NEVER_A_PAIR` where they exclude it."""
        one, other = self._kinds[0][source], self._kinds[1][target]
        if one == other:
            return min(math.log(0.9 / self._shares[0][other]), _MOST_SHAPE)
        if {one, other} <= _TITLES:
            return 1.0
        if _family(one) == _family(other):
            return -1.0
        return -2.5 if {one, other} <= RUNNING else NEVER_A_PAIR

    def marks(self, sources: range, targets: range) -> float:
        """What the first and the last characters of two runs of segments say."""
        starts = (self._starts[0][sources[0]], self._starts[1][targets[0]])
        ends = (self._ends[0][sources[-1]], self._ends[1][targets[-1]])
        return _likeness(*starts, self._shares[1]) + _likeness(*ends, self._shares[2])


def _likeness(source: str, target: str, shares: Mapping[str, float]) -> float:
    share = min(shares[target], 0.95)
    if source == target:
        return min(math.log(_KEPT / share), _MOST_SHAPE)
    return math.log((1 - _KEPT) / (1 - share))


def _start(text: str) -> str:
    if text.startswith(("**", "__", "<b", "<strong")):
        return "strong"
    return "quotation" if text.startswith(tuple("\"'“‘«„「『")) else ""


def _end(text: str) -> str:
    last = text.rstrip("*_ \n\"'”’»」』)）\u00a0\u202f")[-1:]
    return unicodedata.normalize("NFKC", last).translate(_STOPS) if last and last in _ENDS else ""


def _family(kind: str) -> str:
    return kind.rstrip("0123456789 ")


def anchors(segment: Segment) -> Anchors:
    """Find the anchors of a segment."""
    firm = set()
    rest = segment.text
    for placeable in reversed(read(segment.source).placeables):
        if placeable.kind in _CARRIED:
            firm.add(placeable.text)
        rest = f"{rest[: placeable.start]} {rest[placeable.end :]}"
    numbers = (re.sub(r"\D", "", match[0]) for match in NUMERAL.finditer(rest))
    firm.update(f"#{number.lstrip('0')}" for number in numbers)
    loose = {_plain(word)[:_STEM] for word in _WORD.findall(rest)}
    return Anchors(frozenset(firm), frozenset(loose))


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class AnchorEvidence:
    """What shared and missing anchors say of any two segments."""

    def __init__(self, source: Sequence[Anchors], target: Sequence[Anchors]) -> None:
        self._firm = tuple(tuple(len(each.firm) for each in side) for side in (source, target))
        self._weights: dict[tuple[int, int], float] = defaultdict(float)
        self._shared: dict[tuple[int, int], int] = defaultdict(int)
        for firm in (True, False):
            self._collect(source, target, firm=firm)

    def _collect(self, source: Sequence[Anchors], target: Sequence[Anchors], *, firm: bool) -> None:
        there = _places(target, firm=firm)
        expected = 0.8 if firm else 0.4
        for place, each in enumerate(source):
            for anchor in each.firm if firm else each.loose:
                others = there.get(anchor, ())
                weight = math.log(expected * len(target) / max(len(others), 1))
                if weight <= 0 or not others:
                    continue
                for other in others:
                    self._weights[place, other] += weight
                    self._shared[place, other] += firm

    def __call__(self, sources: range, targets: range) -> float:
        """What the anchors of a run of source segments and one of target segments say."""
        weight, shared = 0.0, 0
        for source in sources:
            for target in targets:
                weight += self._weights.get((source, target), 0.0)
                shared += self._shared.get((source, target), 0)
        firm = sum(self._firm[0][each] for each in sources)
        firm += sum(self._firm[1][each] for each in targets)
        missing = min(max(firm - 2 * shared, 0) * _MISSING, _MOST_MISSING)
        return min(weight, _MOST) - missing


def _places(segments: Sequence[Anchors], *, firm: bool) -> Mapping[str, Sequence[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(segments):
        for anchor in each.firm if firm else each.loose:
            places[anchor].append(place)
    return places
