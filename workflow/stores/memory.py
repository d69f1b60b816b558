"""The translation memory: what people translated before, found again by text.

Derived from the catalogues and never the source of truth: :meth:`Memory.refresh` brings it
up to date, and the database can be deleted at any time. The only module that speaks SQL,
through SQLAlchemy Core: SQLite by default, any database with an SQLAlchemy URL for a team.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from workflow.errors import ConfigError, FileError, WorkflowError
from workflow.model import Locale, Message, State, digest
from workflow.stores.files import file_error, read_bytes
from workflow.stores.memory_match import Match, Query, Unit, best_match, nearest, units_of, window

SCHEMA = 1
"""Another number in the database: its tables are dropped and filled again."""
_BATCH = 400
"""Values in one SQL statement; SQLite takes 999 at the least."""

_META = sql.MetaData()
_SCHEMA = sql.Table("memory_schema", _META, sql.Column("version", sql.Integer))
_CATALOGUES = sql.Table(
    "memory_catalogues",
    _META,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("article", sql.Text, nullable=False),
    sql.Column("target_locale", sql.String(32), nullable=False),
    sql.Column("digest", sql.String(32), nullable=False),
    sql.UniqueConstraint("article", "target_locale"),
)
_UNITS = sql.Table(
    "memory_units",
    _META,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("catalogue", sql.ForeignKey("memory_catalogues.id"), nullable=False, index=True),
    sql.Column("source_locale", sql.String(32), nullable=False),
    sql.Column("target_locale", sql.String(32), nullable=False),
    sql.Column("key", sql.String(32), nullable=False),
    sql.Column("length", sql.Integer, nullable=False),
    sql.Column("source", sql.Text, nullable=False),
    sql.Column("target", sql.Text, nullable=False),
    sql.Column("msgctxt", sql.Text),
    sql.Column("before", sql.String(32), nullable=False),
    sql.Column("after", sql.String(32), nullable=False),
    sql.Column("article", sql.Text, nullable=False),
    sql.Column("state", sql.String(16), nullable=False),
    sql.Column("updated", sql.String(10), nullable=False),
    sql.Index("memory_units_by_key", "source_locale", "target_locale", "key"),
    sql.Index("memory_units_by_length", "source_locale", "target_locale", "length"),
)


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
    """What its translations are: TRANSLATED, REVIEWED or APPROVED."""


class Memory:
    """An open memory; made by :func:`open_memory`."""

    def __init__(self, engine: sql.Engine) -> None:
        self._engine = engine

    def refresh(self, sources: Iterable[Source], today: str) -> tuple[WorkflowError, ...]:
        """Learn what has changed in the catalogues; ``today`` (ISO date) dates new units.

        ``sources`` are all there are: what came from others is forgotten. A catalogue that
        cannot be read keeps the units it had, and its error is returned.
        """
        errors: list[WorkflowError] = []
        with _converted(self._engine), self._engine.begin() as connection:
            known = {
                (row.article, row.target_locale): row
                for row in connection.execute(sql.select(_CATALOGUES))
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
        texts = {query.text for query in queries}
        with _converted(self._engine), self._engine.connect() as connection:
            pair = _Pair(connection, source, target)
            exact = pair.units(texts)
            missing = texts - set(exact)
            near = nearest(missing, pair.sources(missing))
            fuzzy = pair.units({text for text, _ in near.values()})
        found: list[Match | None] = []
        for query in queries:
            if query.text in exact:
                found.append(best_match(query, exact[query.text], 100))
            elif query.text in near:
                text, score = near[query.text]
                found.append(best_match(query, fuzzy[text], score))
            else:
                found.append(None)
        return tuple(found)


@contextmanager
def open_memory(url: str, root: Path) -> Iterator[Memory]:
    """Open the memory at an SQLAlchemy URL, making its tables if need be.

    The path of an SQLite file is relative to ``root``; ``sqlite://`` is a memory that is
    forgotten on closing. Raises :class:`ConfigError` for a URL that SQLAlchemy cannot use and
    :class:`FileError` for a database it cannot open.
    """
    engine = _engine(url, root)
    try:
        with _converted(engine):
            _make_tables(engine)
        yield Memory(engine)
    finally:
        engine.dispose()


def _engine(url: str, root: Path) -> sql.Engine:
    try:
        place = sql.make_url(url)
        if place.get_backend_name() != "sqlite":
            return sql.create_engine(place)
        if place.database and place.database != ":memory:":
            path = root / place.database
            path.parent.mkdir(parents=True, exist_ok=True)
            place = place.set(database=str(path))
        engine = sql.create_engine(place)
    except OSError as error:
        raise file_error(path.parent, "make", error) from error
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise ConfigError(
            f"memory: the database cannot be used: {error}",
            hint="Write sqlite:///PATH, or install the database's driver: "
            "pip install 'workflow[postgresql]'",
            file="setup.cfg",
        ) from error
    sql.event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Readers do not wait for a writer, and writers wait for one another."""
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}").close()


