"""What became of the texts of one run of ``translate``, counted as it comes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from workflow.engines.engine import Draft, Engine, Meter, Outcome, Request
from workflow.engines.memory import MemoryEngine
from workflow.errors import EngineError, WorkflowError
from workflow.flows.merge_drafts import DraftMerger
from workflow.model import Locale
from workflow.model.phrase import phrase, phrases, together
from workflow.model.results import EngineFailure, ToldText, TranslateReport, TranslateRow
from workflow.project.workspace import Workspace

_Row = tuple[str, Locale, str]
"""Slug, target locale and engine."""


class DraftTally:
    """Rows, failures and texts that are left; makes the report of a run."""

    def __init__(
        self,
        workspace: Workspace,
        engines: Sequence[Engine],
        meter: Meter,
        requests: Sequence[Request],
    ) -> None:
        self.requests = requests
        self.broken: list[WorkflowError] = []
        """Of files that could not be read or written; the others are done."""
        self._workspace = workspace
        self._engines = engines
        self._meter = meter
        self._rows: dict[_Row, Counter[str]] = {}
        self._open = dict.fromkeys(range(len(requests)), "")
        """Index of each text without a draft, and why the last engine failed that did."""
        self._marked: dict[int, str] = {}
        """Index of each text whose draft is odd, and what is odd about it."""
        self._failures: dict[tuple[str, str], EngineError] = {}
        self._failed = defaultdict[tuple[str, str], set[int]](set)
        self._notes: list[str] = []

    @property
    def left(self) -> int:
        """How many texts are without a draft."""
        return len(self._open)

    @property
    def filled(self) -> int:
        """How many texts have one, as far as it came into a catalogue."""
        return sum(row["filled"] for row in self._rows.values())

    def count(self, index: int, engine: str, outcome: Outcome) -> None:
        """Take in what an engine made of a text."""
        request = self.requests[index]
        row = self._rows.setdefault((request.article, request.target, engine), Counter())
        if isinstance(outcome, Draft):
            row["filled"] += 1
            del self._open[index]
            if outcome.notes:
                self._marked[index] = together(outcome.notes)
        elif isinstance(outcome, EngineError):
            row["failed"] += 1
            self._open[index] = phrase("{engine}: {reason}", engine=engine, reason=outcome.message)
            self._failures.setdefault((engine, outcome.message), outcome)
            self._failed[engine, outcome.message].add(index)
        else:
            row["left"] += 1

    def drop(self, merger: DraftMerger) -> None:
        """Take drafts that did not come into a catalogue from what was filled."""
        self.broken += merger.broken
        for row, count in (merger.unneeded + merger.lost).items():
            self._rows[row]["filled"] -= count
        files: Counter[str] = Counter()
        for (slug, locale, _), count in merger.unneeded.items():
            path = self._workspace.catalogue_path(slug, locale)
            files[self._workspace.relative(path)] += count
        for file, count in files.items():
            self._notes.append(
                phrases(
                    "{file}: {count} draft was not needed: somebody saved the file meanwhile, "
                    "with those messages done or gone",
                    "{file}: {count} drafts were not needed: somebody saved the file meanwhile, "
                    "with those messages done or gone",
                    count,
                    file=file,
                )
            )

    def report(self, notes: Sequence[str]) -> TranslateReport:
        """What the run came to; ``notes`` are lines for people, before those of the texts."""
        meter = self._meter
        return TranslateReport(
            tuple(self._report_rows()),
            meter.requests,
            meter.characters,
            self._cost,
            meter.reused,
            tuple(
                self._told(index, reason or self._why_left(self.requests[index]))
                for index, reason in self._open.items()
            ),
            sum(map(bool, self._open.values())),
            tuple(self._told(index, reason) for index, reason in sorted(self._marked.items())),
            (*notes, *self._notes, *self._unserved()),
            tuple(
                EngineFailure(
                    key[0],
                    error,
                    len(self._failed[key]),
                    len(self._failed[key] & self._open.keys()),
                )
                for key, error in self._failures.items()
            ),
            tuple(self.broken),
        )

    @property
    def _cost(self) -> float | None:
        """Of what was sent; None where no engine of the chain has a price."""
        if self._meter.cost is not None:
            return round(self._meter.cost, 8)
        priced = any(engine.estimate(()).cost is not None for engine in self._machines)
        return 0.0 if priced else None

    def _report_rows(self) -> Iterator[TranslateRow]:
        """By catalogue, in the order of the texts, then by engine, in that of the chain."""
        places = {name: place for place, name in enumerate(each.name for each in self._engines)}
        order = {(each.article, each.target): place for place, each in enumerate(self.requests)}
        for row in sorted(self._rows, key=lambda row: (order[row[:2]], places[row[2]])):
            (slug, locale, engine), counts = row, self._rows[row]
            yield TranslateRow(
                slug, locale.name, engine, counts["filled"], counts["left"], counts["failed"]
            )

    def _told(self, index: int, reason: str) -> ToldText:
        request = self.requests[index]
        return ToldText(
            request.article,
            request.target.name,
            request.context,
            request.text,
            self._workspace.sources[request.article][0],
            request.line,
            reason,
            self._served[request.pair],
        )

    def _why_left(self, request: Request) -> str:
        if not self._served[request.pair]:
            source, target = request.pair
            return phrase("no engine serves {source} → {target}", source=source, target=target)
        if self._meter.exhausted:
            return phrase("--max-chars was reached")
        return phrase("no engine has a draft")

    @property
    def _machines(self) -> Iterator[Engine]:
        return (each for each in self._engines if not isinstance(each, MemoryEngine))

    @cached_property
    def _served(self) -> Mapping[tuple[Locale, Locale], bool]:
        """Whether a machine of the chain translates a pair."""
        pairs = {request.pair for request in self.requests}
        return {pair: any(each.serves(*pair) for each in self._machines) for pair in pairs}

    def _unserved(self) -> Iterator[str]:
        """A line for each pair that no machine of the chain translates."""
        left = Counter(self.requests[index].pair for index in self._open)
        for (source, target), count in left.items():
            if self._served[source, target]:
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
