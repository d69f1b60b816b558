"""Review events: who said what of which article, bound to digests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What the event says."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"
    """Takes an approval back."""


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
