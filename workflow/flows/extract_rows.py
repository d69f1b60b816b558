"""What an extraction says of each catalogue and article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.model.results import ExtractRow
from workflow.project.kinds import ExtractedFact
from workflow.project.trace import Trace

if TYPE_CHECKING:
    from workflow.model import Key, Locale, Message


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run knows before it brings an article up to date."""

    locales: tuple[Locale, ...]
    """Target locales to narrow the run to; none: all."""
    now: datetime
    moved: Mapping[str, str] = field(default_factory=dict)
    """Slug → the slug that the article's catalogues stand under, since it was renamed."""
    elsewhere: Mapping[str, Mapping[Key, Message]] = field(default_factory=dict)
    """Locale name → translated messages that are gone from where they were."""
    looking: bool = False
    """Leave an article that has new messages as it is, until it is known what went elsewhere."""


@dataclass(frozen=True, slots=True)
class Done:
    """One article's part of a run."""

    slug: str
    rows: tuple[ExtractRow, ...] = ()
    seen: ExtractedFact | None = None
    """What to keep of it …"""
    trace: Trace | None = None
    """… with what it was made from and to."""
    errors: tuple[WorkflowError, ...] = ()
    gone: Mapping[str, Sequence[Message]] = field(default_factory=dict)
    """Locale name → translated messages that left the article."""
    language: Locale | None = None
    """The article's own, where the article was read."""
    notes: tuple[str, ...] = ()
    """What else was done, for people."""
    waiting: bool = False
    """The article was left for a second look (see :attr:`Plan.looking`)."""
