"""Texts for tests: in Markdown or any markup, as a memory is asked, as engines draft them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from workflow.engines.drafting import draft_all
from workflow.engines.engine import Engine, Outcome, Request
from workflow.glossary.usage import Terminology
from workflow.model import Markup, Text

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
MARKUPS: tuple[Markup, ...] = ("markdown", "html", "text")


def md(value: str) -> Text:
    """A text in Markdown."""
    return Text(value, "markdown")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a memory is asked."""

    text: str
    context: str | None = None
    article: str = ""
    before: str = ""
    after: str = ""


def outcomes(engine: Engine, requests: Sequence[Request]) -> list[Outcome]:
    """What an engine makes of requests, in their order; each has to come once."""
    found = list(engine.translate(requests))
    assert sorted(index for index, _ in found) == list(range(len(requests)))
    return [outcome for _, outcome in sorted(found, key=lambda each: each[0])]


def drafted(
    engines: Sequence[Engine], requests: Sequence[Request], terms: Terminology | None = None
) -> list[list[Outcome]]:
    """What each engine of a chain made of each request, in the order of the engines asked."""
    found: list[list[Outcome]] = [[] for _ in requests]
    draft_all(engines, requests, lambda index, _, outcome: found[index].append(outcome), terms)
    return found
