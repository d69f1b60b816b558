"""Messages: a catalogue's view of one or more equal segments."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

Key = tuple[str | None, str]
"""(msgctxt, msgid): what makes a message unique in a catalogue."""

_MARK = re.compile(
    r"^(machine translation|translation memory): (?P<origin>.+), (?P<date>\d{4}-\d{2}-\d{2})$"
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a translation that no person wrote comes from, and when."""

    kind: str
    """``machine translation`` or ``translation memory``."""
    origin: str
    """The engine, or the memory's unit and its score."""
    date: str
    """ISO 8601 date."""

    def __str__(self) -> str:
        return f"{self.kind}: {self.origin}, {self.date}"


@dataclass(frozen=True, slots=True)
class Message:
    """(msgctxt, msgid) → msgstr with its flags and comments, in gettext's terms."""

    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    flags: tuple[str, ...] = ()
    """Of ``#,``, in file order, unknown ones included."""
    comments: tuple[str, ...] = ()
    """Extracted comments, ``#.``, one string a line."""
    translator_comments: tuple[str, ...] = ()
    """Translators' comments, ``#`` and a space, one string a line."""
    references: tuple[str, ...] = ()
    """Of ``#:``: ``path`` or ``path:line``."""
    previous_msgid: str | None = None
    previous_msgctxt: str | None = None
    obsolete: bool = False
    msgid_plural: str | None = None
    """Articles have no plurals; catalogues made elsewhere may, and lose nothing here."""
    msgstr_plural: tuple[str, ...] = ()
    previous_msgid_plural: str | None = None
    other_comments: tuple[str, ...] = ()
    """Lines of ``#`` and a sign that is not known here (``#=``), whole, as they stand."""

    @property
    def key(self) -> Key:
        """(msgctxt, msgid)."""
        return (self.msgctxt, self.msgid)

    @property
    def fuzzy(self) -> bool:
        """Whether the translation needs a person's look."""
        return "fuzzy" in self.flags

    @property
    def has_text(self) -> bool:
        """Whether there is any translation, finished or not."""
        return bool(self.msgstr) or any(self.msgstr_plural)

    @property
    def provenance(self) -> Provenance | None:
        """What the comment of a machine or memory translation says; None for a person's."""
        for line in self.translator_comments:
            if found := _MARK.match(line):
                return Provenance(found[1], found["origin"], found["date"])
        return None

    @property
    def usable(self) -> bool:
        """Whether the msgstr may reach a page: there is one, and it is not fuzzy."""
        return bool(self.msgstr) and not self.fuzzy and not self.obsolete

    def with_draft(self, msgstr: str, provenance: Provenance) -> Message:
        """The message filled by an engine: fuzzy, with a comment that names the engine."""
        kept = tuple(line for line in self.translator_comments if not _MARK.match(line))
        return replace(
            self.without_fuzzy(),
            msgstr=msgstr,
            flags=("fuzzy", *(flag for flag in self.flags if flag != "fuzzy")),
            translator_comments=(*kept, str(provenance)),
        )

    def without_fuzzy(self) -> Message:
        """The message as it is once a person has vouched for it."""
        return replace(
            self,
            flags=tuple(flag for flag in self.flags if flag != "fuzzy"),
            previous_msgid=None,
            previous_msgctxt=None,
            previous_msgid_plural=None,
        )
