"""What was made of what, kept by digest in ``.workflow/pages.db`` so that it is not made again.

Where the file is missing, damaged, locked or cannot be written, everything is made anew, with
the same result.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from workflow.project.settings import STATE_FOLDER

_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key BLOB, value BLOB, PRIMARY KEY (kind, key))"
    " WITHOUT ROWID"
)


class Kept:
    """Values by kind and key (a digest in hex)."""

    def __init__(self, root: Path) -> None:
        self._path = root / STATE_FOLDER / "pages.db"
        self._new: dict[tuple[str, bytes], bytes] = {}
        self._used: defaultdict[str, set[bytes]] = defaultdict(set)
        self._database: sqlite3.Connection | None = None
        with suppress(sqlite3.Error):
            self._database = sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)

    def kept(self, kind: str, key: str) -> bytes | None:
        """What was kept; None where nothing was."""
        name = bytes.fromhex(key)
        self._used[kind].add(name)
        if (kind, name) in self._new:
            return self._new[kind, name]
        if self._database is None:
            return None
        try:
            query = "SELECT value FROM kept WHERE kind = ? AND key = ?"
            row = self._database.execute(query, (kind, name)).fetchone()
        except sqlite3.Error:
            self._database = None
            return None
        return bytes(row[0]) if row and isinstance(row[0], bytes) else None

    def keep(self, kind: str, key: str, value: bytes) -> None:
        """Keep it, once :meth:`save` is called."""
        name = bytes.fromhex(key)
        self._used[kind].add(name)
        self._new[kind, name] = value

    def save(self) -> None:
        """Write what is new; of each kind that was asked for, only what was stays."""
        if not self._new:
            return
        for _ in range(2):
            try:
                self._write()
            except sqlite3.DatabaseError:  # of another program, or damaged
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)
            except sqlite3.Error:
                return
            else:
                return

    def _write(self) -> None:
        self._path.parent.mkdir(exist_ok=True)
        database = sqlite3.connect(self._path)
        try:
            with database:
                database.execute(_TABLE)
                values = ((*name, value) for name, value in self._new.items())
                database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", values)
                database.execute("CREATE TEMP TABLE used (kind TEXT, key BLOB)")
                used = ((kind, key) for kind, keys in self._used.items() for key in keys)
                database.executemany("INSERT INTO used VALUES (?, ?)", used)
                database.execute(
                    "DELETE FROM kept WHERE kind IN (SELECT kind FROM used)"
                    " AND (kind, key) NOT IN (SELECT kind, key FROM used)"
                )
        finally:
            database.close()
        self._new.clear()
