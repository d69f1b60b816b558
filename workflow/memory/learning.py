"""How the memory learns: what changed since it last looked, a file's units at a time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sql

from workflow.errors import WorkflowError
from workflow.files.atomic import file_error
from workflow.memory.database import writing
from workflow.memory.matching import fold
from workflow.memory.schema import SOURCES, TEXTS, UNITS
from workflow.memory.units import (
    Source,
    Unit,
)
from workflow.model import digest

BATCH = 400
"""Values in one SQL statement; SQLite takes 999 at the least."""
_UNITS_AT_ONCE = 2_000
_STEP = 2.0
"""Seconds after which what was learnt is kept for good: all that a killed process loses, and
how long another one waits."""
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell of every change to it; a change within one tick
of the file system's clock leaves them as they were."""

T = TypeVar("T")


def refresh(
    engine: sql.Engine, sources: Sequence[Source], today: str, advance: Callable[[int], None]
) -> tuple[WorkflowError, ...]:
    """Bring the tables up to date; see :meth:`workflow.memory.store.Memory.refresh`."""
    with engine.connect() as connection:
        known = _known(connection)
    names = {source.name for source in sources}
    gone = [row.id for name, row in known.items() if name not in names]
    waiting = deque(
        source
        for source in sources
        if (old := known.get(source.name)) is None or old.stamp != _stamp(source)
    )
    advance(len(sources) - len(waiting))
    errors: list[WorkflowError] = []
    while gone or waiting:
        with writing(engine) as connection:
            while gone:
                _drop_unused(connection, _take_out(connection, gone.pop()))
            # Another process may have learnt some of it by now.
            known = _known(connection)
            end = time.monotonic() + _STEP
            while waiting and time.monotonic() < end:
                source = waiting.popleft()
                errors += _learn(connection, source, known.get(source.name), today)
                advance(1)
    return tuple(errors)


def _known(connection: sql.Connection) -> dict[str, Any]:
    return {row.name: row for row in connection.execute(sql.select(SOURCES))}


def _learn(
    connection: sql.Connection, source: Source, old: Any, today: str
) -> tuple[WorkflowError, ...]:
    """Learn one source; where it is broken its units stay as they were."""
    stamp = _stamp(source)
    try:
        seen = _digest(source)
        if old is not None and old.digest == seen:
            connection.execute(SOURCES.update().where(SOURCES.c.id == old.id).values(stamp=stamp))
            return ()
        with connection.begin_nested():
            dates = {} if old is None else _dates(connection, old.id)
            texts = [] if old is None else _take_out(connection, old.id)
            row = {"name": source.name, "stamp": stamp, "digest": seen}
            number = connection.execute(_NEW_SOURCE, row).scalar_one()
            for units in batches(source.load(), _UNITS_AT_ONCE):
                _add(connection, number, units, dates, today)
            _drop_unused(connection, texts)
    except WorkflowError as error:
        return (error,)
    return ()


def _add(
    connection: sql.Connection,
    source: int,
    units: Sequence[Unit],
    dates: Mapping[int, str],
    today: str,
) -> None:
    # PostgreSQL stores no NUL, and no text has any use for one.
    units = [unit for unit in units if "\0" not in f"{unit.source}{unit.target}{unit.msgctxt}"]
    keys = [text_key(u.source_locale.name, u.target_locale.name, u.source) for u in units]
    firsts = dict(zip(keys, units, strict=True))
    ids = ids_of(connection, firsts)
    new = [
        {
            "key": key,
            "source_locale": unit.source_locale.name,
            "target_locale": unit.target_locale.name,
            "text": unit.source,
            "folded": fold(unit.source),
        }
        for key, unit in firsts.items()
        if key not in ids
    ]
    if new:
        connection.execute(_NEW_TEXTS, new)
        ids |= ids_of(connection, [row["key"] for row in new])
    rows = [
        _row(source, ids[key], unit, dates, today) for key, unit in zip(keys, units, strict=True)
    ]
    if rows:
        connection.execute(_NEW_UNITS, rows)


def _row(
    source: int, text: int, unit: Unit, dates: Mapping[int, str], today: str
) -> dict[str, object]:
    return {
        "source": source,
        "text": text,
        "target": unit.target,
        "folded": fold(unit.target),
        "state": unit.state.value,
        "article": unit.article,
        "msgctxt": unit.msgctxt,
        "before": unit.before,
        "after": unit.after,
        "translator": unit.translator,
        "date": unit.date or dates.get(hash((text, unit.msgctxt, unit.target)), today),
        "drafted_by": unit.drafted_by,
        "unedited": unit.unedited,
    }


def text_key(source_locale: str, target_locale: str, text: str) -> str:
    """What a text of a language pair is found by."""
    return digest(source_locale, target_locale, text)


def ids_of(connection: sql.Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return key → id of the texts that are there."""
    found: dict[str, int] = {}
    for some in batches(keys, BATCH):
        found |= {row.key: row.id for row in connection.execute(_IDS, {"some": some})}
    return found


# Made once: to make one takes as long as to run it.
_IDS = sql.select(TEXTS.c.key, TEXTS.c.id).where(
    TEXTS.c.key.in_(sql.bindparam("some", expanding=True))
)
_NEW_SOURCE = SOURCES.insert().returning(SOURCES.c.id)
_NEW_TEXTS = TEXTS.insert()
_NEW_UNITS = UNITS.insert()


def _dates(connection: sql.Connection, source: int) -> Mapping[int, str]:
    """When each unit of the source was first seen."""
    columns = (UNITS.c.text, UNITS.c.msgctxt, UNITS.c.target, UNITS.c.date)
    rows = connection.execute(sql.select(*columns).where(UNITS.c.source == source))
    return {hash((text, msgctxt, target)): date for text, msgctxt, target, date in rows}


def _take_out(connection: sql.Connection, source: int) -> Sequence[int]:
    """Delete a source and its units; return the texts they were of."""
    mine = UNITS.c.source == source
    texts = connection.execute(sql.select(UNITS.c.text).where(mine).distinct()).scalars().all()
    connection.execute(UNITS.delete().where(mine))
    connection.execute(SOURCES.delete().where(SOURCES.c.id == source))
    return texts


def _drop_unused(connection: sql.Connection, texts: Iterable[int]) -> None:
    used = sql.exists().where(UNITS.c.text == TEXTS.c.id)
    for some in batches(texts, BATCH):
        connection.execute(TEXTS.delete().where(TEXTS.c.id.in_(some), ~used))


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut ``values`` into lists of ``size``, the last one shorter."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch


def _stamp(source: Source) -> str:
    """Times and sizes of the files; unlike any other while one is too young to trust them."""
    marks = [source.mark]
    now = time.time_ns()
    for path in source.paths:
        try:
            state = path.stat()
        except FileNotFoundError:
            marks.append("-")
            continue
        except OSError:  # said when it is read
            marks.append(str(now))
            continue
        mark = f"{state.st_mtime_ns} {state.st_ctime_ns} {state.st_size} {state.st_ino}"
        young = max(state.st_mtime_ns, state.st_ctime_ns) > now - _SETTLED
        marks.append(f"{mark} {now}" if young else mark)
    return "|".join(marks)


def _digest(source: Source) -> str:
    """Of the files' bytes, each with its length before it."""
    state = blake2b(source.mark.encode(), digest_size=16)
    for path in source.paths:
        data = _bytes(path)
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise file_error(path, "read", error) from error
