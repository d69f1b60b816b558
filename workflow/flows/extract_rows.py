"""What an extraction says of each catalogue and article."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.errors import WorkflowError
from workflow.stores.extracted import Seen


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """What became of one catalogue."""

    article: str
    locale: str
    messages: int
    """Live messages it has now."""
    new: int
    """Of them, those without a translation that were not there before."""
    fuzzy: int
    """Those that took over a similar old message's translation."""
    obsolete: int
    """Messages that left the article in this run."""
    written: bool


@dataclass(frozen=True, slots=True)
class Done:
    """One article's part of a run."""

    slug: str
    rows: tuple[ExtractRow, ...] = ()
    seen: Seen | None = None
    errors: tuple[WorkflowError, ...] = ()
