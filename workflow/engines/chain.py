"""The chain: engines in order, each asked for what the ones before it left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.engines.engine import Draft, Engine, Outcome, Request
from workflow.engines.masking import same_placeables
from workflow.errors import EngineError
from workflow.model import Locale


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


def run_chain(
    engines: Sequence[Engine], requests: Sequence[Request], source: Locale, target: Locale
) -> Result:
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
        outcomes = _ask(engine, [requests[index] for index in todo], source, target)
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


def _ask(
    engine: Engine, requests: Sequence[Request], source: Locale, target: Locale
) -> Sequence[Outcome]:
    if not engine.serves(source, target):
        return [None] * len(requests)
    try:
        return engine.translate(requests, source, target)
    except EngineError as error:
        return [error] * len(requests)


def _is_fit(request: Request, translation: str) -> bool:
    draft = request.source.having(translation)
    return bool(translation.strip()) and same_placeables(request.source, draft)
