"""What somebody wrote into the column of decisions of a DOCX: accept, or reject and why."""

from __future__ import annotations

import re
from typing import Final
from unicodedata import normalize

from workflow.model.mqm import DEFAULT_SEVERITY
from workflow.model.phrase import phrase
from workflow.review.offline_review import LONGEST_NOTE, Judgement

_ACCEPT: Final = (
    *("accept", "accepted", "ok", "✓", "✔"),
    *("accepter", "accepté", "acceptée", "d’accord"),
    *("接受", "已接受", "通过", "同意"),
)
_REJECT: Final = (
    *("reject", "rejected", "✗", "✘"),
    *("refuser", "refusé", "refusée", "rejeter", "rejeté", "rejetée"),
    *("退回", "已退回", "拒绝", "不通过", "不同意"),
)
_END: Final = r"(?:\s*[:：,，;；.。!！–—-]\s*|\s+|$)"
"""What parts the word from the reason: a word of Chinese may go on as another one."""


def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    some = sorted((normalize("NFC", each) for each in words), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, some))}){_END}", re.IGNORECASE)


_ACCEPTED: Final = _one_of(_ACCEPT)
_REJECTED: Final = _one_of(_REJECT)


def decision(text: str) -> Judgement | None:
    """What the text of a cell says, in English, French or Chinese; None where it is empty.

    What is neither, and an acceptance with a condition, comes back with why it cannot be taken.
    """
    text = normalize("NFC", text).replace("'", "’").strip()
    if not text:
        return None
    if match := _REJECTED.match(text):
        note = " ".join(text[match.end() :].split())[:LONGEST_NOTE]
        return Judgement(False, "other", DEFAULT_SEVERITY, note)
    match = _ACCEPTED.match(text)
    if match and match.end() == len(text):
        return Judgement(True)
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    if match:
        why: str = phrase(
            "“{text}” accepts and says more: write it as a comment, or reject", text=shown
        )
    else:
        why = phrase("“{text}” neither accepts nor rejects", text=shown)
    return Judgement(False, "other", DEFAULT_SEVERITY, broken=why)
