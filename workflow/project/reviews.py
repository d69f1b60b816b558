"""Review logs: ``reviews/<locale>/<slug>.jsonl``, JSON Lines in UTF-8, one event a line.

A log only ever grows. Adding an event writes the file anew with the line at its end, by
:mod:`workflow.files.atomic`: the rename is atomic, so that neither a reader nor a power cut can
meet half a line, which an appending ``write`` cannot promise. Lines that stand are kept byte
for byte, those of a newer version included. Two writers are kept apart by the workspace's lock.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from workflow.errors import FileError, ReviewError
from workflow.files.atomic import (
    again,
    read_bytes,
    save,
)
from workflow.files.together import Change, save_together
from workflow.model import Action, LogLine, Media, ReviewEvent, Vouched
from workflow.model.phrase import listed, phrase
from workflow.review.log import AHEAD, FIRST, moment

TIME = "%Y-%m-%dT%H:%M:%SZ"
"""How events give a time, which is in UTC."""
_MEND = phrase("Restore the line from version control, or delete it and approve again.")

_KEYS = tuple(field.name for field in fields(ReviewEvent))
_OPTIONAL = frozenset(
    {"note", "from_source_digest", "from_translation_digest", "frame", "messages", "media"}
)
_LISTS = frozenset({"messages", "media"})
_ALWAYS_WRITTEN = frozenset(_KEYS) - _OPTIONAL | {"note"}
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_VOUCHED = re.compile("[0-9a-f]{32}(?: [0-9a-f]{32}){2}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MEDIA = re.compile("(?:[0-9a-f]{32}|-) .+", re.DOTALL)


def log_lines(data: bytes, shown: str) -> tuple[LogLine, ...]:
    """Read the bytes of a log line by line.

    What cannot be read is a :class:`LogLine` that says why. ``shown`` is how reports name the
    file.
    """
    # Not splitlines(): U+2028 and its like may stand in a note as they are.
    lines = enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1)
    return tuple(_read(line, LogLine(shown, number)) for number, line in lines if line.strip())


def heard_from(lines: Iterable[LogLine]) -> Iterator[float]:
    """The POSIX times from which on words of a log are not still to come."""
    for line in lines:
        said = moment(line.event.time) if line.event is not None else None
        if said is not None and said > FIRST:
            yield (said - AHEAD).timestamp()


def append_review(path: Path, event: ReviewEvent, now: datetime | None = None) -> ReviewEvent:
    """Add ``event`` at the end of the log, durably, and return it; folders are made as needed.

    Where the log has a word that is not older, the event is dated a second later than that:
    words count in the order of their times. But none is dated after times that are still to
    come by ``now``; only a withdrawal is, for it has to win over these too. Raises
    :class:`ReviewError` where a line is damaged (nothing is added then), and
    :class:`FileError` where the file cannot be read or written; it then stands as it was.
    """
    return again(partial(_append, path, event, now))


def append_reviews(
    words: Sequence[tuple[Path, ReviewEvent]], now: datetime | None = None
) -> list[bool]:
    """Add each event to its log as :func:`append_review` does, and say whether that was done.

    All logs are flushed together. One that was not written is as it was: :func:`append_review`
    says why, or does it.
    """
    changes: dict[int, Change] = {}
    for number, (path, event) in enumerate(words):
        with suppress(ReviewError, FileError):
            changes[number] = _added(path, event, now)[0]
    done = dict(zip(changes, save_together(tuple(changes.values())), strict=True))
    return [done.get(number, False) for number in range(len(words))]


def _append(path: Path, event: ReviewEvent, now: datetime | None) -> ReviewEvent:
    change, event = _added(path, event, now)
    save(*change)
    return event


def _added(path: Path, event: ReviewEvent, now: datetime | None) -> tuple[Change, ReviewEvent]:
    """What the log is to be, and the event as it stands in it."""
    old = read_bytes(path) if path.exists() else None
    lines = log_lines(old or b"", str(path))
    for line in lines:
        if line.event is None and not line.time:
            raise ReviewError(line.trouble, hint=_MEND, file=str(path), line=line.number)
    event = replace(event, time=_after(lines, event, now))
    end = b"\n" if old and not old.endswith(b"\n") else b""
    return Change(path, old, (old or b"") + end + event_line(event).encode()), event


def _after(lines: Iterable[LogLine], event: ReviewEvent, now: datetime | None) -> str:
    """The event's time, or a second after the last word, clocks being what they are."""
    time = moment(event.time)
    if time is None:
        return event.time
    limit = None if now is None or event.action is Action.WITHDRAW else max(time, now) + AHEAD
    said = (moment(line.event.time if line.event else line.time) for line in lines)
    known = [each for each in said if each and (limit is None or each <= limit)]
    if not known or max(known) < time:
        return event.time
    try:
        return (max(known) + timedelta(seconds=1)).strftime(TIME)
    except OverflowError:  # after the last second there is
        return event.time


