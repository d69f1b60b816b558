"""A chain at work: each engine is asked at once for all that the ones before it left.

Texts may be of any articles and pairs. What engines are spared is done here: a text that stands
in several places goes to an engine once, one without words (a number, an address) is copied, and
the glossary says what is to be kept, and what of a draft it prefers otherwise. Titles of links
and images are asked for beside the texts they stand in.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace

from workflow.engines.answers import Key
from workflow.engines.engine import MACHINE, Draft, Engine, Outcome, Request
from workflow.engines.masking import has_words, same_placeables
from workflow.engines.memory import MemoryEngine
from workflow.engines.termed import marked, mended
from workflow.engines.titles import Titles
from workflow.engines.verification import Alike, finish
from workflow.errors import EngineError
from workflow.glossary.usage import Terminology
from workflow.model import Locale

Came = Callable[[int, str, Outcome], None]
"""Is told of the index of a request, an engine's name, and what that engine made of it."""
Forget = Callable[[Sequence[Key]], None]
"""Is told of answers that are of no use."""


def draft_all(
    engines: Sequence[Engine],
    requests: Sequence[Request],
    came: Came,
    terms: Terminology | None = None,
    *,
    forget: Forget = lambda _keys: None,
    alike: Alike = lambda _source, _draft: None,
) -> None:
    """Ask the engines in order; one that fails on a text does not keep the next from trying it.

    ``came`` is told what each engine made of each text that it was asked for, as it comes: a
    draft, after which no other engine is asked; an error; or None for what is left to the next.
    A machine's draft is mended and verified (:func:`.verification.finish`); one that is of no
    use counts as an error, and ``forget`` is told what it was made of, so that another run asks
    again; ``alike`` compares meanings, where a project asks for that. What the memory has that
    is only like a text waits where an engine that repairs it comes later, and stands in where
    none drafted the text. After a :class:`KeyboardInterrupt` nothing more is verified: answers
    are kept before they are used, and another run takes them.
    """
    _Run(engines, requests, came, terms, forget=forget, alike=alike).to_the_end()


class _Run:
    def __init__(
        self,
        engines: Sequence[Engine],
        requests: Sequence[Request],
        came: Came,
        terms: Terminology | None,
        *,
        forget: Forget,
        alike: Alike,
    ) -> None:
        self._engines = engines
        self._requests = list(requests)
        self._came = came
        self._terms = terms
        self._forget = forget
        self._alike = alike
        self._useless: dict[Key, None] = {}
        """Answers that no draft came of."""
        self._open = dict.fromkeys(range(len(requests)))
        """Indices of those without a draft, in order."""
        self._aside: dict[int, tuple[str, Draft]] = {}
        """What the memory has that is like a text, for an engine to repair."""

    def to_the_end(self) -> None:
        for place, engine in enumerate(self._engines):
            asked = list(self._served(engine))
            if isinstance(engine, MemoryEngine):
                repairing = self._repaired(self._engines[place + 1 :])
                self._ask_memory(engine, asked, repairing)
            else:
                self._ask(engine, asked)
        for index, (name, draft) in self._aside.items():
            self._came(index, name, draft if index in self._open else None)

    def _served(self, engine: Engine) -> Iterator[int]:
        """Those open that the engine serves; the others are left to the next."""
        serves: dict[tuple[Locale, Locale], bool] = {}
        for index in list(self._open):
            pair = self._requests[index].pair
            if pair not in serves:
                serves[pair] = engine.serves(*pair)
            if serves[pair]:
                yield index
            else:
                self._came(index, engine.name, None)

    def _repaired(self, later: Sequence[Engine]) -> Callable[[Request], bool]:
        """Tells for which requests an engine comes later that makes use of a text like it."""
        menders = [engine for engine in later if getattr(engine, "repairs", False)]
        return lambda request: any(engine.serves(*request.pair) for engine in menders)

    def _ask_memory(
        self, engine: MemoryEngine, asked: Sequence[int], repairing: Callable[[Request], bool]
    ) -> None:
        def took(place: int, outcome: Outcome) -> None:
            index = asked[place]
            request = self._requests[index]
            if isinstance(outcome, Draft) and outcome.near and repairing(request):
                self._requests[index] = replace(request, near=outcome.near)
                self._aside[index] = (engine.name, outcome)
            else:
                self.settle(engine, index, outcome)

        _drain(engine.translate([self._requests[index] for index in asked]), took)

    def _ask(self, engine: Engine, asked: Sequence[int]) -> None:
        alike: dict[object, list[int]] = {}
        for index in asked:
            request = self._requests[index] = marked(self._requests[index], self._terms)
            alike.setdefault((*request.pair, request.value), []).append(index)
        try:
            _Asking(engine, list(alike.values()), self).to_the_end()
        finally:
            # Not before: messages that share a run of words would ask for it twice in one run.
            self._forget(list(self._useless))
            self._useless.clear()

    def settle(self, engine: Engine, index: int, outcome: Outcome) -> None:
        """Take what an engine made of the request at ``index``."""
        self.take(engine, index, self.verified(engine, self._requests[index], outcome))

    def take(self, engine: Engine, index: int, outcome: Outcome) -> None:
        """Take an outcome that is verified."""
        if isinstance(outcome, Draft):
            del self._open[index]
        self._came(index, engine.name, outcome)

    def verified(self, engine: Engine, request: Request, outcome: Outcome) -> Outcome:
        """An outcome as it counts: mended, with the glossary's terms, or an error."""
        if not isinstance(outcome, Draft):
            return outcome
        if outcome.kind == MACHINE and not getattr(engine, "pretends", False):
            finished = finish(outcome, request, self._alike)
            if isinstance(finished, Draft):
                return mended(finished, request, self._terms)
            if outcome.text == request.text and not has_words(request.value, request.keep):
                return outcome  # a copy, which no rule on words has a say in
            self._useless |= dict.fromkeys(outcome.made_of)
            return finished
        # What a person translated is right where it stands; it may not fit here.
        fits = same_placeables(request.value, request.value.having(outcome.text))
        return mended(outcome, request, self._terms) if fits else None

    def request(self, index: int) -> Request:
        """The request at ``index``, with what is to be kept of it."""
        return self._requests[index]

    def with_terms(self, request: Request) -> Request:
        """A request with the terms marked that are not to be translated."""
        return marked(request, self._terms)


