"""The memory itself: learning, look-ups, and what it can tell of itself.

Through SQLAlchemy Core: SQLite by default, PostgreSQL for a team.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from heapq import nsmallest
from pathlib import Path

import sqlalchemy as sql

from workflow.errors import WorkflowError
from workflow.memory.database import converted, index_folder, make_engine
from workflow.memory.learning import refresh
from workflow.memory.matching import (
    LEAST_SCORE,
    MOST_FUZZY,
    Concordance,
    concordance_match,
    exact_matches,
    fuzzy_matches,
    near_texts,
    ranked,
)
from workflow.memory.near_misses import (
    NearMisses,
    Standing,
)
from workflow.memory.reading import (
    STREAMED,
    Pair,
    select_units,
    unit_of,
)
from workflow.memory.schema import TEXTS, UNITS, make_anew, make_tables
from workflow.memory.units import (
    Match,
    Query,
    Source,
    Unit,
)
from workflow.model import Locale, State

_CANDIDATES = (150, 1_500, 15_000)
"""Texts that the index is asked for; the more, the more of them are gone."""
_NEAR = 30
"""Texts of which units are then read."""
_TIMES = 5
"""Units read for one that is shown: translations that are the same are shown once."""


class Memory:
    """An open memory; made by :func:`open_memory`."""

    def __init__(self, engine: sql.Engine, epoch: str, index: Path | None) -> None:
        self._engine = engine
        self._epoch = epoch
        self._index = index
        self._near: dict[tuple[Locale, Locale], NearMisses] = {}

    def refresh(
        self,
        sources: Sequence[Source],
        today: str,
        advance: Callable[[int], None] = lambda _steps: None,
    ) -> tuple[WorkflowError, ...]:
        """Learn what has changed; ``today`` (ISO date) dates units that have no date.

        ``sources`` are all there are: what came from others is forgotten. ``advance`` is told
        of each that is done. One that cannot be read keeps the units it had, and its error is
        returned. What was learnt is kept every few seconds, so that a run which is killed has
        lost little, and the next one goes on.
        """
        with converted(self._engine):
            return refresh(self._engine, sources, today, advance)

    def forget(self) -> None:
        """Make the memory as empty as a new one, its index included."""
        with converted(self._engine):
            self._epoch = make_anew(self._engine)
        self._near.clear()
        if self._index is not None:
            shutil.rmtree(self._index, ignore_errors=True)

    def lookup(
        self,
        queries: Sequence[Query],
        source: Locale,
        target: Locale,
        *,
        floor: int = LEAST_SCORE,
        least: State = State.TRANSLATED,
    ) -> tuple[Match | None, ...]:
        """Return the best match for each text, None where nothing is like it enough.

        ``floor`` is the least score (percent), ``least`` the least sure state of a unit.
        """
        with converted(self._engine), self._engine.connect() as connection:
            pair = Pair(connection, source, target, least)
            exact = pair.units_of({query.text for query in queries})
            inexact = floor <= MOST_FUZZY and any(each.text not in exact for each in queries)
            near = self._followed(pair) if inexact else None
            found: list[Match | None] = []
            for query in queries:
                if query.text in exact:
                    matches = exact_matches(query, exact[query.text])
                else:
                    matches = _fuzzy(pair, near, query, floor)
                found.append(next(iter(ranked(matches)), None))
        return tuple(found)

    def search(
        self,
        query: Query,
        source: Locale,
        target: Locale,
        *,
        floor: int = LEAST_SCORE,
        least: State = State.TRANSLATED,
        limit: int = 10,
    ) -> tuple[Match, ...]:
        """Return all matches of one text, best first, each translation once.

        The index of near misses is asked only if ``floor`` is below 100.
        """
        with converted(self._engine), self._engine.connect() as connection:
            pair = Pair(connection, source, target, least)
            matches = exact_matches(query, pair.units_of([query.text]).get(query.text, ()))
            near = self._followed(pair) if floor <= MOST_FUZZY else None
            matches += _fuzzy(pair, near, query, floor)
        return tuple(match for match in ranked(matches) if match.score >= floor)[:limit]

    def concordance(
        self,
        text: str,
        source: Locale,
        target: Locale,
        *,
        least: State = State.TRANSLATED,
        limit: int = 10,
    ) -> tuple[Match, ...]:
        """Return units that have all words of ``text``, in the source or in the translation.

        The shortest come first: they say the least beside. Scores tell how much of the source
        the text is.
        """
        wanted = Concordance(text)
        if not wanted.words:
            return ()
        with converted(self._engine), self._engine.connect() as connection:
            pair = Pair(connection, source, target, least)
            fitting = (
                (len(text), number)
                for number, text, translation in pair.having(wanted.pieces)
                if wanted.fits(text, translation)
            )
            shortest = nsmallest(_TIMES * limit, fitting)
            units = pair.units_with_ids([number for _, number in shortest])
        matches = ranked(concordance_match(text, unit) for unit in units)
        return tuple(sorted(matches, key=lambda match: len(match.unit.source))[:limit])

    def units(self, source: Locale | None = None, target: Locale | None = None) -> Iterator[Unit]:
        """Yield every unit (of one source or target language), the same order each time."""
        rows = select_units().order_by(TEXTS.c.key, UNITS.c.article, UNITS.c.target, UNITS.c.id)
        if source is not None:
            rows = rows.where(TEXTS.c.source_locale == source.name)
        if target is not None:
            rows = rows.where(TEXTS.c.target_locale == target.name)
        with converted(self._engine), self._engine.connect() as connection:
            streamed = connection.execute(rows, execution_options=STREAMED)
            yield from map(unit_of, streamed)

    def counts(self) -> Mapping[tuple[Locale, Locale], Mapping[tuple[str, State], int]]:
        """How many units there are: language pair → (article, state) → number."""
        columns = (
            TEXTS.c.source_locale,
            TEXTS.c.target_locale,
            UNITS.c.article,
            UNITS.c.state,
        )
        query = (
            sql.select(*columns, sql.func.count().label("number"))
            .join_from(UNITS, TEXTS)
            .group_by(*columns)
            .order_by(*columns)
        )
        counts: dict[tuple[Locale, Locale], dict[tuple[str, State], int]] = defaultdict(dict)
        with converted(self._engine), self._engine.connect() as connection:
            for row in connection.execute(query):
                pair = (Locale(row.source_locale), Locale(row.target_locale))
                counts[pair][row.article, State(row.state)] = row.number
        return counts

    def index(self, source: Locale, target: Locale) -> None:
        """Bring the index of a language pair up to date, as its next look-up would."""
        with converted(self._engine), self._engine.connect() as connection:
            pair = Pair(connection, source, target, State.TRANSLATED)
            self._followed(pair)

    def index_standing(self, source: Locale, target: Locale) -> tuple[Standing, int]:
        """How the index of a language pair stands, and its bytes on disk."""
        with converted(self._engine), self._engine.connect() as connection:
            pair = Pair(connection, source, target, State.TRANSLATED)
            near = self._near_misses(pair)
            return near.standing(pair), near.size

    def database(self) -> tuple[str, int | None]:
        """The database's URL, without a password, and its bytes; None: not known (a server)."""
        url = self._engine.url.render_as_string()
        path = self._engine.url.database or ""
        local = self._engine.dialect.name == "sqlite"
        files = (Path(path + ending) for ending in ("", "-wal"))
        return url, sum(f.stat().st_size for f in files if f.is_file()) if local else None

    def _followed(self, pair: Pair) -> NearMisses:
        """The index of near misses, brought up to date."""
        near = self._near_misses(pair)
        near.follow(pair)
        return near

    def _near_misses(self, pair: Pair) -> NearMisses:
        key = (pair.source, pair.target)
        if key not in self._near:
            self._near[key] = NearMisses(self._index, key, self._epoch)
        return self._near[key]


