"""Every engine there is to choose from: ready or not and why, what it costs, what it was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import entry_points

from workflow.engines.account import budget_spent
from workflow.engines.answers import Usage, month_of
from workflow.engines.backend import Limits
from workflow.engines.chain import GROUP, MEMORY, build_engines
from workflow.engines.deep_classes import UNSAFE
from workflow.engines.engine import Engine, Request, Tools
from workflow.errors import WorkflowError
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.project.provider_options import OPTIONS
from workflow.project.settings import BUILT_IN_ENGINES, EngineSettings, Settings

_SENTENCE = 40
"""Characters; an engine with fewer left in its budget drafts next to nothing."""
Pair = tuple[Locale, Locale]


@dataclass(frozen=True, slots=True)
class PairState:
    """Whether an engine translates one pair as things stand."""

    source: Locale
    target: Locale
    ready: bool
    advice: str = ""
    """What would make it; empty where nothing would, or nothing is needed."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """One engine of the settings, or one that they could name."""

    name: str
    """What ``--engine`` calls it; a provider's name where it needs a section first."""
    provider: str
    place: int | None = None
    """In the chain, from 1; None: not in it."""
    pairs: tuple[PairState, ...] = ()
    trouble: str = ""
    """Why it cannot be used at all; empty: it can."""
    advice: str = ""
    """What to do about that."""
    local: bool = False
    """Whether no text leaves this machine."""
    price: float | None = None
    """Of a million characters, by the settings."""
    limit: int | None = None
    """Characters a month, by the settings."""
    sent: int = 0
    """Characters in this month."""
    scope: str = ""
    """What it translates, where that is less than one would think."""
    limits: Limits | None = None
    """What one request may hold; None: nothing is known of a limit."""

    @property
    def ready(self) -> bool:
        """Whether it may be asked, and serves any of the pairs."""
        return not self.trouble and any(pair.ready for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of asking one engine one thing."""

    text: str
    """Its answer."""
    requests: int
    characters: int
    cost: float | None
    notes: Sequence[str] = ()
    """On the file in which what is sent is counted."""


def inventory(
    settings: Settings, tools: Tools, pairs: Sequence[Pair], usage: Sequence[Usage]
) -> tuple[EngineState, ...]:
    """The chain in its order, other sections, built-in engines, then providers by name.

    Sends nothing.
    """
    month = month_of(tools.now)
    sent = {each.engine: each.characters for each in usage if each.month == month}
    plugins = entry_points(group=GROUP).names
    names = dict.fromkeys((*settings.engines, *settings.mt, *BUILT_IN_ENGINES, *plugins))
    states = [
        _state(name, settings, lambda one: build(one, settings, tools), pairs, sent)
        for name in names
    ]
    return (*states, *_providers({state.provider for state in states}))


def build(name: str, settings: Settings, tools: Tools) -> Engine:
    """One engine by itself; raises :class:`ConfigError` as the chain does."""

    def nothing(requests: Sequence[Request], _source: Locale, _target: Locale) -> list[None]:
        return [None] * len(requests)

    return build_engines((name,), settings.mt, tools, nothing)[0]


def is_local(provider: str) -> bool:
    """Whether nothing that the provider is given leaves this machine, as far as is known."""
    # A month's budget is for what is sent.
    return provider == MEMORY or "characters_per_month" not in OPTIONS.get(
        provider, frozenset({"characters_per_month"})
    )


def _state(
    name: str,
    settings: Settings,
    make: Callable[[str], Engine],
    pairs: Sequence[Pair],
    sent: Mapping[str, int],
) -> EngineState:
    section = settings.mt.get(name, EngineSettings(name, name))
    chain = settings.engines
    state = EngineState(
        name,
        section.provider,
        chain.index(name) + 1 if name in chain else None,
        local=is_local(section.provider),
        price=section.price_per_million,
        limit=section.characters_per_month,
        sent=sent.get(name, 0),
    )
    try:
        engine = make(name)
        states = tuple(_pair_state(engine, pair) for pair in pairs)
        state = replace(
            state,
            pairs=states,
            limits=getattr(engine, "limits", None),
            scope=getattr(engine, "scope", ""),
        )
    except WorkflowError as error:
        return replace(state, trouble=error.message, advice=error.hint)
    if state.limit is None or state.limit - state.sent >= _SENTENCE:
        return state
    spent = phrase(
        "{sent} of {limit} characters were sent this month: hardly a sentence is left",
        sent=state.sent,
        limit=state.limit,
    )
    return replace(state, trouble=spent, advice=budget_spent(name, state.limit).hint)


def _pair_state(engine: Engine, pair: Pair) -> PairState:
    if engine.serves(*pair):
        return PairState(*pair, ready=True)
    return PairState(*pair, ready=False, advice=engine.advice(*pair))


def _providers(used: set[str]) -> Iterator[EngineState]:
    """Those that no engine is of, and what it takes to have one."""
    for name in sorted(OPTIONS.keys() - used):
        yield EngineState(
            name,
            name,
            trouble=phrase("needs a section in setup.cfg"),
            advice=phrase("`[workflow:mt.{name}]` with `provider = {name}`", name=name),
            local=is_local(name),
        )
    for name in sorted(UNSAFE.keys() - used):
        yield EngineState(name, name, trouble=UNSAFE[name])
