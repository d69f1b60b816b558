"""Catalogues and templates that belong to nothing, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class UnusedKind(Enum):
    """Why a catalogue or template belongs to no article × locale of the project."""

    ARTICLE_GONE = auto()
    MISPLACED = auto()
    OWN_LANGUAGE = auto()
    """The article is written in that language."""
    NO_LOCALE = auto()
    OTHER_SPELLING = auto()
    """Of a target locale."""
    NO_TARGET = auto()


@dataclass(frozen=True, slots=True)
class Unused:
    """A catalogue or template that no command works with."""

    file: str
    """Relative to the project, POSIX."""
    kind: UnusedKind
    name: str = ""
    """Of the folder that stands in the place of a locale, for the kinds that concern it."""
    own: str = ""
    """:attr:`UnusedKind.OTHER_SPELLING`: the target locale."""
