"""Which units fit a text, and how well: values only, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from workflow.memory.units import (
    Match,
    Query,
    Unit,
    exact_score,
    sureness,
)
from workflow.merge.adapt import (
    adapted,
    outline,
)

LEAST_SCORE = 70
"""Percent, by rapidfuzz's ratio; below it a match is more work than a new translation."""
MOST_FUZZY = 99
"""Percent, of a text that is not the same."""


def exact_matches(query: Query, units: Iterable[Unit]) -> list[Match]:
    """The matches of units whose source is the query's text."""
    return [Match(exact_score(query, unit), unit, unit.target) for unit in units]


def near_texts(text: str, among: Sequence[str], least: int, most: int) -> list[int]:
    """Places in ``among`` of the ``most`` texts like ``text``, the likest first.

    Likeness is that of the texts or of their outlines, whichever is more.
    """
    best: dict[int, float] = {}
    for wanted, choices in ((text, among), (outline(text), [*map(outline, among)])):
        found = process.extract(
            wanted, choices, scorer=fuzz.ratio, score_cutoff=least, limit=len(choices)
        )
        for _, score, place in found:
            best[place] = max(score, best.get(place, 0))
    return sorted(best, key=lambda place: (-best[place], among[place]))[:most]


def fuzzy_matches(query: Query, units: Iterable[Unit], least: int) -> Iterator[Match]:
    """The matches of units whose source is like the query's text, made to fit where possible.

    A match that was made to fit scores by what then still differs; 99 where nothing does.
    """
    for unit in units:
        score = fuzz.ratio(query.text, unit.source)
        translation = unit.target
        languages = (unit.source_locale, unit.target_locale)
        if swapped := adapted(unit.source, unit.target, query.text, languages):
            source, translation = swapped
            score = fuzz.ratio(query.text, source)
        if score >= least:
            yield Match(min(MOST_FUZZY, int(score)), unit, translation)


def ranked(matches: Iterable[Match]) -> list[Match]:
    """Best first: by score, then the surest, then the newest; a translation of a text once."""
    ordered = sorted(matches, key=lambda match: (match.unit.article, match.target))
    ordered.sort(key=lambda match: match.unit.date, reverse=True)
    ordered.sort(key=lambda match: (match.score, sureness(match.unit)), reverse=True)
    first: dict[tuple[str, str], Match] = {}
    for match in ordered:
        first.setdefault((match.unit.source, match.target), match)
    return list(first.values())


def concordance_match(text: str, unit: Unit) -> Match:
    """The match of a unit that has the words of ``text``."""
    same = text == unit.source
    score = 100 if same else min(MOST_FUZZY, int(fuzz.ratio(text, unit.source)))
    return Match(score, unit, unit.target)
