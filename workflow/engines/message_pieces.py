"""Messages → texts for a service, and its answers → drafts of the messages.

A message is masked, cut where it is longer than the service takes, and written in the backend's
form. Where its answer cannot be put together right, the runs of words between what is kept are
translated each by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from workflow.engines.answers import Key, key_of
from workflow.engines.backend import Backend, Wire
from workflow.engines.backlog import Item, Result
from workflow.engines.context import Near
from workflow.engines.cutting import cut, most_of, rejoin, size
from workflow.engines.engine import MACHINE, Draft, Outcome, Request
from workflow.engines.faults import TextRefused
from workflow.engines.forms import join_runs, plain, runs
from workflow.engines.masking import Masked, Part, assemble, mask
from workflow.errors import EngineError
from workflow.model.phrase import phrase

CHUNK = 32
"""Messages that are taken in at a time."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A message, or one run of its words, in pieces."""

    masked: Masked
    pieces: Sequence[Masked]
    keys: Sequence[Key | None]
    """Of each piece's text; None where it has no words and is not sent."""


@dataclass(slots=True, eq=False)
class _Message:
    index: int
    masked: Masked
    units: Sequence[_Unit] = ()
    by_runs: bool = False
    answers: dict[Key, str] = field(default_factory=dict)
    missing: set[Key] = field(default_factory=set)
    ended: bool = False


class Messages:
    """The work of a dispatcher (:class:`workflow.engines.backlog.Work`)."""

    def __init__(
        self,
        backend: Backend,
        requests: Sequence[Request],
        origin: str,
        tell: Callable[[tuple[int, Outcome]], None],
    ) -> None:
        """``tell`` is given each outcome with the index of its request, when it is there."""
        self._backend = backend
        self._identity = backend.identity
        self._requests = requests
        self._origin = origin
        self._tell = tell
        self._next = iter(range(len(requests)))
        self._takers: dict[Key, list[_Message]] = defaultdict(list)
        self._limits = backend.limits
        self._most = most_of(self._limits)
        self._code = cache(backend.code)
        self.useless: list[Key] = []
        """Answers of which no message could be made."""

    def more(self) -> Sequence[Item] | None:
        """Take in some messages."""
        indices = list(islice(self._next, CHUNK))
        return [item for index in indices for item in self._begin(index)] if indices else None

    def done(self, key: Key, result: Result) -> Sequence[Item]:
        """Hand a text's answer to the messages that have it."""
        follow: list[Item] = []
        for message in self._takers.pop(key):
            if message.ended:
                continue
            if not isinstance(result, str):
                self._end(message, result)
                continue
            message.answers[key] = result
            message.missing.discard(key)
            if not message.missing:
                follow += self._complete(message)
        return follow

    def _begin(self, index: int) -> Sequence[Item]:
        request = self._requests[index]
        message = _Message(index, mask(request.value, request.keep))
        try:
            return self._ask(message, [message.masked])
        except TextRefused:
            return self._ask_by_runs(message)

    def _ask(self, message: _Message, texts: Iterable[Masked]) -> Sequence[Item]:
        """The items of a message's texts; raises :class:`TextRefused` for one that is too long."""
        request = self._requests[message.index]
        source, target = self._code(request.source), self._code(request.target)
        if source is None or target is None:
            self._end(message, None)
            return ()
        form, most = self._backend.form, self._most
        units: list[_Unit] = []
        items: dict[Key, Item] = {}
        for masked in texts:
            pieces: Sequence[Masked] = (masked,)
            written = [form.encode(masked)]
            if most is not None and size(written[0], self._limits.unit) > most:
                pieces = cut(masked, form, self._limits, request.source.babel.language)
                written = [form.encode(piece) for piece in pieces]
            whole = not message.by_runs and len(pieces) == 1
            keys: list[Key | None] = []
            for piece, text in zip(pieces, written, strict=True):
                if not piece.wordy:
                    keys.append(None)
                    continue
                key = key_of(self._identity, source, target, text)
                keys.append(key)
                items[key] = Item(key, Wire(text, source, target, request, whole))
            units.append(_Unit(masked, pieces, keys))
        message.units = units
        message.missing = set(items)
        for key in items:
            self._takers[key].append(message)
        return tuple(items.values()) or self._complete(message)

    def _ask_by_runs(self, message: _Message) -> Sequence[Item]:
        message.by_runs = True
        try:
            return self._ask(message, map(plain, dict.fromkeys(runs(message.masked))))
        except TextRefused as fault:
            self._end(message, EngineError(fault.reason))
            return ()

    def _complete(self, message: _Message) -> Sequence[Item]:
        """Put a message together from its answers; return what is to be asked instead."""
        if message.by_runs:
            translations = {
                unit.masked.source.value: "".join(part.text for part in self._parts(unit, message))
                for unit in message.units
            }
            text = join_runs(message.masked, translations)
        else:
            text = assemble(message.masked, self._parts(message.units[0], message))
        if text:
            near = self._requests[message.index].near[:1] if self._backend.repairs else ()
            repaired = [_likeness(each) for each in near if each.proposed]
            model = "; ".join([self._backend.model, *repaired])
            made_of = tuple(message.answers)
            self._end(message, Draft(text, MACHINE, self._origin, model=model, made_of=made_of))
        elif message.by_runs or not message.masked.kept:
            self.useless += message.answers
            reason = phrase("links, code or emphasis did not come back whole")
            self._end(message, EngineError(reason))
        else:
            return self._ask_by_runs(message)
        return ()

    def _parts(self, unit: _Unit, message: _Message) -> Sequence[Part]:
        form = self._backend.form
        parts = [
            piece.parts if key is None else form.decode(message.answers[key], piece)
            for piece, key in zip(unit.pieces, unit.keys, strict=True)
        ]
        return parts[0] if len(parts) == 1 else rejoin(unit.pieces, parts)

    def _end(self, message: _Message, outcome: Outcome) -> None:
        message.ended = True
        self._tell((message.index, outcome))


def _likeness(near: Near) -> str:
    return f"{near.score} % match, {near.article}"
