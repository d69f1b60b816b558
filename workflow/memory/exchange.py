"""Pairs of texts as files of other programs have them, whatever the format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.memory import Unit
from workflow.model import Locale


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
