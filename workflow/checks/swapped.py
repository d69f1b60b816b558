"""Figures that stand in each other's place: « 30 % à Lyon et 20 % à Brest », “20% in Lyon and 30%
in Brest”.

Each text has both, so nothing is lost. What tells is what stands beside each of them and can be
recognised in both languages: names, years and months, and words that have an opposite (men and
women). Where a figure and a thing take turns in one sentence, each belongs to its neighbour.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from workflow.checks.folding import fold
from workflow.checks.gazetteer import Table, gazetteer
from workflow.checks.opposites import named
from workflow.checks.pairing import Pairing
from workflow.inline.figure import SAID, WRITTEN, Figure
from workflow.inline.figure_reader import figures
from workflow.model import lazy_re as re

_DIGITS: Final = re.compile("[0-9]+")
_WORD: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]{2,}")
_END: Final = re.compile(r"[.!?;](?=\s)|[。！？；\n]")
_AND: Final = re.compile(
    r"[,，、;；]|\b(?:et|and|or|ou|against|contre|versus|while|tandis|but|mais|than|que)\b|[和与與及而对對比]"
)
"""What stands between two things that are told of alike."""
_LETTERS: Final = 5
_NEAR: Final = 0.72
_REACH: Final = 60
_LONGEST: Final = 1500
_MOST_FIGURES: Final = 40
"""Longer texts, and those with more figures, are tables and lists."""
_YEAR: Final = 1800
_IN_YEARS: Final = frozenset({"year"})
_YEARS: Final = 2100
_TABLES: Final[Sequence[Table]] = ("places", "organisations")
_SURE: Final = frozenset({"place", "month", "weekday", "year", "side"})
"""Kinds of things of which there are hardly others that could be meant."""

Places = tuple[int, int]
"""Where a thing stands in the source and in the draft."""


class Swapped(NamedTuple):
    """Two figures of the source, and as they stand in the draft."""

    wanted: tuple[Figure, Figure]
    given: tuple[Figure, Figure]


def swapped(it: Pairing) -> Swapped | None:
    """The first two figures whose places are exchanged; None where that is not sure."""
    texts = it.said, it.drafted
    said, drafted = (_DIGITS.findall(each) for each in texts)
    if said == drafted or not 2 <= min(len(said), len(drafted)) <= _MOST_FIGURES:
        return None
    if max(map(len, texts)) > _LONGEST:
        return None
    ours, theirs = (figures(text, code) for text, code in zip(texts, it.languages, strict=True))
    pairs = _matched(ours, theirs)
    anchors: Mapping[str, Sequence[Places]] | None = None
    for number, one in enumerate(pairs):
        other = next((each for each in pairs[number + 1 :] if _alike(one[0], each[0])), one)
        if _ordered(one, other):
            continue
        anchors = _anchors(it, ours, theirs) if anchors is None else anchors
        if _exchanged(texts, one, other, anchors):
            return Swapped((one[0], other[0]), (one[1], other[1]))
    return None


def _ordered(one: tuple[Figure, Figure], other: tuple[Figure, Figure]) -> bool:
    """Whether two figures, or one and itself, have the same order in both texts."""
    return one is other or (one[0].start < other[0].start) is (one[1].start < other[1].start)


def _matched(ours: Sequence[Figure], theirs: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Figures that are said once in each text."""
    found = []
    for one in ours:
        if one.weight < SAID or not one.values:
            continue
        same = [each for each in theirs if _equal(one, each)]
        if len(same) == 1 and sum(_equal(each, same[0]) for each in ours) == 1:
            found.append((one, same[0]))
    return found


def _equal(one: Figure, other: Figure) -> bool:
    return one.kind == other.kind and not one.values.isdisjoint(other.values)


def _alike(one: Figure, other: Figure) -> bool:
    if WRITTEN not in (one.weight, other.weight) and one.kind == "number":
        return False
    return one.kind == other.kind and one.units == other.units and one.calendar is other.calendar


def _anchors(
    it: Pairing, ours: Sequence[Figure], theirs: Sequence[Figure]
) -> Mapping[str, Sequence[Places]]:
    """Things that stand once in each text, by kind."""
    found: dict[str, list[Places]] = defaultdict(list)
    for one, other in _matched(ours, theirs):
        kind = _dated(one)
        if kind:
            found[kind].append((one.start, other.start))
    both = [
        {
            **_places(text, language),
            **_sides(text, language),
        }
        for text, language in zip((it.said, it.drafted), it.languages, strict=True)
    ]
    for thing, start in both[0].items():
        if thing in both[1]:
            found[thing[0]].append((start, both[1][thing]))
    found["name"] = list(_names(it.said, it.drafted))
    return found


