"""What is in the way of an approval or a release, as values; `reports` has the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from enum import StrEnum


class Lapse(StrEnum):
    """Why an approval that was given does not count."""

    WITHDRAWN = "withdrawn"
    SOURCE = "source"
    """The source is not the one that was approved."""
    TRANSLATION = "translation"
    UNRECORDED = "unrecorded"
    """The event does not say which media the page showed, as those of earlier versions."""
    MEDIA = "media"


class Became(StrEnum):
    """What became of a file that a page shows."""

    GONE = "gone"
    CHANGED = "changed"
    CAME = "came"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that a page shows, other than an approval has it."""

    path: str
    """POSIX path below the articles folder."""
    became: Became


@dataclass(frozen=True, slots=True)
class Void:
    """An approval that does not count, and why."""

    lapse: Lapse
    actor: str
    """Who spoke last (e-mail address)."""
    date: str
    """When: ``2026-11-24``."""
    carried: bool = False
    """Whether the approval was one carried over from earlier texts."""
    files: tuple[ShownFile, ...] = ()
    """Of :attr:`Lapse.MEDIA` and :attr:`Lapse.UNRECORDED`."""


class BlockerKind(StrEnum):
    """What kind of thing is in the way, in the order reports list them."""

    DRAFT = "draft"
    """The front matter says so; :attr:`Blocker.detail` is the value where it is not clear."""
    UNPUBLISHED = "unpublished"
    STATUS = "status"
    EMBARGO = "embargo"
    EMBARGO_WITHOUT_ZONE = "embargo-without-zone"
    EMBARGO_UNCLEAR = "embargo-unclear"
    TO_COME = "to-come"
    """A date of the front matter is."""
    GROUP = "group"
    """What goes out with it is not ready: :attr:`Blocker.waits_for`; :attr:`Blocker.detail` is the
    group, empty where it waits for its own article's languages."""
    GROUP_UNCLEAR = "group-unclear"
    """:attr:`Blocker.detail` is no name of a group."""
    UNREAD = "unread"
    """A file cannot be read: :attr:`Blocker.detail`."""
    NO_CATALOGUE = "no-catalogue"
    BEHIND = "behind"
    """The catalogue lacks messages of the article."""
    UNTRANSLATED = "untranslated"
    MACHINE = "machine"
    FUZZY = "fuzzy"
    REJECTED = "rejected"
    ERRORS = "errors"
    """Of checks."""
    UNPASSED = "must-pass"
    """Findings of checks that may find nothing: their names are :attr:`Blocker.detail`."""
    UNTOUCHED = "untouched-machine"
    """:attr:`Blocker.count` percent are machine text that nobody changed."""
    UNKNOWN = "approval-unknown"
    """The log cannot be read: :attr:`Blocker.detail`."""
    UNAPPROVED = "unapproved"
    VOID = "approval-void"
    MEDIA = "media"
    """What the page shows is not what was approved: no carry-over."""


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing in the way."""

    kind: BlockerKind
    count: int = 0
    """Of messages or findings; of people whose approvals count; of percent."""
    changes: Mapping[str, int] = dataclass_field(default_factory=dict)
    """By class: those that made messages fuzzy, that an approval fell by, or (of
    :attr:`BlockerKind.UNAPPROVED`) that the program followed."""
    detail: str = ""
    field: str = ""
    """Of what the author says: the field of the front matter."""
    until: datetime | None = None
    """When it goes by itself, with zone; None: it does not."""
    void: Void | None = None
    """Of :attr:`BlockerKind.VOID`."""
    files: tuple[ShownFile, ...] = ()
    """Of :attr:`BlockerKind.MEDIA`."""
    needed: int | None = None
    """Of :attr:`BlockerKind.UNAPPROVED`: people whose approvals are needed, where somebody's is
    there; of :attr:`BlockerKind.UNTOUCHED`: most percent."""
    own_work: tuple[str, ...] = ()
    """Of :attr:`BlockerKind.UNAPPROVED`: who approved, but worked on the texts (addresses)."""

    waits_for: tuple[tuple[str, str], ...] = ()
    """Of :attr:`BlockerKind.GROUP`: (article, locale) of each page that is not ready; of an article
    that cannot be read the locale is empty."""

    def stands(self, now: datetime) -> bool:
        """Whether it is in the way at ``now`` (with zone)."""
        return self.until is None or now < self.until


Reason = Blocker | str
"""What is in the way of a page; what no value stands for yet is text."""
