"""Entries and header fields of several versions of a catalogue: which are the same, in what order.

What each header field is for: the gettext manual, "Filling in the Header Entry".
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from workflow.model import Key, Message
from workflow.po.serialize import DATES, read_date

_REVISED = "PO-Revision-Date"
Value = TypeVar("Value")
Item = TypeVar("Item", bound=Hashable)

Slot = tuple[Key, int]
"""What makes an entry the same on all sides: its key, and a number should there be several of
it. Number 0 is the live one, if any; the others are obsolete."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message and the bytes it has in its file."""

    message: Message
    text: str
    """Its lines, comments included; only their being the same matters here."""


def slots(entries: Sequence[Entry]) -> Mapping[Slot, Entry]:
    """Return the entries of one side by what makes them the same, in their order."""
    live = {entry.message.key for entry in entries if not entry.message.obsolete}
    seen: dict[Key, int] = {}
    found: dict[Slot, Entry] = {}
    for entry in entries:
        key = entry.message.key
        number = 0
        if entry.message.obsolete:
            number = seen.get(key, int(key in live))
            seen[key] = number + 1
        found[key, number] = entry
    return found


def in_order(base: Sequence[Slot], ours: Sequence[Slot], theirs: Sequence[Slot]) -> list[Slot]:
    """Return all slots in the order of the side that moved something.

    What the other side alone has stands after what it follows there.
    """
    common = set(base) & set(ours)
    moved = [each for each in base if each in common] != [each for each in ours if each in common]
    first, second = (ours, theirs) if moved else (theirs, ours)
    known = set(first)
    after: dict[Slot | None, list[Slot]] = {}
    previous: Slot | None = None
    for slot in second:
        if slot in known:
            previous = slot
        else:
            after.setdefault(previous, []).append(slot)
    return list(chain(after.get(None, ()), *((slot, *after.get(slot, ())) for slot in first)))


def obsolete_last(entries: Sequence[Entry]) -> bool:
    """Whether the obsolete entries stand after all others."""
    obsolete = [entry.message.obsolete for entry in entries]
    return obsolete == sorted(obsolete)


def scalar(base: Value, ours: Value, theirs: Value) -> Value:
    """The value that one side changed; ours where both did."""
    return theirs if ours == base else ours


def items(base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]) -> tuple[Item, ...]:
    """What is on both sides or new on one, in our order; without what one side took away."""
    if base in (ours, theirs):
        return tuple(scalar(base, ours, theirs))
    gone = (set(base) - set(ours)) | (set(base) - set(theirs))
    return tuple(each for each in dict.fromkeys(chain(ours, theirs)) if each not in gone)


def merge_fields(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, str]:
    """The header fields of two sides that both come from ``base``, name → value.

    A field that one side changed is as that side has it. Where both did, a date is the later
    one, and any other field that of the side that was revised last (ours, if that is unknown).
    """
    newer = theirs if _later(ours.get(_REVISED), theirs.get(_REVISED)) else ours
    merged: dict[str, str] = {}
    for name in items(tuple(base), tuple(ours), tuple(theirs)):
        mine, other = ours.get(name), theirs.get(name)
        value = scalar(base.get(name), mine, other)
        if value != other and other is not None and base.get(name) != other:
            later = _later(mine, other) if name in DATES else newer is theirs
            value = other if later else mine
        merged[name] = value or ""
    return merged


def _later(ours: str | None, theirs: str | None) -> bool:
    """Whether their date is the later one."""
    mine, other = read_date(ours or ""), read_date(theirs or "")
    return other is not None and (mine is None or other > mine)
