"""Engines of machine translation for people: which are ready, what they were sent, a trial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

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
        phrase("Provider"),
        phrase("Chain"),
        phrase("Ready"),
        phrase("Languages"),
        _COST,
        phrase("This month"),
        phrase("A request"),
        phrase("Why not"),
    )
    rows = [row for each in found for row in _rows(each)]
    return screen.table(columns, rows)


def _rows(state: EngineState) -> Iterator[tuple[object, ...]]:
    head = (state.name, state.provider, state.place or "")
    tail = (_cost(state), _month(state), "" if state.limits is None else _request(state.limits))
    if state.trouble:
        why = together(filter(None, (state.trouble, state.advice)))
        yield (*head, _ready(ready=False), "", *tail, why)
        return
    ordered = sorted(state.pairs, key=_kind)
    for (_, advice), pairs in groupby(ordered, _kind):
        some = list(pairs)
        ready = some[0].ready
        why = "" if ready else advice or phrase("does not know the pair")
        names = [
            phrase("{source} → {target}", source=each.source, target=each.target) for each in some
        ]
        yield (*head, _ready(ready=ready), listed(names), *tail, why)
        head, tail = ("", "", ""), ("", "", "")


def _kind(pair: PairState) -> tuple[bool, str]:
    return not pair.ready, pair.advice


def _ready(*, ready: bool) -> Cell:
    return Cell(phrase("yes"), "good") if ready else Cell(phrase("no"), "wait")


def _cost(state: EngineState) -> str:
    if state.local:
        return phrase("none, on this machine")
    if state.price is None:
        return phrase("no price set")
    return phrase("{price:g} a million", price=state.price)


def _month(state: EngineState) -> str:
    if state.limit is not None:
        return phrase("{sent} of {limit} characters", sent=state.sent, limit=state.limit)
    if not state.sent:
        return ""
    return phrases("{count} character", "{count} characters", state.sent)


def _request(limits: Limits) -> str:
    """How much it may hold."""
    texts = phrases("{count} text", "{count} texts", limits.texts)
    size = limits.total or limits.text
    if size is None:
        return texts
    if limits.unit == "bytes":
        return listed([texts, phrases("{count} byte", "{count} bytes", size)])
    return listed([texts, phrases("{count} character", "{count} characters", size)])


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
    return phrase(
        "a sentence of {number} characters goes to {engine}: {text}",
        number=len(text),
        engine=engine,
        text=text,
    )


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