def _dated(one: Figure) -> str:
    if one.kind in ("month", "weekday"):
        return one.kind
    numbered = one.kind == "number" and one.units <= _IN_YEARS and len(one.values) == 1
    return "year" if numbered and _YEAR <= min(one.values) < _YEARS else ""


def _places(text: str, language: str) -> dict[tuple[str, str], int]:
    """Countries, regions, towns and organisations that are named once."""
    mentions = [
        (each, place)
        for table in _TABLES
        for each in gazetteer(table, language).find(text)
        for place in each.ids
        if len(each.ids) == 1
    ]
    often = Counter(place for _, place in mentions)
    return {("place", place): each.start for each, place in mentions if often[place] == 1}


def _sides(text: str, language: str) -> dict[tuple[str, str], int]:
    """Words that have an opposite and stand once, their opposite too."""
    low, found = text.lower(), {}
    for pair, halves in named(text, language).items():
        for half, word in halves:
            starts = _starts(low, word.lower())
            if len(starts) == 1:
                found["side", f"{pair} {half}"] = starts[0]
    return found


def _starts(text: str, word: str) -> list[int]:
    edge = r"\b" if word.isascii() else ""
    return [each.start() for each in re.finditer(f"{edge}{re.escape(word)}", text)] if word else []


def _names(said: str, drafted: str) -> Iterator[Places]:
    """Words of both texts that are written alike: names, acronyms, and words of one root."""
    ours, theirs = (
        {fold(each[0]): each for each in _WORD.finditer(text)} for text in (said, drafted)
    )
    for text, one in ours.items():
        same = theirs.get(text)
        if same is None and len(text) >= _LETTERS:
            near = [other for other in theirs if _near(text, other)]
            same = theirs[near[0]] if len(near) == 1 else None
        if same and (len(text) >= _LETTERS or (one[0][0].isupper() and same[0][0].isupper())):
            yield one.start(), same.start()


def _near(one: str, other: str) -> bool:
    return one[:4] == other[:4] and OSA.normalized_similarity(one, other) >= _NEAR


def _exchanged(
    texts: tuple[str, str],
    one: tuple[Figure, Figure],
    other: tuple[Figure, Figure],
    anchors: Mapping[str, Sequence[Places]],
) -> bool:
    """Whether some kind of things says that they are exchanged, and none that they are not."""
    said = set[bool]()
    for kind, things in anchors.items():
        own = _dated(one[0])
        if kind == own:
            continue
        first, last = sorted((one[0].start, other[0].start))
        near = [each for each in things if first - _REACH < each[0] < last + _REACH]
        for pair in combinations(near, 2):
            found = _verdict(texts, (one, other), pair, sure=kind in _SURE)
            if found is not None and not (one[0].calendar and kind == "month" and not found):
                said.add(found)
    return said == {True}


def _verdict(
    texts: tuple[str, str],
    both: tuple[tuple[Figure, Figure], tuple[Figure, Figure]],
    things: tuple[Places, Places],
    *,
    sure: bool,
) -> bool | None:
    """Whether the second text gives each of two things the other's figure; None: not to be told."""
    bound: list[tuple[bool, bool]] = []
    for side, text in enumerate(texts):
        row = sorted(
            [(pair[side].start, True, number) for number, pair in enumerate(both)]
            + [(place[side], False, number) for number, place in enumerate(things)]
        )
        first, second, third, last = row
        if first[1] is second[1] or third[1] is last[1] or first[1] is not third[1]:
            return None
        if len({each[0] for each in row}) < len(row) or _END.search(text, first[0], last[0]):
            return None
        if not both[0][0].units and not _parallel(text, [each[0] for each in row]):
            return None
        bound.append((first[1], first[2] == second[2]))
    if not sure and bound[0][0] is not bound[1][0]:
        return None
    return bound[0][1] is not bound[1][1]


def _parallel(text: str, places: Sequence[int]) -> bool:
    """Whether a comma or ``and`` stands between the two pairs, and in neither."""
    first, second, third, last = places
    return _AND.search(text, second, third) is not None and not (
        _AND.search(text, first, second) or _AND.search(text, third, last)
    )