@contextmanager
def open_memory(url: str, root: Path) -> Iterator[Memory]:
    """Open the memory at an SQLAlchemy URL, making its tables if need be.

    The path of an SQLite file is relative to ``root``; ``sqlite://`` is a memory that is
    forgotten on closing. Raises :class:`ConfigError` for a URL that SQLAlchemy cannot use,
    :class:`~workflow.memory.database.BrokenMemoryError` for a file that is no database,
    :class:`FileError` for a database that cannot be opened.
    """
    engine = make_engine(url, root)
    try:
        with converted(engine):
            epoch = make_tables(engine)
        yield Memory(engine, epoch, index_folder(url, root))
    finally:
        engine.dispose()


def _fuzzy(pair: Pair, near: NearMisses | None, query: Query, floor: int) -> list[Match]:
    if near is None:
        return []
    texts = _candidates(pair, near, query.text)
    places = near_texts(query.text, [text for _, text in texts], floor, _NEAR)
    units = pair.units_with([texts[place][0] for place in places])
    return list(fuzzy_matches(query, units, floor))


def _candidates(pair: Pair, near: NearMisses, text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for limit in _CANDIDATES:
        proposed = near.candidates(text, limit)
        found = pair.texts(proposed)
        if len(proposed) < limit or len(found) >= limit // 3:
            break
        near.tidy(pair)  # most of them are gone
    return [(number, other) for number, other in found if other != text]
