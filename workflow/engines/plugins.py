"""Engines of entry points: what they draft is kept, and what they send is counted.

A plugin knows of neither. It asks its meter before each request, as every engine does; the meter
that it is given holds the month's budget too. A text that it drafted is not brought to it again,
by no run and no process.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from workflow.engines.account import Account, Verdict
from workflow.engines.answers import Key, key_of
from workflow.engines.engine import (
    Draft,
    Estimate,
    Factory,
    Meter,
    Options,
    Outcome,
    Request,
    Tools,
)
from workflow.engines.wrappers import Wrapper

_PAUSE: Final = 0.1
"""Seconds between two looks at what another process is at work on."""
_OPTIONS: Final = ("url", "model", "formality", "glossary_id")
"""Settings that may change what a plugin answers."""
_KEPT: Final = ("text", "kind", "origin", "model")
"""Of a draft."""


class BudgetedMeter(Meter):
    """The meter of a run, which for one engine keeps to the month's budget as well."""

    __slots__ = ("_account",)

    def __init__(self, run: Meter, account: Account) -> None:
        self.__dict__ = run.__dict__  # one run, one set of figures
        self._account = account

    def take(self, characters: int, requests: int = 1) -> bool:
        """Count what is about to be sent; False where it would pass the limit of the run.

        Raises :class:`EngineError` where it would pass the budget of the month.
        """
        verdict = self._account.take(characters, requests)
        if verdict is Verdict.OVER_BUDGET:
            raise self._account.spent()
        return verdict is Verdict.GOES


class Plugin(Wrapper):
    """See the module's description."""

    def __init__(self, factory: Factory, version: str, options: Options, tools: Tools) -> None:
        """``version`` is that of the plugin: another one may draft other texts.

        Raises :class:`ConfigError` as the factory does.
        """
        self._account = Account(options, tools, options.price_per_million)
        self._answers = tools.answers
        super().__init__(
            factory(options, replace(tools, meter=BudgetedMeter(tools.meter, self._account)))
        )
        values = {name: getattr(options, name) for name in _OPTIONS}
        self._identity = f"{options.provider} {version} {json.dumps(values)}"

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """As the engine inside, of what is not kept."""
        keys = [self._key(request) for request in requests]
        known = self._answers.known(keys)
        fresh = [request for request, key in zip(requests, keys, strict=True) if key not in known]
        would = self._inner.estimate(fresh)
        cost = self._account.cost(would.characters) if would.cost is None else would.cost
        return replace(would, cost=cost, reused=would.reused + len(requests) - len(fresh))

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Yield what is kept, then what the engine inside drafts, which is kept first."""
        waiting: dict[Key, list[int]] = defaultdict(list)
        for index, request in enumerate(requests):
            waiting[self._key(request)].append(index)
        while waiting:
            for key, text in self._account.known(waiting).items():
                draft = Draft(**json.loads(text), made_of=(key,))
                yield from ((index, draft) for index in waiting.pop(key))
            mine = self._account.claim(waiting)
            try:
                yield from self._asked(requests, waiting, [key for key in waiting if key in mine])
            finally:
                self._account.release(mine & waiting.keys())
            if waiting and not mine:
                time.sleep(_PAUSE)

    def _asked(
        self, requests: Sequence[Request], waiting: dict[Key, list[int]], keys: Sequence[Key]
    ) -> Iterator[tuple[int, Outcome]]:
        if not keys:
            return
        left = dict(enumerate(keys))
        texts = [requests[waiting[key][0]] for key in keys]
        for place, outcome in self._inner.translate(texts):
            key = left.pop(place)
            kept: Outcome = outcome
            if isinstance(outcome, Draft):
                kept = self._kept(outcome, key, requests[waiting[key][0]])
            else:
                self._account.release([key])
            yield from ((index, kept) for index in waiting.pop(key))
        for key in left.values():
            yield from ((index, None) for index in waiting.pop(key))

    def _kept(self, draft: Draft, key: Key, request: Request) -> Draft:
        text = json.dumps({name: getattr(draft, name) for name in _KEPT})
        self._account.keep({key: text}, draft.model, len(request.text), None)
        return replace(draft, made_of=(key,))

    def _key(self, request: Request) -> Key:
        place = [request.text, request.markup, request.context, request.keep]
        source, target = request.pair
        return key_of(self._identity, source.name, target.name, json.dumps(place))
