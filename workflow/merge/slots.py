"""What makes an entry the same in several versions of a catalogue, and the order of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from workflow.model import Key, Message

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
