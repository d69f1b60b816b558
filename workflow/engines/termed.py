"""What the project's glossary has to say to an engine, and to its drafts."""

from __future__ import annotations

from dataclasses import replace

from workflow.engines.engine import MACHINE, Draft, Request
from workflow.engines.masking import sound
from workflow.glossary.usage import Terminology


def marked(request: Request, terms: Terminology | None) -> Request:
    """The request with the terms marked that are not to be translated."""
    if terms is None:
        return request
    return replace(request, keep=terms.kept(request.value, request.source))


def mended(draft: Draft, request: Request, terms: Terminology | None) -> Draft:
    """The draft of a machine with the terms that the glossary prefers.

    A term takes the place of one that the glossary admits or forbids where that leaves the
    words around it right; the draft's origin says so. Nothing is put where the engine used a
    word that the glossary does not know.
    """
    if terms is None or draft.kind != MACHINE:
        return draft
    text = request.value
    better = terms.corrected(text, request.source, text.having(draft.text), request.target)
    if better == draft.text or not sound(text, text.having(better)):
        return draft
    return replace(draft, text=better, origin=f"{draft.origin}, glossary")
