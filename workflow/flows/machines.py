"""Engines looked at one by one: which there are, what each was sent, whether one answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from workflow.engines.answers import Key, Usage
from workflow.engines.engine import Meter, Request, Tools
from workflow.engines.inventory import EngineState, Tried, build, inventory, is_local
from workflow.engines.kept_answers import KeptAnswers
from workflow.errors import EngineError, FileError
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.project.settings import EngineSettings, Settings
from workflow.project.workspace import Workspace

_SENTENCES: Mapping[str, str] = {
    "fr": "Le marché de nuit ouvre à 18 h : voir [le plan](https://example.org/plan).",
    "en": "The night market opens at 6 p.m.: see [the map](https://example.org/map).",
    "zh": "夜市晚上六点开门：请看[地图](https://example.org/map)。",
}
"""One with a link that must come back, by language."""
_FALLBACK = Locale("en")


def list_engines(
    workspace: Workspace,
    locales: Sequence[Locale],
    *,
    now: datetime,
    environ: Mapping[str, str],
) -> tuple[EngineState, ...]:
    """All engines, and how each serves the pairs of the project into ``locales`` (none: all).

    Sends nothing. Raises :class:`FileError` where what was sent cannot be read.
    """
    settings = workspace.settings
    # an article that cannot be read is in no engine's way
    articles = workspace.readable((), [])
    written = {article.locale for article in articles} | {settings.source_locale}
    spoken = dict.fromkeys((settings.source_locale, *settings.target_locales, *sorted(written)))
    pairs = [
        (source, target)
        for source in spoken
        if source in written
        for target in workspace.targets_of(source, locales)
    ]
    tools = Tools(Meter(), environ, now)
    return inventory(settings, tools, pairs, usage(workspace))


def usage(workspace: Workspace) -> tuple[Usage, ...]:
    """What was sent to each engine in each month; raises :class:`FileError`."""
    answers = KeptAnswers(workspace.answers_path, write=False)
    found = tuple(answers.usage())
    for text in answers.notes:
        raise FileError(text, hint=phrase("`workflow translate` sets a damaged file aside."))
    return found


def try_engine(
    workspace: Workspace,
    name: str,
    target: Locale | None,
    *,
    now: datetime,
    environ: Mapping[str, str],
    announce: Callable[[Request, bool], None],
) -> Tried:
    """Send one sentence as ``translate`` would: budget, attempts and all, but nothing is kept.

    It is in the project's source language where there is one at hand, else in English, and
    goes into ``target``, else the first target locale. Just before, ``announce`` is told of it
    and of whether it stays on this machine.

    Raises :class:`ConfigError` for an engine that there is none of and :class:`EngineError`
    for one that cannot be asked, fails, or loses the link.
    """
    settings = workspace.settings
    meter = Meter()
    answers = _Fresh(workspace.answers_path)
    try:
        engine = build(name, settings, Tools(meter, environ, now, answers))
        request = _request(settings, target)
        if not engine.serves(*request.pair):
            raise EngineError(
                phrase(
                    "{engine} does not translate {source} → {target} as things stand",
                    engine=name,
                    source=request.source,
                    target=request.target,
                ),
                hint=engine.advice(*request.pair),
            )
        announce(request, is_local(settings.mt.get(name, EngineSettings(name, name)).provider))
        outcomes = [outcome for _, outcome in engine.translate([request])]
    finally:
        answers.close()
    for outcome in outcomes:
        if isinstance(outcome, EngineError):
            raise outcome
        if outcome is not None:
            return Tried(outcome.text, meter.requests, meter.characters, meter.cost, answers.notes)
    raise EngineError(phrase("{engine} has nothing to say to the sentence", engine=name))


def _request(settings: Settings, target: Locale | None) -> Request:
    own = settings.source_locale
    source = own if own.babel.language in _SENTENCES else _FALLBACK
    others = (each for each in settings.target_locales if each != source)
    text = _SENTENCES[source.babel.language]
    return Request(text, source, target or next(others, source))


class _Fresh(KeptAnswers):
    """Knows and keeps no answer, so that the engine is asked; but counts what it is sent."""

    def known(self, keys: Iterable[Key]) -> Mapping[Key, str]:
        """Nothing."""
        return {}

    def claim(self, keys: Iterable[Key]) -> frozenset[Key]:
        """All of them."""
        return frozenset(keys)

    def keep(
        self,
        answers: Mapping[Key, str],
        *,
        engine: str,
        model: str,
        cost: float | None,
        moment: datetime,
    ) -> None:
        """Nothing to do."""
