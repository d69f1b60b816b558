"""Which lines of review logs are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflow.model import Event
from workflow.model.results import Said
from workflow.review.log import moment


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``since`` to ``until``, both included, in UTC; None: without that end."""

    since: date | None = None
    until: date | None = None

    def has(self, day: date) -> bool:
        """Whether a day is of it."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def has_time(self, time: str) -> bool:
        """The same of a time as events have it; what is no real time is of no day."""
        if self == ALWAYS:
            return True
        known = moment(time)
        return known is not None and self.has(known.date())


ALWAYS = Period()
"""Every day there was."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which words are asked for; what is empty asks for nothing."""

    people: frozenset[str] = frozenset()
    """E-mail addresses, casefolded: who spoke, or is to work on it."""
    actions: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    """Of waivers: names of checks."""
    text: str = ""
    """What stands in the note, the source text or a translation that is told, any case."""
    period: Period = ALWAYS

    def takes(self, said: Said) -> bool:
        """Whether a word is asked for."""
        event = said.event
        if self.actions and str(event.action) not in self.actions:
            return False
        if self.checks and getattr(event, "check", "") not in self.checks:
            return False
        if self.people and not self.people.intersection(_people(event)):
            return False
        if not self.period.has_time(event.time):
            return False
        wanted = self.text.casefold()
        told = (said.about, event.note, getattr(event, "text", ""), getattr(event, "before", ""))
        return any(wanted in each.casefold() for each in told)


def casefolded(people: Iterable[str]) -> frozenset[str]:
    """Addresses as filters compare them."""
    return frozenset(map(str.casefold, people))


def _people(event: Event) -> tuple[str, ...]:
    return (event.actor.casefold(), getattr(event, "assignee", "").casefold())
