"""The chain: engines in order, each asked for what the ones before it left.

Engines are made from the names in the settings: the built-in ones, and those of entry points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

from workflow.engines.apertium import Apertium
from workflow.engines.deep import DeepTranslator
from workflow.engines.dummy import Dummy
from workflow.engines.engine import Draft, Engine, Factory, Options, Outcome, Request, Tools
from workflow.engines.masking import same_placeables
from workflow.engines.memory import Lookup, MemoryEngine
from workflow.engines.providers import PROVIDERS
from workflow.engines.wrappers import Once, Rehearsal, Termed
from workflow.errors import ConfigError, EngineError
from workflow.glossary.usage import Terminology
from workflow.model.phrase import listed, phrase
from workflow.project.settings import BUILT_IN_ENGINES, EngineSettings

GROUP = "workflow.engines"
"""Entry point group: provider's name → :class:`Factory`."""
MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Tally:
    """What one engine did with what it was asked for: filled + left + failed."""

    engine: str
    filled: int
    left: int
    failed: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a chain made of a list of requests."""

    drafts: tuple[Draft | None, ...]
    """One a request, in order."""
    engines: tuple[str, ...]
    """Of each, the engine that drafted it; empty where none did."""
    tallies: tuple[Tally, ...]
    """One an engine, in order, as long as there was something to do."""
    failed: int
    """Requests without a draft that an engine failed on."""
    errors: tuple[EngineError, ...]
    """What engines failed with, each said once."""


def run_chain(engines: Sequence[Engine], requests: Sequence[Request]) -> Result:
    """Ask the engines in order. One that fails does not keep the next from trying.

    A draft that is empty or whose placeables are not those of its text counts as left.
    """
    drafts: list[Draft | None] = [None] * len(requests)
    names = [""] * len(requests)
    failed: set[int] = set()
    tallies: list[Tally] = []
    errors: dict[str, EngineError] = {}
    for engine in engines:
        todo = [index for index, draft in enumerate(drafts) if draft is None]
        if not todo:
            break
        outcomes = _ask(engine, [requests[index] for index in todo])
        for index, outcome in zip(todo, outcomes, strict=True):
            if isinstance(outcome, EngineError):
                failed.add(index)
                errors.setdefault(str(outcome), outcome)
            elif outcome is not None and _is_fit(requests[index], outcome.text):
                drafts[index] = outcome
                names[index] = engine.name
        failures = sum(isinstance(outcome, EngineError) for outcome in outcomes)
        filled = sum(drafts[index] is not None for index in todo)
        tallies.append(Tally(engine.name, filled, len(todo) - filled - failures, failures))
    lost = sum(drafts[index] is None for index in failed)
    return Result(tuple(drafts), tuple(names), tuple(tallies), lost, tuple(errors.values()))


def _ask(engine: Engine, requests: Sequence[Request]) -> Sequence[Outcome]:
    served = {pair for pair in {each.pair for each in requests} if engine.serves(*pair)}
    asked = [index for index, request in enumerate(requests) if request.pair in served]
    outcomes: dict[int, Outcome] = {}
    try:
        for place, outcome in engine.translate([requests[index] for index in asked]):
            outcomes[asked[place]] = outcome
    except EngineError as error:
        for index in asked:
            outcomes.setdefault(index, error)
    return [outcomes.get(index) for index in range(len(requests))]


def _is_fit(request: Request, translation: str) -> bool:
    draft = request.value.having(translation)
    return bool(translation.strip()) and same_placeables(request.value, draft)


def build_engines(
    names: Sequence[str],
    sections: Mapping[str, Options],
    tools: Tools,
    lookup: Lookup,
    *,
    terms: Terminology | None = None,
    rehearse: bool = False,
) -> tuple[Engine, ...]:
    """Make the engines of a chain, in order; ``sections`` are the ``[workflow:mt.NAME]``.

    Machines go by the glossary ``terms``. With ``rehearse`` none sends anything. Raises
    :class:`ConfigError`, with the nearest name, for an unknown engine or provider.
    """
    engines: list[Engine] = []
    for name in dict.fromkeys(names):
        if name == MEMORY:
            engines.append(MemoryEngine(lookup))
            continue
        engine = _build(_options(name, sections), tools)
        engine = Once(Rehearsal(engine, tools.meter) if rehearse else engine)
        engines.append(Termed(engine, terms) if terms else engine)
    return tuple(engines)


def _options(name: str, sections: Mapping[str, Options]) -> Options:
    if name in sections:
        return sections[name]
    if name in BUILT_IN_ENGINES or name in _plugins():
        return EngineSettings(name, name)
    known = [*sections, *BUILT_IN_ENGINES, *_plugins()]
    if name in PROVIDERS:
        hint: str = phrase(
            "Add a section [workflow:mt.{name}] with provider = {name} to setup.cfg.", name=name
        )
    else:
        hint = _nearest(name, known)
    raise ConfigError(phrase("unknown engine “{name}”", name=name), hint=hint)


def _build(options: Options, tools: Tools) -> Engine:
    own: Mapping[str, Factory] = {"apertium": Apertium, "dummy": Dummy}
    if factory := own.get(options.provider):
        return factory(options, tools)
    if options.provider in PROVIDERS:
        return DeepTranslator(options, tools)
    if plugin := _plugins().get(options.provider):
        return _load(plugin)(options, tools)
    raise ConfigError(
        phrase(
            "[workflow:mt.{name}]: unknown provider “{provider}”",
            name=options.name,
            provider=options.provider,
        ),
        hint=_nearest(options.provider, [*own, *PROVIDERS, *_plugins()]),
        file="setup.cfg",
    )


def _load(plugin: EntryPoint) -> Factory:
    try:
        factory: Factory = plugin.load()
    except (ImportError, AttributeError) as error:
        raise ConfigError(
            phrase("the engine “{name}” cannot be loaded: {error}", name=plugin.name, error=error),
            hint=phrase("Install the package that brings it again, or take it out of the chain."),
        ) from error
    return factory


def _plugins() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _nearest(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return phrase("Did you mean “{name}”?", name=near[0])
    return phrase("Use one of: {names}.", names=listed(known))
