"""Which words count by their signatures."""

from __future__ import annotations

from typing import Final

from workflow.model import ArticleAction, Event, MessageAction
from workflow.model.phrase import phrase
from workflow.model.signature import Signature

OPEN: Final = frozenset(
    {MessageAction.COMMENT, MessageAction.SUGGEST, MessageAction.EDIT, ArticleAction.ASSIGN}
)
"""Acts that let nothing pass, and so need no signature even where words have to be signed."""


def unsigned(event: Event, signature: Signature, *, required: bool) -> str:
    """Why a word counts for nothing by its ``signature``, for people; empty where it may count.

    ``required``: whether the settings want words signed.
    """
    if signature is Signature.GOOD:
        return ""
    if signature is Signature.NONE:
        if required and event.action not in OPEN:
            return phrase("it is not signed, as the settings want it (signatures = required)")
        return ""
    if signature is Signature.ALTERED:
        return phrase(
            "its signature is of another line: the line was changed, or copied from elsewhere"
        )
    if signature is Signature.UNTRUSTED:
        return phrase(
            "its signature is by no key that the file of allowed signers gave {actor} at that time",
            actor=event.actor,
        )
    return phrase("its signature cannot be verified here: is ssh-keygen installed?")
