"""What a message says or said elsewhere, and where its translation stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.model.release import Release


@dataclass(frozen=True, slots=True)
class PastText:
    """A text that a catalogue once had, by git or by the log."""

    text: str
    author: str
    """E-mail address."""
    time: datetime
    accepted: bool = False
    """Whether the author is who accepted it, by the log; else who committed it."""


@dataclass(frozen=True, slots=True)
class OtherTexts:
    """What else a message says or said; None where that is not known."""

    approved: str | None = None
    """As the last approval binds it."""
    live: str | None = None
    """As readers get it."""
    past: tuple[PastText, ...] = ()
    """As catalogues had it, the latest first: by git, if any, each text once where it came, and by
    the log what was accepted and git does not have."""


@dataclass(frozen=True, slots=True)
class InRelease:
    """A release with the page that a message stands on."""

    release: Release
    same: bool
    """Whether the page has the message's translation as it is now."""


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a message beside its texts, what was said of them, and the memory."""

    others: OtherTexts
    writers: tuple[str, ...]
    """Who wrote the lines of its translation (e-mail addresses), by ``git blame``."""
    releases: tuple[InRelease, ...]
    """Those with its page, the newest first."""
    notes: tuple[str, ...]
    """For people: what git or a release could not tell."""
