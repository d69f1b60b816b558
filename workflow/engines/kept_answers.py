"""The answers of a project's engines in one file, ``.workflow/answers.db``.

Each row of what was answered and sent carries a digest of itself: one that was damaged is never
taken for what it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from time import monotonic

from workflow.engines.answer_file import AnswerFile, UnusableError
from workflow.engines.answer_rows import (
    Row,
    answers_of,
    fill,
    insert_answers,
    seal,
    select,
)
from workflow.engines.answers import Key, Usage
from workflow.engines.claims import Claimant
from workflow.engines.ledger import Ledger
from workflow.errors import EngineError
from workflow.model.phrase import phrase

_COUNTS_LAST = 0.2
"""Seconds after which what was sent is written though no answer came."""


class KeptAnswers:
    """See :class:`~workflow.engines.answers.Answers`, whose methods these are."""

    def __init__(self, path: Path, *, write: bool = True) -> None:
        """Without ``write`` (a dry run) it looks things up, and lets nothing be sent."""
        self._file = AnswerFile(path, fill, write=write)
        self._write = write
        self._claimant = Claimant(path.with_suffix(".claims"))
        self._turn = RLock()
        self._unwritten: dict[Key, Row] = {}
        self._uncounted: list[Usage] = []
        self._counted_at = 0.0

    def known(self, keys: Iterable[Key]) -> Mapping[Key, str]:
        """See the protocol."""
        wanted = dict.fromkeys(keys)
        with self._turn:
            found = {each: self._unwritten[each][1] for each in wanted if each in self._unwritten}
            rest = [each for each in wanted if each not in found]
            return found | self._file.read(
                lambda file: dict(answers_of(file, rest)), dict[Key, str]()
            )

    def claim(self, keys: Iterable[Key]) -> frozenset[Key]:
        """See the protocol."""
        wanted = list(dict.fromkeys(keys))
        if not self._write:
            return frozenset(wanted)
        with self._turn:
            try:
                first = self._claimant.begin()
                return self._file.change(lambda file: self._claimed(file, wanted, first=first))
            except (UnusableError, OSError) as error:
                self._say(
                    phrase(
                        "{file} cannot be written: another run at this time may send the same "
                        "texts",
                        file=self._file.path.name,
                    ),
                    error,
                )
                return frozenset(wanted) - self.known(wanted).keys()

    def lost(self, keys: Iterable[Key]) -> frozenset[Key]:
        """See the protocol."""
        if not (self._write and self._claimant.was_away):
            return frozenset()
        mine = frozenset(keys)
        return mine - self.claim(mine)

    def _claimed(
        self, file: sqlite3.Connection, wanted: Sequence[Key], *, first: bool
    ) -> frozenset[Key]:
        me = self._claimant
        if first:
            rows = file.execute("SELECT DISTINCT owner FROM claims").fetchall()
            ended = [row for row in rows if me.is_gone(*row)]
            file.executemany("DELETE FROM claims WHERE owner = ?", ended)
        answered = dict(answers_of(file, wanted))
        free = [each for each in wanted if each not in answered]
        owners = dict(select(file, "key, owner FROM claims WHERE key", free))
        living = {each for each in {*owners.values()} - {me.name} if not me.is_gone(each)}
        mine = [each for each in free if owners.get(each) not in living]
        taken = [(each, me.name) for each in mine]
        file.executemany("INSERT OR REPLACE INTO claims VALUES (?, ?)", taken)
        return frozenset(mine)

    def release(self, keys: Iterable[Key]) -> None:
        """See the protocol."""
        rows = [(each, self._claimant.name) for each in keys]
        if rows and self._write:
            with self._turn, suppress(UnusableError):  # then there is no claim either
                self._file.change(
                    lambda file: file.executemany(
                        "DELETE FROM claims WHERE key = ? AND owner = ?", rows
                    )
                )

    def keep(
        self,
        answers: Mapping[Key, str],
        *,
        engine: str,
        model: str,
        cost: float | None,
        moment: datetime,
    ) -> None:
        """See the protocol."""
        if not answers or not self._write:
            return
        day = moment.astimezone(UTC).isoformat(timespec="seconds")
        part = None if cost is None else cost / len(answers)
        with self._turn:
            for key, text in answers.items():
                self._unwritten[key] = (key, text, engine, model, day, part, seal(key, text))
            self._write_down()

    def forget(self, keys: Iterable[Key]) -> None:
        """See the protocol."""
        rows = [(each,) for each in dict.fromkeys(keys)]
        if not rows or not self._write:
            return
        with self._turn, suppress(UnusableError):  # another run finds out by itself
            for (key,) in rows:
                self._unwritten.pop(key, None)
            self._file.change(
                lambda file: file.executemany("DELETE FROM answers WHERE key = ?", rows)
            )

    def _write_down(self) -> None:
        rows, sent = tuple(self._unwritten.values()), tuple(self._uncounted)

        def do(file: sqlite3.Connection) -> None:
            if sent:
                _add(file, sent)
            insert_answers(file, rows)

        try:
            self._file.change(do)
        except UnusableError as error:
            self._say(
                phrase(
                    "answers cannot be kept in {file}: another run will send their texts again",
                    file=self._file.path.name,
                ),
                error,
            )
        else:
            self._unwritten.clear()
            self._uncounted.clear()
            self._counted_at = monotonic()

    # What is sent

    def reserve(
        self,
        engine: str,
        month: str,
        characters: int,
        *,
        requests: int = 1,
        limit: int | None = None,
        cost: float | None = None,
    ) -> bool:
        """See the protocol."""
        sent = Usage(engine, month, requests, characters, cost)
        return self._write and self._counted(sent, limit)

    def unspend(
        self, engine: str, month: str, characters: int, *, cost: float | None = None
    ) -> None:
        """See the protocol."""
        self._counted(Usage(engine, month, -1, -characters, None if cost is None else -cost))

    def charge(self, engine: str, month: str, cost: float) -> None:
        """See the protocol."""
        self._counted(Usage(engine, month, 0, 0, cost))

    def _counted(self, sent: Usage, limit: int | None = None) -> bool:
        """Whether it is within the limit. Without one it is written with the next answers, if
        these come soon: to count each request by itself takes longer than to send it."""
        with self._turn:
            if limit is None:
                self._uncounted.append(sent)
                if monotonic() - self._counted_at > _COUNTS_LAST:
                    self._count()
                return True
            waiting = tuple(self._uncounted)

            def do(file: sqlite3.Connection) -> tuple[bool, Sequence[str]]:
                ledger = _add(file, waiting)
                lost = self._lost(ledger, sent.month)
                fits = not lost and ledger.add(sent, limit)
                ledger.write(file)
                return fits, lost

            try:
                fits, lost = self._file.change(do)
            except UnusableError as error:
                raise _uncountable(sent.engine, error.reason) from error
            self._uncounted.clear()
        if lost:
            reason = phrase("{file} is damaged, which knew what was sent before", file=lost[0])
            raise _uncountable(sent.engine, reason)
        return fits

    def _count(self) -> None:
        """Write what was sent."""
        waiting = tuple(self._uncounted)
        try:
            self._file.change(lambda file: _add(file, waiting))
        except UnusableError as error:
            name = self._file.path.name
            self._say(phrase("what is sent cannot be counted in {file}", file=name), error)
        else:
            self._uncounted.clear()
        self._counted_at = monotonic()

    def _lost(self, ledger: Ledger, month: str) -> Sequence[str]:
        """Files set aside that may know more of the month: whoever has looked it up elsewhere
        moves them away."""
        return [name for name in ledger.missing(month) if self._file.path.with_name(name).exists()]

    def usage(self) -> Sequence[Usage]:
        """See the protocol."""
        with self._turn:
            if self._uncounted:
                self._count()
            return self._file.read(lambda file: Ledger.read(file).usage(), list[Usage]())

    # The file

    @property
    def notes(self) -> Sequence[str]:
        """See the protocol."""
        return tuple(self._file.notes)

    def _say(self, text: str, error: UnusableError | OSError) -> None:
        reason = error.reason if isinstance(error, UnusableError) else error.strerror or error
        self._file.say(phrase("{text} ({reason})", text=text, reason=reason))

    def close(self) -> None:
        """See the protocol."""
        with self._turn:
            if self._unwritten:
                self._write_down()
            if self._uncounted:
                self._count()
            self._file.close()
            self._claimant.end()


def _add(file: sqlite3.Connection, sent: Sequence[Usage]) -> Ledger:
    """Add to the ledger of a file, in a transaction of it, and return it."""
    ledger = Ledger.read(file)
    for each in sent:
        ledger.add(each)
    ledger.write(file)
    return ledger


def _uncountable(engine: str, reason: str) -> EngineError:
    return EngineError(
        phrase(
            "{engine} has a budget, and what it is sent cannot be counted: {reason}",
            engine=engine,
            reason=reason,
        ),
        hint=phrase(
            "Correct that first. After damage look up in the service’s account what was sent this "
            "month, lower characters_per_month by it, and move the damaged file away."
        ),
    )
