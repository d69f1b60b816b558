"""What kind of change a source text went through, as the entry's comment says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, cast, get_args

from workflow.model import lazy_re as re

Besides = Literal["", "fuzzy before", "split", "joined", "plural"]
"""Why a translation waits for a person whether or not its source changed: it was fuzzy before,
is a part of another one or several joined, or the message got or lost its plural."""


class ChangeClass(StrEnum):
    """How deep a change goes, from the lightest to the heaviest."""

    WHITE_SPACE = "white space"
    TYPOGRAPHY = "typography"
    """Quotation marks, apostrophes, dashes, ellipses, and the kinds of spaces that do not break."""
    MARKUP = "markup"
    """Emphasis, tags, code, links that came or went; the words are the same."""
    URL = "URL"
    """Where a link, an image or an address leads."""
    NUMBER = "number"
    """A numeral or a telephone number."""
    MEANING = "meaning"
    """The words."""

    @property
    def weight(self) -> int:
        """Position in the order of the members; the heaviest part names the whole change."""
        return list(ChangeClass).index(self)


TRANSLATION = "translation"
"""Beside the classes: the source of a message is as it was approved, its translation is not."""
OTHER = "other"
"""Beside the classes: what is not translated changed (a date, code, the article's structure)."""
_CLASSES = "|".join(ChangeClass)
_BESIDES = "|".join(filter(None, get_args(Besides)))
_MARK = re.compile(
    rf"^(?:source changed: (?P<changed>{_CLASSES})(?: \((?P<besides>{_BESIDES})\))?"
    rf"|repaired: (?P<repaired>{_CLASSES})(?: (?P<repairs>\S.* → .*))?)$"
)


@dataclass(frozen=True, slots=True)
class Change:
    """That a message's source changed since it was translated, and what was done about it."""

    kind: ChangeClass
    repaired: bool = False
    """Whether the translation was changed in the same way; else it waits for a person."""
    repairs: str = ""
    """``old → new``, parted by ``; ``: what was replaced in the translation."""
    besides: Besides = ""

    def __str__(self) -> str:
        """The line of the translators' comment, which :meth:`parse` reads back."""
        if not self.repaired:
            return f"source changed: {self.kind}" + f" ({self.besides})" * bool(self.besides)
        return f"repaired: {self.kind} {self.repairs}".rstrip(" ")

    @classmethod
    def parse(cls, line: str) -> Change | None:
        """Read one line of a translators' comment; None for what a person wrote."""
        found = _MARK.match(line)
        if found is None:
            return None
        kind = ChangeClass(found["changed"] or found["repaired"])
        besides = cast(Besides, found["besides"] or "")
        return cls(kind, found["changed"] is None, found["repairs"] or "", besides)

    def marked(self, comments: Iterable[str]) -> tuple[str, ...]:
        """The translators' comment with this change's line in place of an earlier one."""
        return (*without_marks(comments), str(self))


def without_marks(comments: Iterable[str]) -> tuple[str, ...]:
    """The translators' comment less what it says of changes."""
    return tuple(line for line in comments if Change.parse(line) is None)
