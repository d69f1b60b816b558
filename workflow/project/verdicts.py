"""Which signatures in review logs are good: asked of OpenSSH once, and kept.

An answer follows from the line, its signature and the file of allowed signers alone; the time
that counts is the word's own. So it is kept under a digest of these, in the file of facts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workflow.files.ssh import Claim, verify
from workflow.model import Event, LogLine, bytes_digest
from workflow.model.signature import Signature
from workflow.project.event_lines import event_line, signed_part
from workflow.project.factstore import FactStore
from workflow.project.settings import STATE_FOLDER
from workflow.review.log import moment

if TYPE_CHECKING:
    from workflow.project.disk import Reading

_KIND: Final = "signature"


class Verdicts:
    """What is known of signatures; without ``root`` only what was found since."""

    def __init__(self, root: Path | None) -> None:
        self._store = FactStore(root / STATE_FOLDER / "facts.db") if root else None
        self._known: dict[str, Signature] = {}

    def of(self, keys: Iterable[str]) -> Mapping[str, Signature]:
        """Those that are known, by key."""
        new = [key for key in keys if key not in self._known]
        kept = self._store.kept_of(_KIND, new) if self._store else {}
        for key, value in kept.items():
            if value.decode("ascii", "replace") in set(Signature):
                self._known[key] = Signature(value.decode())
        return self._known

    def keep(self, found: Mapping[str, Signature], signers: str, names: Collection[str]) -> None:
        """Keep what was found by the file of digest ``signers``, and nothing by another.

        ``names``: every article's slug.
        """
        self._known |= found
        if self._store is None:
            return
        for key, signature in found.items():
            self._store.keep_value(_KIND, key, signature.encode())
        self._store.save({}, names, only=(_KIND, signers))


def signatures_of(reading: Reading, lines: Sequence[LogLine]) -> Callable[[LogLine], Signature]:
    """What tells of each of ``lines`` of review logs whether its signature is good.

    Raises :class:`FileError` where the file of allowed signers cannot be read.
    """
    signed = [line for line in lines if line.event is not None and line.event.signature]
    if not signed:
        return lambda _: Signature.NONE
    signers = allowed_signers(reading)
    verdicts, by = _verdicts(reading), bytes_digest(signers)
    keys = {(line.file, line.number): by + _digest(line) for line in signed}
    known = verdicts.of(keys.values())
    new = {
        keys[line.file, line.number]: line
        for line in signed
        if keys[line.file, line.number] not in known
    }
    found = dict(zip(new, judged(list(new.values()), signers), strict=True))
    told = {key: each for key, each in found.items() if each is not Signature.UNKNOWN}
    if told:
        verdicts.keep(told, by, reading.sources)
    if len(told) < len(found) and reading.trace is not None:
        reading.trace.volatile = True  # once OpenSSH is installed, another answer comes
    answers = {place: found[key] if key in found else known[key] for place, key in keys.items()}
    return lambda line: answers.get((line.file, line.number), Signature.NONE)


def keep_as_good(reading: Reading, events: Iterable[Event], signers: bytes) -> None:
    """Keep that ``events`` are signed well by that file, as whoever made the signatures knows."""
    by = bytes_digest(signers)
    lines = (event_line(event).strip().encode() for event in events)
    found = {by + bytes_digest(line): Signature.GOOD for line in lines}
    _verdicts(reading).keep(found, by, reading.sources)


def _verdicts(reading: Reading) -> Verdicts:
    if reading.shared.verdicts is None:
        reading.shared.verdicts = Verdicts(reading.root)
    return reading.shared.verdicts


def judged(lines: Sequence[LogLine], signers: bytes) -> list[Signature]:
    """Whether the signatures of ``lines``, all of which have one, are good; nothing is kept."""
    claims = []
    found = [Signature.UNTRUSTED] * len(lines)
    for place, line in enumerate(lines):
        time = moment(line.event.time) if line.event else None
        if line.event is not None and time is not None:
            claim = Claim(signed_part(line.raw), line.event.signature, line.event.actor, time)
            claims.append((place, claim))
    answers = verify([claim for _, claim in claims], signers)
    for (place, _), answer in zip(claims, answers, strict=True):
        found[place] = answer
    return found


def allowed_signers(reading: Reading) -> bytes:
    """The file of allowed signers; empty where there is none. Raises :class:`FileError`."""
    path = reading.signers_path
    return reading.read_bytes(path) if reading._exists(path) else b""


def _digest(line: LogLine) -> str:
    return bytes_digest(line.raw)
