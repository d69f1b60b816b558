"""Messages: a catalogue's view of one or more equal segments."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workflow.model import lazy_re as re
from workflow.model.digest import digest
from workflow.model.ignoring import Ignoring, bound

Key = tuple[str | None, str]
"""(msgctxt, msgid): what makes a message unique in a catalogue."""

SHORT = 12
"""Letters of a short digest: enough to tell one text from the next."""
MACHINE = "machine translation"
MEMORY = "translation memory"
_SAME_TEXT = ("context match", "exact match")
"""How the origin of what the memory had word for word begins: a person's translation."""
DRAFTED_BY = ", drafted by "
"""In the origin of what the memory had: before the engine that once drafted that text."""
_MARK = re.compile(
    r"^(machine translation|translation memory): (?P<origin>.+), (?P<date>\d{4}-\d{2}-\d{2})"
    r"(?: \[(?P<draft>[0-9a-f]{12}) of (?P<source>[0-9a-f]{12})\])?$"
)


def short_digest(text: str) -> str:
    """Return the first letters of the text's digest."""
    return digest(text)[:SHORT]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a translation that no person wrote comes from, and when."""

    kind: str
    """``machine translation`` or ``translation memory``."""
    origin: str
    """The engine with its model (``libre (opus-mt)``), or the memory's unit and its score."""
    date: str
    """ISO 8601 date."""
    draft: str = ""
    """Short digest of the text that was proposed; empty where an earlier version wrote it."""
    source: str = ""
    """Short digest of the msgid that it translates; empty likewise."""

    def __str__(self) -> str:
        """The line of the translators' comment, which :meth:`parse` reads back."""
        return self.label + (f" [{self.draft} of {self.source}]" if self.draft else "")

    @classmethod
    def parse(cls, line: str) -> Provenance | None:
        """Read one line of a translators' comment; None for what a person wrote."""
        found = _MARK.match(line)
        if found is None:
            return None
        digests = (found["draft"] or "", found["source"] or "")
        return cls(found[1], found["origin"], found["date"], *digests)

    @property
    def label(self) -> str:
        """Without the digests, for people."""
        return f"{self.kind}: {self.origin}, {self.date}"

    @property
    def drafted_by(self) -> str:
        """The engine that drafted it, here or where the memory has it from; empty for none."""
        return self.origin if self.kind == MACHINE else self.origin.partition(DRAFTED_BY)[2]

    @property
    def of_a_person(self) -> bool:
        """Whether a person vouched for this very text before, and the memory had it.

        Where an engine once drafted it, :attr:`drafted_by` says so.
        """
        return self.kind == MEMORY and self.origin.startswith(_SAME_TEXT)


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
        return next(filter(None, map(Provenance.parse, self.translator_comments)), None)

    @property
    def untouched(self) -> bool:
        """Whether the msgstr is what an engine or the memory proposed, and no person's word.

        Where the comment has no digest, as earlier versions wrote it, nothing tells that
        somebody rewrote it.
        """
        return self.provenance is not None and not self.rewritten and self.fuzzy

    @property
    def rewritten(self) -> bool:
        """Whether a person is known to have changed what an engine or the memory proposed."""
        made = self.provenance
        if made is None or not made.draft:
            return False
        return made.draft != short_digest(self.msgstr)

    @property
    def unedited(self) -> bool:
        """Whether it passes as translated, but is what an engine drafted, to the letter.

        Its fuzzy flag was taken off, with many others perhaps, and nothing shows that somebody
        read it. A draft that an earlier version wrote cannot be told from what became of it.
        """
        made = self.provenance
        if made is None or made.of_a_person or not made.draft or not self.usable:
            return False
        return made.draft == short_digest(self.msgstr)

    @property
    def is_draft(self) -> bool:
        """Whether it is an untouched proposal, for the source as it is, that waits for a person.

        A fuzzy message that is none is a person's: rewritten by one, or its source changed.
        """
        made = self.provenance
        if made is None or not self.untouched or self.previous_msgid is not None:
            return False
        return made.source in ("", short_digest(self.msgid))

    @property
    def is_outdated_draft(self) -> bool:
        """Whether it is an untouched proposal for the source as it was before it changed."""
        made = self.provenance
        if made is None or not made.draft or made.of_a_person:
            return False
        return self.untouched and made.source != short_digest(self.msgid)

    @property
    def usable(self) -> bool:
        """Whether the msgstr may reach a page: there is one, and it is not fuzzy."""
        return bool(self.msgstr) and not self.fuzzy and not self.obsolete

    def with_draft(self, msgstr: str, provenance: Provenance) -> Message:
        """The message filled by an engine: fuzzy, with a comment that names the engine.

        The comment has the digests of the draft and of its source too: what a person makes of
        it is told from it, whatever an editor does to the other comments.
        """
        kept = tuple(line for line in self.translator_comments if not _MARK.match(line))
        digests = {"draft": short_digest(msgstr), "source": short_digest(self.msgid)}
        provenance = replace(provenance, **digests)
        return replace(
            self.without_fuzzy(),
            msgstr=msgstr,
            flags=("fuzzy", *(flag for flag in self.flags if flag != "fuzzy")),
            translator_comments=(*kept, str(provenance)),
        )

    @property
    def ignoring(self) -> tuple[Ignoring, ...]:
        """What its translator says of checks that are to pass it over."""
        if not any("ignore" in line for line in self.translator_comments):
            return ()
        return tuple(filter(None, map(Ignoring.parse, self.translator_comments)))

    def bound(self) -> Message:
        """The message, with what its translator says of checks bound to its texts."""
        comments = bound(self.translator_comments, self.msgid, self.msgstr)
        return replace(self, translator_comments=comments)

    def corrected(self, msgstr: str) -> Message:
        """The message with a text that a program corrected.

        What an engine drafted passes for a person's work no more than before.
        """
        made = self.provenance
        if made is None or not made.draft or self.rewritten:
            return replace(self, msgstr=msgstr)
        mark = str(replace(made, draft=short_digest(msgstr)))
        comments = (mark if line == str(made) else line for line in self.translator_comments)
        return replace(self, msgstr=msgstr, translator_comments=tuple(comments))

    def without_fuzzy(self) -> Message:
        """The message as it is once a person has vouched for it."""
        return replace(
            self,
            flags=tuple(flag for flag in self.flags if flag != "fuzzy"),
            previous_msgid=None,
            previous_msgctxt=None,
            previous_msgid_plural=None,
        )
