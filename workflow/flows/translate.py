"""Translate: what is untranslated → memory, then machines → fuzzy drafts in the catalogues.

Only messages of the article as it stands are sent, in its order, those of all catalogues
together. Every draft is left fuzzy with a comment that names where it comes from and when.
Catalogues are written as drafts come, so that a run which is interrupted or fails keeps what it
has, and the next one goes on from there. The project is held only while they are written:
translators, and other commands, go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from workflow.checks import compared_meaning
from workflow.engines.chain import build_engines
from workflow.engines.context import project_context
from workflow.engines.drafting import Came, draft_all
from workflow.engines.engine import Draft, Meter, Outcome, Tools
from workflow.engines.kept_answers import KeptAnswers
from workflow.engines.verification import Alike
from workflow.errors import Interrupted
from workflow.flows.draft_tally import DraftTally
from workflow.flows.merge_drafts import DraftMerger
from workflow.flows.open_texts import OpenTexts
from workflow.memory.project_memory import Progress, ProjectMemory
from workflow.model import Locale, Text
from workflow.model.phrase import listed, phrase, phrases
from workflow.model.results import TranslateReport
from workflow.project.workspace import Workspace

_NAMED = 3
"""Articles that are named, where many have the same to be done."""


class Spending(Protocol):
    """What was sent so far."""

    @property
    def characters(self) -> int: ...
    @property
    def cost(self) -> float | None: ...


Watch = Callable[[int], AbstractContextManager[Callable[[int, Spending], None]]]
"""(texts) → a context whose value is told of texts that are done, and of what was sent."""


@dataclass(frozen=True, slots=True)
class TranslateOptions:
    """How to translate."""

    engines: tuple[str, ...] = ()
    """The chain; empty: that of the settings."""
    dry_run: bool = False
    """Count what would be sent; send and write nothing."""
    max_chars: int | None = None
    """Stop before more characters than this are sent."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What a run is given of the world."""

    now: datetime
    """Dates drafts and answers, and says from which month's budget they are taken."""
    environ: Mapping[str, str]
    """Holds keys."""
    progress: Progress
    """Is told how far the memory has learnt."""
    watch: Watch
    """Is told how far the texts are."""


def translate(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    options: TranslateOptions,
    outside: Outside,
) -> TranslateReport:
    """Draft what is untranslated of the articles ``names`` (slugs or paths; none: all).

    ``locales``: those that are drafted (none: all targets). Raises :class:`ConfigError` for an
    unknown engine, :class:`ArticleError` for a name that is no article's, and
    :class:`LocaleError` for a locale that is no target. Files that cannot be read or written,
    and failures of engines, are in the report; the others are done.
    """
    meter = Meter(options.max_chars)
    with ExitStack() as stack:
        known = ProjectMemory(
            workspace, stack, outside.now, aside=options.dry_run, progress=outside.progress
        )
        answers = stack.enter_context(
            closing(KeptAnswers(workspace.answers_path, write=not options.dry_run))
        )
        context = project_context(workspace, known)
        engines = build_engines(
            options.engines or workspace.settings.engines,
            workspace.settings.mt,
            Tools(meter, outside.environ, outside.now, answers, context),
            known.lookup,
            rehearse=options.dry_run,
        )
        looking = any(getattr(engine, "repairs", False) for engine in engines)
        texts = OpenTexts(workspace, context if looking else None)
        texts.collect(workspace.named(names), locales)
        tally = DraftTally(workspace, engines, meter, texts.requests)
        tally.broken += texts.broken
        merger = None
        if not options.dry_run:
            texts.save()
            merger = DraftMerger(workspace, texts.requests, outside.now.date().isoformat())
        chain = partial(
            draft_all,
            engines,
            texts.requests,
            terms=workspace.terms,
            forget=answers.forget,
            alike=_comparer(workspace),
        )
        _draft(tally, merger, chain, outside.watch, meter)
    notes = (
        *_behind(texts.behind),
        *known.notes,
        *answers.notes,
        *meter.notes,
        *_stopped(meter, options),
    )
    return tally.report(notes)


def _comparer(workspace: Workspace) -> Alike:
    """Compares the meanings of sources and drafts, where the project asks for that check.

    Raises :class:`NotReadyError` where the extra ``semantic`` is not installed.
    """
    if "semantic" not in workspace.settings.checks_on:
        return lambda _source, _draft: None
    from workflow.memory.embeddings import meanings_of, require  # noqa: PLC0415 - few ask for it

    require()
    meanings = meanings_of(workspace)

    def alike(source: Text, draft: Text) -> float | None:
        pair = compared_meaning(source, draft)
        return None if pair is None else meanings.of([pair])[pair]

    return alike


def _kept(drafts: int) -> str:
    return phrases(
        "interrupted; {count} draft was kept: `workflow translate` goes on from here",
        "interrupted; {count} drafts were kept: `workflow translate` goes on from here",
        drafts,
    )


def _behind(slugs: Sequence[str]) -> Iterator[str]:
    if slugs:
        yield phrase(
            "the catalogues of {names} lack messages: run `workflow extract` first",
            names=listed([*slugs[:_NAMED], *["…"] * (len(slugs) > _NAMED)]),
        )


def _stopped(meter: Meter, options: TranslateOptions) -> Iterator[str]:
    if meter.exhausted:
        yield phrases(
            "stopped at {count} character: the next text would pass the {limit} of --max-chars",
            "stopped at {count} characters: the next text would pass the {limit} of --max-chars",
            meter.characters,
            limit=options.max_chars,
        )


def _draft(
    tally: DraftTally,
    merger: DraftMerger | None,
    chain: Callable[[Came], None],
    watch: Watch,
    meter: Meter,
) -> None:
    """Have the texts drafted, and each draft merged where there is a ``merger``."""
    with watch(len(tally.requests)) as advance:

        def came(index: int, engine: str, outcome: Outcome) -> None:
            tally.count(index, engine, outcome)
            if isinstance(outcome, Draft):
                if merger is not None:
                    merger.add(tally.requests[index], engine, outcome)
                advance(1, meter)

        try:
            chain(came)
        except KeyboardInterrupt as stop:
            if merger is None:
                raise
            merger.end()
            tally.drop(merger)
            raise Interrupted(_kept(tally.filled)) from stop
        finally:
            if merger is not None:
                merger.end()
        advance(tally.left, meter)
    if merger is not None:
        tally.drop(merger)
