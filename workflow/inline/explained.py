"""Which figures of one text another one says, and which it says otherwise.

Each figure asks to be explained by one of the other text, in whatever form: neither has to have
as many, or the same kinds. Of several that would do, one that nothing else has taken comes first,
with the same unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Final, NamedTuple

from workflow.inline.figure import DOUBT, HINT, SAID, WRITTEN, Figure
from workflow.inline.lasting import apart, is_single, lengths, unit_of
from workflow.inline.measures import Units, at_odds, converted, everyday
from workflow.model.lazily import lazy

_HALF = Fraction(1, 2)
_MANY: Final = 300
"""Figures of a text that are compared with each of the other's; of a table as long as a book, what
has nothing like it in the other text."""
_PERIODS: Final[Sequence[tuple[int | Fraction, str, int | Fraction, str]]] = (
    (15, "day", 2, "week"),
    (8, "day", 1, "week"),
    (15, "day", _HALF, "month"),
    (2, "week", _HALF, "month"),
)


@dataclass(frozen=True)
class Explained:
    """What is left once two texts have been laid side by side."""

    lost: tuple[Figure, ...]
    """Of the source, what the translation does not say; hints left out."""
    added: tuple[Figure, ...]
    """Of the translation, what the source does not say."""
    recast: tuple[tuple[Figure, Figure], ...]
    """The same number in other units."""
    converted: tuple[tuple[Figure, Figure], ...]
    """Another number in other units, which says the same."""
    foreign: tuple[tuple[Figure, Figure], ...]
    """The source's number, written as another language writes it."""

    @lazy
    def nothing(self) -> bool:
        """Whether there is nothing to say of it."""
        return not (self.lost or self.added or self.recast or self.converted or self.foreign)

    @lazy
    def placed(self) -> Placed:
        """What is lost beside what stands in its place."""
        left, over = self.lost, self.added
        instead: list[tuple[tuple[Figure, ...], tuple[Figure, ...]]] = []
        for alike in _ALIKE:
            wanted, given = tuple(filter(alike, left)), tuple(filter(alike, over))
            if wanted and given:
                instead.append((wanted, given))
                left = tuple(one for one in left if one not in wanted)
                over = tuple(one for one in over if one not in given)
        return Placed(tuple(instead), left, over)


class Placed(NamedTuple):
    """What two texts do not have in common."""

    instead: tuple[tuple[tuple[Figure, ...], tuple[Figure, ...]], ...]
    """Figures of the source, and those of their kind that the translation has instead."""
    lost: tuple[Figure, ...]
    """Of the source, with nothing in their place."""
    added: tuple[Figure, ...]


_ALIKE: Final[Sequence[Callable[[Figure], bool]]] = (
    lambda one: one.kind == "weekday",
    lambda one: one.kind == "month",
    lambda one: one.kind == "time",
    lambda one: one.kind == "vague",
    lambda one: one.kind == "number" and one.calendar,
    lambda one: one.kind == "number",
    lambda one: one.kind in ("number", "time"),
)


def explain(source: Sequence[Figure], target: Sequence[Figure]) -> Explained:
    """Lay the figures of two texts side by side."""
    source, target = _alike(source, target)
    if max(len(source), len(target)) > _MANY:
        source, target = _unlike(source, target), _unlike(target, source)
    here, there = _Side(source, target), _Side(target, source)
    here.look()
    there.look()
    lost, added = here.missing, there.missing
    if not (lost or added):
        lost, added = _swapped(here, there)
    if _asking(added) and not _asking(lost):
        lost = lost + here.candidates(added)[:1]
    elif _asking(lost) and not _asking(added):
        added = added + there.candidates(lost)[:1]
    if not (lost or added):
        lost, added = here.parts, there.parts
        if not (lost and added):
            lost, added = [], []
    recast = [pair for pair in here.turned if any(pair[1] is one for one, _ in there.turned)]
    foreign = []
    for one in added:
        meant = [other for other in lost if not one.loose.isdisjoint(other.values)]
        foreign += [(meant[0], one)] if meant else []
    written = {id(each) for pair in foreign for each in pair}
    return Explained(
        tuple(one for one in lost if id(one) not in written),
        tuple(one for one in added if id(one) not in written),
        tuple(recast),
        tuple(here.converted),
        tuple(foreign),
    )


