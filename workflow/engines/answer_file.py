"""The SQLite file that answers are kept in: opened, changed, and set aside where it is damaged.

What stands in it cost money. So it comes into being whole, under another name first; nothing in
it is ever deleted because it cannot be read; and what one that was set aside still gives, the
next begins with.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar

from filelock import FileLock, Timeout

from workflow.model.phrase import Phrase, phrase

FORM: Final = 1
"""Of the tables. A file of a higher one is a newer program's, and is left alone."""
TABLES: Final = """
CREATE TABLE answers (key BLOB PRIMARY KEY, answer TEXT, engine TEXT, model TEXT, moment TEXT,
    cost REAL, seal TEXT);
CREATE TABLE claims (key BLOB PRIMARY KEY, owner TEXT) WITHOUT ROWID;
CREATE TABLE ledger (id INTEGER PRIMARY KEY, content TEXT, seal TEXT);
"""
_PATIENCE: Final = 30.0
"""Seconds to wait for another process that is writing."""
_LASTING: Final = 1.0
"""Seconds after which what was written is brought to the disk: a hundredth of a second's work."""
_TRIES: Final = 5
_BESIDE: Final = ("-wal", "-shm", "")
"""Endings of the files that are one database; that without the ending is it."""
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
TROUBLE: Final = (sqlite3.Error, UnicodeDecodeError)
"""What reading a file raises; the second one where a text in it is none."""
Result = TypeVar("Result")


class DamagedError(sqlite3.DatabaseError):
    """What stands in the file is not what was written."""


class _MovedError(Exception):
    """Another process has set the file aside."""


