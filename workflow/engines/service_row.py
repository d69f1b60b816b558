"""What a row of :mod:`.services` is made of: a question, how HTTP puts it, how answers are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.engines.backend import Form, Limits
from workflow.engines.client import Reply
from workflow.engines.faults import Fault
from workflow.model.phrase import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Question:
    """One request as a service is asked it: texts of one pair, key and options of the settings."""

    texts: Sequence[str]
    source: str
    target: str
    key: str = field(repr=False)
    options: Mapping[str, str]
    """``model``, ``formality``, ``email``, ``glossary_id``: those that are set."""


@dataclass(frozen=True, slots=True)
class Call:
    """A question as HTTP has it."""

    json: object = field(default=None, repr=False)
    """The body; None for a request without one (GET)."""
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


Checked = Callable[[Reply, Any, str], Fault | None]
"""Takes an answer, its JSON (None where it is none) and what the service says; returns the fault
that only this service has, or None."""


@dataclass(frozen=True, slots=True)
class Service:
    """A row of the table."""

    address: Callable[[str], str]
    """Takes the key, returns the address without :attr:`path`."""
    path: str
    ask: Callable[[Question], Call]
    read: Callable[[Any, Question], Sequence[object]]
    """Takes the JSON of an answer, returns its texts; raises KeyError, TypeError or IndexError for
    another shape."""
    form: Form
    limits: Limits
    """Texts in one request: as many as make a good batch where the settings do not say."""
    most_texts: int
    """As many as the service takes."""
    needs_key: bool = True
    """Unless the settings name an address: whoever hosts it may want none."""
    body: int | None = None
    """Most bytes of a request's body."""
    check: Checked = lambda _reply, _answer, _said: None


def said(answer: Any) -> str:
    """What a service says of an error, wherever it is in its answer; empty if nothing."""
    found = answer[0] if isinstance(answer, list) and answer else answer
    if isinstance(found, Mapping) and isinstance(found.get("error"), Mapping):
        found = found["error"]
    if not isinstance(found, Mapping):
        return ""
    values = (found.get(name) for name in ("error", "message", "detail", "responseDetails"))
    text = next((value for value in values if isinstance(value, str) and value.strip()), "")
    return " ".join(text.split())


def quoted(status: object, text: str) -> Phrase:
    """The reason of a fault: a status and the service's words."""
    return phrase("HTTP {status}, “{text}”", status=status, text=text)