def _unlike(these: Sequence[Figure], others: Sequence[Figure]) -> Sequence[Figure]:
    """The first of those that have no value in common with any of their kind in the other text."""
    there = {(other.kind, value) for other in others for value in other.values or other.loose}
    unlike = (
        one
        for one in these
        if there.isdisjoint((one.kind, value) for value in one.values or one.loose)
    )
    return tuple(islice(unlike, _MANY))


def _swapped(here: _Side, there: _Side) -> tuple[list[Figure], list[Figure]]:
    """Numbers that only seem to be said, since the other text has an equal one that says another:
    3, 5 and 5 for 3, 3 and 5. Told where both texts have as many, all in digits."""
    spare, other = here.doubles(), there.doubles()
    unlike = [(one.values, one.units) for one in spare] != [
        (one.values, one.units) for one in other
    ]
    return (spare, other) if unlike and len(spare) == len(other) else ([], [])


def _alike(
    source: Sequence[Figure], target: Sequence[Figure]
) -> tuple[Sequence[Figure], Sequence[Figure]]:
    """Numerals that neither language writes so, where both texts have the same, as what they may
    mean: coordinates, a list."""
    shared = frozenset(v for one in source if not one.values for v in one.loose)
    if not shared:
        return source, target
    return [_meant(one, shared) for one in source], [_meant(one, shared) for one in target]


def _meant(one: Figure, shared: frozenset[Fraction]) -> Figure:
    return replace(one, values=one.loose) if one.loose & shared and not one.values else one


def _asking(figures: Sequence[Figure]) -> bool:
    return any(one.kind == "number" for one in figures)


class _Side:
    """One text, of which each figure is to be explained by the other text's."""

    def __init__(self, these: Sequence[Figure], others: Sequence[Figure]) -> None:
        self._these = these
        self._others = others
        self._numbers = frozenset(
            value
            for other in others
            if other.kind == "number" and not other.parts
            for value in other.values
        )
        self.missing: list[Figure] = []
        self.turned: list[tuple[Figure, Figure]] = []
        """Said with other units."""
        self.converted: list[tuple[Figure, Figure]] = []
        self._spare: list[Figure] = []
        """Said by a figure that another one of this text is said by already."""
        self._unsaid: list[Figure] = []
        """Hints that nothing says."""

    def look(self) -> None:
        used: set[int] = set()
        for one in self._these:
            fits = [other for other in self._others if _says(one, other)]
            if not fits:
                if not self._otherwise(one):
                    (self.missing if one.weight >= SAID else self._unsaid).append(one)
                continue
            single = is_single(one)
            best = min(
                fits,
                key=lambda other: (
                    single and not other.units,
                    apart(one, other),
                    id(other) in used,
                    other.weight < SAID,
                ),
            )
            if id(best) in used and one.weight >= SAID and one.kind == "number":
                self._spare.append(one)
            used.add(id(best))
            if _recast(one, best):
                self.turned.append((one, best))

    def doubles(self) -> list[Figure]:
        """Numbers in digits that one which is taken already says; none where the texts have not
        as many."""
        mine, theirs = (
            [one for one in side if one.kind == "number" and one.weight == WRITTEN]
            for side in (self._these, self._others)
        )
        if len(mine) != len(theirs) or any(one.parts for one in (*mine, *theirs)):
            return []
        return [one for one in self._spare if one.weight == WRITTEN]

    def candidates(self, others: Sequence[Figure]) -> list[Figure]:
        """What may have been said as another number: all that only seems to be said, or need not
        be said; in digits only where the other is."""
        written = any(each.weight == WRITTEN for each in others)
        spare = [each for each in self._spare if written or each.weight < WRITTEN]
        doubtful = [each for each in self._unsaid if each.weight == DOUBT]
        return spare + [each for each in doubtful if each.kind == "number"]

    @property
    def parts(self) -> list[Figure]:
        """Halves and other parts that the other text does not say: told where it has another."""
        doubtful = [each for each in self._unsaid if each.weight == DOUBT and each.values]
        return [each for each in doubtful if min(each.values) < 1]

    def _otherwise(self, one: Figure) -> bool:
        """Whether several figures of the other text say it, or one in other units."""
        if (one.parts and one.parts <= self._numbers) or self._as_long(one):
            return True
        if one.kind != "number":
            return False
        own = {value for each in self._these if each.kind == "number" for value in each.values}
        for other in self._others:
            if other.kind == "time" and one.values & other.parts and other.parts <= own:
                return True  # a ratio: 16 by 10
            if _weeks(one, other) or _half_of(one, other, self._others):
                return True
            exact = other.weight > HINT or "day" not in one.units | other.units
            if (
                other.kind == "number"
                and exact
                and converted((one.values, one.units), (other.values, other.units))
            ):
                if not everyday(one.units):
                    self.converted.append((one, other))
                return True
        return False

    @lazy
    def _lengths(self) -> tuple[Mapping[int, frozenset[Fraction]], frozenset[Fraction]]:
        """Lengths of time of this text, and all those of the other."""
        theirs = lengths(self._others).values()
        return lengths(self._these), frozenset[Fraction]().union(*theirs)

    def _as_long(self, one: Figure) -> bool:
        """Whether the length of time that it is or belongs to is said with other units."""
        own, theirs = self._lengths
        return not own.get(id(one), theirs - theirs).isdisjoint(theirs)


