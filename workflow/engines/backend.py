"""What a service is to the dispatcher: one wire format, one request at a time.

Batches, attempts, pace, budget and answers that are kept are the dispatcher's; a backend turns
texts into one request and its answer into texts, or raises one of :mod:`workflow.engines.faults`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from workflow.engines.engine import Request
from workflow.engines.masking import Masked, Part
from workflow.model import Locale

Unit = Literal["characters", "bytes"]
"""Unicode characters, or bytes of UTF-8."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may hold; None where the service sets no limit."""

    texts: int = 1
    """Texts in one request (a batch)."""
    text: int | None = None
    """Length of one text, in ``unit``."""
    total: int | None = None
    """Length of all texts of a request, in ``unit``."""
    unit: Unit = "characters"


@dataclass(frozen=True, slots=True)
class Wire:
    """One text as it goes to the service."""

    text: str
    """A message (or a piece of one, where it is longer than the service takes) in the backend's
    form."""
    source: str
    """The service's code of the language."""
    target: str
    request: Request
    """The message it is of; chat engines look at its place and its neighbours."""
    whole: bool = True
    """Whether it is the whole message, not a piece or a run of words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request brought."""

    texts: Sequence[str]
    """One a text, in order, none empty, as the service wrote them (in the backend's form)."""
    cost: float | None = None
    """What the service charged, where it says so (tokens × price); None: ``price_per_million``
    times characters."""


class Form(Protocol):
    """How parts that are kept are written for a service, and read from its answer."""

    @property
    def markup(self) -> Literal["text", "html", "xml"]:
        """What the service is to be told that the texts are."""
        ...

    def encode(self, masked: Masked) -> str:
        """Return the message for the service."""
        ...

    def decode(self, text: str, masked: Masked) -> list[Part]:
        """Return the parts of a translated text in its order.

        Parts may be lost or doubled: :func:`workflow.engines.masking.assemble` finds that.
        """
        ...


class Backend(Protocol):
    """One service with its settings. All of it runs in one event loop, that of the dispatcher."""

    @property
    def identity(self) -> str:
        """What an answer depends on: provider, address, model, options, digest of a glossary that
        is sent along; never the key. Texts are not sent again under the same identity."""
        ...

    @property
    def model(self) -> str:
        """The model that answers, for a draft's provenance; empty where there is but one."""
        ...

    @property
    def price(self) -> float | None:
        """Of a million characters; None where it is not known, or each answer tells its cost."""
        ...

    @property
    def repairs(self) -> bool:
        """Whether it makes use of :attr:`Request.near`."""
        ...

    @property
    def limits(self) -> Limits: ...

    @property
    def form(self) -> Form: ...

    def group(self, request: Request) -> str:
        """Texts of one pair and one group may share a request; asked when one is made up."""
        ...

    def code(self, locale: Locale) -> str | None:
        """How the service spells a language; None for one that it does not know."""
        ...

    def missing(self) -> str:
        """The command or setting without which it cannot be asked (a key); empty: nothing."""
        ...

    def forecast(self, texts: Sequence[Wire]) -> float | None:
        """What one request with these texts will cost, about, where only its answer tells; None:
        :attr:`price` does, or nobody."""
        ...

    async def translate(self, texts: Sequence[Wire]) -> Answer:
        """Send ONE request with texts of one pair; raise a :class:`~.faults.Fault`.

        It ends by itself within the time-out of its settings, and at once when it is cancelled.
        """
        ...

    async def close(self) -> None:
        """Close connections and end workers; called in the loop at the end of each run."""
        ...
