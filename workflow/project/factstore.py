"""The file that facts are kept in: rows that prove themselves, and nothing that must be there.

What cannot be read is not there, and what cannot be written is not kept; neither is an error.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from marshal import dumps
from pathlib import Path
from typing import Any, Final, NamedTuple

_FORM: Final = 5
"""Of the tables: another one's file is replaced."""
_TABLES: Final = """
CREATE TABLE facts (kind TEXT, name TEXT, questions TEXT, answers BLOB, since REAL, value BLOB,
    seal BLOB, PRIMARY KEY (kind, name));
CREATE TABLE looks (kind TEXT, name TEXT, look BLOB, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE TABLE stamps (path TEXT PRIMARY KEY, stamp BLOB, seal BLOB) WITHOUT ROWID;
CREATE TABLE kept (kind TEXT, key TEXT, value BLOB, seal BLOB, PRIMARY KEY (kind, key))
    WITHOUT ROWID;
"""
_SEAL: Final = 8
"""Bytes; a fact has two, of which the second is that of its value."""
_PATIENCE: Final = 2.0
"""Seconds to wait for another process that is writing."""
_NAMES: Final = 400
"""Names in one question; older SQLite takes 999 at most."""


class Row(NamedTuple):
    """A fact as it is kept."""

    name: str
    """Of what it is: a slug."""
    questions: tuple[str, ...]
    answers: bytes
    """One digest over all."""
    since: float
    """POSIX time before which it is another."""
    value: bytes
    look: bytes = b""
    """How the files that it follows from looked when it held last (see
    :meth:`~workflow.project.facts.Facts`); it may be another fact's. Empty where nobody knows."""


