"""Withdrawals: what says that an article is taken back, and what a release keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class WithdrawalAction(StrEnum):
    """What a line of ``reviews/withdrawn.jsonl`` says."""

    WITHDRAW = "withdraw"
    LIFT = "lift"
    """Ends withdrawals: the article may go out again."""


class GonePage(NamedTuple):
    """A page that readers found before, and where they are told now that it was withdrawn."""

    locale: str
    """gettext spelling."""
    path: str
    """Where the site had it, POSIX: ``en/rain/index.html``."""
    id: str = ""
    """What feeds knew it by; empty for an address that only sent readers on."""


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that was withdrawn, as long as nobody lifted that: its tombstone."""

    event: str
    """Digest that names the withdrawal; a lift names it."""
    article: str
    """Slug, when it was withdrawn."""
    names: tuple[str, ...]
    """Every slug that it had until then, that one included, sorted."""
    digests: tuple[str, ...]
    """Digests of its sources, and of what readers saw of its texts, sorted: what was out, and what
    stood in the project."""
    time: str
    """ISO 8601, UTC, to the second."""
    reason: str
    """As readers are told."""
    pages: tuple[GonePage, ...] = ()
    """Sorted."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """One line of ``reviews/withdrawn.jsonl``."""

    time: str
    """ISO 8601, UTC, to the second."""
    actor: str
    """E-mail address."""
    action: WithdrawalAction
    article: str
    """Slug."""
    reason: str
    names: tuple[str, ...] = ()
    """Of a withdrawal, as the next two, see :class:`Gone`."""
    digests: tuple[str, ...] = ()
    pages: tuple[GonePage, ...] = ()
    lifts: tuple[str, ...] = ()
    """Of a lift: the withdrawals that it ends, by :attr:`Gone.event`."""
    signature: str = ""
    """Armoured SSH signature; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A line on a page that says what became of its text after it was published."""

    date: str
    """ISO 8601 date of the approval of the text."""
    note: str = ""
    """What was corrected, in an editor's words; empty: just that the text was updated."""
