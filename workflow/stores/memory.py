"""The translation memory: what people translated before, found again by text.

Derived from the catalogues and never the source of truth: :meth:`Memory.refresh` brings it
up to date, and the database can be deleted at any time. The only module that speaks SQL,
through SQLAlchemy Core: SQLite by default, any database with an SQLAlchemy URL for a team.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import sqlalchemy as sql
from rapidfuzz import fuzz, process

from workflow.errors import WorkflowError
from workflow.model import Locale, Message, State, digest
from workflow.stores.files import read_bytes
from workflow.stores.memory_schema import catalogues, connect, converted, units

LEAST_LIKENESS = 75
"""Percent, by rapidfuzz's ratio; below it a match is more work than a new translation."""
_BATCH = 400
"""Values in one SQL statement; SQLite takes 999 at the least."""
_RANK = {State.TRANSLATED: 0, State.REVIEWED: 1, State.APPROVED: 2}


@dataclass(frozen=True, slots=True)
class Source:
    """A catalogue the memory learns from."""

    article: str
    """Slug."""
    source: Locale
    target: Locale
    path: Path
    load: Callable[[], Sequence[Message]]
    """Reads its messages, in file order; called only if the file's bytes have changed."""
    state: State = State.TRANSLATED
    """What its translations are at the least: TRANSLATED, REVIEWED or APPROVED."""


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
class Match:
    """The best unit for a text."""

    level: Literal["context", "exact", "fuzzy"]
    """``context``: the same text with the same msgctxt, in the same article or between the same
    neighbours; ``exact``: the same text; ``fuzzy``: a text like it."""
    score: int
    """Likeness in percent; 100 for context and exact."""
    source: str
    target: str
    article: str
    """Slug of the article it comes from."""
    state: State
    updated: str
    """ISO 8601 date on which the unit was first seen as it is."""


class Memory:
    """An open memory; made by :func:`open_memory`."""

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine

    def refresh(self, sources: Iterable[Source], today: str) -> tuple[WorkflowError, ...]:
        """Learn what has changed in the catalogues; ``today`` (ISO date) dates new units.

        Only what people made enters: messages with a translation that is not fuzzy. Obsolete
        ones count, since text that moves to another article is obsolete where it was. A
        catalogue that is no longer there is forgotten; one that cannot be read keeps the
        units it had, and its error is returned.
        """
        errors: list[WorkflowError] = []
        with converted(self._engine), self._engine.begin() as connection:
            known = {
                (row.article, row.target_locale): row
                for row in connection.execute(sql.select(catalogues))
            }
            for source in sources:
                old = known.pop((source.article, source.target.name), None)
                try:
                    _learn(connection, source, old, today)
                except WorkflowError as error:
                    errors.append(error)
            for row in known.values():
                _forget(connection, row.id)
        return tuple(errors)

    def lookup(
        self, queries: Sequence[Query], source: Locale, target: Locale
    ) -> tuple[Match | None, ...]:
        """Return the best match for each text, None where nothing is like it enough."""
        with converted(self._engine), self._engine.connect() as connection:
            pair = _Pair(connection, source, target)
            texts = {query.text for query in queries}
            exact = pair.units(texts)
            near = pair.nearest(texts - set(exact))
            fuzzy = pair.units({text for text, _ in near.values()})
        return tuple(
            _match(query, exact[query.text], 100)
            if query.text in exact
            else _match(query, fuzzy[near[query.text][0]], near[query.text][1])
            if query.text in near
            else None
            for query in queries
        )


@contextmanager
def open_memory(url: str, root: Path) -> Iterator[Memory]:
    """Open the memory at an SQLAlchemy URL, making its tables if need be.

    The path of an SQLite file is relative to ``root``; ``sqlite://`` is a memory that is
    forgotten on closing. Raises :class:`ConfigError` for a URL SQLAlchemy cannot use and
    :class:`FileError` for a database it cannot open.
    """
    engine = connect(url, root)
    try:
        yield Memory(engine)
    finally:
        engine.dispose()


def _learn(connection: sql.Connection, source: Source, old: Any, today: str) -> None:  # noqa: ANN401
    data = read_bytes(source.path)
    seen = digest(data.decode("latin-1"), source.source.name, source.state)
    if old is not None and old.digest == seen:
        return
    messages = source.load()
    dates = _forget(connection, old.id) if old is not None else {}
    (number,) = connection.execute(
        catalogues.insert().values(
            article=source.article, target_locale=source.target.name, digest=seen
        )
    ).inserted_primary_key or (0,)
    rows = [
        row | {"catalogue": number, "updated": dates.get(_identity(row), today)}
        for row in _rows(source, messages)
    ]
    if rows:
        connection.execute(units.insert(), rows)


