"""What the translation memory keeps and which of it fits a text: values only, no database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rapidfuzz import fuzz, process

from workflow.model import Message, State, digest

LEAST_LIKENESS = 75
"""Percent, by rapidfuzz's ratio; below it a match is more work than a new translation."""
_RANK = {State.TRANSLATED: 0, State.REVIEWED: 1, State.APPROVED: 2}


class Query(Protocol):
    """A text to look up, and where it stands."""

    @property
    def text(self) -> str: ...
    @property
    def context(self) -> str | None: ...
    @property
    def article(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation, as a person left them in a catalogue."""

    source: str
    target: str
    msgctxt: str | None
    before: str
    """Digest of the text of the message before it; of nothing where there is none."""
    after: str
    article: str
    """Slug."""
    state: State
    updated: str
    """ISO 8601 date on which the unit was first seen as it is."""

    def fits(self, query: Query) -> bool:
        """Whether it stands where the query stands: in its article or between its neighbours."""
        between = (digest(query.before), digest(query.after)) == (self.before, self.after)
        alone = not query.before and not query.after
        return self.msgctxt == query.context and (
            self.article == query.article or (between and not alone)
        )


@dataclass(frozen=True, slots=True)
class Match:
    """The best unit for a text."""

    level: Literal["context", "exact", "fuzzy"]
    """``context``: the same text with the same msgctxt, in the same article or between the same
    neighbours; ``exact``: the same text; ``fuzzy``: a text like it."""
    score: int
    """Likeness in percent; 100 for context and exact."""
    unit: Unit

    @property
    def target(self) -> str:
        """The translation."""
        return self.unit.target

    @property
    def article(self) -> str:
        """Slug of the article it comes from."""
        return self.unit.article


def best_match(query: Query, units: Sequence[Unit], score: int) -> Match:
    """Choose between units of one source: context first, then the surest, then the newest."""
    best = max(
        sorted(units, key=lambda unit: (unit.article, unit.target)),
        key=lambda unit: (
            unit.fits(query),
            unit.msgctxt == query.context,
            _RANK.get(unit.state, 0),
            unit.updated,
        ),
    )
    if score < 100:
        return Match("fuzzy", score, best)
    return Match("context" if best.fits(query) else "exact", score, best)


def nearest(texts: Iterable[str], sources: Iterable[str]) -> Mapping[str, tuple[str, int]]:
    """Return for each text the source most like it and their likeness, where that is enough."""
    ordered = sorted(sources, key=lambda source: (len(source), source))
    lengths = [len(source) for source in ordered]
    found: dict[str, tuple[str, int]] = {}
    for text in texts:
        low, high = window(len(text))
        among = ordered[bisect_left(lengths, low) : bisect_right(lengths, high)]
        best = process.extractOne(text, among, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
        if best is not None:
            found[text] = (best[0], min(99, int(best[1])))
    return found


def window(length: int) -> tuple[int, int]:
    """Return the lengths a text can have and be as like one of ``length`` as is asked.

    The ratio is twice the common characters over the length of both, so that no text can
    reach it that is much shorter or longer.
    """
    share = LEAST_LIKENESS / (200 - LEAST_LIKENESS)
    return int(length * share), int(length / share) + 1


def units_of(
    messages: Sequence[Message], article: str, state: State, updated: str
) -> Iterator[Unit]:
    """Yield what people made: translations that are not fuzzy, ``messages`` in file order.

    Obsolete ones count, since text that moves to another article is obsolete where it was.
    """
    live = [message for message in messages if not message.obsolete]
    texts = ["", *(message.msgid for message in live), ""]
    around = {
        message.key: (before, after)
        for message, before, after in zip(live, texts, texts[2:], strict=False)
    }
    for message in messages:
        if message.msgstr and not message.fuzzy:
            before, after = ("", "") if message.obsolete else around[message.key]
            yield Unit(
                message.msgid,
                message.msgstr,
                message.msgctxt,
                digest(before),
                digest(after),
                article,
                state,
                updated,
            )
