"""The memory's tables, made where they are missing or of another version."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sql

from workflow.memory.database import writing

VERSION = 4
"""Another number in the database: its tables are dropped and filled again."""

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
of translations, is what words are looked for in (:func:`.matching.fold`)."""
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
    sql.Column("drafted_by", sql.Text, nullable=False),
    sql.Column("unedited", sql.Boolean, nullable=False),
)
_TABLES = (UNITS, TEXTS, SOURCES, SCHEMA)
_FORMER = ("memory_catalogues",)
"""Of version 1."""


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
