"""What an engine's answer must be before it becomes a draft."""

from __future__ import annotations

from dataclasses import replace

from workflow.checks.drafts import faults
from workflow.engines.engine import Draft, Request
from workflow.engines.masking import sound
from workflow.errors import EngineError
from workflow.model.phrase import phrase


def finish(draft: Draft, request: Request) -> Draft | EngineError:
    """The draft as it is stored, with what is odd about it in ``notes``.

    An error, which says the same of every text that has it, where it is of no use: garbled, not
    translated, cut off, with markup lost or numbers changed. Sends and reads nothing.
    """
    source = request.value
    text = source.having(draft.text)
    if not sound(source, text):
        return EngineError(phrase("the answer lost or changed markup, links or code"))
    found = faults(source, text, request.pair)
    if found and found[0].weight == "reject":
        return EngineError(found[0].reason)
    return replace(draft, notes=(*draft.notes, *(fault.reason for fault in found)))
