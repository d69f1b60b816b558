"""Review events: who said what of which article, bound to digests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from workflow.model.digest import digest
from workflow.model.message_event import SmallEvent

MISSING = "-"
"""Stands in the place of the digest of a file that is not there."""


class Action(StrEnum):
    """What the event says."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"
    """Takes an approval back."""
    CARRY_OVER = "carry-over"
    """Gives the approval of the old texts to the new ones, which differ in their form alone."""


class Media(NamedTuple):
    """A file that a page shows, or links to for a download."""

    path: str
    """POSIX path below the articles folder."""
    digest: str
    """Of its bytes; empty where there is no such file."""

    def __str__(self) -> str:
        return f"{self.digest or MISSING} {self.path}"

    @classmethod
    def parse(cls, text: str) -> Media:
        """Read what :meth:`__str__` gives."""
        digest, _, path = text.partition(" ")
        return cls(path, "" if digest == MISSING else digest)


class Vouched(NamedTuple):
    """What an approval says of one message, as digests."""

    source: str
    """Of msgctxt and msgid."""
    translation: str
    """Of msgstr."""
    words: str
    """Of msgctxt and what stays of msgid and msgstr without typography, white space and markup."""

    def __str__(self) -> str:
        return f"{self.source} {self.translation} {self.words}"


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """One line of ``reviews/<locale>/<article>.jsonl``."""

    time: str
    """ISO 8601, UTC, to the second: ``2026-11-24T06:00:00Z``."""
    actor: str
    """E-mail address."""
    action: Action
    article: str
    """Slug."""
    locale: str
    """gettext spelling."""
    source_digest: str
    """Of the article's whole source text."""
    translation_digest: str
    """Of the translated messages, see :func:`workflow.review.translation_digest`."""
    note: str = ""
    from_source_digest: str = ""
    """Of a carry-over: of the source that was approved."""
    from_translation_digest: str = ""
    """Of a carry-over: of the translation that was approved."""
    frame: str = ""
    """Digest of what stands around the messages in the source; empty where the event says
    nothing of single messages, as those of earlier versions do."""
    messages: tuple[Vouched, ...] = ()
    """In document order, each once; in an article's own locale those of its source."""
    media: tuple[Media, ...] | None = None
    """What the page shows, by path; None where an earlier version wrote the event."""
    contributors: tuple[str, ...] = ()
    """Who translated or edited the texts, as far as was known then: e-mail addresses, sorted."""
    signature: str = ""
    """Armoured SSH signature; empty where there is none."""


Event = ReviewEvent | SmallEvent
"""Whatever a line of a review log says."""


class LogLine(NamedTuple):
    """One line of a review log, as it was read."""

    file: str
    """The log, as reports name it."""
    number: int
    """Counted from 1."""
    event: Event | None = None
    """None where the line cannot be read."""
    trouble: str = ""
    """What this version does not know in it, or why it cannot be read, for people."""
    time: str = ""
    """Where it is an act of a newer version: when."""
    raw: bytes = b""
    """What stands there, byte for byte, but for blanks around it."""

    @property
    def place(self) -> str:
        """File and line, as reports name them."""
        return f"{self.file}:{self.number}"


@dataclass(frozen=True, slots=True)
class Bound:
    """What an approval binds, as it is now."""

    source: str
    """Digest of the source."""
    translation: str | None
    """Digest of the translation; None where only the source is asked for."""
    media: tuple[Media, ...] = ()

    @property
    def media_digest(self) -> str:
        """One digest of all media."""
        return digest(*map(str, self.media))


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Section ``[workflow:review]``: what it takes for an approval to count."""

    approvals: int = 1
    """Words of different people that are needed."""
    four_eyes: bool = False
    """Whether the word of who translated or edited the texts counts for nothing."""
    signatures: str = "optional"
    """``required``: an unsigned word counts for nothing; or ``optional``."""
    allowed_signers: str = ""
    """OpenSSH's file of keys, relative to the project's folder; empty: none."""
    untouched_machine: int = 100
    """Most percent of machine text that nobody changed."""
    must_pass: tuple[str, ...] = ()
    """Names of checks that may find nothing, be it a warning."""
    may_waive: tuple[str, ...] = ("editor",)
    """Roles that may let a finding stand."""


PLAIN_RULES: Final = ReviewRules()
"""Those of a project that sets none."""
