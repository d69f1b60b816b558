"""Pairs of texts as files of other programs have them, and tables of them.

A table is for people who look through pairs in a spreadsheet. It has a column for each language,
headed by its code; the first is the language translated from. Columns with other headings are for
the eye.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import ExchangeError, LocaleError
from workflow.files.atomic import held, read_bytes, save
from workflow.memory import Unit
from workflow.model import Locale
from workflow.model.encoding import decode
from workflow.model.phrase import phrase

CONFIDENCE, KIND, LINE = "confidence", "kind", "line"
_OTHERS = frozenset((CONFIDENCE, KIND, LINE, "note", "state", "id"))
_HINT = "Give the first row the codes of two languages, as in: fr,en"


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit as a file has it."""

    unit: Unit
    notes: tuple[str, ...] = ()
    props: tuple[tuple[str, str], ...] = ()
    """(type, value) of the ``prop`` elements that are not our own."""
    line: int = 0
    """Where it begins, counted from 1; 0 for one that comes from no file."""


@dataclass(frozen=True, slots=True)
class Skip:
    """A unit that is not taken."""

    line: int
    reason: str
    """Equal for units left out for the same reason, so that they can be counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which languages of a file are taken, and how they are spelt here."""

    locales: tuple[Locale, ...] = ()
    """Those of the project, in whose spelling a file's are given (``en-US`` → ``en``); what is
    none of them is left out. Empty: each as it is."""
    source: Locale | None = None
    """The language to translate from, whatever the file names as its source language."""
    target: Locale | None = None

    @property
    def all(self) -> bool:
        """Whether nobody chose among the languages of a file: each that is left out is named."""
        return self.source is None and self.target is None


def foreign(locale: Locale) -> str:
    """Why a text in ``locale`` is left out."""
    return f"{locale} is not a locale of this project"


def fit(locale: Locale, locales: Sequence[Locale]) -> Locale | None:
    """Return the locale of ``locales`` whose words ``locale`` shares; None where none does."""
    if locale in locales:
        return locale
    minimal = {each.minimal: each for each in reversed(locales)}
    return next((minimal[each] for each in locale.chain if each in minimal), None)


def write_pairs(
    path: Path, pair: tuple[Locale, Locale], rows: Iterable[tuple[str, str, str, str, str]]
) -> bool:
    """Write (confidence, source, target, kind, line) rows; return whether the file changed.

    UTF-8 with a byte order mark, without which Excel does not take a table for UTF-8. Raises
    :class:`~workflow.errors.FileError`.
    """
    old = held(path) if path.is_file() else None
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((CONFIDENCE, *(each.name.replace("_", "-") for each in pair), KIND, LINE))
    writer.writerows(rows)
    return save(path, old, text.getvalue().encode("utf-8-sig"))


def read_pairs(
    path: Path, wanted: Wanted | None = None, advance: Callable[[int], None] = lambda _bytes: None
) -> Iterator[Entry | Skip]:
    """Yield the pairs of a table separated by commas, semicolons or tabs.

    ``advance`` is told of bytes that are read. Raises :class:`ExchangeError`, with the line,
    for what is no such table, and :class:`~workflow.errors.FileError` where it cannot be read.
    """
    data = read_bytes(path)
    text = decode(data, path).removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    line = 1
    try:
        columns, others = _columns(next(reader, []), wanted or Wanted(), str(path))
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield from _row(cells, columns, line)
                yield from (
                    Skip(line, foreign(locale))
                    for place, locale in others
                    if "".join(cells[place : place + 1]).strip()
                )
            line = reader.line_num + 1
    except csv.Error as error:
        raise ExchangeError(
            phrase("not a well-formed table: {error}", error=error),
            hint=phrase(
                "A cell that begins with a quotation mark ends with one; one inside it is "
                "doubled. Saving the file from a spreadsheet sets that right."
            ),
            file=str(path),
            line=line,
        ) from error
    advance(len(data))


def _columns(
    header: Sequence[str], wanted: Wanted, file: str
) -> tuple[list[tuple[int, Locale]], list[tuple[int, Locale]]]:
    """The places of the source and of each target, the source first; those to be left out."""
    found: list[tuple[int, Locale]] = []
    others: list[tuple[int, Locale]] = []
    for place, name in enumerate(header):
        if name.strip().casefold() in _OTHERS or not name.strip():
            continue
        try:
            locale = Locale.parse(name)
        except LocaleError as error:
            message = f"unknown heading “{name}”"
            raise ExchangeError(
                message,
                hint=phrase("{hint} {hint2}", hint=error.hint, hint2=_HINT),
                file=file,
                line=1,
            ) from error
        own = fit(locale, wanted.locales) if wanted.locales else locale
        if own is not None:
            found.append((place, own))
        elif wanted.all:
            others.append((place, locale))
    source = wanted.source or next((locale for _, locale in found), None)
    targets = [each for each in found if each[1] != source]
    kept = [each for each in targets if wanted.target in (None, each[1])]
    sources = [each for each in found if each[1] == source]
    if not sources or not kept:
        raise ExchangeError(
            phrase("there are no two languages in it"), hint=_HINT, file=file, line=1
        )
    return [sources[0], *kept], others


def _row(
    cells: Sequence[str], columns: Sequence[tuple[int, Locale]], line: int
) -> Iterator[Entry | Skip]:
    texts = [(cells[place].strip() if place < len(cells) else "", each) for place, each in columns]
    source, locale = texts[0]
    found: list[Entry | Skip] = [
        Entry(Unit(locale, target, source, text), line=line)
        for text, target in texts[1:]
        if source and text
    ]
    yield from found or [Skip(line, "a text is empty")]
