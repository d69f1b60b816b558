"""The rows of the file of answers. Each proves itself: damage is never taken for a value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from workflow.engines.answer_file import TROUBLE, DamagedError
from workflow.engines.answers import Key
from workflow.engines.ledger import Ledger
from workflow.model.digest import digest

_AT_ONCE: Final = 400
"""Keys in one question; older SQLite takes 999 at most."""
Row = tuple[Key, str, str, str, str, float | None, str]
"""Key, answer, engine, model, moment, cost, seal."""
_ALL_ANSWERS: Final = "SELECT key, answer, engine, model, moment, cost, seal FROM answers"


def seal(key: Key, answer: str) -> str:
    """What tells an answer that is as it was written from any other."""
    return digest(key.hex(), answer)[:16]


def _is_sound(key: object, answer: object, found: object) -> bool:
    return isinstance(key, bytes) and isinstance(answer, str) and found == seal(key, answer)


def select(file: sqlite3.Connection, what: str, keys: Sequence[Key]) -> Iterator[tuple[Any, ...]]:
    """Rows of a question that ends in a column, for each of ``keys``."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        yield from file.execute(f"SELECT {what} IN ({marks})", some)


def answers_of(file: sqlite3.Connection, keys: Sequence[Key]) -> Iterator[tuple[Key, str]]:
    """Those of ``keys`` that are kept; raises :class:`DamagedError` for a row that is not sound."""
    for key, answer, found in select(file, "key, answer, seal FROM answers WHERE key", keys):
        if not _is_sound(key, answer, found):
            raise DamagedError("an answer")
        yield key, answer


def insert_answers(file: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Keep answers, to which no claim is needed any more."""
    file.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    file.executemany("DELETE FROM claims WHERE key = ?", [row[:1] for row in rows])


def fill(file: sqlite3.Connection, asides: Sequence[Path]) -> None:
    """What a new file begins with: what those that were set aside still give, oldest first."""
    ledger = Ledger()
    for aside in asides:
        if not _salvage(file, ledger, aside):
            ledger.lost[aside.name] = None
    ledger.write(file)


def _salvage(file: sqlite3.Connection, ledger: Ledger, aside: Path) -> bool:
    """Bring what a damaged file still gives; return whether its ledger is sound."""
    try:
        damaged = sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    with closing(damaged):
        # From both ends: a bad page in the middle hides what lies behind it.
        for order in ("", " ORDER BY rowid DESC"):
            with suppress(*TROUBLE):
                _bring(file, damaged.execute(_ALL_ANSWERS + order))
        try:
            ledger.merge(Ledger.read(damaged))
        except TROUBLE:
            return False
    return True


def _bring(file: sqlite3.Connection, rows: Iterable[Row]) -> None:
    for row in rows:
        key, answer, *_, found = row
        if _is_sound(key, answer, found):
            insert_answers(file, [row])
