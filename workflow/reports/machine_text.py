"""Engines of machine translation for people: which are ready, what they were sent, a trial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflow.engines.answers import Usage
from workflow.engines.backend import Limits
from workflow.engines.inventory import EngineState, PairState, Tried
from workflow.engines.models import Model
from workflow.model.phrase import listed, phrase, phrases, together
from workflow.reports.screen import Cell, Screen, visible

_ENGINE = phrase("Engine")
_COST = phrase("Cost")
_CHARACTERS = phrase("Characters")


def engines_table(found: Sequence[EngineState], screen: Screen) -> Iterator[str]:
    """A line for each engine and each state it is in with some pairs."""
    columns = (
        _ENGINE,
        phrase("Chain"),
        phrase("Ready"),
        phrase("Languages"),
        phrase("Cost and limits"),
    )
    rows = [row for each in found for row in _rows(each)]
    return screen.table(columns, rows)


def _rows(state: EngineState) -> Iterator[tuple[object, ...]]:
    name = state.name if state.name == state.provider else f"{state.name} ({state.provider})"
    head: tuple[object, ...] = (name, state.place or "")
    bounds = together(filter(None, (_cost(state), _month(state), _request(state.limits))))
    if state.trouble:
        why = together(filter(None, (state.trouble, state.advice)))
        yield (*head, _ready(ready=False), why, "")
        return
    alike: dict[tuple[bool, str], list[PairState]] = {}
    for pair in sorted(state.pairs, key=lambda each: not each.ready):
        alike.setdefault((pair.ready, pair.advice), []).append(pair)
    for (ready, advice), some in alike.items():
        yield (*head, _ready(ready=ready), _languages(some, state, advice), bounds)
        head, bounds = ("", ""), ""


def _languages(some: Sequence[PairState], state: EngineState, advice: str) -> str:
    """Pairs, and why they are not served."""
    names = listed(
        phrase("{source} → {target}", source=each.source, target=each.target) for each in some
    )
    if 1 < len(some) == len(state.pairs):
        names = phrase("all pairs")
    if some[0].ready:
        return names
    why = advice or state.scope or phrase("does not know them")
    return phrase("{pairs}: {why}", pairs=names, why=why)


def _ready(*, ready: bool) -> Cell:
    return Cell(phrase("yes"), "good") if ready else Cell(phrase("no"), "wait")


def _cost(state: EngineState) -> str:
    if state.local:
        return phrase("free, on this machine")
    if state.price is None:
        return phrase("over the network")
    return phrase("{price:g} a million", price=state.price)


def _month(state: EngineState) -> str:
    if state.limit is not None:
        return phrase("{sent} of {limit} characters this month", sent=state.sent, limit=state.limit)
    if not state.sent:
        return ""
    return phrases("{count} character this month", "{count} characters this month", state.sent)


def _request(limits: Limits | None) -> str:
    """How much a request may hold."""
    if limits is None or not (size := limits.total or limits.text):
        return ""
    if limits.unit == "bytes":
        return phrases("{count} byte a request", "{count} bytes a request", size)
    return phrases("{count} character a request", "{count} characters a request", size)


def usage_table(
    found: Sequence[Usage], limits: Mapping[str, int | None], screen: Screen
) -> Iterator[str]:
    """A line for each engine and month."""
    if not found:
        return iter([screen.words(phrase("Nothing was sent to any engine yet."))])
    characters, requests = _CHARACTERS, phrase("Requests")
    columns = (_ENGINE, phrase("Month"), requests, characters, _COST, phrase("Limit"))
    rows = [
        (
            each.engine,
            each.month,
            each.requests,
            each.characters,
            _sum(each.cost),
            "" if limits.get(each.engine) is None else limits[each.engine],
        )
        for each in found
    ]
    right = {screen.words(name) for name in columns[2:]}
    return screen.table(columns, rows, right=right)


def _sum(cost: float | None) -> str:
    return "" if cost is None else f"{cost:.2f}"


def announced(engine: str, text: str, *, local: bool) -> str:
    """What is said before a trial."""
    if local:
        return phrase("{engine} is asked, on this machine: {text}", engine=engine, text=text)
    return phrase("a sentence goes to {engine}: {text}", engine=engine, text=text)


def installed(model: Model) -> Iterator[str]:
    """What was installed, and the digest by which it can be pinned."""
    yield phrase(
        "{engine} translates {source} → {target} on this machine.",
        engine=model.engine,
        source=model.source,
        target=model.target,
    )
    yield phrase("File: {path}", path=model.path)
    yield f"SHA-256: {model.sha256}"


def tried(result: Tried, seconds: float) -> Iterator[str]:
    """What came of it: the answer, the time, what was sent."""
    yield visible(result.text)
    yield phrase("Time: {seconds:.2f} s", seconds=seconds)
    yield phrase("Requests: {requests}", requests=result.requests)
    yield phrase("Characters: {characters}", characters=result.characters)
    if result.cost is not None:
        yield phrase("Cost: {cost:.4f}", cost=result.cost)
