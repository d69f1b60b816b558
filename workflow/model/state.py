"""The state of a message, from untranslated to approved, and the grade of a translation."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What a message is, in the order reports list it.

    Maps to XLIFF 2.1: initial / translated / reviewed / final, with a subState.
    """

    UNTRANSLATED = "untranslated"
    MACHINE = "machine"
    """Filled by an engine or the memory; no person has looked at it."""
    FUZZY = "fuzzy"
    """The source changed, or a person marked it: it needs work."""
    TRANSLATED = "translated"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    REJECTED = "rejected"


class Grade(StrEnum):
    """How a translation came to be."""

    HUMAN = "human"
    """No machine had a part in it."""
    MACHINE_EDITED = "machine-edited"
    """Drafted by a machine; a person changed each draft, or approved the whole."""
    MACHINE = "machine"
    """Holds drafts of a machine that nobody changed or approved."""

    @staticmethod
    def worse(one: str, other: str) -> str:
        """Of two grades the one with more of a machine in it; empty is none."""
        return max(one, other, key=_GRADES.index)


_GRADES = ("", *Grade)
