"""Review logs: ``reviews/<locale>/<slug>.jsonl``, JSON Lines in UTF-8, one event a line.

A log only ever grows. Adding an event writes the file anew with the line at its end, by
:mod:`workflow.files.atomic`: the rename is atomic, so that neither a reader nor a power cut can
meet half a line, which an appending ``write`` cannot promise. Lines that stand are kept byte
for byte, those of a newer version included. Two writers are kept apart by the workspace's lock.
"""

from __future__ import annotations

import codecs
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from workflow.errors import FileError, ReviewError
from workflow.files.atomic import (
    again,
    read_bytes,
    save,
)
from workflow.files.together import Change, save_together
from workflow.model import (
    Action,
    Event,
    LogLine,
    MessageAction,
    MessageEvent,
    ReviewEvent,
)
from workflow.model.phrase import phrase
from workflow.project.event_lines import event_line, read_line
from workflow.review.log import AHEAD, FIRST, moment

Sign = Callable[[Sequence[Event]], Sequence[Event]]
"""Gives events with their signatures."""
TIME = "%Y-%m-%dT%H:%M:%SZ"
"""How events give a time, which is in UTC."""
_MEND = phrase("Restore the line from version control, or delete it and approve again.")


def log_lines(data: bytes, shown: str) -> tuple[LogLine, ...]:
    """Read the bytes of a log line by line.

    What cannot be read is a :class:`LogLine` that says why. ``shown`` is how reports name the
    file.
    """
    # Not splitlines(): U+2028 and its like may stand in a note as they are.
    lines = enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1)
    return tuple(
        read_line(raw, LogLine(shown, number, raw=raw))
        for number, line in lines
        if (raw := line.strip())
    )


def heard_from(lines: Iterable[LogLine]) -> Iterator[float]:
    """The POSIX times from which on words of a log are not still to come."""
    for line in lines:
        said = moment(line.event.time) if line.event is not None else None
        if said is not None and said > FIRST:
            yield (said - AHEAD).timestamp()


def append_review(
    path: Path, event: ReviewEvent, now: datetime | None = None, sign: Sign = list
) -> ReviewEvent:
    """Add ``event`` at the end of the log, durably, and return it; folders are made as needed.

    Raises as :func:`append_events` does, which says how it is dated.
    """
    (done,) = append_events(path, [event], now, sign)
    assert isinstance(done, ReviewEvent)  # noqa: S101 - for the type checker
    return done


def append_events(
    path: Path, events: Sequence[Event], now: datetime | None = None, sign: Sign = list
) -> tuple[Event, ...]:
    """Add ``events`` at the end of one log, in one durable write, and return them as they stand.

    Where the log has a word on the same thing (an approval, one text, who works on it) that is
    not older, an event is dated a second later than that: words count in the order of their
    times. But none is dated after times that are still to come by ``now``; only a withdrawal and
    a rejection are, for they have to win over these too. Raises :class:`ReviewError` where a
    line is damaged (nothing is added then), and :class:`FileError` where the file cannot be read
    or written; it then stands as it was. ``sign`` gives the events as they are to stand there,
    once they are dated; nothing is written where it raises.
    """
    return again(partial(_append, path, events, now, sign))


def append_reviews(
    words: Sequence[tuple[Path, ReviewEvent]], now: datetime | None = None, sign: Sign = list
) -> list[bool]:
    """Add each event to its log as :func:`append_review` does, and say whether that was done.

    All events are signed together, and all logs flushed together. One that was not written is as
    it was: :func:`append_review` says why, or does it. Raises what ``sign`` does.
    """
    logs: dict[int, tuple[bytes | None, tuple[Event, ...]]] = {}
    for number, (path, event) in enumerate(words):
        with suppress(ReviewError, FileError):
            logs[number] = _dated_for(path, [event], now)
    signed = sign([event for _, dated in logs.values() for event in dated])
    changes = {
        number: _change(words[number][0], logs[number][0], [event])
        for number, event in zip(logs, signed, strict=True)
    }
    done = dict(zip(changes, save_together(tuple(changes.values())), strict=True))
    return [done.get(number, False) for number in range(len(words))]


def _append(
    path: Path, events: Sequence[Event], now: datetime | None, sign: Sign
) -> tuple[Event, ...]:
    old, dated = _dated_for(path, events, now)
    signed = tuple(sign(dated))
    save(*_change(path, old, signed))
    return signed


def _dated_for(
    path: Path, events: Sequence[Event], now: datetime | None
) -> tuple[bytes | None, tuple[Event, ...]]:
    """What the log holds, and the events with the times they are to have in it."""
    old = read_bytes(path) if path.exists() else None
    lines = log_lines(old or b"", str(path))
    for line in lines:
        if line.event is None and not line.time:
            raise ReviewError(line.trouble, hint=_MEND, file=str(path), line=line.number)
    return old, _dated(lines, events, now)


def _change(path: Path, old: bytes | None, events: Iterable[Event]) -> Change:
    """What the log is to be."""
    end = b"\n" if old and not old.endswith(b"\n") else b""
    added = "".join(map(event_line, events)).encode()
    return Change(path, old, (old or b"") + end + added)


def _dated(
    lines: Iterable[LogLine], events: Sequence[Event], now: datetime | None
) -> tuple[Event, ...]:
    """``events`` with their times, or a second after the last word, clocks being what they are."""
    asked = set(map(_thing, events))
    said: dict[str, list[datetime]] = defaultdict(list)
    for line in lines:
        thing = _thing(line.event) if line.event else ReviewEvent.__name__
        if thing in asked and (time := moment(line.event.time if line.event else line.time)):
            said[thing].append(time)
    found: list[Event] = []
    for event in events:
        times = said[_thing(event)]
        dated = replace(event, time=_after(times, event, now))
        found.append(dated)
        if time := moment(dated.time):
            times.append(time)
    return tuple(found)


def _thing(event: Event) -> str:
    """What a word is on: an approval (acts of newer versions may be, too), one text, …"""
    return event.source if isinstance(event, MessageEvent) else type(event).__name__


def _after(said: Sequence[datetime], event: Event, now: datetime | None) -> str:
    """The event's time, or a second after the last of the times ``said``."""
    time = moment(event.time)
    if time is None:
        return event.time
    wins = event.action in (Action.WITHDRAW, MessageAction.REJECT)
    limit = None if now is None or wins else max(time, now) + AHEAD
    known = [each for each in said if limit is None or each <= limit]
    if not known or max(known) < time:
        return event.time
    try:
        return (max(known) + timedelta(seconds=1)).strftime(TIME)
    except OverflowError:  # after the last second there is
        return event.time
