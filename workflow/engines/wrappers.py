"""Engines around an engine: one that sends nothing twice, one that sends nothing at all, and one
that goes by the project's glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflow.engines.engine import MACHINE, Draft, Engine, Estimate, Meter, Outcome, Request
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

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """As the engine inside."""
        return self._inner.estimate(requests)


class Once(Wrapper):
    """Asks for each text of a pair once per run, however many articles have it.

    One text in two kinds of markup is two.
    A text without a word in it (a number, an address) is its own draft: every language has
    the same, or a person sees at a glance what to change, and it costs nothing.
    """

    def __init__(self, inner: Engine) -> None:
        super().__init__(inner)
        self._known: dict[tuple[Locale, Locale, Text], Outcome] = {}

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Yield what is known, and ask for the rest."""
        waiting: dict[tuple[Locale, Locale, Text], list[int]] = defaultdict(list)
        for index, request in enumerate(requests):
            key = (*request.pair, request.value)
            if key in self._known:
                yield index, self._known[key]
            elif mask(request.value, request.keep).wordy:
                waiting[key].append(index)
            else:
                yield index, Draft(request.text, MACHINE, f"{self.name} (copied)")
        keys = list(waiting)
        asked = [requests[waiting[key][0]] for key in keys]
        for place, outcome in self._inner.translate(asked) if asked else ():
            self._known[keys[place]] = outcome
            for index in waiting[keys[place]]:
                yield index, outcome


class Rehearsal(Wrapper):
    """Counts what the engine would send, and takes for granted that it would succeed."""

    def __init__(self, inner: Engine, meter: Meter) -> None:
        super().__init__(inner)
        self._meter = meter

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Yield each text as its own draft, as far as the limit allows."""
        for index, request in enumerate(requests):
            would = self._inner.estimate((request,))
            taken = would.requests and self._meter.take(would.characters, would.requests)
            yield index, Draft(request.text, MACHINE, self.name) if taken else None


class Termed(Wrapper):
    """Keeps what is not to be translated from the engine, and mends terms in its drafts.

    A term the glossary prefers takes the place of one it admits or forbids where that leaves
    the words around it right; the draft says so. Nothing is put where the engine used a word
    that the glossary does not know.
    """

    def __init__(self, inner: Engine, terms: Terminology) -> None:
        super().__init__(inner)
        self._terms = terms

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """As the engine inside, for the texts as they would be sent."""
        return self._inner.estimate([self._marked(request) for request in requests])

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Yield the drafts of the engine inside, with the glossary's terms."""
        marked = [self._marked(request) for request in requests]
        for index, outcome in self._inner.translate(marked):
            if isinstance(outcome, Draft):
                yield index, self._mended(outcome, requests[index])
            else:
                yield index, outcome

    def _marked(self, request: Request) -> Request:
        return replace(request, keep=self._terms.kept(request.value, request.source))

    def _mended(self, draft: Draft, request: Request) -> Draft:
        text = request.value
        mended = self._terms.corrected(
            text, request.source, text.having(draft.text), request.target
        )
        if mended == draft.text or not sound(text, text.having(mended)):
            return draft
        return replace(draft, text=mended, origin=f"{draft.origin}, glossary")
