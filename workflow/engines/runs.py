"""Translating the words between the parts that are kept, each run by itself.

The last resort of every engine: the words lose sight of the sentence around them, but no
part can be lost, doubled or moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workflow.engines.masking import Masked, assemble, is_wordy


def runs(masked: Masked) -> list[str]:
    """The runs of words of a message, without the spaces around them, in order."""
    return [part.text.strip() for part in masked.parts if is_wordy(part)]


def join_runs(masked: Masked, translations: Mapping[str, str]) -> str | None:
    """Put the message together with its runs translated; None where one is missing."""
    parts = []
    for part in masked.parts:
        if not is_wordy(part):
            parts.append(part)
            continue
        core = part.text.strip()
        if not translations.get(core):
            return None
        lead, _, tail = part.text.partition(core)
        parts.append(replace(part, text=lead + translations[core].strip() + tail))
    return assemble(masked, parts)
