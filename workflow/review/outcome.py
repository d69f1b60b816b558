"""What came of an editor's word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflow.errors import WorkflowError
from workflow.model.blocker import Blocker
from workflow.review.fold import Standing


class Result(StrEnum):
    """What came of a word."""

    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    NOTHING = "nothing"
    """It was so already."""
    CHANGED = "changed"
    """The texts are not those the actor was shown."""
    REFUSED = "refused"
    """Something has to be done first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done for one article in one locale."""

    article: str
    """Slug."""
    locale: str
    result: Result
    back: bool = False
    """Whether the word was one that takes an approval back."""
    drafts: int = 0
    """Machine drafts that were accepted."""
    standing: Standing | None = None
    """The approval that stands already; in an article's own locale, the one that still does
    after a withdrawal."""
    unready: tuple[Blocker, ...] = ()
    """Refused: what has to be done first."""
    catalogue: str = ""
    """Where: the PO file, relative to the project's folder."""
    unknown: str = ""
    """Refused: why it cannot be known what counts."""
    error: WorkflowError | None = None
    """Refused or changed: a file that cannot be read, or that somebody saved."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of a word on many."""

    outcomes: tuple[Outcome, ...]
    """One for each article and locale."""
    unread: tuple[WorkflowError, ...] = ()
    """Of articles that cannot be read."""