def _make_tables(engine: sql.Engine) -> None:
    """Make the tables, anew where another version of the program made them."""
    if sql.inspect(engine).has_table(_SCHEMA.name):
        with engine.connect() as connection:
            if connection.execute(sql.select(_SCHEMA.c.version)).scalars().all() == [SCHEMA]:
                return
    with engine.begin() as connection:
        _META.drop_all(connection)
        _META.create_all(connection)
        connection.execute(_SCHEMA.insert().values(version=SCHEMA))


@contextmanager
def _converted(engine: sql.Engine) -> Iterator[None]:
    """Turn a database's error into ours; the password in its URL is not shown."""
    try:
        yield
    except SQLAlchemyError as error:
        own_file = engine.url.get_backend_name() == "sqlite" and engine.url.database
        raise FileError(
            f"the translation memory cannot be used: {getattr(error, 'orig', None) or error}",
            hint="Delete the file: it is made again from the catalogues."
            if own_file
            else "Check that the database server runs and lets you in.",
            file=engine.url.render_as_string() if not own_file else engine.url.database,
        ) from error


def _learn(connection: sql.Connection, source: Source, old: Any, today: str) -> None:
    data = read_bytes(source.path)
    seen = digest(data.decode("latin-1"), source.source.name, source.state)
    if old is not None and old.digest == seen:
        return
    units = list(units_of(source.load(), source.article, source.state, today))
    dates = {} if old is None else _forget(connection, old.id)
    number = connection.execute(
        _CATALOGUES.insert()
        .values(article=source.article, target_locale=source.target.name, digest=seen)
        .returning(_CATALOGUES.c.id)
    ).scalar_one()
    rows = [
        asdict(replace(unit, updated=dates.get(_identity(unit), today)))
        | {
            "catalogue": number,
            "source_locale": source.source.name,
            "target_locale": source.target.name,
            "key": digest(unit.source),
            "length": len(unit.source),
        }
        for unit in units
    ]
    if rows:
        connection.execute(_UNITS.insert(), rows)


def _forget(connection: sql.Connection, number: int) -> Mapping[tuple[str | None, ...], str]:
    """Take a catalogue and its units out; return when each was first seen."""
    rows = connection.execute(sql.select(_UNITS).where(_UNITS.c.catalogue == number))
    dates = {_identity(unit): unit.updated for unit in map(_unit, rows)}
    connection.execute(_UNITS.delete().where(_UNITS.c.catalogue == number))
    connection.execute(_CATALOGUES.delete().where(_CATALOGUES.c.id == number))
    return dates


def _identity(unit: Unit) -> tuple[str | None, ...]:
    return (unit.msgctxt, unit.source, unit.target)


def _unit(row: Any) -> Unit:
    return Unit(
        row.source,
        row.target,
        row.msgctxt,
        row.before,
        row.after,
        row.article,
        State(row.state),
        row.updated,
    )


class _Pair:
    """The units of one language pair."""

    def __init__(self, connection: sql.Connection, source: Locale, target: Locale) -> None:
        self._connection = connection
        self._pair = (
            _UNITS.c.source_locale == source.name,
            _UNITS.c.target_locale == target.name,
        )

    def units(self, texts: Iterable[str]) -> Mapping[str, Sequence[Unit]]:
        """The units whose source is one of ``texts``, by source."""
        keys = sorted(digest(text) for text in texts)
        found: dict[str, list[Unit]] = defaultdict(list)
        for start in range(0, len(keys), _BATCH):
            wanted = _UNITS.c.key.in_(keys[start : start + _BATCH])
            for row in self._connection.execute(sql.select(_UNITS).where(wanted, *self._pair)):
                found[row.source].append(_unit(row))
        return found

    def sources(self, texts: Iterable[str]) -> Sequence[str]:
        """The sources that by their length can be like one of ``texts``."""
        lengths = sorted(map(len, texts))
        if not lengths:
            return ()
        between = _UNITS.c.length.between(window(lengths[0])[0], window(lengths[-1])[1])
        query = sql.select(_UNITS.c.source).where(between, *self._pair).distinct()
        return self._connection.execute(query).scalars().all()
