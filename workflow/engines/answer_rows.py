"""The rows of the file of answers. Each proves itself: damage is never taken for a value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from workflow.engines.answer_file import DamagedError
from workflow.engines.answers import Key, Usage
from workflow.model.digest import digest

_AT_ONCE: Final = 400
"""Keys in one question; older SQLite takes 999 at most."""
Row = tuple[Key, str, str, str, str, float | None, str]
"""Key, answer, engine, model, moment, cost, seal."""
_ALL_ANSWERS: Final = "SELECT key, answer, engine, model, moment, cost, seal FROM answers"
_ALL_USAGE: Final = "SELECT engine, month, requests, characters, cost, seal FROM usage"


def place_of(usage: Usage) -> tuple[str, str]:
    """Engine and month."""
    return usage.engine, usage.month


def seal(key: Key, answer: str) -> str:
    """What tells an answer that is as it was written from any other."""
    return digest(key.hex(), answer)[:16]


def _columns(usage: Usage) -> tuple[str, str, int, int, float | None]:
    return usage.engine, usage.month, usage.requests, usage.characters, usage.cost


def _seal_of(usage: Usage) -> str:
    return digest(*map(repr, _columns(usage)))[:16]


def select(file: sqlite3.Connection, what: str, keys: Sequence[Key]) -> Iterator[tuple[Any, ...]]:
    """Rows of a question that ends in a column, for each of ``keys``."""
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        yield from file.execute(f"SELECT {what} IN ({marks})", some)


def answers_of(file: sqlite3.Connection, keys: Sequence[Key]) -> Iterator[tuple[Key, str]]:
    """Those of ``keys`` that are kept; raises :class:`DamagedError` for a row that is not sound."""
    for key, answer, found in select(file, "key, answer, seal FROM answers WHERE key", keys):
        if found != seal(key, answer):
            raise DamagedError("an answer")
        yield key, answer


def insert_answers(file: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Keep answers, to which no claim is needed any more."""
    file.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    file.executemany("DELETE FROM claims WHERE key = ?", [row[:1] for row in rows])


def usage_of(file: sqlite3.Connection, place: Sequence[str] = ()) -> Iterator[Usage]:
    """What was sent, or of one ``place`` (engine and month) alone.

    Raises :class:`DamagedError` for a row that is not sound.
    """
    where = " WHERE engine = ? AND month = ?" if place else ""
    for *parts, found in file.execute(_ALL_USAGE + where, place):
        usage = Usage(*parts)
        if found != _seal_of(usage):
            raise DamagedError("what was sent")
        yield usage


def add_usage(file: sqlite3.Connection, sent: Usage, limit: int | None = None) -> bool:
    """Add what is sent to the month's; False, and nothing added, where it passes the limit."""
    place = (sent.engine, sent.month)
    before = next(usage_of(file, place), Usage(*place))
    characters = before.characters + sent.characters
    if limit is not None and characters > limit:
        return False
    costs = [each.cost for each in (before, sent) if each.cost is not None]
    cost = max(0.0, float(sum(costs))) if costs else None
    after = Usage(*place, max(0, before.requests + sent.requests), max(0, characters), cost)
    _put_usage(file, after)
    return True


def _put_usage(file: sqlite3.Connection, usage: Usage) -> None:
    row = (*_columns(usage), _seal_of(usage))
    file.execute("INSERT OR REPLACE INTO usage VALUES (?, ?, ?, ?, ?, ?)", row)


def salvage(file: sqlite3.Connection, aside: Path) -> bool:
    """Bring what the damaged file ``aside`` still gives into a new one.

    Returns whether what was sent is known for sure.
    """
    try:
        damaged = sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return False
    with closing(damaged):
        # From both ends: a bad page in the middle hides what lies behind it.
        for order in ("", " ORDER BY rowid DESC"):
            with suppress(sqlite3.Error):
                _bring(file, damaged.execute(_ALL_ANSWERS + order))
        try:
            for usage in usage_of(damaged):
                known = next(usage_of(file, place_of(usage)), usage)
                _put_usage(file, max(known, usage, key=lambda each: each.characters))
            # of those before it, it knows since when they are missed
            lost = damaged.execute("SELECT file, month FROM lost").fetchall()
            file.executemany("INSERT OR REPLACE INTO lost VALUES (?, ?)", lost)
        except sqlite3.Error:
            return False
    return True


def _bring(file: sqlite3.Connection, rows: Iterable[Row]) -> None:
    for row in rows:
        key, answer, *_, found = row
        if isinstance(key, bytes) and isinstance(answer, str) and found == seal(key, answer):
            insert_answers(file, [row])
