"""The headings of a glossary's table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from workflow.errors import GlossaryError, LocaleError
from workflow.model import Locale, TermStatus

FIELDS = ("id", "translate", "part of speech", "domain", "definition", "note")
"""Columns that are no language's."""
_ALIASES = {"pos": "part of speech", "description": "definition", "comment": "note"}
_TERMS = re.compile(r"(?P<locale>[\w-]+)(?:\s*[\s(:]\s*(?P<status>[a-z]+)\)?)?")


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


def parse_heading(text: str, index: int, file: str) -> Column:
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
        f"column {Column(index, '').letter}: unknown heading “{name}”",
        hint=f"{hint}A heading is a language (fr), a language and a status (fr admitted, fr "
        f"forbidden), or one of: {', '.join(FIELDS)}.",
        file=file,
        line=1,
    )
