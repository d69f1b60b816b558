"""Review: digests that bind an approval, the fold of events to states, and the policy."""

from workflow.review.digests import source_digest, translation_digest
from workflow.review.fold import (
    NEVER,
    Standing,
    changed_media,
    message_state,
    source_standing,
    standing,
)
from workflow.review.log import Line, Reader, Words, fold, moment, settled
from workflow.review.policy import editors, may_approve

__all__ = [
    "NEVER",
    "Line",
    "Reader",
    "Standing",
    "Words",
    "changed_media",
    "editors",
    "fold",
    "may_approve",
    "message_state",
    "moment",
    "settled",
    "source_digest",
    "source_standing",
    "standing",
    "translation_digest",
]
