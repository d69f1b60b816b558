"""Approvals that no longer count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.model import Message, ReviewEvent
from workflow.model.blocker import Reason
from workflow.project.translation import Translation
from workflow.review.proofs import changed, in_log


@dataclass(frozen=True, slots=True)
class Fallen:
    """An approval that no longer counts, and whether it can be carried over."""

    translation: Translation
    """With the catalogue as it is to be written; see :attr:`Translation.edited`."""
    approval: ReviewEvent
    """The word that fell."""
    texts: tuple[Message, ...]
    """The document's messages; in its own locale those of the source."""
    changes: Mapping[str, int]
    """By class, from light to heavy."""
    reasons: tuple[Reason, ...]
    """Why it cannot be carried over; () where it can."""

    @property
    def article(self) -> str:
        """Slug."""
        return self.translation.article.slug

    @property
    def locale(self) -> str:
        """gettext spelling."""
        return self.translation.locale.name

    @property
    def messages(self) -> int:
        """How many messages changed; 0 where the approval does not say what they were."""
        return len(changed(self.approval, self.texts)) if self.approval.frame else 0

    @property
    def summary(self) -> str:
        """What changed, as the log has it: “2 messages changed: 1 typography, 1 markup”."""
        count = f"{self.messages or 'no'} message{'' if self.messages == 1 else 's'} changed"
        return f"{count}: {in_log(self.changes)}" if self.changes else count
