"""Translate: what is untranslated → memory, then machines → fuzzy drafts in the catalogues.

Only messages of the article as it stands are sent, in its order, those of all catalogues
together. Every draft is left fuzzy with a comment that names where it comes from and when.
Catalogues are written as drafts come, so that a run which is interrupted or fails keeps what it
has, and the next one goes on from there. The project is held only while they are written:
translators, and other commands, go on meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workflow.engines.chain import build_engines
from workflow.engines.context import project_context
from workflow.engines.drafting import draft_all
from workflow.engines.engine import Draft, Engine, Meter, Outcome, Request, Tools
from workflow.engines.kept_answers import KeptAnswers
from workflow.engines.memory import MemoryEngine
from workflow.errors import EngineError, WorkflowError
from workflow.flows.merge_drafts import DraftMerger
from workflow.flows.open_texts import OpenTexts
from workflow.memory.project_memory import Progress, ProjectMemory
from workflow.model import Locale
from workflow.model.phrase import listed, phrase, phrases
from workflow.model.results import EngineFailure, LeftText, TranslateReport, TranslateRow
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
            workspace, stack, outside.now, in_memory=options.dry_run, progress=outside.progress
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
        run = _Run(workspace, engines, meter, texts.requests)
        run.broken += texts.broken
        run.draft(None if options.dry_run else outside.now.date().isoformat(), outside.watch)
    if texts.behind:
        run.notes.append(
            phrase(
                "the catalogues of {names} lack messages: run `workflow extract` first",
                names=listed([*texts.behind[:_NAMED], *["…"] * (len(texts.behind) > _NAMED)]),
            )
        )
    run.notes += (*known.notes, *answers.notes)
    if meter.exhausted:
        run.notes.append(
            phrase(
                "stopped at {characters} characters: the next text would pass the {limit} of "
                "--max-chars",
                characters=meter.characters,
                limit=options.max_chars,
            )
        )
    return run.report()


class _Run:
    """What became of the texts of one run."""

    def __init__(
        self,
        workspace: Workspace,
        engines: Sequence[Engine],
        meter: Meter,
        requests: Sequence[Request],
    ) -> None:
        self._workspace = workspace
        self._engines = engines
        self._meter = meter
        self._requests = requests
        self._rows: dict[tuple[str, Locale, str], Counter[str]] = {}
        self._open = dict.fromkeys(range(len(requests)), "")
        """Index of each text without a draft, and why the last engine failed that did."""
        self._failures: dict[tuple[str, str], list[EngineError]] = {}
        self.broken: list[WorkflowError] = []
        """Of catalogues that could not be read or written; the others are done."""
        self.notes: list[str] = []
        """For people, a line each."""

    def draft(self, date: str | None, watch: Watch) -> None:
        """Have the texts drafted; ``date`` is that of the drafts, None: write nothing."""
        merger = None if date is None else DraftMerger(self._workspace, self._requests, date)
        with watch(len(self._requests)) as advance:

            def came(index: int, engine: str, outcome: Outcome) -> None:
                self._count(index, engine, outcome)
                if isinstance(outcome, Draft):
                    if merger is not None:
                        merger.add(self._requests[index], engine, outcome)
                    advance(1, self._meter)

            terms = self._workspace.terms
            try:
                draft_all(self._engines, self._requests, came, terms)
            finally:
                if merger is not None:
                    merger.end()
            advance(len(self._open), self._meter)
        if merger is not None:
            self._drop(merger)

    def _count(self, index: int, engine: str, outcome: Outcome) -> None:
        request = self._requests[index]
        row = self._rows.setdefault((request.article, request.target, engine), Counter())
        if isinstance(outcome, Draft):
            row["filled"] += 1
            del self._open[index]
        elif isinstance(outcome, EngineError):
            row["failed"] += 1
            self._open[index] = phrase("{engine}: {reason}", engine=engine, reason=outcome.message)
            self._failures.setdefault((engine, str(outcome)), []).append(outcome)
        else:
            row["left"] += 1

    def _drop(self, merger: DraftMerger) -> None:
        """Take drafts that did not come into a catalogue from what was filled."""
        self.broken += merger.broken
        for key, count in (merger.unneeded + merger.lost).items():
            self._rows[key]["filled"] -= count
        files: Counter[str] = Counter()
        for (slug, locale, _), count in merger.unneeded.items():
            path = self._workspace.catalogue_path(slug, locale)
            files[self._workspace.relative(path)] += count
        for file, count in files.items():
            self.notes.append(
                phrases(
                    "{file}: {count} draft was not needed: somebody saved the file meanwhile, "
                    "with those messages done or gone",
                    "{file}: {count} drafts were not needed: somebody saved the file meanwhile, "
                    "with those messages done or gone",
                    count,
                    file=file,
                )
            )

    def report(self) -> TranslateReport:
        """What the run came to."""
        served = {
            pair: any(engine.serves(*pair) for engine in self._machines)
            for pair in {request.pair for request in self._requests}
        }
        places = {name: place for place, name in enumerate(each.name for each in self._engines)}
        order = {(each.article, each.target): place for place, each in enumerate(self._requests)}
        rows = sorted(self._rows, key=lambda row: (order[row[:2]], places[row[2]]))
        return TranslateReport(
            tuple(
                TranslateRow(
                    slug,
                    locale.name,
                    engine,
                    *(
                        self._rows[slug, locale, engine][each]
                        for each in ("filled", "left", "failed")
                    ),
                )
                for slug, locale, engine in rows
            ),
            self._meter.requests,
            self._meter.characters,
            self._meter.cost,
            self._meter.reused,
            tuple(self._left(index, served=served) for index in self._open),
            sum(map(bool, self._open.values())),
            (*self.notes, *self._unserved(served)),
            tuple(
                EngineFailure(engine, errors[0], len(errors))
                for (engine, _), errors in self._failures.items()
            ),
            tuple(self.broken),
        )

    @property
    def _machines(self) -> Iterator[Engine]:
        return (each for each in self._engines if not isinstance(each, MemoryEngine))

    def _left(self, index: int, served: Mapping[tuple[Locale, Locale], bool]) -> LeftText:
        request = self._requests[index]
        return LeftText(
            request.article,
            request.target.name,
            request.context,
            request.text,
            self._workspace.sources[request.article][0],
            request.line,
            self._open[index] or self._why_left(request, served[request.pair]),
            served[request.pair],
        )

    def _why_left(self, request: Request, served: bool) -> str:
        if not served:
            source, target = request.pair
            return phrase("no engine serves {source} → {target}", source=source, target=target)
        if self._meter.exhausted:
            return phrase("--max-chars was reached")
        return phrase("no engine has a draft")

    def _unserved(self, served: Mapping[tuple[Locale, Locale], bool]) -> Iterator[str]:
        """A line for each pair that no machine of the chain translates."""
        left = Counter(self._requests[index].pair for index in self._open)
        for (source, target), count in left.items():
            if served[source, target]:
                continue
            advice = next(
                filter(None, (engine.advice(source, target) for engine in self._machines)),
                phrase(
                    "workflow translate --locale {target} --engine google (sends texts to Google)",
                    target=target,
                ),
            )
            yield phrases(
                "{source} → {target}: no engine serves this pair, {count} message is left for "
                "translators; to draft them: {advice}",
                "{source} → {target}: no engine serves this pair, {count} messages are left for "
                "translators; to draft them: {advice}",
                count,
                source=source,
                target=target,
                advice=advice,
            )
