"""Translate: what is untranslated → memory, then machines → fuzzy drafts in the catalogues.

Only messages of the article as it stands are sent, in its order. Every draft is left fuzzy
with a comment that names where it comes from and when. Catalogues are written as the work
goes on, so that a run which is interrupted or fails keeps what it has, and the next one goes
on from there. Engines take their time, and translators go on meanwhile: drafts go into the
catalogue as it stands when they come, and only where it still waits for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from workflow.engines.chain import Result, Tally, build_engines, run_chain
from workflow.engines.engine import Draft, Engine, Meter, Request, Tools
from workflow.engines.memory import MemoryEngine
from workflow.errors import (
    CatalogueError,
    ChangedError,
    WorkflowError,
    gathered,
)
from workflow.files.atomic import again
from workflow.memory.project_memory import ProjectMemory
from workflow.model import Article, Key, Locale, Markup, Message, Provenance
from workflow.model.phrase import listed, phrase, phrases
from workflow.model.results import TranslateReport, TranslateRow
from workflow.po.catalogue import Catalogue
from workflow.po.template import message_markup
from workflow.project.catalogues import write_catalogue
from workflow.project.workspace import Workspace

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
class _Job:
    """One catalogue and what in it is to be translated."""

    article: Article
    locale: Locale
    catalogue: Catalogue
    messages: tuple[Message, ...]
    markup: Mapping[Key, Markup]
    """What the article's messages are written in."""

    @property
    def pair(self) -> tuple[Locale, Locale]:
        return (self.article.locale, self.locale)


@dataclass(frozen=True, slots=True)
class _Part:
    """What came of one chunk."""

    result: Result
    overtaken: Counter[str]
    """By engine: drafts of messages that a translator had done meanwhile."""


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
    Raises :class:`ConfigError` for an unknown engine. Catalogues that cannot be read or written,
    and failures of engines, are in the report; the others are done.
    """
    meter = Meter(options.max_chars)
    names = options.engines or workspace.settings.engines
    with ExitStack() as stack:
        if not options.dry_run:
            stack.enter_context(workspace.lock())
        known = ProjectMemory(workspace, stack, now, in_memory=options.dry_run, progress=progress)
        engines = build_engines(
            names,
            workspace.settings.mt,
            Tools(meter, executor, environ, now),
            known.lookup,
            terms=workspace.terms,
            rehearse=options.dry_run,
        )
        notes: list[str] = []
        broken: list[WorkflowError] = []
        jobs = _jobs(workspace, articles, locales, notes, broken)
        advance = stack.enter_context(progress("Translating", sum(len(j.messages) for j in jobs)))
        results: list[tuple[_Job, list[_Part]]] = []
        for job in jobs:
            keep = None if options.dry_run else partial(_keep, workspace, job, now)
            parts: list[_Part] = []
            results.append((job, parts))
            with gathered(broken):
                _translate_job(job, engines, keep, advance, parts)
    notes += (
        *known.notes,
        *_unserved(results, engines),
        *_stopped(meter, options),
        *_overtaken(workspace, results),
    )
    return _report(results, meter, notes, broken)


def _jobs(
    workspace: Workspace,
    articles: Sequence[Article],
    locales: Sequence[Locale],
    notes: list[str],
    broken: list[WorkflowError],
) -> list[_Job]:
    """Read all catalogues; leave aside those without work, and say of which there is none.

    What keeps one from being read is added to ``broken``.
    """
    jobs: list[_Job] = []
    missing: Counter[str] = Counter()
    for article in articles:
        for locale in workspace.targets(article, locales):
            errors: list[WorkflowError] = []
            with gathered(errors):
                catalogue = workspace.catalogue(article, locale)
            if errors:
                broken += errors
                continue
            markup = message_markup(workspace.document(article).segments)
            found = {key: catalogue.get(key) for key in markup} if catalogue else {}
            todo = tuple(filter(None, (found.get(key) for key in markup)))
            if len(todo) < len(markup):
                missing[article.slug] += 1
            if catalogue and (todo := tuple(message for message in todo if _is_open(message))):
                jobs.append(_Job(article, locale, catalogue, todo, markup))
    if missing:
        names = listed([*list(missing)[:3], *["…"] * (len(missing) > 3)])
        notes.append(
            phrase(
                "the catalogues of {names} lack messages: run `workflow extract` first",
                names=names,
            )
        )
    return jobs


def _is_open(message: Message) -> bool:
    """Whether it waits for a first draft; plurals, which no article has, are a person's."""
    return not message.msgstr and message.msgid_plural is None


