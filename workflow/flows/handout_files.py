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
    hold all languages, ``place`` is none for this format, or a file stands there that has other
    bytes, which stays; and :class:`FileError`.
    """
    kind = FORMATS[name]
    _look_at(place, kind)
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
        data, there = kind.encoded(some), held(path)
        if there is not None and there != data:  # it may hold a translator's work
            raise ExchangeError(
                phrase("there is a file here already, with other content: it stays as it is"),
                hint=phrase(
                    "Import it (workflow import-translations) or delete it first, or give another "
                    "place with -o."
                ),
                file=str(path),
            )
        save(path, there, data)
        done(len(some))
        yield WrittenFile(path, some)


def _look_at(place: Path, kind: FileFormat) -> None:
    """Raise :class:`ExchangeError` where ``place`` can be neither a file nor a folder of files."""
    ending = place.suffix.lower()
    if ending == kind.ending:
        return
    if ending in {each.ending for each in FORMATS.values()}:
        said = phrase("{file} does not end with `.{kind}`", file=place.name, kind=kind.ending[1:])
        raise ExchangeError(said, file=str(place))
    if place.is_file():
        said = phrase("{path} is a file, and has to be a folder", path=place.name)
        raise ExchangeError(said, hint=phrase("Give another place with -o."), file=str(place))