class UnusableError(Exception):
    """The file cannot be read or written as things stand; it is not damaged."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason)
        self.reason = reason


class AnswerFile:
    """The file at ``path``; not for two threads at once."""

    def __init__(
        self,
        path: Path,
        fill: Callable[[sqlite3.Connection, Sequence[Path]], None],
        *,
        write: bool,
    ) -> None:
        """``fill`` puts into a new file what it begins with, of those set aside if there are any.

        Without ``write`` nothing is made or changed.
        """
        self.path = path
        self.notes: list[str] = []
        self._fill = fill
        self._write = write
        self._connection: sqlite3.Connection | None = None
        self._place: tuple[int, int] | None = None
        self._lasting = 0.0
        """When all that had been written was last brought to the disk."""

    def read(self, ask: Callable[[sqlite3.Connection], Result], nothing: Result) -> Result:
        """What ``ask`` finds in the file, and ``nothing``, with a note, where it cannot be read."""
        try:
            return self._tried(ask) if self._write else self._looked_up(ask, nothing)
        except UnusableError as error:
            with contextlib.suppress(UnusableError):
                return self._looked_up(ask, nothing)
            self.say(
                phrase("{file} cannot be read: {reason}", file=self.path.name, reason=error.reason)
            )
            return nothing

    def change(self, do: Callable[[sqlite3.Connection], Result]) -> Result:
        """What ``do`` returns, whose changes are kept for good, all or none.

        Raises :class:`UnusableError`. A damaged file is set aside, and ``do`` gets a new one.
        """

        def whole(connection: sqlite3.Connection) -> Result:
            if lasting := monotonic() - self._lasting > _LASTING:
                connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                if self._place != _place(self.path):
                    raise _MovedError
                result = do(connection)
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            if lasting:
                connection.execute("PRAGMA synchronous = NORMAL")
                self._lasting = monotonic()
            return result

        return self._tried(whole)

    def _tried(self, do: Callable[[sqlite3.Connection], Result]) -> Result:
        """What ``do`` returns, of another file where this one is damaged or no more there."""
        damaged = False
        for _ in range(_TRIES):
            try:
                if damaged:
                    self._set_aside()
                    damaged = False
                return do(self._opened())
            except _MovedError:
                self.close()
            except TROUBLE as error:
                self.close()
                damaged = _is_damage(error)
                # what another process sets aside goes from under our feet
                if not damaged and self._place == _place(self.path):
                    raise UnusableError(_reason(error)) from error
            except OSError as error:
                raise UnusableError(phrase("{reason}", reason=error.strerror or error)) from error
        raise UnusableError(phrase("it is damaged again and again"))

    def _looked_up(self, ask: Callable[[sqlite3.Connection], Result], nothing: Result) -> Result:
        """What ``ask`` finds in the file as it stands: no byte of it, or beside it, changes."""
        if not self.path.exists():
            return nothing
        # Where nobody writes there is no -wal; a reader of the ordinary kind would make one.
        writing = self.path.with_name(f"{self.path.name}-wal").exists()
        try:
            with contextlib.closing(
                _connect(self.path, "mode=ro" if writing else "immutable=1")
            ) as connection:
                _check_form(connection)
                return ask(connection)
        except TROUBLE as error:
            raise UnusableError(_reason(error)) from error

    def close(self) -> None:
        """Let go of it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def say(self, text: str) -> None:
        """Note it for the report, once."""
        if text not in self.notes:
            self.notes.append(text)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            if not self.path.exists():
                with self._alone():
                    self._make()
            self._place = _place(self.path)
            if self._place is None:
                raise _MovedError
            self._connection = _connect(self.path, "mode=rw")
            try:
                _check_form(self._connection)
            except UnusableError:
                self.close()
                raise
            # What the system has outlives the process; a power cut may take the last second.
            self._connection.execute("PRAGMA synchronous = NORMAL")
        return self._connection

    # Coming into being

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Of all processes this one alone makes the file or sets it aside."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.path.with_suffix(".lock"), timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise UnusableError(phrase("another process does not let go of it")) from error

    def _make(self) -> None:
        """Make the file, where nobody else has, with what those set aside still give."""
        if self.path.exists():
            return
        new = self.path.with_name(f"{self.path.stem}.new{self.path.suffix}")
        for stale in (*_parts(new), *_parts(self.path)):
            stale.unlink(missing_ok=True)
        with contextlib.closing(_connect(new, "mode=rwc")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {FORM}; COMMIT;")
            asides = self.path.parent.glob(self._aside("*"))
            connection.execute("BEGIN")
            self._fill(connection, sorted(asides, key=lambda each: (len(each.name), each.name)))
            connection.execute("COMMIT")
        new.replace(self.path)

    def _set_aside(self) -> None:
        """Give the damaged file another name, where no other process has, and make a new one."""
        with self._alone():
            if self._place is not None and self._place == _place(self.path):
                number = 1
                while (aside := self.path.with_name(self._aside(str(number)))).exists():
                    number += 1
                for part, other in zip(_parts(self.path), _parts(aside), strict=True):
                    if part.exists():
                        part.replace(other)
                self.say(
                    phrase(
                        "{file} is damaged and set aside as {aside}; what could be read of it "
                        "is kept",
                        file=self.path.name,
                        aside=aside.name,
                    )
                )
            self._make()

    def _aside(self, number: str) -> str:
        return f"{self.path.stem}.damaged-{number}{self.path.suffix}"


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Threads take turns; transactions begin and end where that is said.
    place = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(
        place, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, uri=True
    )


def _check_form(connection: sqlite3.Connection) -> None:
    (form,) = connection.execute("PRAGMA user_version").fetchone()
    if form > FORM:
        raise UnusableError(phrase("it is of a newer version of this program"))
    if form != FORM:
        raise DamagedError("not ours")


def _parts(path: Path) -> list[Path]:
    return [path.with_name(f"{path.name}{ending}") for ending in _BESIDE]


def _place(path: Path) -> tuple[int, int] | None:
    """Which file stands there."""
    try:
        found = os.stat(path)  # noqa: PTH116 - at each request
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _is_damage(error: Exception) -> bool:
    return isinstance(error, DamagedError | UnicodeDecodeError) or _code(error) in _DAMAGE


def _code(error: Exception) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


_REASONS: Final[Mapping[int, Phrase]] = {
    sqlite3.SQLITE_FULL: phrase("the disk is full"),
    sqlite3.SQLITE_READONLY: phrase("it may not be written"),
    sqlite3.SQLITE_PERM: phrase("it may not be opened"),
    sqlite3.SQLITE_CANTOPEN: phrase("it cannot be opened"),
    sqlite3.SQLITE_BUSY: phrase("another process does not let go of it"),
    sqlite3.SQLITE_IOERR: phrase("the disk cannot be read or written"),
}


def _reason(error: Exception) -> Phrase:
    return _REASONS.get(_code(error)) or phrase("{reason}", reason=error)