def event_line(event: ReviewEvent) -> str:
    """The event as a line of a log, its end included."""
    record: dict[str, Any] = {key: getattr(event, key) for key in _KEYS}
    record["messages"] = list(map(str, event.messages))
    record["media"] = None if event.media is None else list(map(str, event.media))
    written = {
        key: value
        for key, value in record.items()
        if value or key in _ALWAYS_WRITTEN or (key == "media" and value is not None)
    }
    return json.dumps(written, ensure_ascii=False) + "\n"


def _read(raw: bytes, line: LogLine) -> LogLine:
    """``line`` with what stands there."""
    try:
        record = _record(raw)
    except ValueError as error:
        return line._replace(trouble=error.args[0])
    if record["action"] not in set(Action):
        trouble: str = phrase(
            "the act “{name}” is not known to this version: update `workflow`",
            name=record["action"],
        )
        return line._replace(trouble=trouble, time=record["time"])
    keys = [key for key in record if key not in _KEYS]
    trouble = ""
    if keys:
        trouble = phrase(
            "the key {names} is not known to this version: update `workflow`",
            names=listed(phrase("“{text}”", text=key) for key in keys),
        )
    return line._replace(event=_event(record), trouble=trouble)


def _record(raw: bytes) -> dict[str, Any]:
    """The line as a mapping with every key an event needs; ValueError says why it is none."""
    try:
        text = raw.decode()
        if text.startswith(_CONFLICT):
            raise ValueError(
                phrase("merge conflict marker: keep the events of both sides, delete it")
            )
        record = json.loads(text, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise ValueError(phrase("damaged: not UTF-8")) from None
    except json.JSONDecodeError:
        raise ValueError(phrase("damaged: not JSON")) from None
    except RecursionError:
        raise ValueError(phrase("damaged: nested too deeply")) from None
    if not isinstance(record, dict):
        raise ValueError(phrase("damaged: not a JSON object"))
    for key in _KEYS:
        if key not in record and key not in _OPTIONAL:
            raise ValueError(phrase("damaged: the key “{name}” is missing", name=key))
        if key not in _LISTS and not _is_text(record.get(key, "")):
            raise ValueError(phrase("damaged: “{name}” is not text", name=key))
    if not _are(_VOUCHED, record.get("messages", [])):
        raise ValueError(phrase("damaged: “messages” is not a list of texts of three digests each"))
    if not _are(_MEDIA, record.get("media", [])):
        raise ValueError(
            phrase("damaged: “media” is not a list of texts of a digest and a path each")
        )
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; of two values for one key nobody knows which is meant."""
    record: dict[str, Any] = {}
    for name, value in pairs:
        if name in record:
            raise ValueError(phrase("damaged: the key “{name}” stands there twice", name=name))
        record[name] = value
    return record


def _is_text(value: object) -> bool:
    """Whether a value is a string that can be written as UTF-8 (no half surrogate pairs)."""
    return isinstance(value, str) and (value.isascii() or not _SURROGATE.search(value))


def _are(pattern: re.Pattern[str], value: object) -> bool:
    """Whether a value is a list of texts that all are as ``pattern`` has them."""
    match = pattern.fullmatch
    return isinstance(value, list) and all(
        isinstance(each, str) and match(each) and _is_text(each) for each in value
    )


def _event(record: dict[str, Any]) -> ReviewEvent:
    known = {key: record[key] for key in _KEYS if key in record}
    known["action"] = Action(record["action"])
    known["messages"] = tuple(Vouched(*each.split(" ")) for each in record.get("messages", ()))
    if "media" in record:
        known["media"] = tuple(map(Media.parse, record["media"]))
    return ReviewEvent(**known)