def _recast(one: Figure, other: Figure) -> bool:
    """Whether two that have a number in common are told in units that are at odds, or one as so
    many of a hundred and the other as so many."""
    if one.weight < DOUBT and "time" not in (one.kind, other.kind):
        return is_single(one) and is_single(other) and at_odds(one.units, other.units)
    if apart(one, other):
        return not converted(_measured(one), _measured(other))
    shares = ({"%"} <= one.units) + ({"%"} <= other.units)
    return (
        shares == 1
        and not (one.parts or other.parts)
        and not one.values & other.values <= _hundredths(one) | _hundredths(other)
        and one.weight == other.weight == WRITTEN
        and not one.units & other.units
        and (not (one.units | other.units) - {"%"})
    )


def _hundredths(one: Figure) -> frozenset[Fraction]:
    """What it is as a part of one, where it is so many of a hundred: 25 % is 1/4."""
    return frozenset(each / 100 for each in one.values if each / 100 in one.values)


def _measured(one: Figure) -> tuple[frozenset[Fraction], Units]:
    return (one.parts if one.kind == "time" else one.values), unit_of(one)


def _half_of(one: Figure, other: Figure, others: Sequence[Figure]) -> bool:
    """Whether it is half of another, of which the other text says so: half price."""
    halved = {each / 2 for each in other.values} & one.values
    return (
        bool(halved)
        and other.kind == "number"
        and not at_odds(one.units, other.units)
        and any(
            each is not other and each.kind == "number" and _HALF in each.values for each in others
        )
    )


def _says(one: Figure, other: Figure) -> bool:
    """Whether ``other`` says ``one``, units apart."""
    if one.kind == other.kind:
        return _equal(one, other)
    match one.kind, other.kind:
        case "time", "number":
            return _hours(one, other) or _clock_number(one, other)
        case "number", "time":
            return _hours(other, one) or _clock_number(other, one)
        case ("vague", "number") | ("number", "vague"):
            exact = WRITTEN in (one.weight, other.weight)
            return not exact and not one.values.isdisjoint(other.values)
    return False


def _equal(one: Figure, other: Figure) -> bool:
    """Whether two of a kind are the same."""
    if one.version and other.version and one.version != other.version:
        return False
    if not (one.values or other.values):
        return not one.loose.isdisjoint(other.loose)
    return not one.values.isdisjoint(other.values)


def _hours(time: Figure, number: Figure) -> bool:
    """24 hours; a time with minutes is no number."""
    return len(time.parts) == 1 and not time.parts.isdisjoint(number.values)


def _clock_number(time: Figure, number: Figure) -> bool:
    """The 8.05 train; 1 h 30 and an hour and a half."""
    minutes = frozenset({"minute"})
    if number.units == minutes and time.parts and time.values & number.values:
        return True
    if number.units and converted((time.values, minutes), (number.values, number.units)):
        return True
    return any(
        Fraction(int(value // 60)) + Fraction(int(value % 60), 100) in number.values
        for value in time.values
    )


def _weeks(one: Figure, other: Figure) -> bool:
    """« quinze jours » are two weeks or half a month, « huit jours » one week."""
    return any(
        few in each.values and many in another.values and unit in each.units and of in another.units
        for few, unit, many, of in _PERIODS
        for each, another in ((one, other), (other, one))
    )
