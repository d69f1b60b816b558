"""The translation memory asked by a person: search, concordance, statistics, rebuilding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from workflow.engines.engine import Request
from workflow.errors import LocaleError
from workflow.memory import Match
from workflow.memory.memory_reports import PairStatistics, Statistics
from workflow.memory.project_memory import (
    Progress,
    project_memory,
)
from workflow.model import Locale, State
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.memory.store import Memory

Pair = tuple[Locale, Locale]


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """What to look for, and how much of it."""

    least_score: int | None = None
    """None: that of the settings."""
    limit: int = 10
    concordance: bool = False
    """Units that have the words, in place of units that are like the text."""


def pair_of(workspace: Workspace, source: Locale | None, target: Locale | None) -> Pair:
    """Fill in what was not named: the project's source, and its first other target locale.

    Raises :class:`LocaleError` where there is none.
    """
    source = source or workspace.settings.source_locale
    targets = [locale for locale in workspace.settings.target_locales if locale != source]
    if target is None and not targets:
        raise LocaleError(
            phrase("the project translates {source} to nothing else", source=source),
            hint=phrase("Name the language to search translations in: --target en"),
        )
    return source, target or targets[0]


def search(
    workspace: Workspace,
    text: str,
    pair: Pair,
    options: SearchOptions,
    *,
    now: datetime,
    progress: Progress,
) -> tuple[tuple[Match, ...], Sequence[str]]:
    """Return the matches of ``text``, best first, and notes for people.

    Units less sure than the settings ask for are left out.
    """
    settings = workspace.settings
    least = State(settings.memory_least_state)
    floor = settings.memory_least_score if options.least_score is None else options.least_score

    def question(memory: Memory) -> tuple[Match, ...]:
        if options.concordance:
            return memory.concordance(text, *pair, least=least, limit=options.limit)
        query = Request(text, *pair)
        return memory.search(query, *pair, floor=floor, least=least, limit=options.limit)

    with project_memory(workspace, now, progress) as known:
        return known.ask(question), known.notes


def statistics(
    workspace: Workspace, *, now: datetime, progress: Progress, anew: bool = False
) -> tuple[Statistics, Sequence[str]]:
    """Tell what the memory has, and notes for people; ``anew``: once it was made again."""

    def question(memory: Memory) -> Statistics:
        counts = memory.counts()
        if anew:
            with progress(phrase("Indexing"), len(counts)) as advance:
                for pair in counts:
                    memory.index(*pair)
                    advance(1)
        pairs = (_pair_statistics(memory, pair, found) for pair, found in counts.items())
        return Statistics(*memory.database(), tuple(pairs))

    with project_memory(workspace, now, progress, anew=anew) as known:
        return known.ask(question), known.notes


def _pair_statistics(
    memory: Memory, pair: Pair, counts: Mapping[tuple[str, State], int]
) -> PairStatistics:
    articles: dict[str, dict[State, int]] = {}
    for (article, state), number in counts.items():
        articles.setdefault(article, {})[state] = number
    return PairStatistics(pair, articles, *memory.index_standing(*pair))