class FactStore:
    """Reads and writes the file at ``path``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._facts: dict[tuple[str, str], Row] = {}
        self._looks: dict[tuple[str, str], bytes] = {}
        self._kept: dict[tuple[str, str], bytes] = {}
        self._asked: dict[str, set[str]] = {}

    def rows(self, kind: str, names: Iterable[str], *, bare: bool = False) -> Iterator[Row]:
        """The facts of this kind and these names, as far as they are kept.

        ``bare``: without their values, which are not read then.
        """
        wanted = []
        for name in names:
            new = self._facts.get((kind, name))
            if new is not None:
                yield new
            else:
                wanted.append(name)
        columns = f"name, questions, answers, since, seal, look, {'NULL' if bare else 'value'}"
        table = "facts LEFT JOIN looks USING (kind, name)"
        for *parts, seal, look, value in self._select(
            f"{columns} FROM {table} WHERE kind = ? AND name", kind, wanted
        ):
            if not isinstance(seal, bytes):
                continue
            head, rest = seal[:_SEAL], seal[_SEAL:]
            if head != _seal(kind, *parts) or not (bare or rest == _seal(head, value)):
                continue
            name, questions, answers, since = parts
            with contextlib.suppress(ValueError, TypeError):  # another version's
                asked = tuple(map(str, json.loads(questions)))
                yield Row(name, asked, answers, since, value or b"", look or b"")

    def stamps(self, paths: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """The records of files (see :class:`~workflow.files.stamps.StampIndex`)."""
        found = self._select("path, stamp, seal FROM stamps WHERE ? = '' AND path", "", paths)
        for path, record, seal in found:
            if seal == _seal(path, record):
                yield path, record

    def keep(self, kind: str, row: Row) -> int:
        """Keep a fact at the next :meth:`save`; return how many wait for it."""
        if _is_text(row.name):
            self._facts[kind, row.name] = row
        return len(self._facts)

    def note(self, kind: str, row: Row, look: bytes) -> None:
        """Keep how the files of a fact look now that it holds."""
        if (kind, row.name) not in self._facts:
            self._looks[kind, row.name] = look

    # What is known by a key of its own

    def kept(self, kind: str, key: str) -> bytes | None:
        """What was kept under ``key``; None for nothing."""
        return self.kept_of(kind, [key]).get(key)

    def kept_of(self, kind: str, keys: Collection[str]) -> dict[str, bytes]:
        """What was kept under ``keys``, by key."""
        self._asked.setdefault(kind, set()).update(keys)
        new = {key: self._kept[kind, key] for key in keys if (kind, key) in self._kept}
        rest = [key for key in keys if key not in new]
        for key, value, seal in self._select(
            "key, value, seal FROM kept WHERE kind = ? AND key", kind, rest
        ):
            if seal == _seal(kind, key, value):
                new[key] = bytes(value)
        return new

    def keep_value(self, kind: str, key: str, value: bytes) -> int:
        """Keep ``value`` under ``key`` at the next :meth:`save`; return how many wait for it."""
        self._asked.setdefault(kind, set()).add(key)
        self._kept[kind, key] = value
        return len(self._kept)

    # The file

    def save(
        self,
        stamps: Mapping[str, bytes],
        names: Collection[str],
        done: Collection[str] = (),
        only: tuple[str, str] | None = None,
    ) -> None:
        """Write what is to be kept, with ``stamps``, in one transaction.

        Facts of others than ``names`` go, of the kinds ``done`` what this process neither
        asked for nor kept, and of the kind ``only`` names what has a key that begins otherwise
        (in hex) than it says.
        """
        if not (stamps or self._facts or self._looks or self._kept or done):
            return
        for anew in (False, True):
            try:
                with self._begun(anew=anew) as connection:
                    self._write(connection, stamps)
                    self._take_out(connection, names, done)
                    if only is not None:
                        kind, start = only
                        bounds = (kind, start, f"{start}~")
                        outside = "DELETE FROM kept WHERE kind = ? AND (key < ? OR key > ?)"
                        connection.execute(outside, bounds)
                break
            except sqlite3.OperationalError:  # locked, read-only, the disk is full
                break
            except (sqlite3.DatabaseError, OSError):  # damaged, or no database
                continue
        self._facts.clear()
        self._looks.clear()
        self._kept.clear()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def _select(self, what: str, kind: str, names: Collection[str]) -> Iterator[tuple[Any, ...]]:
        """The rows of a question that ends in a column, for each of ``names``."""
        connection = self._opened() if names else None
        if connection is None:
            return
        rest = list(filter(_is_text, names))
        try:
            for place in range(0, len(rest), _NAMES):
                some = rest[place : place + _NAMES]
                marks = ",".join("?" * len(some))
                yield from connection.execute(f"SELECT {what} IN ({marks})", (kind, *some))
        except sqlite3.Error:
            self.close()

    def _opened(self) -> sqlite3.Connection | None:
        """The file to read; None where it cannot be, or is another form's."""
        if self._connection is None and self._path.exists():
            try:
                place = f"{self._path.absolute().as_uri()}?mode=ro"
                connection = _connect(place, uri=True)
                if connection.execute("PRAGMA user_version").fetchone() == (_FORM,):
                    self._connection = connection
                else:
                    connection.close()
            except sqlite3.Error:
                self.close()
        return self._connection

    @contextlib.contextmanager
    def _begun(self, *, anew: bool) -> Iterator[sqlite3.Connection]:
        """The file in a transaction, which ends with the block; ``anew``: another one."""
        self.close()
        self._path.parent.mkdir(exist_ok=True)
        if anew:
            for ending in ("", "-journal"):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(f"{self._path}{ending}")  # noqa: PTH108
        with contextlib.closing(_connect(str(self._path))) as connection:
            # Each row proves itself, so that a power cut can take no more than what it took.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN IMMEDIATE")
            (form,) = connection.execute("PRAGMA user_version").fetchone()
            if form != _FORM:
                if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                    raise sqlite3.DatabaseError("another form's")
                for statement in _TABLES.split(";")[:-1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_FORM}")
            yield connection
            connection.execute("COMMIT")

    def _write(self, connection: sqlite3.Connection, stamps: Mapping[str, bytes]) -> None:
        connection.executemany(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)",
            (_sealed(kind, row) for (kind, _), row in self._facts.items()),
        )
        connection.executemany("DELETE FROM looks WHERE kind = ? AND name = ?", self._facts)
        connection.executemany(
            "INSERT OR REPLACE INTO looks VALUES (?, ?, ?)",
            ((kind, name, look) for (kind, name), look in self._looks.items()),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO stamps VALUES (?, ?, ?)",
            (
                (path, record, _seal(path, record))
                for path, record in stamps.items()
                if _is_text(path)
            ),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)",
            (
                (kind, key, value, _seal(kind, key, value))
                for (kind, key), value in self._kept.items()
            ),
        )

    def _take_out(
        self, connection: sqlite3.Connection, names: Collection[str], done: Collection[str]
    ) -> None:
        """Delete what nobody will ask for again."""
        there = [name for (name,) in connection.execute("SELECT DISTINCT name FROM facts")]
        gone = [(name,) for name in there if name not in names]
        connection.executemany("DELETE FROM facts WHERE name = ?", gone)
        connection.executemany("DELETE FROM looks WHERE name = ?", gone)
        if gone:
            paths = [path for (path,) in connection.execute("SELECT path FROM stamps")]
            left = [(path,) for path in paths if not os.path.lexists(path)]
            connection.executemany("DELETE FROM stamps WHERE path = ?", left)
        for kind in done:
            found = connection.execute("SELECT key FROM kept WHERE kind = ?", (kind,))
            asked = self._asked.get(kind, ())
            keys: Sequence[tuple[str, str]] = [(kind, key) for (key,) in found if key not in asked]
            connection.executemany("DELETE FROM kept WHERE kind = ? AND key = ?", keys)


def _is_text(name: str) -> bool:
    """Whether a name can be kept: names of files may have bytes that are no UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _connect(place: str, *, uri: bool = False) -> sqlite3.Connection:
    # A server's threads take turns; transactions begin and end where that is said.
    return sqlite3.connect(
        place, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=uri
    )


def _sealed(kind: str, row: Row) -> tuple[object, ...]:
    parts = (row.name, json.dumps(row.questions), row.answers, row.since)
    head = _seal(kind, *parts)
    return (kind, *parts, row.value, head + _seal(head, row.value))


def _seal(*parts: Any) -> bytes:
    """What tells a row that is as it was written from any other; texts, bytes and numbers."""
    # The second version writes equal values alike, and says where each ends.
    return blake2b(dumps(parts, 2), digest_size=_SEAL).digest()