def _translate_job(
    job: _Job,
    engines: Sequence[Engine],
    keep: Callable[[Mapping[Key, Draft]], frozenset[Key]] | None,
    advance: Callable[[int], None],
    done: list[_Part],
) -> None:
    """Translate chunk by chunk, writing each where there is a ``keep``, and add it to ``done``."""
    requests = tuple(_requests(job))
    for start in range(0, len(requests), CHUNK):
        messages = job.messages[start : start + CHUNK]
        result = run_chain(engines, requests[start : start + CHUNK])
        pairs = zip(messages, result.drafts, strict=True)
        drafts = {message.key: draft for message, draft in pairs if draft is not None}
        overtaken = keep(drafts) if keep and drafts else frozenset()
        done.append(_Part(result, Counter(_names(messages, result, overtaken))))
        advance(len(messages))


def _names(messages: Sequence[Message], result: Result, overtaken: frozenset[Key]) -> Iterator[str]:
    """The engines whose drafts were not needed any more, once for each draft."""
    for message, engine in zip(messages, result.engines, strict=True):
        if message.key in overtaken:
            yield engine


def _keep(
    workspace: Workspace, job: _Job, now: datetime, drafts: Mapping[Key, Draft]
) -> frozenset[Key]:
    """Write drafts into the catalogue as it stands now; return the keys it has no need of.

    Those are of messages that somebody translated or took out while the engines worked. Raises
    :class:`ChangedError` where the catalogue is gone: it is not made anew.
    """
    date = now.date().isoformat()

    def attempt() -> frozenset[Key]:
        catalogue = workspace.catalogue(job.article, job.locale)
        if catalogue is None:
            raise ChangedError(
                phrase("somebody deleted this file while engines drafted it; it stays deleted"),
                hint=phrase(
                    "If it is to be there, run `workflow extract`, then this command again."
                ),
                file=str(job.catalogue.path),
            )
        found = filter(None, map(catalogue.get, drafts))
        waiting = [message for message in found if _is_open(message)]
        write_catalogue(
            catalogue.with_messages(_filled(each, drafts[each.key], date) for each in waiting)
        )
        return frozenset(drafts) - {message.key for message in waiting}

    # An error of a catalogue that was whole a moment ago: somebody is saving it just now.
    return again(attempt, CatalogueError)


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
            *job.pair,
            message.msgctxt,
            job.article.slug,
            before,
            after,
            markup=job.markup[message.key],
        )


def _unserved(
    results: Sequence[tuple[_Job, Sequence[_Part]]], engines: Sequence[Engine]
) -> Iterator[str]:
    """A line for each pair that no machine of the chain translates."""
    left: Counter[tuple[Locale, Locale]] = Counter()
    for job, parts in results:
        left[job.pair] += sum(draft is None for part in parts for draft in part.result.drafts)
    machines = [engine for engine in engines if not isinstance(engine, MemoryEngine)]
    for (source, target), count in left.items():
        if count and not any(engine.serves(source, target) for engine in machines):
            advice = next(
                filter(None, (engine.advice(source, target) for engine in machines)),
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


def _stopped(meter: Meter, options: TranslateOptions) -> Iterator[str]:
    if meter.exhausted:
        yield phrase(
            "stopped at {characters} characters: the next text would pass the {limit} of "
            "--max-chars",
            characters=meter.characters,
            limit=options.max_chars,
        )


def _overtaken(
    workspace: Workspace, results: Sequence[tuple[_Job, Sequence[_Part]]]
) -> Iterator[str]:
    for job, parts in results:
        if count := sum(part.overtaken.total() for part in parts):
            yield phrases(
                "{file}: {count} draft was not needed: somebody saved the file meanwhile, with "
                "those messages done or gone",
                "{file}: {count} drafts were not needed: somebody saved the file meanwhile, with "
                "those messages done or gone",
                count,
                file=workspace.relative(job.catalogue.path),
            )


def _report(
    results: Sequence[tuple[_Job, Sequence[_Part]]],
    meter: Meter,
    notes: Sequence[str],
    broken: Sequence[WorkflowError],
) -> TranslateReport:
    rows = tuple(
        TranslateRow(job.article.slug, job.locale.name, *_sum(name, parts))
        for job, parts in results
        for name in dict.fromkeys(tally.engine for part in parts for tally in part.result.tallies)
    )
    chunks = [part.result for _, each in results for part in each]
    errors = {str(error): error for chunk in chunks for error in chunk.errors}
    return TranslateReport(
        rows,
        meter.requests,
        meter.characters,
        sum(draft is None for chunk in chunks for draft in chunk.drafts),
        sum(chunk.failed for chunk in chunks),
        tuple(notes),
        tuple(errors.values()),
        tuple(broken),
    )


def _sum(engine: str, parts: Sequence[_Part]) -> tuple[str, int, int, int]:
    every = (tally for part in parts for tally in part.result.tallies)
    tallies: list[Tally] = [tally for tally in every if tally.engine == engine]
    return (
        engine,
        sum(tally.filled for tally in tallies) - sum(part.overtaken[engine] for part in parts),
        sum(tally.left for tally in tallies),
        sum(tally.failed for tally in tallies),
    )
