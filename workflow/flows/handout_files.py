"""Handouts as files, in each format that translators' tools read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from workflow.errors import ExchangeError
from workflow.exchange.csv_table import csv_table
from workflow.exchange.handout import Handout
from workflow.exchange.xliff2_writing import xliff2
from workflow.files.atomic import held, save
from workflow.model.phrase import listed, phrase


class FileFormat(NamedTuple):
    """A format of files."""

    ending: str
    encoded: Callable[[Sequence[Handout]], bytes]
    one_pair: bool
    """Whether a file is from one language into one other."""


FORMATS: Final[Mapping[str, FileFormat]] = {
    "xliff-2.1": FileFormat(".xlf", xliff2, one_pair=True),
    "csv": FileFormat(".csv", csv_table, one_pair=False),
}
"""Name → format."""


class WrittenFile(NamedTuple):
    """A file that was written."""

    path: Path
    handouts: tuple[Handout, ...]

    @property
    def messages(self) -> int:
        """How many it has."""
        return sum(len(each.units) for each in self.handouts)


def write_handouts(
    handouts: Sequence[Handout], name: str, place: Path, done: Callable[[int], None]
) -> Iterator[WrittenFile]:
    """Write all handouts to the file ``place`` where it ends as files of the format do.

    Else ``place`` is a folder, and gets a file for each article and locale. Yields what was
    written; ``done`` is told of each handout. Raises :class:`ExchangeError` where one file cannot
    hold all languages, and :class:`FileError`.
    """
    kind = FORMATS[name]
    if place.suffix.lower() == kind.ending:
        pairs = {(each.source, each.target) for each in handouts}
        if kind.one_pair and len(pairs) > 1:
            raise ExchangeError(
                phrase(
                    "a file of this format is from one language into one other; these are {pairs}",
                    pairs=listed(sorted(f"{one}→{other}" for one, other in pairs)),
                ),
                hint=phrase("Name a folder (-o FOLDER), or articles and a language of one pair."),
                file=str(place),
            )
        files = [(place, tuple(handouts))]
    else:
        files = [
            (place / f"{each.article}.{each.target.name}{kind.ending}", (each,))
            for each in handouts
        ]
    for path, some in files:
        save(path, held(path), kind.encoded(some))
        done(len(some))
        yield WrittenFile(path, some)
