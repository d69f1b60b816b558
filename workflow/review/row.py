"""How far a translation is: what `status` and the review queue list of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.model import Grade, State
from workflow.model.blocker import Blocker

DONE = frozenset({State.TRANSLATED, State.REVIEWED, State.APPROVED})
"""States of a message a person has translated or vouched for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One article in one target locale."""

    article: str
    """Slug."""
    locale: str
    source_locale: str
    messages: int
    words: int
    """Of the whole source, every segment as often as it stands there."""
    states: Mapping[State, int]
    """How many messages are in each state, every state named."""
    approved: bool
    releasable: bool
    blockers: tuple[Blocker, ...]
    words_to_do: int
    """Source words of the messages a translator has still to work on, each message once."""
    percent: int
    """Of the messages, how many a person has translated; 100 only where all are."""
    notes: tuple[str, ...]
    """What in the review log has no effect."""
    carried_over: bool
    """Whether the approval that stands is one carried over from earlier texts."""
    changes: Mapping[str, int]
    """Changes that wait for a person's look, by class."""
    grade: Grade | None
    """How the translation came to be; None while it has no text."""
    unedited: int
    """Messages that pass as translated and are a machine's draft, to the letter, which no editor
    accepted as such."""
    assignee: str = ""
    """Who is to work on it (e-mail address); empty: nobody."""
    due: str = ""
    """Until when: ISO 8601 date; empty: no day is set."""
