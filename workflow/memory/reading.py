"""What the memory reads from its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sql

from workflow.memory.learning import (
    BATCH,
    batches,
    text_key,
)
from workflow.memory.schema import TEXTS, UNITS
from workflow.memory.units import (
    STATES,
    Unit,
)
from workflow.model import Locale, State

STREAMED = {"yield_per": 400}
"""Execution options of a query that may answer with everything there is."""


class Pair:
    """The texts and units of one language pair, as sure as is asked."""

    def __init__(
        self, connection: sql.Connection, source: Locale, target: Locale, least: State
    ) -> None:
        self.source = source
        self.target = target
        self._connection = connection
        self._texts = (
            TEXTS.c.source_locale == source.name,
            TEXTS.c.target_locale == target.name,
        )
        self._sure = [state.value for state in STATES[STATES.index(least) :]]

    def last(self) -> int:
        """Number of the newest text; 0 where there is none."""
        pair = {"source": self.source.name, "target": self.target.name}
        return self._connection.execute(_LAST, pair).scalar() or 0

    def count(self) -> int:
        """How many texts there are."""
        query = sql.select(sql.func.count()).select_from(TEXTS).where(*self._texts)
        return int(self._connection.execute(query).scalar_one())

    def after(self, number: int) -> Iterator[tuple[int, str]]:
        """The texts with a higher number, and their numbers."""
        query = sql.select(TEXTS.c.id, TEXTS.c.text).where(*self._texts, TEXTS.c.id > number)
        rows = self._connection.execute(query, execution_options=STREAMED)
        yield from ((row.id, row.text) for row in rows)

    def texts(self, numbers: Iterable[int]) -> list[tuple[int, str]]:
        """Those of ``numbers`` that are there, and their texts."""
        found: list[tuple[int, str]] = []
        for some in batches(numbers, BATCH):
            # Numbers, written out: to bind that many takes longer than to read their texts.
            listed = ",".join(map(str, some))
            query = f"SELECT id, text FROM {TEXTS.name} WHERE id IN ({listed})"  # noqa: S608
            rows = self._connection.exec_driver_sql(query).all()
            found += [(number, text) for number, text in rows]
        return found

    def units_of(self, texts: Iterable[str]) -> Mapping[str, Sequence[Unit]]:
        """The units whose source is one of ``texts``, by source."""
        keys = (text_key(self.source.name, self.target.name, text) for text in texts)
        found: dict[str, list[Unit]] = defaultdict(list)
        for some in batches(sorted(keys), BATCH):
            for unit in self._units(_UNITS_BY_KEY, some):
                found[unit.source].append(unit)
        return found

    def units_with(self, numbers: Sequence[int]) -> list[Unit]:
        """The units of the texts with these numbers."""
        return self._units(_UNITS_BY_TEXT, numbers) if numbers else []

    def units_with_ids(self, numbers: Iterable[int]) -> list[Unit]:
        """The units with these numbers."""
        some = batches(numbers, BATCH)
        return [unit for batch in some for unit in self._units(_UNITS_BY_ID, batch)]

    def having(self, words: Sequence[str]) -> Iterator[tuple[int, str, str]]:
        """The numbers, folded sources and folded translations of units of which either has all
        ``words``, each perhaps within another; of all units where there is none."""
        columns = (UNITS.c.id, TEXTS.c.folded.label("source"), UNITS.c.folded.label("target"))
        sides = (
            sql.and_(sql.true(), *(side.contains(word, autoescape=True) for word in words))
            for side in (TEXTS.c.folded, UNITS.c.folded)
        )
        query = sql.select(*columns).join_from(UNITS, TEXTS)
        query = query.where(sql.or_(*sides), *self._texts, UNITS.c.state.in_(self._sure))
        for row in self._connection.execute(query, execution_options=STREAMED):
            yield row.id, row.source, row.target

    def _units(self, query: sql.Select[Any], some: Sequence[object]) -> list[Unit]:
        rows = self._connection.execute(query, {"some": some, "sure": self._sure})
        return [*map(unit_of, rows.all())]


def select_units() -> sql.Select[Any]:
    """What :func:`unit_of` makes a unit of."""
    columns = (TEXTS.c.source_locale, TEXTS.c.target_locale, TEXTS.c.text.label("source_text"))
    return sql.select(*columns, UNITS).join_from(UNITS, TEXTS)


def _among(column: sql.Column[Any], query: sql.Select[Any]) -> sql.Select[Any]:
    return query.where(column.in_(sql.bindparam("some", expanding=True)))


# Made once: to make one takes as long as to run it.
# Not max(): PostgreSQL reads the whole index for that until the table was analysed.
_LAST = (
    sql.select(TEXTS.c.id)
    .where(TEXTS.c.source_locale == sql.bindparam("source"))
    .where(TEXTS.c.target_locale == sql.bindparam("target"))
    .order_by(TEXTS.c.id.desc())
    .limit(1)
)
_SURE = select_units().where(UNITS.c.state.in_(sql.bindparam("sure", expanding=True)))
_UNITS_BY_KEY = _among(TEXTS.c.key, _SURE)
_UNITS_BY_TEXT = _among(TEXTS.c.id, _SURE)
_UNITS_BY_ID = _among(UNITS.c.id, _SURE)


def unit_of(row: Any) -> Unit:
    """The unit that a row of :func:`select_units` is."""
    return Unit(
        Locale(row.source_locale),
        Locale(row.target_locale),
        row.source_text,
        row.target,
        State(row.state),
        row.article,
        row.msgctxt,
        row.before,
        row.after,
        row.translator,
        row.date,
        row.drafted_by,
        bool(row.unedited),
    )
