"""What checks come to, and what they did not look at; apart, for a run in which nothing changed
imports no more than it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.model.finding import Finding, Severity


class Told(NamedTuple):
    """Findings in words."""

    texts: tuple[str, ...]
    """One an article where any is, as they stand in the report that they were asked for."""
    severities: Mapping[Severity, int]
    """How many there are of each."""


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A translation that was not looked at, or not all of it."""

    article: str
    locale: str
    error: WorkflowError | None = None
    """Why its catalogue cannot be read."""
    extracted: bool = True
    """Whether it has a catalogue."""
    texts: int = 0
    """Of the article."""
    lacking: int = 0
    """Of them, those that the catalogue has no message for."""
    more: int = 0
    """Messages of the catalogue that the article has no more."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found, and what they did not look at."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    articles: int
    translations: int
    """How many were looked at."""
    unread: tuple[WorkflowError, ...] = ()
    """Of articles that cannot be read."""
    told: Told | None = None
    """What was found, where it is known in words; :attr:`findings` is empty then."""

    @property
    def severities(self) -> Mapping[Severity, int]:
        """How many findings there are of each; none of what is not found."""
        return (
            self.told.severities if self.told else Counter(each.severity for each in self.findings)
        )

    @property
    def errors(self) -> tuple[WorkflowError, ...]:
        """Of catalogues that cannot be read."""
        return tuple(each.error for each in self.unchecked if each.error is not None)
