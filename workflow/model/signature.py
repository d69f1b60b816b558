"""What is known of the signature of a word in a review log."""

from __future__ import annotations

from enum import StrEnum


class Signature(StrEnum):
    """Whether a line of a log is what its actor signed."""

    GOOD = "good"
    """It is, and the key was the actor's at that time."""
    NONE = "none"
    """It has no signature."""
    ALTERED = "altered"
    """It has one that is not of this line, or no signature of a word at all."""
    UNTRUSTED = "untrusted"
    """It is signed as it stands, but not with a key that was the actor's at that time."""
    UNKNOWN = "unknown"
    """Nobody can tell here."""

    @property
    def bad(self) -> bool:
        """Whether there is a signature that proves nothing: such a word never counts."""
        return self not in (Signature.GOOD, Signature.NONE)

    @property
    def shown(self) -> str:
        """``good``, ``none`` or ``bad``, as reports have it."""
        return "bad" if self.bad else self.value
