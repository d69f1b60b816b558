"""Engines around an engine: one that sends nothing twice, one that sends nothing at all, and one
that goes by the project's glossary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow.engines.engine import MACHINE, Draft, Engine, Meter, Outcome, Request
from workflow.engines.masking import mask, sound
from workflow.glossary.usage import Terminology
from workflow.model import Locale, Text


class Wrapper:
    """An engine that asks another one."""

    def __init__(self, inner: Engine) -> None:
        self._inner = inner
        self.name = inner.name

    def serves(self, source: Locale, target: Locale) -> bool:
        """As the engine inside."""
        return self._inner.serves(source, target)

    def advice(self, source: Locale, target: Locale) -> str:
        """As the engine inside."""
        return self._inner.advice(source, target)

    def payloads(self, request: Request) -> Sequence[str]:
        """As the engine inside."""
        return self._inner.payloads(request)


class Once(Wrapper):
    """Asks for each text of a pair once per run, however many articles have it.

    One text in two kinds of markup is two.
    A text without a word in it (a number, an address) is its own draft: every language has
    the same, or a person sees at a glance what to change, and it costs nothing.
    """

    def __init__(self, inner: Engine) -> None:
        super().__init__(inner)
        self._known: dict[tuple[Locale, Locale, Text], Outcome] = {}

    def translate(
        self, requests: Sequence[Request], source: Locale, target: Locale
    ) -> Sequence[Outcome]:
        """Return what is known, and ask for the rest."""
        keys = [(source, target, request.source) for request in requests]
        new: dict[tuple[Locale, Locale, Text], Request] = {}
        for key, request in zip(keys, requests, strict=True):
            if key in self._known:
                continue
            if mask(request.source, request.keep).wordy:
                new.setdefault(key, request)
            else:
                self._known[key] = Draft(request.text, MACHINE, f"{self.name} (copied)")
        if new:
            outcomes = self._inner.translate(tuple(new.values()), source, target)
            self._known |= zip(new, outcomes, strict=True)
        return [self._known[key] for key in keys]


class Rehearsal(Wrapper):
    """Counts what the engine would send, and takes for granted that it would succeed."""

    def __init__(self, inner: Engine, meter: Meter) -> None:
        super().__init__(inner)
        self._meter = meter

    def translate(
        self, requests: Sequence[Request], source: Locale, target: Locale
    ) -> Sequence[Outcome]:
        """Return each text as its own draft, as far as the limit allows."""
        return [
            Draft(request.text, MACHINE, self.name)
            if (payloads := self.payloads(request)) and self._meter.take(payloads)
            else None
            for request in requests
        ]


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
