"""What an engine is: it takes texts with their language pairs and drafts translations of them.

A new engine is one module with one class and a factory in the entry point group
``workflow.engines``; :mod:`workflow.engines.dummy` is the smallest complete example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Protocol

from workflow.engines.answers import Answers, Key, NoAnswers
from workflow.engines.context import Context, Near
from workflow.errors import EngineError
from workflow.model import Locale, Markup, Text
from workflow.model.message import MACHINE, MEMORY

__all__ = ["MACHINE", "MEMORY"]


@dataclass(frozen=True, slots=True)
class Request:
    """One text to translate, and where it stands (of which a memory and chat models make use)."""

    text: str
    """A msgid."""
    source: Locale
    target: Locale
    context: str | None = None
    """Its msgctxt."""
    article: str = ""
    """Slug."""
    before: str = ""
    """The text of the segment before it; empty at the start of an article."""
    after: str = ""
    """The text of the segment after it; empty at the end of an article."""
    keep: tuple[tuple[int, int], ...] = ()
    """Start and end, in characters of ``text``, of terms that stay as they are."""
    markup: Markup = "markdown"
    """What ``text`` is written in, and a draft of it too."""
    kind: str = ""
    """What it is of its article, as in the catalogue's ``#.`` comment: heading 2, paragraph, …"""
    heading: str = ""
    """The heading it stands under."""
    near: tuple[Near, ...] = ()
    """Texts like it that people translated, best first, for engines that repair them."""
    line: int = 0
    """Line of the article that it starts on."""

    @property
    def pair(self) -> tuple[Locale, Locale]:
        """What it is translated from and to."""
        return (self.source, self.target)

    @property
    def value(self) -> Text:
        """The msgid with what it is written in."""
        return Text(self.text, self.markup)


@dataclass(frozen=True, slots=True)
class Draft:
    """A translation for a person to look at; kind and origin go to the message's comment."""

    text: str
    kind: str
    """:data:`MACHINE` or :data:`MEMORY`."""
    origin: str
    """The engine, or the unit of the memory and its score."""
    trusted: bool = False
    """Whether it is left translated, not fuzzy: a memory's only, and only by setting."""
    model: str = ""
    """The model that answered, of engines that have several."""
    notes: tuple[str, ...] = ()
    """What is odd about it; phrases."""
    near: tuple[Near, ...] = ()
    """Of a memory: the pair it is made of, where that is only like the text."""
    made_of: tuple[Key, ...] = field(default=(), compare=False, repr=False)
    """Of a service: the answers it is made of, to be forgotten once the engine has been through
    where the draft is of no use."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an engine would send for some requests."""

    requests: int
    characters: int
    """In what the service charges: characters of the texts as they are sent."""
    cost: float | None = None
    """None where no price is known."""
    reused: int = 0
    """Texts whose answers are kept from before."""


Outcome = Draft | EngineError | None
"""A draft; the error after retries; or None where the engine has nothing to offer."""


class Engine(Protocol):
    """A source of drafts. Engines log nothing, and never put a key into a message."""

    @property
    def name(self) -> str:
        """What settings, ``--engine`` and reports call it."""
        ...

    def serves(self, source: Locale, target: Locale) -> bool:
        """Whether it can translate the pair as things stand (installed, key set). Sends nothing."""
        ...

    def advice(self, source: Locale, target: Locale) -> str:
        """The command or setting that would make it serve the pair; empty if nothing would."""
        ...

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        """What :meth:`translate` would send for requests, if all goes well. Sends nothing."""
        ...

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        """Translate requests of pairs it serves; the pairs may be mixed.

        Yields the index of a request and what came of it, as answers come, in any order, each
        index once. Links, code and everything else that is a placeable come back as they are,
        or the outcome is None. Raises :class:`EngineError` where nothing (more) can be done.
        Closing the iterator early ends all work within two seconds.
        """
        ...


class Options(Protocol):
    """The settings of one engine, as a ``[workflow:mt.NAME]`` section gives them."""

    @property
    def name(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def key_env(self) -> str | None: ...
    @property
    def in_flight(self) -> int: ...
    @property
    def timeout(self) -> float: ...
    @property
    def characters_per_month(self) -> int | None: ...
    @property
    def price_per_million(self) -> float | None: ...
    @property
    def batch(self) -> int | None: ...
    @property
    def requests_per_minute(self) -> int | None: ...
    @property
    def model(self) -> str | None: ...
    @property
    def formality(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def glossary_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What engines are given from outside."""

    meter: Meter
    environ: Mapping[str, str]
    """Where keys are looked up."""
    now: datetime
    """Dates answers, and says from which month's budget they are taken."""
    answers: Answers = field(default_factory=NoAnswers)
    context: Context = field(default_factory=Context)


class Factory(Protocol):
    """Makes an engine; what an entry point of the group ``workflow.engines`` names."""

    def __call__(self, options: Options, tools: Tools) -> Engine:
        """Return the engine; raise :class:`ConfigError` for options it cannot work with."""
        ...


class Meter:
    """What one run sends, over all engines; safe to share between threads.

    Once one text is refused all later ones are, so that what gets drafted does not depend
    on which texts happen to be short.
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._lock = Lock()
        self.requests = 0
        self.characters = 0
        self.cost: float | None = None
        self.reused = 0
        self.exhausted = False
        self.notes: list[str] = []
        """What is to be said of how texts are sent."""

    def say(self, text: str) -> None:
        """Note something for the report, once."""
        if text not in self.notes:
            self.notes.append(text)

    def has_room(self, characters: int) -> bool:
        """Whether so much more may be sent."""
        return self._limit is None or self.characters + characters <= self._limit

    def take(self, characters: int, requests: int = 1) -> bool:
        """Count what is about to be sent; False where it would pass the limit."""
        with self._lock:
            if self.exhausted or not self.has_room(characters):
                self.exhausted = True
                return False
            self.requests += requests
            self.characters += characters
            return True

    @property
    def left(self) -> int | None:
        """Characters until the limit; None where there is none."""
        return None if self._limit is None else max(0, self._limit - self.characters)

    def give_back(self, characters: int, cost: float | None) -> None:
        """Take back a request that certainly was never sent."""
        with self._lock:
            self.requests -= 1
            self.characters -= characters
            if cost is not None and self.cost is not None:
                self.cost = max(0.0, round(self.cost - cost, 12))  # no less than nothing

    def spend(self, cost: float | None) -> None:
        """Add what was charged; None: it is not known."""
        if cost is not None:
            with self._lock:
                self.cost = (self.cost or 0.0) + cost

    def reuse(self, texts: int = 1) -> None:
        """Count texts whose answers were kept from before."""
        with self._lock:
            self.reused += texts