class _Asking:
    """One machine asked for texts and their titles; each text is sent once for all that have it."""

    def __init__(self, engine: Engine, groups: Sequence[Sequence[int]], run: _Run) -> None:
        self._engine = engine
        self._groups = groups
        """Indices of requests of one text."""
        self._run = run
        self._requests = [run.request(indices[0]) for indices in groups]
        self._titles = Titles(self._requests)
        self._held: dict[int, Draft] = {}
        """Drafts that wait for their titles, by their place among the groups."""
        self._open = dict.fromkeys(range(len(groups)))

    def to_the_end(self) -> None:
        copied = [
            place
            for place, request in enumerate(self._requests)
            if not has_words(request.value, request.keep)
        ]
        wordless = set(copied)
        sent = [place for place in self._open if place not in wordless]
        titles = [self._run.with_terms(request) for request in self._titles.requests]
        texts = [*titles, *(self._requests[place] for place in sent)]

        def took(number: int, outcome: Outcome) -> None:
            if number < len(titles):
                self._took_title(number, titles[number], outcome)
            else:
                self._took(sent[number - len(titles)], outcome)

        for place in copied:
            name = f"{self._engine.name} (copied)"
            self._took(place, Draft(self._requests[place].text, MACHINE, name))
        missing: Outcome = None
        try:
            _drain(self._engine.translate(texts) if texts else iter(()), took)
        except EngineError as error:
            missing = error
        for place in list(self._held):
            self._settle(place, self._held[place])
        for place in list(self._open):
            self._settle(place, missing)

    def _took(self, place: int, outcome: Outcome) -> None:
        if isinstance(outcome, Draft) and self._titles.lacks(place):
            self._held[place] = outcome
        else:
            self._settle(place, outcome)

    def _took_title(self, number: int, request: Request, outcome: Outcome) -> None:
        found = self._run.verified(self._engine, request, outcome)
        self._titles.came(number, found.text if isinstance(found, Draft) else None)
        for place in [each for each in self._held if not self._titles.lacks(each)]:
            self._settle(place, self._held[place])

    def _settle(self, place: int, outcome: Outcome) -> None:
        self._held.pop(place, None)
        del self._open[place]
        if isinstance(outcome, Draft):
            outcome = self._titles.put(place, self._requests[place], outcome)
        outcome = self._run.verified(self._engine, self._requests[place], outcome)
        for index in self._groups[place]:
            self._run.take(self._engine, index, outcome)


def _drain(stream: Iterator[tuple[int, Outcome]], took: Callable[[int, Outcome], None]) -> None:
    """Hand all of ``stream`` over, and have the engine end its work whatever comes between."""
    try:
        for place, outcome in stream:
            took(place, outcome)
    finally:
        if isinstance(stream, Generator):
            stream.close()
