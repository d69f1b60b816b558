"""A chain of engines, made from their names: the built-in ones, and those of entry points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from workflow.engines.account import Account
from workflow.engines.apertium import Apertium
from workflow.engines.argos import Argos
from workflow.engines.deep_classes import UNSAFE
from workflow.engines.dummy import Dummy
from workflow.engines.engine import Engine, Factory, Options, Tools
from workflow.engines.examples import WithExamples
from workflow.engines.firefox import Firefox
from workflow.engines.memory import Lookup, MemoryEngine
from workflow.engines.providers import SERVED, make_backend
from workflow.engines.traditional import Traditional
from workflow.engines.wrappers import Rehearsal
from workflow.errors import ConfigError
from workflow.model.phrase import listed, phrase
from workflow.project.settings import BUILT_IN_ENGINES, EngineSettings

GROUP = "workflow.engines"
"""Entry point group: provider's name → :class:`Factory`."""
MEMORY = "memory"


def build_engines(
    names: Sequence[str],
    sections: Mapping[str, Options],
    tools: Tools,
    lookup: Lookup,
    *,
    rehearse: bool = False,
) -> tuple[Engine, ...]:
    """Make the engines of a chain, in order; ``sections`` are the ``[workflow:mt.NAME]``.

    With ``rehearse`` none sends anything. Raises :class:`ConfigError`, with the nearest name,
    for an unknown engine or provider.
    """
    engines: list[Engine] = []
    for name in dict.fromkeys(names):
        if name == MEMORY:
            engines.append(MemoryEngine(lookup))
            continue
        options = _options(name, sections)
        engine = _build(options, tools)
        if rehearse:
            engine = Rehearsal(engine, tools.meter, Account(options, tools, None))
        engines.append(engine)
    return tuple(engines)


def _options(name: str, sections: Mapping[str, Options]) -> Options:
    if name in sections:
        return sections[name]
    if name in BUILT_IN_ENGINES or name in _plugins():
        return EngineSettings(name, name)
    known = [*sections, *BUILT_IN_ENGINES, *_plugins()]
    if name in SERVED:
        hint: str = phrase(
            "Add a section `[workflow:mt.{name}]` with `provider = {name}` to setup.cfg.", name=name
        )
    else:
        hint = _nearest(name, known)
    raise ConfigError(phrase("unknown engine “{name}”", name=name), hint=hint)


def _build(options: Options, tools: Tools) -> Engine:
    own: Mapping[str, Factory] = {
        "apertium": Apertium,
        "argos": Argos,
        "firefox": Firefox,
        "opencc": Traditional,
        "dummy": Dummy,
    }
    if factory := own.get(options.provider):
        return factory(options, tools)
    if options.provider in (*SERVED, *UNSAFE):
        backend = make_backend(options, tools.environ, tools.context)
        # Here, not above: a run without a service does not wait for what speaks HTTP.
        engine: Engine = import_module("workflow.engines.service_engine").ServiceEngine(
            options, tools, backend
        )
        return WithExamples(engine, tools.context) if backend.repairs else engine
    if plugin := _plugins().get(options.provider):
        # Here, not above: few projects have one.
        made: Engine = import_module("workflow.engines.plugins").Plugin(
            _load(plugin), plugin.dist.version if plugin.dist else "", options, tools
        )
        return made
    raise ConfigError(
        phrase(
            "[workflow:mt.{name}]: unknown provider “{provider}”",
            name=options.name,
            provider=options.provider,
        ),
        hint=_nearest(options.provider, [*own, *SERVED, *_plugins()]),
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
