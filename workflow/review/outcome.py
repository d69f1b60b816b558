"""What came of an editor's word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.model import Key, Locale, Message, Significance
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
    DONE = "done"
    """Of any other word."""


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
    after a withdrawal; of an approval, what stands with it."""
    unready: tuple[Blocker, ...] = ()
    """Refused: what has to be done first."""
    catalogue: str = ""
    """Where: the PO file, relative to the project's folder."""
    unknown: str = ""
    """Refused: why it cannot be known what counts."""
    own_work: str = ""
    """Refused: who would approve what he or she worked on (e-mail address)."""
    error: WorkflowError | None = None
    """Refused or changed: a file that cannot be read, or that somebody saved."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of a word on many."""

    outcomes: tuple[Outcome, ...]
    """One for each article and locale."""
    unread: tuple[WorkflowError, ...] = ()
    """Of articles that cannot be read."""


class Place(NamedTuple):
    """Where a message is."""

    article: str
    """Slug."""
    locale: Locale
    key: Key


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a word on one message."""

    place: Place
    result: Result
    why: str = ""
    """Refused, or nothing to do: for what reason, for people."""
    error: WorkflowError | None = None
    """Refused: a file that cannot be read or written."""
    message: Message | None = None
    """As it is now; None where there is none."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What came of a word on a change of a source."""

    article: str
    """Slug."""
    significance: Significance
    result: Result
    why: str = ""
    """Refused, or nothing to do: for what reason, for people."""
    kept: tuple[Locale, ...] = ()
    """In which the approval counts again."""
    cleared: tuple[tuple[Locale, int], ...] = ()
    """In which messages are fuzzy no more, and how many."""
    errors: tuple[WorkflowError, ...] = ()
    """Of catalogues that could not be read or written; their messages are as they were."""
