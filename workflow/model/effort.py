"""What people and machines did in one translation, day by day, as far as that is known.

Nothing here depends on the clock, nor on which days are asked for. Days are ISO 8601 dates in
UTC; words are those of the source text (:func:`~workflow.model.words.count_words`); people are
e-mail addresses, casefolded.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.model.state import State


class Work(StrEnum):
    """What a person does with a text."""

    TRANSLATED = "translated"
    """There was no text before."""
    EDITED = "edited"
    """There was another text, a machine's draft maybe."""
    REVIEWED = "reviewed"
    """Accepted, rejected or approved it."""


class Amount(NamedTuple):
    """How much text."""

    texts: int = 0
    words: int = 0
    unmeasured: int = 0
    """Texts whose source no catalogue has any more, so that their words are not known."""

    def plus(self, other: Amount) -> Amount:
        """Both together."""
        return Amount(*(one + two for one, two in zip(self, other, strict=True)))


class Maker(NamedTuple):
    """Whose a text is; where both are empty, nobody knows."""

    person: str = ""
    engine: str = ""
    """As its drafts name it; with its model."""


NOBODY = Maker()


class Deed(NamedTuple):
    """What one person did in one day; of a day a text counts once for each kind of work."""

    day: str
    person: str
    work: Work
    amount: Amount


class Judged(NamedTuple):
    """What of one maker was reviewed, by anybody, for the first time on a day."""

    day: str
    maker: Maker
    amount: Amount


class Flaw(NamedTuple):
    """Rejections of one day that stand, of one maker's texts."""

    day: str
    maker: Maker
    category: str
    """As the log has it, see :mod:`workflow.model.mqm`."""
    severity: str
    times: int


class Waiting(NamedTuple):
    """Messages in one state since one day."""

    state: State
    since: str
    """Empty: nobody knows."""
    amount: Amount


class Since(StrEnum):
    """From when on a translation's time is taken."""

    ASSIGNED = "assigned"
    EXTRACTED = "extracted"


class Span(NamedTuple):
    """How long it took until a translation was approved."""

    since: Since
    start: str
    """ISO 8601, UTC, to the second."""
    end: str

    @property
    def day(self) -> str:
        """When it was approved."""
        return self.end[:10]


class Drafted(NamedTuple):
    """What became of the texts of one origin; no origin: of people."""

    origin: str
    amount: Amount
    waiting: int = 0
    """Drafts that are fuzzy still."""
    kept: int = 0
    """Taken as they were drafted."""
    changed: int = 0
    untold: int = 0
    """Drafts of an earlier version, of which nothing tells whether they were changed."""
    measured: int = 0
    """Of those kept and changed, those whose draft is known."""
    distance: int = 0
    """Of these, how many characters were inserted, deleted or replaced (Levenshtein)."""
    length: int = 0
    """Of these, characters of the longer of draft and text."""


class Waived(NamedTuple):
    """A finding that may stand in the texts as they are."""

    check: str
    person: str
    day: str
    note: str
    number: int
    """The message's place in the article, counted from 1."""


class Effort(NamedTuple):
    """One article in one locale."""

    locale: str
    """gettext spelling."""
    approved: bool = False
    assignee: str = ""
    due: str = ""
    """ISO 8601 date; empty: none is set."""
    waiting: tuple[Waiting, ...] = ()
    deeds: tuple[Deed, ...] = ()
    judged: tuple[Judged, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    spans: tuple[Span, ...] = ()
    drafts: tuple[Drafted, ...] = ()
    waivers: tuple[Waived, ...] = ()
    nobodys: Amount = Amount()
    """Finished texts that no draft, no log and no commit tells the maker of."""


class EffortFact(NamedTuple):
    """All that was done for the translations of an article."""

    language: str
    """The article's own; empty where it cannot be read."""
    title: str
    unread: tuple[WorkflowError, ...] = ()
    """Why it cannot; files are relative to the project."""
    efforts: tuple[Effort, ...] = ()
    """One for each target locale that can be read."""
    errors: tuple[WorkflowError, ...] = ()
    """Of files that cannot be read."""
