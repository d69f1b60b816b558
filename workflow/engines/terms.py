"""The project's glossary in machine translation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow.engines.interface import Draft, Engine, Outcome, Request
from workflow.engines.masking import sound
from workflow.engines.wrappers import Wrapper
from workflow.glossary.usage import Terminology
from workflow.model import Locale


class Termed(Wrapper):
    """Keeps what is not to be translated from the engine, and mends terms in its drafts.

    A term the glossary prefers takes the place of one it admits or forbids where that leaves
    the words around it right; the draft says so. Nothing is put where the engine used a word
    that the glossary does not know.
    """

    def __init__(self, inner: Engine, terms: Terminology) -> None:
        super().__init__(inner)
        self._terms = terms

    def translate(
        self, requests: Sequence[Request], source: Locale, target: Locale
    ) -> Sequence[Outcome]:
        """Return the drafts of the engine inside, with the glossary's terms."""
        marked = [
            replace(request, keep=self._terms.kept(request.source, source)) for request in requests
        ]
        outcomes = self._inner.translate(marked, source, target)
        return [
            self._mended(outcome, request, source, target)
            if isinstance(outcome, Draft)
            else outcome
            for outcome, request in zip(outcomes, requests, strict=True)
        ]

    def _mended(self, draft: Draft, request: Request, source: Locale, target: Locale) -> Draft:
        text = request.source
        mended = self._terms.corrected(text, source, text.having(draft.text), target)
        if mended == draft.text or not sound(text, text.having(mended)):
            return draft
        return replace(draft, text=mended, origin=f"{draft.origin}, glossary")
