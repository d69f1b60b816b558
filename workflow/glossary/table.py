"""Glossaries as tables: one row a concept, one column a language.

The layout is the one that Google's "equivalent term sets" and memoQ's term bases have in
common: a column for each language, headed by its code. What they lack is in more columns of
the same kind: ``en forbidden`` holds the terms not to use in English. Several terms in a cell
are parted by semicolons. See docs/glossary.md.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from workflow.errors import GlossaryError, LocaleError, WorkflowError, raise_all
from workflow.model import Concept, Glossary, Locale, Term, TermStatus
from workflow.model import lazy_re as re
from workflow.model.phrase import listed, phrase
from workflow.model.term import PARTS_OF_SPEECH

_PARTS = re.compile(r"[;；|\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES = frozenset("yes y true 1 oui".split()) | {""}
_NO = frozenset("no n false 0 non".split())
FIELDS = ("id", "translate", "part of speech", "domain", "definition", "note")
"""Columns that are no language's."""
_ALIASES = {"pos": "part of speech", "description": "definition", "comment": "note"}
_TERMS = re.compile(r"(?P<locale>[\w-]+)(?:\s*[\s(:]\s*(?P<status>[a-z]+)\)?)?")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table looks like beside what it says."""

    columns: tuple[Column, ...] = ()
    delimiter: str = ","
    newline: str = "\n"
    mark: bool = True
    """A byte order mark, without which Excel does not take a CSV file for UTF-8."""


def read_table(
    text: str, file: str, left_out: list[WorkflowError] | None = None
) -> tuple[Glossary, Layout]:
    """Read a table separated by commas, semicolons or tabs, and the layout it has.

    Raises :class:`GlossaryError`, or a group of them, with line, row and column. With
    ``left_out``, what is wrong with a row goes there, and the other rows are read.
    """
    body = text.removeprefix("\ufeff")
    delimiter = _delimiter(body)
    rows = _Rows(body, delimiter, file)
    _, cells = rows.header
    columns = tuple(
        _parse_heading(cell, index, file) for index, cell in enumerate(_trimmed(cells), start=1)
    )
    _check_columns(columns, file)
    concepts: list[Concept] = []
    errors: list[WorkflowError] = []
    for number, (line, cells) in enumerate(rows.body, start=2):
        row = _Row(columns, cells, line, number, file)
        if any(cell.strip() for cell in cells):
            concepts += [] if row.errors else [row.concept]
            errors += row.errors
    if left_out is None:
        raise_all(errors)
    else:
        left_out += errors
    newline = "\r\n" if "\r\n" in text else "\n"
    layout = Layout(columns, delimiter, newline, mark=text.startswith("\ufeff"))
    return Glossary(tuple(concepts), file), layout


def _delimiter(text: str) -> str:
    """What parts the header into most cells; of a single column, what its cells are quoted for."""
    first = re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    bare = re.sub(r'"[^"]*"', "", first)
    if not any(map(bare.count, ",;\t")):
        return max(",;\t", key="".join(re.findall(r'"[^"]*"', text)).count)
    return max(",;\t", key=bare.count)


class _Rows:
    """The rows of a table, each with the line it starts on."""

    def __init__(self, text: str, delimiter: str, file: str) -> None:
        found = list(_read(text, delimiter, file))
        if not found:
            raise GlossaryError(
                phrase("the glossary is empty"),
                hint=phrase("Give it a first row that names the languages, as in: `fr,en,zh,note`"),
                file=file,
                line=1,
            )
        self.header, *self.body = found


def _read(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise GlossaryError(
            phrase("not a well-formed table: {error}", error=error),
            hint=phrase(
                "A cell that begins with a quotation mark ends with one; one inside it is "
                "doubled. Saving the file from a spreadsheet sets that right."
            ),
            file=file,
            line=line,
        ) from error


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """The cells less empty ones at the end, which spreadsheets like to add."""
    last = max((index for index, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return cells[:last]


def _check_columns(columns: Sequence[Column], file: str) -> None:
    for index, column in enumerate(columns):
        if column.meaning in [other.meaning for other in columns[:index]]:
            raise GlossaryError(
                phrase(
                    "column {letter}: “{name}” stands here again",
                    letter=column.letter,
                    name=column.name,
                ),
                hint=phrase(
                    "Keep one of the columns; several terms fit into one cell: separated by “;”."
                ),
                file=file,
                line=1,
            )
    if not any(column.locale for column in columns):
        raise GlossaryError(
            phrase("no column is named after a language"),
            hint=phrase("Give the first row the codes of the languages, as in: `fr,en,zh,note`"),
            file=file,
            line=1,
        )


class _Row:
    """One row and what is wrong with it."""

    def __init__(
        self, columns: Sequence[Column], cells: Sequence[str], line: int, number: int, file: str
    ) -> None:
        self._place = (line, number, file)
        self.errors: list[GlossaryError] = []
        terms: list[Term] = []
        fields: dict[str, str] = {}
        self._check_cells(columns, cells)
        for column, cell in zip(columns, cells, strict=False):
            if column.locale is None:
                fields[column.field] = _tidy(cell)
            else:
                texts = filter(None, map(_tidy, _PARTS.split(cell)))
                terms += [Term(text, column.locale, column.status) for text in texts]
        self.concept = Concept(
            _by_language(terms),
            id=fields.get("id", ""),
            translate=self._translate(columns, fields.get("translate", "")),
            part_of_speech=self._part_of_speech(columns, fields.get("part of speech", "")),
            domain=fields.get("domain", ""),
            definition=fields.get("definition", ""),
            note=fields.get("note", ""),
            line=line,
        )

    def _fail(self, column: Column, message: str, hint: str) -> None:
        line, number, file = self._place
        name = f" “{column.name}”" if column.name else ""
        where = f"row {number}, column {column.letter}{name}"
        self.errors.append(
            GlossaryError(
                phrase("{where}: {message}", where=where, message=message),
                hint=hint,
                file=file,
                line=line,
            )
        )

    def _check_cells(self, columns: Sequence[Column], cells: Sequence[str]) -> None:
        for index, cell in enumerate(cells, start=1):
            if index > len(columns) and cell.strip():
                column = Column(index, "")
                hint = "Name the column in the first row, or take the cell out. A comma inside "
                hint += "a cell wants quotation marks around the cell."
                self._fail(column, f"“{_tidy(cell)}” stands under no heading", hint)
            elif _CONTROL.search(cell):
                self._fail(columns[index - 1], "has a control character", "Type the cell anew.")

    def _translate(self, columns: Sequence[Column], value: str) -> bool:
        if value.casefold() not in _YES | _NO:
            column = next(column for column in columns if column.field == "translate")
            hint = "Write “no” for terms that stay as they are in every language; else nothing."
            self._fail(column, f"“{value}” is neither yes nor no", hint)
        return value.casefold() not in _NO

    def _part_of_speech(self, columns: Sequence[Column], value: str) -> str:
        if value and value.casefold() not in PARTS_OF_SPEECH:
            column = next(column for column in columns if column.field == "part of speech")
            hint = f"Use one of: {', '.join(PARTS_OF_SPEECH)}; or leave the cell empty."
            self._fail(column, f"“{value}” is no part of speech", hint)
        return value.casefold()


def _tidy(cell: str) -> str:
    """The cell with single spaces, composed characters (Unicode NFC), and no ends."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", cell.strip()))


