"""Review: digests that bind an approval, the fold of events to states, and the policy."""

from workflow.review.digests import source_digest, translation_digest
from workflow.review.fold import (
    NEVER,
    Standing,
    last_word,
    message_state,
    settled,
    source_standing,
    standing,
)
from workflow.review.policy import editors, may_approve

__all__ = [
    "NEVER",
    "Standing",
    "editors",
    "last_word",
    "may_approve",
    "message_state",
    "settled",
    "source_digest",
    "source_standing",
    "standing",
    "translation_digest",
]
