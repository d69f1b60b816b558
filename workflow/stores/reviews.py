"""Review logs: ``reviews/<locale>/<slug>.jsonl``, JSON Lines in UTF-8, one event a line.

A log only ever grows. Adding an event writes the file anew with the line at its end, by
:mod:`workflow.stores.files`: the rename is atomic, so that neither a reader nor a power cut can
meet half a line, which an appending ``write`` cannot promise. Lines that stand are kept byte
for byte, those of a newer version included. Two writers are kept apart by the workspace's lock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from workflow.errors import ReviewError
from workflow.model import Action, ReviewEvent, Vouched
from workflow.stores.files import again, decode, held, read_text, save

_KEYS = tuple(field.name for field in fields(ReviewEvent))
_OPTIONAL = frozenset(
    {"note", "from_source_digest", "from_translation_digest", "frame", "messages"}
)
_ALWAYS_WRITTEN = frozenset(_KEYS) - _OPTIONAL | {"note"}
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_VOUCHED = re.compile("[0-9a-f]{32}(?: [0-9a-f]{32}){2}")
_NEWER = "is not known to this version: update workflow"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something a newer version wrote and this one cannot read."""

    line: int
    text: str
    """What it is and what to do, for people."""


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """What a log says."""

    events: tuple[ReviewEvent, ...] = ()
    """In the order of the file."""
    unknown: tuple[Unknown, ...] = ()
    """Lines with keys or acts this version does not know; they are kept as they are."""
    blocker: Unknown | None = None
    """Set where such an act came after every event this version knows: whether the approval
    still stands is then not known, and nothing may be published on it. A carry-over does not
    end that: what it carries over is not known either."""


def read_reviews(path: Path) -> ReviewLog:
    """Read a log; one that is not there is empty.

    Raises :class:`ReviewError` with the line where it is broken or holds conflict markers,
    :class:`FileError` where it cannot be read or is not UTF-8.
    """
    return _parse(read_text(path), path) if path.exists() else ReviewLog()


def append_review(path: Path, event: ReviewEvent) -> None:
    """Add ``event`` at the end of the log, durably; folders are made as needed.

    Raises as :func:`read_reviews` does (nothing is added to a broken log), and
    :class:`FileError` where the file cannot be written; it then stands as it was.
    """
    again(partial(_append, path, (_line(event) + "\n").encode()))


def _append(path: Path, line: bytes) -> None:
    old = held(path)
    text = decode(old or b"", path)
    _parse(text, path)
    end = "\n" if text and not text.endswith("\n") else ""
    save(path, old, text.encode() + end.encode() + line)


def _line(event: ReviewEvent) -> str:
    record = asdict(event) | {"messages": list(map(str, event.messages))}
    written = {key: value for key, value in record.items() if value or key in _ALWAYS_WRITTEN}
    return json.dumps(written, ensure_ascii=False)


def _parse(text: str, path: Path) -> ReviewLog:
    events: list[ReviewEvent] = []
    unknown: list[Unknown] = []
    blocker: Unknown | None = None
    for number, line in _lines(text):
        record = _record(line, path, number)
        if keys := [key for key in record if key not in _KEYS]:
            unknown.append(Unknown(number, f"the key {_quoted(keys)} {_NEWER}"))
        if record["action"] in set(Action):
            events.append(_event(record))
            if events[-1].action is not Action.CARRY_OVER:
                blocker = None
        else:
            blocker = Unknown(number, f"the act {_quoted([record['action']])} {_NEWER}")
            unknown.append(blocker)
    return ReviewLog(tuple(events), tuple(unknown), blocker)


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): U+2028 and its like may stand in a note as they are.
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if line.strip():
            yield number, line


def _record(line: str, path: Path, number: int) -> dict[str, Any]:
    """The line as a mapping with every key an event needs, or a clear refusal."""
    if line.startswith(_CONFLICT):
        raise ReviewError(
            "merge conflict marker in the review log",
            hint="Keep the events of both sides, in order of time, and delete the lines of "
            "the markers.",
            file=str(path),
            line=number,
        )
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _broken("not JSON", path, number) from error
    if not isinstance(record, dict):
        raise _broken("not a JSON object", path, number)
    for key in _KEYS:
        if key not in record and key not in _OPTIONAL:
            raise _broken(f"the key “{key}” is missing", path, number)
        if key != "messages" and not _is_text(record.get(key, "")):
            raise _broken(f"“{key}” is not text", path, number)
    if not _are_messages(record.get("messages", [])):
        raise _broken("“messages” is not a list of texts of three digests each", path, number)
    return record


def _is_text(value: object) -> bool:
    """Whether a value is a string that can be written as UTF-8 (no half surrogate pairs)."""
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)


def _are_messages(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, str) and _VOUCHED.fullmatch(each) for each in value
    )


def _event(record: dict[str, Any]) -> ReviewEvent:
    known = {key: record[key] for key in _KEYS if key in record}
    known["action"] = Action(record["action"])
    known["messages"] = tuple(Vouched(*each.split(" ")) for each in record.get("messages", ()))
    return ReviewEvent(**known)


def _broken(what: str, path: Path, number: int) -> ReviewError:
    return ReviewError(
        f"broken review event: {what}",
        hint="Restore the line from version control, or delete it and approve again.",
        file=str(path),
        line=number,
    )
