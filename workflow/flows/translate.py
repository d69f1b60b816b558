"""Translate: what is untranslated → memory, then machines → fuzzy drafts in the catalogues.

Only messages of the article as it stands are sent, in its order. Every draft is left fuzzy
with a comment that names where it comes from and when. Catalogues are written as the work
goes on, so that a run which is interrupted or fails keeps what it has, and the next one goes
on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from workflow.catalogue import message_markup
from workflow.engines.chain import Result, Tally, run_chain
from workflow.engines.interface import Draft, Engine, Request, Tools
from workflow.engines.memory import MemoryEngine
from workflow.engines.meter import Meter
from workflow.engines.registry import build_engines
from workflow.errors import EngineError, ErrorGroup, ExitCode, WorkflowError, raise_all
from workflow.flows.recall import Recall
from workflow.model import Article, Key, Locale, Message, Provenance
from workflow.stores.catalogues import Catalogue, write_catalogue
from workflow.stores.workspace import Workspace

CHUNK = 100
"""Messages between two writes of a catalogue: what an interrupted run loses at most."""

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(label, messages) → a context whose value is told of each message done."""


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
class TranslateRow:
    """What one engine did for one catalogue, of the messages it was asked for."""

    article: str
    locale: str
    engine: str
    filled: int
    left: int
    failed: int


@dataclass(frozen=True, slots=True)
class TranslateReport:
    """What a run did."""

    rows: tuple[TranslateRow, ...]
    requests: int
    """Texts given to engines (a text with a length limit may be several)."""
    characters: int
    """In them, as sent."""
    left: int
    """Messages still without a translation."""
    failed: int
    """Of them, those an engine failed on."""
    notes: tuple[str, ...]
    """For people, a line each."""
    errors: tuple[EngineError, ...]
    """What engines failed with, each once."""

    def exit_code(self, *, strict: bool) -> ExitCode:
        """ENGINE where an engine failed and no other stood in; ``strict``: if any is left."""
        return ExitCode.ENGINE if self.failed or (strict and self.left) else ExitCode.DONE


@dataclass(frozen=True, slots=True)
class _Job:
    """One catalogue and what in it is to be translated."""

    article: Article
    locale: Locale
    catalogue: Catalogue
    messages: tuple[Message, ...]
    markup: Mapping[Key, str]
    """What the article's messages are written in."""

    @property
    def pair(self) -> tuple[Locale, Locale]:
        return (self.article.locale, self.locale)


def translate(
    workspace: Workspace,
    articles: Sequence[Article],
    locales: Sequence[Locale],
    options: TranslateOptions,
    *,
    now: datetime,
    executor: Executor,
    environ: Mapping[str, str],
    progress: Progress,
) -> TranslateReport:
    """Draft the untranslated messages of ``articles`` in ``locales`` (none named: all targets).

    ``now`` dates the drafts, ``executor`` runs requests side by side, ``environ`` holds keys.
    Raises :class:`ConfigError` for an unknown engine and, before anything is written, the
    errors of all catalogues that cannot be read. Failures of engines are in the report.
    """
    meter = Meter(options.max_chars)
    names = options.engines or workspace.settings.engines
    with ExitStack() as stack:
        if not options.dry_run:
            stack.enter_context(workspace.lock())
        recall = Recall(workspace, stack, now, in_memory=options.dry_run, progress=progress)
        engines = build_engines(
            names,
            workspace.settings.mt,
            Tools(meter, executor, environ),
            recall.lookup,
            terms=workspace.terms,
            rehearse=options.dry_run,
        )
        notes: list[str] = []
        jobs = _jobs(workspace, articles, locales, notes)
        advance = stack.enter_context(progress("Translating", sum(len(j.messages) for j in jobs)))
        results = [
            (job, _translate_job(job, engines, None if options.dry_run else now, advance))
            for job in jobs
        ]
    notes += (*recall.notes, *_unserved(results, engines), *_stopped(meter, options))
    return _report(results, meter, notes)


def report(result: TranslateReport) -> dict[str, Any]:
    """The JSON report, version 1."""
    return {
        "version": 1,
        "rows": [asdict(row) for row in result.rows],
        "requests": result.requests,
        "characters": result.characters,
    }


