"""The translation memory, given out and brought in: TMX files, and tables of pairs.

The memory is derived (see :mod:`workflow.memory`): what is brought in becomes a TMX file
of the project, from which the memory learns it, as often as it is made again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import chain, zip_longest
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from workflow.errors import ConfigError, ExchangeError, NotReadyError
from workflow.memory import Unit
from workflow.memory.exchange import (
    Entry,
    Skip,
    Wanted,
    read_pairs,
)
from workflow.memory.memory_reports import ExportReport, ImportReport, Left
from workflow.memory.project_memory import (
    Progress,
    ProjectMemory,
)
from workflow.memory.tmx import read_entries
from workflow.memory.tmx_writing import (
    Written,
    write_tmx,
)
from workflow.model import Locale, State
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.memory.store import Memory

TABLES = (".csv", ".tsv")
_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Which units are given out."""

    source: Locale | None = None
    """Only those from this language."""
    target: Locale | None = None
    states: tuple[State, ...] = ()
    """Only those in one of these; none named: in any."""


def export_units(
    known: ProjectMemory,
    workspace: Workspace,
    path: Path,
    options: ExportOptions,
    progress: Progress,
) -> ExportReport:
    """Write the units of the memory to a TMX file.

    Raises :class:`ExchangeError` for a file that the memory itself learns from, and what the
    memory and the file system raise.
    """
    relative = workspace.relative(path.resolve())
    if any(PurePosixPath(relative).match(each) for each in workspace.settings.tm_files):
        raise ExchangeError(
            phrase(
                "the memory learns from this file; what it gives out would come back as its own"
            ),
            hint=phrase("Name a file elsewhere."),
            file=relative,
        )
    by_sentence = workspace.settings.segmentation == "sentence"
    pair = (options.source, options.target)

    def write(memory: Memory) -> Written:
        wanted = [
            number
            for key, counts in memory.counts().items()
            for number in counts.values()
            if pair[0] in (None, key[0]) and pair[1] in (None, key[1])
        ]
        with progress(phrase("Writing"), sum(wanted)) as advance:
            entries = _entries(memory.units(*pair), options.states, advance)
            return write_tmx(path, entries, pair[0], "sentence" if by_sentence else "paragraph")

    written = known.ask(write)
    return ExportReport(str(path), written.units, written.refused)


def _entries(
    units: Iterator[Unit], states: tuple[State, ...], advance: Callable[[int], None]
) -> Iterator[Entry]:
    for unit in units:
        advance(1)
        if not states or unit.state in states:
            yield Entry(unit)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How units are brought in."""

    source: Locale | None = None
    """The language to translate from, whatever the file names."""
    target: Locale | None = None
    state: State | None = State.TRANSLATED
    """What the units are from now on; None: what the file says."""
    name: str = ""
    """Of the file they are kept in; empty: that of the file they come from."""
    replace: bool = False
    """Take the place of other units under that name."""


def import_units(
    workspace: Workspace, path: Path, options: ImportOptions, progress: Progress
) -> ImportReport:
    """Make a TMX file or a table of pairs one of those that the memory learns from.

    Raises :class:`ExchangeError` where it cannot be read or has nothing for this project, and
    :class:`NotReadyError` where other units are there under its name; then nothing is changed.
    """
    kept = keep_at(workspace, options.name or path.stem)
    if path.resolve() == kept.resolve():
        raise ExchangeError(
            phrase("the memory learns from this file already"),
            hint=phrase("Nothing needs to be done: `workflow tm stats` shows what it knows."),
            file=str(path),
        )
    reading = _Reading(workspace, path, options, progress)
    with workspace.lock():
        if kept.exists() and not options.replace and not _same(kept, reading.entries()):
            raise NotReadyError(
                phrase("{file} is there already, with other units", file=workspace.relative(kept)),
                hint=phrase("Add --replace if this is a newer version of it, else --name ANOTHER."),
            )
        written = keep(kept, reading.entries())
    refused = [Left(f"U+{ord(one.character):04X} in it", 1, 0) for one in written.refused]
    return ImportReport(
        workspace.relative(kept),
        written.units,
        dict(sorted(reading.pairs.items())),
        (*reading.left.values(), *refused),
        written.changed,
    )


def keep_at(workspace: Workspace, name: str) -> Path:
    """The TMX file called ``name`` where the memory learns from it.

    Raises :class:`ConfigError` where the setting ``tm_files`` names no folder for such files.
    """
    file = f"{PurePosixPath(name).name.removesuffix('.tmx')}.tmx"
    for pattern in map(PurePosixPath, workspace.settings.tm_files):
        folder = pattern.parent.as_posix()
        if not _GLOB & set(folder) and fnmatchcase(file, pattern.name):
            return workspace.root / folder / file
    raise ConfigError(
        phrase("tm_files: no pattern takes a file called {file}", file=file),
        hint=phrase("Add one to setup.cfg, as in: tm_files = memory/*.tmx"),
        file="setup.cfg",
    )


def keep(path: Path, entries: Iterator[Entry]) -> Written:
    """Write a file for the memory to learn from; raise where that would hold nothing."""
    first = next(entries, None)
    if first is None:
        raise ExchangeError(
            phrase("there is nothing to learn"), hint=phrase("Nothing was changed.")
        )
    return write_tmx(path, chain([first], entries), None)


class _Reading:
    """Reads a file, and counts what is in it."""

    def __init__(
        self, workspace: Workspace, path: Path, options: ImportOptions, progress: Progress
    ) -> None:
        settings = workspace.settings
        locales = tuple(dict.fromkeys((settings.source_locale, *settings.target_locales)))
        self._wanted = Wanted(locales, options.source, options.target)
        self._path = path
        self._options = options
        self._progress = progress
        self.pairs: Counter[tuple[Locale, Locale]] = Counter()
        self.left: dict[str, Left] = {}

    def entries(self) -> Iterator[Entry]:
        """What can be used, as it is to be kept."""
        self.pairs.clear()
        self.left.clear()
        read = read_pairs if self._path.suffix.lower() in TABLES else read_entries
        size = self._path.stat().st_size
        with self._progress(phrase("Reading"), size) as advance:
            for each in read(self._path, self._wanted, advance):
                if isinstance(each, Skip):
                    known = self.left.get(each.reason, Left(each.reason, 0, each.line))
                    self.left[each.reason] = replace(known, number=known.number + 1)
                    continue
                unit = each.unit
                self.pairs[unit.source_locale, unit.target_locale] += 1
                yield replace(each, unit=replace(unit, state=self._options.state or unit.state))
        if not self.pairs:
            self._complain()

    def _complain(self) -> None:
        names = ", ".join(each.name for each in self._wanted.locales)
        why = next(iter(self.left.values()), None)
        raise ExchangeError(
            phrase("there is no pair of texts for this project in it: {reason}", reason=why.reason)
            if why
            else phrase("there is no pair of texts for this project in it"),
            hint=phrase(
                "The project’s locales are {names}; --source and --target choose among them.",
                names=names,
            ),
            file=str(self._path),
            line=why.line if why else 1,
        )


def _same(path: Path, entries: Iterator[Entry]) -> bool:
    """Whether a file of the project has just these units."""
    there = (each for each in read_entries(path) if isinstance(each, Entry))
    return all(
        one is not None and other is not None and replace(one, line=0) == replace(other, line=0)
        for one, other in zip_longest(there, entries)
    )