def _by_language(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Sorted by language, in the order these first appear, then by status; each once."""
    found = list(dict.fromkeys(terms))
    locales = list(dict.fromkeys(term.locale for term in found))
    return tuple(sorted(found, key=lambda term: (locales.index(term.locale), term.status.rank)))


def write_table(glossary: Glossary, layout: Layout) -> str:
    """Return the table, columns that are not in ``layout`` after those that are."""
    columns = (*layout.columns, *_missing(glossary, layout.columns))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator=layout.newline)
    writer.writerow([column.name for column in columns])
    for concept in glossary.concepts:
        writer.writerow([_cell(concept, column) for column in columns])
    return ("\ufeff" if layout.mark else "") + out.getvalue()


def _missing(glossary: Glossary, columns: Sequence[Column]) -> Iterator[Column]:
    """The columns that the glossary needs: languages, then other statuses, then the rest."""
    known = {column.meaning for column in columns}
    used = {(term.locale, term.status) for each in glossary.concepts for term in each.terms}
    wanted: list[tuple[Locale | None, TermStatus, str]] = [
        (locale, status, "")
        for status in TermStatus
        for locale in glossary.locales
        if (locale, status) in used or (status is TermStatus.PREFERRED and not columns)
    ]
    wanted += [
        (None, TermStatus.PREFERRED, name)
        for name in (*FIELDS[1:], FIELDS[0])
        if any(_field(concept, name) for concept in glossary.concepts)
    ]
    for locale, status, name in wanted:
        column = Column(0, heading(locale, status, name), locale, status, name)
        if column.meaning not in known:
            yield column


def _cell(concept: Concept, column: Column) -> str:
    if column.locale is None:
        return _field(concept, column.field)
    return "; ".join(
        term.text
        for term in concept.terms
        if (term.locale, term.status) == (column.locale, column.status)
    )


def _field(concept: Concept, name: str) -> str:
    if name == "translate":
        return "" if concept.translate else "no"
    return str(getattr(concept, name.replace(" ", "_")))


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    index: int
    """Counted from 1; 0 for one that is not in a file yet."""
    name: str
    """Its heading, as it is written."""
    locale: Locale | None = None
    """Of the terms in it; None where it holds something else."""
    status: TermStatus = TermStatus.PREFERRED
    field: str = ""
    """Of :data:`FIELDS`, where it holds no terms."""

    @property
    def meaning(self) -> tuple[Locale | None, TermStatus, str]:
        """What it holds, however it is headed."""
        return self.locale, self.status, self.field

    @property
    def letter(self) -> str:
        """What spreadsheets call it: A, B, … Z, AA, …"""
        letters, rest = "", self.index
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return letters


def heading(locale: Locale | None, status: TermStatus, field: str) -> str:
    """Return the heading of a column that is new."""
    if locale is None:
        return field
    name = "id-ID" if locale.name == "id" else locale.name.replace("_", "-")  # Indonesian
    return name if status is TermStatus.PREFERRED else f"{name} {status}"


def _parse_heading(text: str, index: int, file: str) -> Column:
    """Read the heading of the column at ``index``: a field, or a locale and perhaps a status.

    Raises :class:`GlossaryError`, with the nearest heading, for any other.
    """
    name = text.strip()
    plain = re.sub(r"[\s_]+", " ", name.casefold())
    field = _ALIASES.get(plain, plain)
    if field in FIELDS:
        return Column(index, name, field=field)
    found = _TERMS.fullmatch(name.casefold())
    status = (found["status"] if found else "") or "preferred"
    if found and status in list(TermStatus):
        try:
            locale = Locale.parse(found["locale"]).minimal
        except LocaleError as error:
            raise _unknown(name, index, file, error.hint) from error
        return Column(index, name, locale, TermStatus(status))
    raise _unknown(name, index, file)


def _unknown(name: str, index: int, file: str, advice: str = "") -> GlossaryError:
    near = get_close_matches(name.casefold(), FIELDS, n=1)
    hint = f"Did you mean “{near[0]}”? " if near else f"{advice} " if advice and name else ""
    return GlossaryError(
        phrase(
            "column {letter}: unknown heading “{name}”", letter=Column(index, "").letter, name=name
        ),
        hint=phrase(
            "{hint}A heading is a language (`fr`), a language and a status (`fr admitted`, `fr "
            "forbidden`), or one of: {names}.",
            hint=hint,
            names=listed(FIELDS),
        ),
        file=file,
        line=1,
    )