def _forget(connection: sql.Connection, number: int) -> Mapping[tuple[Any, ...], str]:
    """Take a catalogue's units out; return when each was first seen."""
    rows = connection.execute(sql.select(units).where(units.c.catalogue == number)).mappings()
    dates = {_identity(row): row["updated"] for row in rows}
    connection.execute(units.delete().where(units.c.catalogue == number))
    connection.execute(catalogues.delete().where(catalogues.c.id == number))
    return dates


def _identity(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    return (row["msgctxt"], row["source"], row["target"])


def _rows(source: Source, messages: Sequence[Message]) -> Iterator[dict[str, Any]]:
    live = [message.msgid for message in messages if not message.obsolete]
    around = dict(zip(live, zip(["", *live], [*live[1:], ""], strict=False), strict=True))
    for message in messages:
        if message.fuzzy or not message.msgstr:
            continue
        before, after = around.get(message.msgid, ("", "")) if not message.obsolete else ("", "")
        yield {
            "source_locale": source.source.name,
            "target_locale": source.target.name,
            "key": digest(message.msgid),
            "length": len(message.msgid),
            "source": message.msgid,
            "target": message.msgstr,
            "msgctxt": message.msgctxt,
            "before": digest(before),
            "after": digest(after),
            "article": source.article,
            "state": source.state.value,
        }


class _Pair:
    """The units of one language pair."""

    def __init__(self, connection: sql.Connection, source: Locale, target: Locale) -> None:
        self._connection = connection
        self._pair = (units.c.source_locale == source.name, units.c.target_locale == target.name)

    def units(self, texts: Iterable[str]) -> Mapping[str, Sequence[Any]]:
        """The units whose source is one of ``texts``, by source."""
        keys = sorted(digest(text) for text in texts)
        found: dict[str, list[Any]] = defaultdict(list)
        for start in range(0, len(keys), _BATCH):
            wanted = units.c.key.in_(keys[start : start + _BATCH])
            for row in self._connection.execute(sql.select(units).where(wanted, *self._pair)):
                found[row.source].append(row)
        return found

    def nearest(self, texts: Iterable[str]) -> Mapping[str, tuple[str, int]]:
        """Text → the source most like it and their likeness, where that is enough.

        Sources much shorter or longer than a text cannot reach the ratio, twice the common
        characters over the length of both, and are not read.
        """
        wanted = sorted(texts, key=len)
        if not wanted:
            return {}
        shortest, longest = _window(len(wanted[0]))[0], _window(len(wanted[-1]))[1]
        query = sql.select(units.c.source).where(
            units.c.length.between(shortest, longest), *self._pair
        )
        sources = sorted(
            set(self._connection.execute(query.distinct()).scalars()), key=lambda s: (len(s), s)
        )
        lengths = [len(text) for text in sources]
        found: dict[str, tuple[str, int]] = {}
        for text in wanted:
            low, high = _window(len(text))
            among = sources[bisect_left(lengths, low) : bisect_right(lengths, high)]
            best = process.extractOne(
                text, among, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, processor=None
            )
            if best is not None:
                found[text] = (best[0], min(99, int(best[1])))
        return found


def _window(length: int) -> tuple[int, int]:
    """The lengths a text can have and still be as like one of ``length`` as is asked."""
    share = LEAST_LIKENESS / (200 - LEAST_LIKENESS)
    return int(length * share), int(length / share) + 1


def _match(query: Query, rows: Sequence[Any], score: int) -> Match:
    """The best of several units with one source: context first, then the surest, the newest."""

    def in_context(row: Any) -> bool:  # noqa: ANN401
        between = (digest(query.before), digest(query.after)) == (row.before, row.after)
        there = row.article == query.article or (between and bool(query.before or query.after))
        return bool(row.msgctxt == query.context and there)

    best = max(
        sorted(rows, key=lambda row: (row.article, row.id)),
        key=lambda row: (
            in_context(row),
            row.msgctxt == query.context,
            _RANK.get(State(row.state), 0),
            row.updated,
        ),
    )
    level: Literal["context", "exact", "fuzzy"] = "fuzzy"
    if score == 100:
        level = "context" if in_context(best) else "exact"
    state = State(best.state)
    return Match(level, score, best.source, best.target, best.article, state, best.updated)
