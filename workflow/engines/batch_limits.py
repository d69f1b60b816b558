"""How much a service takes in one request, as its refusals have told in this run.

Servers set limits of their own and tell them nowhere. A batch that is refused is sent again in
halves; where both are answered it was too large, and no later one is. Whether in texts or in
characters is told by what else was answered: what passed before is not the reason.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class Refusal:
    """A batch that was refused, and what became of its halves."""

    texts: int
    characters: int
    parts: int
    """Parcels of it that have no answer yet."""


@dataclass(slots=True)
class BatchLimits:
    """Of one service in one run."""

    texts: int
    """Most in a request."""
    characters: int | None = None
    """Most of all texts of a request that holds several; None: no limit is known."""
    _passed_texts: int = 1
    _passed_characters: int = 0

    def allow(self, texts: int, characters: int) -> bool:
        """Whether so much may go in one request."""
        few = self.characters is None or characters <= self.characters
        return texts <= 1 or (texts <= self.texts and few)

    def passed(self, texts: int, characters: int, half_of: Refusal | None) -> None:
        """A request was answered, ``half_of`` a batch that was not."""
        self._passed_texts = max(self._passed_texts, texts)
        self._passed_characters = max(self._passed_characters, characters)
        if half_of is None:
            return
        half_of.parts -= 1
        if half_of.parts:
            return
        if half_of.texts > self._passed_texts:
            self.texts = min(self.texts, self._passed_texts)
        if half_of.characters > self._passed_characters:
            least = min(self.characters or half_of.characters, self._passed_characters)
            self.characters = least
