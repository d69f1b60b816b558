"""Engines around an engine: one that sends nothing twice, one that sends nothing at all."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.engines.interface import MACHINE, Draft, Engine, Outcome, Request
from workflow.engines.masking import mask
from workflow.engines.meter import Meter
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
