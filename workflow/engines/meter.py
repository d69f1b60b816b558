"""Counting what is sent, and stopping before a limit is passed."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock


class Meter:
    """Requests and characters of one run, over all engines; safe to share between threads.

    Once one text is refused all later ones are, so that what gets drafted does not depend
    on which texts happen to be short.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._lock = Lock()
        self.requests = 0
        self.characters = 0
        self.exhausted = False

    def take(self, payloads: Sequence[str]) -> bool:
        """Count the texts, all or none; False where they would pass the limit."""
        characters = sum(map(len, payloads))
        with self._lock:
            if self.exhausted or (
                self._limit is not None and self.characters + characters > self._limit
            ):
                self.exhausted = True
                return False
            self.requests += len(payloads)
            self.characters += characters
            return True
