"""Handouts as a table for spreadsheets (RFC 4180), and what comes back of it.

UTF-8 with a byte order mark, without which Excel takes it for the machine's encoding; a message a
row. A cell that a spreadsheet would run has a ``'`` before it, which is taken off again. Semicolons
and tabs, which spreadsheets write in some countries, are read as well, and UTF-16.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from workflow.exchange.handout import (
    Handout,
    HandoutUnit,
    Returned,
    ReturnedUnit,
    note_mark,
    unit_id,
    writable,
)
from workflow.exchange.xml_parsing import DamagedError
from workflow.model import State
from workflow.model.phrase import listed, phrase

COLUMNS: Final = (
    *("id", "article", "locale", "context", "source", "target", "state", "note", "version"),
)
_NEEDED: Final = ("id", "article", "locale", "target")
FORMULA: Final = frozenset("=+-@＝＋－＠'\t\r\n")
"""What a cell begins with that a spreadsheet would run, or that stands for such a guard."""
_SEPARATORS: Final = ",;\t"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: with ``'`` before it, where it would.

    So does a cell that begins with ``'``: less one of them each cell is what it was. Source:
    https://owasp.org/www-community/attacks/CSV_Injection.
    """
    return f"'{cell}" if cell.lstrip()[:1] in FORMULA or cell[:1] in FORMULA else cell


def unguarded(cell: str) -> str:
    """What :func:`guarded` was given."""
    return cell[1:] if cell[:1] == "'" and guarded(cell[1:]) == cell else cell


def csv_table(handouts: Sequence[Handout]) -> bytes:
    """The file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for handout in handouts:
        for unit in handout.units:
            writer.writerow([guarded(writable(cell)) for cell in _row(handout, unit)])
    return codecs.BOM_UTF8 + out.getvalue().encode()


def _row(handout: Handout, unit: HandoutUnit) -> Sequence[str]:
    note = "\n".join((*unit.notes, *unit.comments))
    marks = ",".join(note_mark(line) for line in _lines(note))
    return (
        unit_id(handout.article, unit.key),
        handout.article,
        handout.target.bcp47,
        unit.context,
        unit.key[1],
        unit.msgstr,
        str(unit.state),
        note,
        f"{unit.shown}:{marks}",
    )


def _lines(note: str) -> list[str]:
    return [line.strip() for line in writable(note).split("\n") if line.strip()]


def read_csv(data: bytes) -> tuple[Returned, ...]:
    """What a table brings back; raises :class:`DamagedError`."""
    text = _decoded(data)
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [unguarded(each).strip().lower() for each in next(reader, ())]
        _check(names)
        found: dict[tuple[str, str], list[ReturnedUnit]] = {}
        line = reader.line_num + 1
        for cells in reader:
            if any(each.strip() for each in cells):
                cell = _named(names, cells, line)
                place = (cell["article"], cell["locale"])
                found.setdefault(place, []).append(_unit(cell, line))
            line = reader.line_num + 1
    except csv.Error as error:
        why = phrase("no table of cells separated by commas: {what}", what=error)
        raise DamagedError(why, reader.line_num) from None
    return tuple(Returned(*place, tuple(units)) for place, units in found.items())


def _decoded(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        why = phrase("it is not UTF-8: save the table anew as “CSV UTF-8”")
        raise DamagedError(why, line) from None


def _check(names: Sequence[str]) -> None:
    if missing := [name for name in _NEEDED if name not in names]:
        why = phrase("its first line lacks the columns {names}", names=listed(missing))
        raise DamagedError(why, 1)
    if len(set(names) - {""}) < len([each for each in names if each]):
        raise DamagedError(phrase("its first line names a column twice"), 1)


def _named(names: Sequence[str], cells: Sequence[str], line: int) -> Mapping[str, str]:
    """The cells of a row by the names of their columns."""
    if len(cells) < len(names) and len(cells) <= max(names.index(each) for each in _NEEDED):
        raise DamagedError(phrase("the row has fewer cells than the first line"), line)
    if any(each.strip() for each in cells[len(names) :]):
        raise DamagedError(phrase("the row has more cells than the first line"), line)
    filled = (*cells, *[""] * len(names))
    return {name: unguarded(cell) for name, cell in zip(names, filled, strict=False)}


def _unit(cell: Mapping[str, str], line: int) -> ReturnedUnit:
    state = cell.get("state", "").strip().lower()
    known = State(state) if state in set(State) else None
    shown, _, marks = cell.get("version", "").rpartition(":")
    broken: str = ""
    if state and known is None:
        broken = phrase("the state “{name}” is not known", name=state)
    return ReturnedUnit(
        id=cell["id"].strip(),
        target=cell["target"],
        shown=shown,
        source=writable(cell.get("source", "")),
        state=known,
        notes=tuple(_new(cell.get("note", ""), frozenset(marks.split(",")))),
        broken=broken,
        line=line,
    )


def _new(note: str, known: frozenset[str]) -> Iterator[str]:
    """The lines that were not handed out."""
    return (line for line in _lines(note) if note_mark(line) not in known)
