"""The way to the database that holds the memory: SQLite by default, or a server."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from workflow.errors import ConfigError, FileError, NotReadyError
from workflow.files.atomic import file_error
from workflow.model.phrase import phrase
from workflow.project.settings import STATE_FOLDER

_PATIENCE = 10
"""Seconds to wait for another process that writes."""
_SQLITE = {"timeout": _PATIENCE}
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03")
"""SQLite's names of results and PostgreSQL's SQLSTATE codes (lock_not_available)."""
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")

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
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise file_error(path.parent, "make", error) from error
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
        phrase("`memory`: the database cannot be used: {error}", error=error),
        hint=phrase(
            "Write `sqlite:///PATH`, or install the database’s driver: "
            "`pip install 'workflow[postgresql]'`"
        ),
        file="setup.cfg",
    )


def _set_up_sqlite(connection: Any, _record: object) -> None:
    """Readers do not wait for a writer; what a power cut loses can be learnt again."""
    # Transactions are begun by _begin alone: the driver would begin them too late, so that two
    # that read first and write then would refuse each other.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-32768"):
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
                phrase("another `workflow` command is filling the translation memory"),
                hint=phrase("Wait until it has ended, then run this one again."),
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


def can_be_kept(url: str, root: Path) -> bool:
    """Whether the memory at an SQLAlchemy URL may be written; a server says so itself.

    Raises :class:`ConfigError` for a URL that SQLAlchemy cannot read.
    """
    file = sqlite_path(url, root)
    if file is None:
        return True
    there = next(path for path in (file, *file.parents) if path.exists())
    folder = there if there.is_dir() else there.parent
    return os.access(there, os.W_OK) and os.access(folder, os.W_OK)


def index_folder(url: str, root: Path) -> Path | None:
    """Where the index of the memory lies; None for a memory without a file.

    Beside an SQLite file; for a server, in the project's own folder of derived things.
    """
    if file := sqlite_path(url, root):
        return file.with_name(f"{file.name}.index")
    if url.startswith("sqlite"):
        return None
    return root / STATE_FOLDER / "memory.index"


def copied(url: str, root: Path, folder: Path) -> str:
    """The URL of a copy, in ``folder``, of the memory at ``url`` with its index.

    That of a memory without a file where there is none to copy, or it is damaged.
    """
    file, new = sqlite_path(url, root), folder / "memory.db"
    if file is None or not file.is_file():
        return "sqlite://"
    try:
        if file.with_name(f"{file.name}-wal").exists():
            with (
                closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as old,
                closing(sqlite3.connect(new)) as copy,
            ):
                old.backup(copy)
        else:  # nobody has it open: to open it would leave files beside it
            shutil.copyfile(file, new)
        if (index := index_folder(url, root)) and index.is_dir():
            shutil.copytree(index, folder / f"{new.name}.index")
    except (sqlite3.Error, OSError):
        return "sqlite://"
    return f"sqlite:///{new}"


def set_aside(url: str, root: Path) -> Path | None:
    """Move a damaged SQLite file out of the way, and return where it is; None for a server.

    It is not deleted: the setting may name a file that is something else.
    """
    file = sqlite_path(url, root)
    if file is None:
        return None
    aside = file.with_name(f"{file.name}.broken")
    try:
        file.replace(aside)
        for ending in ("-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise file_error(file, "rename", error) from error
    return aside
