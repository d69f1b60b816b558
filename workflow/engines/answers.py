"""What engines answered, kept before it is used, and what they were sent, counted before it goes.

An answer costs money and time: each distinct text goes once to a service, across articles, runs,
processes and crashes. ``kept_answers`` has the file that keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from workflow.model.digest import digest

Key = bytes
"""What one answer is kept under; see :func:`key_of`."""


def key_of(identity: str, source: str, target: str, text: str, glossary: str = "") -> Key:
    """The key of what a service answers to ``text``, as it is sent (masked and encoded).

    ``identity`` names the engine, its model and the options that change its answers, never its
    key; ``source`` and ``target`` are locales or the service's codes; ``glossary`` is the digest
    of the terms it was given beside, if any.
    """
    return bytes.fromhex(digest(identity, source, target, text, glossary))


def month_of(moment: datetime) -> str:
    """The month whose budget a request at ``moment`` is taken from: ``YYYY-MM``, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m")


@dataclass(frozen=True, slots=True)
class Usage:
    """What went to one engine in one month."""

    engine: str
    month: str
    """``YYYY-MM``, in UTC."""
    requests: int = 0
    characters: int = 0
    """As the service charges them, attempts that failed included."""
    cost: float | None = None
    """In the currency of the settings; None where no price is known."""


class Answers(Protocol):
    """See the module's description. All methods may be called from any thread."""

    def known(self, keys: Iterable[Key]) -> Mapping[Key, str]:
        """The answers to ``keys``, as far as they are kept."""
        ...

    def claim(self, keys: Iterable[Key]) -> frozenset[Key]:
        """Those of ``keys`` that this process alone may send from now on.

        The rest is another living process's, or answered in the meantime: ask :meth:`known`
        and claim again until nothing is left. What a process claimed falls when it ends,
        however it ends, and may be taken over when it does not run for a while.
        """
        ...

    def lost(self, keys: Iterable[Key]) -> frozenset[Key]:
        """Those of ``keys``, all claimed, that others took over as this process did not run.

        To be asked before each attempt.
        """
        ...

    def release(self, keys: Iterable[Key]) -> None:
        """Give up claims on what will not be answered."""
        ...

    def keep(
        self,
        answers: Mapping[Key, str],
        *,
        engine: str,
        model: str,
        cost: float | None,
        moment: datetime,
    ) -> None:
        """Keep answers for good, and give up the claims on them.

        When it returns they outlive the process. ``cost`` is that of all of them together.
        Where they cannot be written, a note says so and they are known to this process only,
        which tries again with the next.
        """
        ...

    def forget(self, keys: Iterable[Key]) -> None:
        """Take out answers that turned out to be of no use, so that a later run asks again."""
        ...

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
        """Count one request (or several) of so many characters, which is to be sent at once.

        False, and nothing counted, where it would pass ``limit`` characters a month: then it
        must not be sent. To be called before every attempt. Raises :class:`EngineError` where
        there is a limit and the count cannot be kept: a budget that nobody counts is none.
        """
        ...

    def unspend(
        self, engine: str, month: str, characters: int, *, cost: float | None = None
    ) -> None:
        """Take back one request that was reserved and certainly never left this machine."""
        ...

    def charge(self, engine: str, month: str, cost: float) -> None:
        """Add what an answer turned out to cost (tokens), beyond what was reserved."""
        ...

    def usage(self) -> Sequence[Usage]:
        """What was sent, by engine and month, in this order."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """What is to be said of the file: set aside, cannot be written, a newer program's."""
        ...

    def close(self) -> None:
        """Give up all claims, and close the file."""
        ...


class NoAnswers:
    """Knows and keeps nothing: what is sent is on no account. A limit is held within the run."""

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], int] = {}

    def known(self, keys: Iterable[Key]) -> Mapping[Key, str]:
        """Nothing."""
        return {}

    def claim(self, keys: Iterable[Key]) -> frozenset[Key]:
        """All of them."""
        return frozenset(keys)

    def lost(self, keys: Iterable[Key]) -> frozenset[Key]:
        """None."""
        return frozenset()

    def release(self, keys: Iterable[Key]) -> None:
        """Nothing to do."""

    def keep(
        self,
        answers: Mapping[Key, str],
        *,
        engine: str,
        model: str,
        cost: float | None,
        moment: datetime,
    ) -> None:
        """Nothing to do."""

    def forget(self, keys: Iterable[Key]) -> None:
        """Nothing to do."""

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
        """Whether it is within the limit, of what this object has seen."""
        sent = self._sent.get((engine, month), 0) + characters
        if limit is not None and sent > limit:
            return False
        self._sent[engine, month] = sent
        return True

    def unspend(
        self,
        engine: str,
        month: str,
        characters: int,
        *,
        cost: float | None = None,
    ) -> None:
        """As the protocol says."""
        self._sent[engine, month] = max(0, self._sent.get((engine, month), 0) - characters)

    def charge(self, engine: str, month: str, cost: float) -> None:
        """Nothing to do."""

    def usage(self) -> Sequence[Usage]:
        """Nothing."""
        return ()

    @property
    def notes(self) -> Sequence[str]:
        """None."""
        return ()

    def close(self) -> None:
        """Nothing to do."""
