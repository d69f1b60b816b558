"""Terms: what the words of a field are called in each language, and what not to call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.model.locale import Locale

PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "other")
"""Those of TBX-Basic."""


class TermStatus(StrEnum):
    """How a term may be used."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    FORBIDDEN = "forbidden"

    @property
    def rank(self) -> int:
        """0 for the best."""
        return list(TermStatus).index(self)


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that belong together, in one language."""

    text: str
    locale: Locale
    status: TermStatus = TermStatus.PREFERRED

    @property
    def allowed(self) -> bool:
        """Whether it may be used at all."""
        return self.status is not TermStatus.FORBIDDEN


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning, with its terms in all languages: a row of the glossary."""

    terms: tuple[Term, ...]
    id: str = ""
    """Given by the tool it comes from; empty for most written by hand."""
    translate: bool = True
    """False: its terms stay as they are in every language."""
    part_of_speech: str = ""
    """One of :data:`PARTS_OF_SPEECH`, or empty."""
    domain: str = ""
    definition: str = ""
    note: str = ""
    line: int = field(default=0, compare=False)
    """Line of the file it was read from, counted from 1; 0 for none."""

    def terms_in(self, locale: Locale) -> tuple[Term, ...]:
        """Its terms in ``locale``, or in the nearest one whose words it shares."""
        for each in locale.chain:
            if found := tuple(term for term in self.terms if term.locale == each):
                return found
        return ()


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a project."""

    concepts: tuple[Concept, ...] = ()
    file: str = ""
    """The file it was read from, as reports name it."""

    @property
    def locales(self) -> Sequence[Locale]:
        """The locales it has terms in, in the order they first appear."""
        return tuple(
            dict.fromkeys(term.locale for concept in self.concepts for term in concept.terms)
        )
