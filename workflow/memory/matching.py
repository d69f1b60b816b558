"""Which units fit a text, and how well: values only, no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from workflow.memory.units import (
    Match,
    Query,
    Unit,
    exact_score,
    sureness,
)
from workflow.merge.repair import (
    adapted,
    outline,
)

LEAST_SCORE = 70
"""Percent, by rapidfuzz's ratio; below it a match is more work than a new translation."""
MOST_FUZZY = 99
"""Percent, of a text that is not the same."""
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_PLAIN = {
    code: base.lower()
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
} | str.maketrans("’ʼ\u00a0\u202f", "''  ")
"""Accented letter (Latin-1, Latin Extended-A, -B and Additional) → the letter; apostrophe and
space of the typographer → those of a keyboard."""
_QUOTES = '"“”„«»'
"""A search for the first, which a keyboard has, finds them all."""


def exact_matches(query: Query, units: Iterable[Unit]) -> list[Match]:
    """The matches of units whose source is the query's text."""
    return [Match(exact_score(query, unit), unit, unit.target) for unit in units]


def near_texts(text: str, among: Sequence[str], least: int, most: int) -> list[int]:
    """Places in ``among`` of the ``most`` texts like ``text``, the likest first.

    Likeness is that of the texts or of their outlines, whichever is more.
    """
    plain = outline(text)
    outlines = zip(map(outline, among), among, strict=True)
    # Not what was compared as a text already.
    others = [each if (each, plain) != (other, text) else None for each, other in outlines]
    best: dict[int, float] = {}
    for wanted, choices in ((text, among), (plain, others)):
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


class Concordance:
    """The words of a search, whatever their case and accents; ``"…"`` keeps words together."""

    def __init__(self, text: str) -> None:
        found = re.findall(r'"([^"]+)"|(\S+)', text)
        self.words = tuple(fold(quoted or word) for quoted, word in found)
        self.pieces = tuple(piece for word in self.words for piece in word.split('"') if piece)
        """What texts that fit have in them as it is written here."""
        self._expressions = tuple(re.compile(_expression(word)) for word in self.words)

    def fits(self, *folded: str) -> bool:
        """Whether one of these texts, each folded, has all words."""
        return any(all(each.search(side) for each in self._expressions) for side in folded)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end), in characters of ``text``, of each place a word stands in."""
        folded = fold(text)
        for each in self._expressions:
            yield from (match.span() for match in each.finditer(folded))


def fold(text: str) -> str:
    """``text`` in lower case without accents, as one types it; character by character."""
    return text.translate(_PLAIN).lower()


def _expression(word: str) -> str:
    """A word's beginning, or in a script without spaces the word anywhere."""
    starts_word = re.match(r"\w", word) and not _IDEOGRAPH.match(word)
    letters = re.escape(word).replace('"', f"[{_QUOTES}]")
    return rf"(?<!\w){letters}" if starts_word else letters
