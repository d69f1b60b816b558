"""The memory's tables, and the way to the database that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from workflow.errors import ConfigError, FileError, NotReadyError
from workflow.files.atomic import file_error

VERSION = 3
"""Another number in the database: its tables are dropped and filled again."""
_PATIENCE = 10
"""Seconds to wait for another process that writes."""
_SQLITE = {"timeout": _PATIENCE}
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03")
"""SQLite's names of results and PostgreSQL's SQLSTATE codes (lock_not_available)."""
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")

META = sql.MetaData()
SCHEMA = sql.Table(
    "memory_schema",
    META,
    sql.Column("version", sql.Integer, nullable=False),
    sql.Column("epoch", sql.String(32), nullable=False),
)
"""One row; ``epoch`` names this filling of the tables, so that an index knows its own."""
SOURCES = sql.Table(
    "memory_sources",
    META,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("name", sql.Text, nullable=False, unique=True),
    sql.Column("stamp", sql.Text, nullable=False),
    sql.Column("digest", sql.String(32), nullable=False),
)
TEXTS = sql.Table(
    "memory_texts",
    META,
    # Never used twice, so that what an index holds of a text that is gone is no other text.
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("key", sql.String(32), nullable=False, unique=True),
    sql.Column("source_locale", sql.String(32), nullable=False),
    sql.Column("target_locale", sql.String(32), nullable=False),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("folded", sql.Text, nullable=False),
    sql.Index("memory_texts_by_pair", "source_locale", "target_locale", "id"),
    sqlite_autoincrement=True,
)
"""Each text once a language pair; what the index of near misses is made of. ``folded``, here and
of translations, is what words are looked for in (:func:`.concordance.fold`)."""
UNITS = sql.Table(
    "memory_units",
    META,
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("source", sql.ForeignKey("memory_sources.id"), nullable=False, index=True),
    sql.Column("text", sql.ForeignKey("memory_texts.id"), nullable=False, index=True),
    sql.Column("target", sql.Text, nullable=False),
    sql.Column("folded", sql.Text, nullable=False),
    sql.Column("state", sql.String(16), nullable=False),
    sql.Column("article", sql.Text, nullable=False),
    sql.Column("msgctxt", sql.Text),
    sql.Column("before", sql.String(32), nullable=False),
    sql.Column("after", sql.String(32), nullable=False),
    sql.Column("translator", sql.Text, nullable=False),
    sql.Column("date", sql.String(10), nullable=False),
)


_TABLES = (UNITS, TEXTS, SOURCES, SCHEMA)
_FORMER = ("memory_catalogues",)
"""Of version 1."""
_WRITES = "memory_writes"
"""Execution option of connections that write: one at a time."""
_ADVISORY = 0x776F726B
"""Number of PostgreSQL's advisory lock that writers take."""


class BrokenMemoryError(FileError):
    """The database is damaged, or none at all; it can be made again."""


def make_engine(url: str, root: Path) -> sql.Engine:
    """Return the way to the database; nothing is opened yet.

    The path of an SQLite file is relative to ``root``, and its folder is made. Raises
    :class:`ConfigError` for a URL that SQLAlchemy cannot use, :class:`FileError` for a folder
    that cannot be made.
    """
    try:
        place = sql.make_url(url)
        sqlite = place.get_backend_name() == "sqlite"
        if sqlite and (path := sqlite_path(url, root)):
            _make_folder(path.parent)
            place = place.set(database=str(path))
        engine = sql.create_engine(place, **({"connect_args": _SQLITE} if sqlite else {}))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise _unusable(error) from error
    if sqlite:
        sql.event.listen(engine, "connect", _set_up_sqlite)
    sql.event.listen(engine, "begin", _begin)
    return engine


def sqlite_path(url: str, root: Path) -> Path | None:
    """The file of an SQLite URL; None for a memory without a file, and for servers.

    Raises :class:`ConfigError` for a URL that SQLAlchemy cannot read.
    """
    try:
        place = sql.make_url(url)
    except ArgumentError as error:
        raise _unusable(error) from error
    named = place.get_backend_name() == "sqlite" and place.database not in (None, "", ":memory:")
    return root / str(place.database) if named else None


def _unusable(error: Exception) -> ConfigError:
    return ConfigError(
        f"memory: the database cannot be used: {error}",
        hint="Write sqlite:///PATH, or install the database's driver: "
        "pip install 'workflow[postgresql]'",
        file="setup.cfg",
    )


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(path, "make", error) from error


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Readers do not wait for a writer; what a power cut loses can be learnt again."""
    # Transactions are begun by _begin alone: the driver would begin them too late, so that two
    # that read first and write then would refuse each other.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: sql.Connection) -> None:
    writes = bool(connection.get_execution_options().get(_WRITES))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif connection.dialect.name == "postgresql" and writes:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY})")


@contextmanager
def writing(engine: sql.Engine) -> Iterator[sql.Connection]:
    """One transaction that writes; while it lasts, no other does."""
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
        yield connection


@contextmanager
def converted(engine: sql.Engine) -> Iterator[None]:
    """Turn a database's error into ours; the password in its URL is not shown.

    Raises :class:`BrokenMemoryError` where the file is damaged, :class:`NotReadyError` where
    another process has been writing too long, else :class:`FileError`.
    """
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        own_file = engine.url.get_backend_name() == "sqlite" and engine.url.database
        file = engine.url.database if own_file else engine.url.render_as_string()
        code = str(getattr(cause, "sqlite_errorname", getattr(cause, "sqlstate", None) or ""))
        if code.startswith(_LOCKED):
            raise NotReadyError(
                "another workflow command is filling the translation memory",
                hint="Wait until it has ended, then run this one again.",
                file=file,
            ) from error
        said = f"the translation memory cannot be used: {cause}"
        if code.startswith(_BROKEN):
            hint = "`workflow tm rebuild` makes it again from the catalogues."
            raise BrokenMemoryError(said, hint=hint, file=file) from error
        hint = "Check the permissions of the file and its folder, and the space on the disk."
        if not own_file:
            hint = "Check that the database server runs and lets you in."
        raise FileError(said, hint=hint, file=file) from error


def make_tables(engine: sql.Engine) -> str:
    """Make the tables where they are missing or of another version; return the epoch."""
    with engine.connect() as connection:
        epoch = _epoch(connection)
    return epoch or make_anew(engine, keep=True)


def make_anew(engine: sql.Engine, *, keep: bool = False) -> str:
    """Put empty tables in the place of what there is; return the new epoch.

    ``keep``: unless another process has just made them.
    """
    with writing(engine) as connection:
        if keep and (epoch := _epoch(connection)):
            return epoch
        for name in (*(table.name for table in _TABLES), *_FORMER):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        META.create_all(connection)
        epoch = uuid4().hex
        connection.execute(SCHEMA.insert().values(version=VERSION, epoch=epoch))
    return epoch


def _epoch(connection: sql.Connection) -> str | None:
    """The epoch of tables that are all there and of this version."""
    there = sql.inspect(connection)
    if not {table.name for table in _TABLES} <= set(there.get_table_names()):
        return None
    if "epoch" not in {column["name"] for column in there.get_columns(SCHEMA.name)}:
        return None
    rows = connection.execute(sql.select(SCHEMA)).all()
    return str(rows[0].epoch) if [row.version for row in rows] == [VERSION] else None