def _jobs(
    workspace: Workspace, articles: Sequence[Article], locales: Sequence[Locale], notes: list[str]
) -> list[_Job]:
    """Read all catalogues; leave aside those without work, and say of which there is none."""
    jobs: list[_Job] = []
    missing: Counter[str] = Counter()
    errors: list[WorkflowError] = []
    for article in articles:
        for locale in workspace.targets(article, locales):
            try:
                catalogue = workspace.catalogue(article, locale)
            except WorkflowError as error:
                errors += error.errors if isinstance(error, ErrorGroup) else [error]
                continue
            markup = message_markup(workspace.document(article).segments)
            found = {key: catalogue.get(key) for key in markup} if catalogue else {}
            todo = tuple(filter(None, (found.get(key) for key in markup)))
            if len(todo) < len(markup):
                missing[article.slug] += 1
            if catalogue and (todo := tuple(message for message in todo if _is_open(message))):
                jobs.append(_Job(article, locale, catalogue, todo, markup))
    raise_all(errors)
    if missing:
        names = ", ".join(list(missing)[:3]) + (", …" if len(missing) > 3 else "")
        notes.append(f"the catalogues of {names} lack messages: run `workflow extract` first")
    return jobs


def _is_open(message: Message) -> bool:
    """Whether it waits for a first draft; plurals, which no article has, are a person's."""
    return not message.msgstr and message.msgid_plural is None


def _translate_job(
    job: _Job, engines: Sequence[Engine], now: datetime | None, advance: Callable[[int], None]
) -> list[Result]:
    """Translate chunk by chunk, writing each where ``now`` is given."""
    catalogue = job.catalogue
    requests = tuple(_requests(job))
    results: list[Result] = []
    for start in range(0, len(requests), CHUNK):
        messages = job.messages[start : start + CHUNK]
        result = run_chain(engines, requests[start : start + CHUNK], *job.pair)
        results.append(result)
        if now is not None:
            date = now.date().isoformat()
            catalogue = catalogue.with_messages(
                _filled(message, draft, date)
                for message, draft in zip(messages, result.drafts, strict=True)
                if draft is not None
            )
            write_catalogue(catalogue)
        advance(len(messages))
    return results


def _filled(message: Message, draft: Draft, date: str) -> Message:
    filled = message.with_draft(draft.text, Provenance(draft.kind, draft.origin, date))
    return filled.without_fuzzy() if draft.trusted else filled


def _requests(job: _Job) -> Iterator[Request]:
    live = [message.msgid for message in job.catalogue.messages if not message.obsolete]
    keys = [message.key for message in job.catalogue.messages if not message.obsolete]
    place = {key: index for index, key in enumerate(keys)}
    for message in job.messages:
        index = place[message.key]
        before = live[index - 1] if index else ""
        after = live[index + 1] if index + 1 < len(live) else ""
        yield Request(
            message.msgid,
            message.msgctxt,
            job.article.slug,
            before,
            after,
            markup=job.markup[message.key],
        )


def _unserved(
    results: Sequence[tuple[_Job, Sequence[Result]]], engines: Sequence[Engine]
) -> Iterator[str]:
    """A line for each pair that no machine of the chain translates."""
    left: Counter[tuple[Locale, Locale]] = Counter()
    for job, parts in results:
        left[job.pair] += sum(draft is None for part in parts for draft in part.drafts)
    machines = [engine for engine in engines if not isinstance(engine, MemoryEngine)]
    for (source, target), count in left.items():
        if count and not any(engine.serves(source, target) for engine in machines):
            advice = next(
                filter(None, (engine.advice(source, target) for engine in machines)),
                f"workflow translate --locale {target} --engine google (sends texts to Google)",
            )
            left_over = "1 message is" if count == 1 else f"{count} messages are"
            yield (
                f"{source} → {target}: no engine serves this pair, {left_over} left for "
                f"translators; to draft them: {advice}"
            )


def _stopped(meter: Meter, options: TranslateOptions) -> Iterator[str]:
    if meter.exhausted:
        yield (
            f"stopped at {meter.characters} characters: the next text would pass the "
            f"{options.max_chars} of --max-chars"
        )


def _report(
    results: Sequence[tuple[_Job, Sequence[Result]]], meter: Meter, notes: Sequence[str]
) -> TranslateReport:
    rows = tuple(
        TranslateRow(job.article.slug, job.locale.name, *_sum(name, parts))
        for job, parts in results
        for name in dict.fromkeys(tally.engine for part in parts for tally in part.tallies)
    )
    parts = [part for _, each in results for part in each]
    errors = {str(error): error for part in parts for error in part.errors}
    return TranslateReport(
        rows,
        meter.requests,
        meter.characters,
        sum(draft is None for part in parts for draft in part.drafts),
        sum(part.failed for part in parts),
        tuple(notes),
        tuple(errors.values()),
    )


def _sum(engine: str, parts: Sequence[Result]) -> tuple[str, int, int, int]:
    tallies: list[Tally] = [t for part in parts for t in part.tallies if t.engine == engine]
    return (
        engine,
        sum(tally.filled for tally in tallies),
        sum(tally.left for tally in tallies),
        sum(tally.failed for tally in tallies),
    )
