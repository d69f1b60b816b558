"""What deleting older releases comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was, or would be, deleted of the releases."""

    kept: tuple[str, ...]
    """Ids, newest first."""
    removed: tuple[tuple[str, int], ...]
    """Ids, oldest first, each with the bytes that this gives on this machine."""
    dry_run: bool
    """Whether they are all still there."""

    @property
    def size(self) -> int:
        """The bytes that all of it gives."""
        return sum(size for _, size in self.removed)
