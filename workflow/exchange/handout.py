"""What is handed out to translators' tools, and what comes back, whatever the file's format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from workflow.model import Key, Locale, Markup, State, Text
from workflow.model import lazy_re as re
from workflow.model.digest import digest
from workflow.model.message_event import context_part, translation_of

LONGEST_TEXT: Final = 100_000
"""Characters of a text that comes back."""
UNFINISHED: Final = frozenset({State.UNTRANSLATED, State.MACHINE, State.FUZZY, State.REJECTED})
"""States of texts that a person has still to look at."""
_CONTROLS: Final = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (9, 10, 13)},
    **{0x7F: 0x2421, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD},
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class TermHint(NamedTuple):
    """A term of the glossary in a source text."""

    text: str
    translations: tuple[str, ...]
    """Preferred ones first; empty where it is not translated."""
    definition: str = ""


class MatchHint(NamedTuple):
    """What the translation memory has for a source text."""

    source: str
    target: str
    score: int
    """Percent, 100 for the same text."""
    origin: str
    """Slug of the article, or name of the file, that it comes from."""


@dataclass(frozen=True, slots=True)
class HandoutUnit:
    """A message as it is handed out."""

    key: Key
    msgstr: str
    state: State
    markup: Markup
    kind: str = ""
    """``heading 2``, ``paragraph``, …"""
    heading: str = ""
    """The heading it stands under."""
    notes: tuple[str, ...] = ()
    """What the author tells translators."""
    comments: tuple[str, ...] = ()
    """What translators and reviewers wrote."""
    max_length: int = 0
    """Characters; 0: no limit."""
    keep: tuple[tuple[int, int], ...] = ()
    """Start and end, in the msgid, of terms that are not translated."""
    terms: tuple[TermHint, ...] = ()
    matches: tuple[MatchHint, ...] = ()

    @property
    def source(self) -> Text:
        """The msgid, as files hold it."""
        return Text(writable(self.key[1]), self.markup)

    @property
    def target(self) -> Text:
        """The msgstr, as files hold it."""
        return Text(writable(self.msgstr), self.markup)

    @property
    def shown(self) -> str:
        """What tells what came back from what went out: digest of the msgstr, and the state."""
        return f"{shown_of(self.msgstr)}:{self.state}"

    @property
    def context(self) -> str:
        """Where the text stands, for people."""
        return " – ".join(filter(None, (self.kind, self.heading)))


@dataclass(frozen=True, slots=True)
class Handout:
    """The messages of an article in a locale."""

    article: str
    """Slug."""
    source: Locale
    target: Locale
    units: tuple[HandoutUnit, ...]


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """A message as it came back."""

    id: str
    """See :func:`unit_id`."""
    target: str | None
    """None: it has none."""
    shown: str = ""
    """See :attr:`HandoutUnit.shown`; empty where the file has lost it."""
    source: str = ""
    """The msgid that was handed out, as far as the file has it."""
    context: str | None = None
    """Its msgctxt."""
    state: State | None = None
    """As the tool or its user says; None: nothing is said."""
    firm: bool = False
    """Whether a tool keeps the state, so that an unfinished one is meant."""
    notes: tuple[str, ...] = ()
    """Those that were not handed out."""
    lost: tuple[str, ...] = ()
    """Inline codes of the source that the target lacks."""
    broken: str = ""
    """For people: why the target cannot be taken."""
    line: int = 0
    """In the file, counted from 1; 0: not known."""

    @property
    def shown_text(self) -> str:
        """The digest of the msgstr that was handed out (:func:`shown_of`); empty: not known."""
        return self.shown.partition(":")[0]

    @property
    def shown_state(self) -> State | None:
        """The state that was handed out; None: not known."""
        name = self.shown.partition(":")[2]
        return State(name) if name in set(State) else None


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of an article in a locale."""

    article: str
    """Slug."""
    locale: str
    """As the file spells it."""
    units: tuple[ReturnedUnit, ...]


def unit_id(article: str, key: Key) -> str:
    """What names a message in files: the same whatever its place and whatever the tool."""
    return digest(article, context_part(key[0]), key[1])


def writable(text: str) -> str:
    """A text as every format can hold it: line ends as ``\\n``, pictures for control characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def is_writable(text: str) -> bool:
    """Whether :func:`writable` loses nothing but the form of line ends."""
    return not _UNWRITABLE.search(text)


def shown_of(msgstr: str) -> str:
    """The digest of a msgstr as it is handed out."""
    return translation_of(writable(msgstr))


def note_mark(text: str) -> str:
    """What marks a note that was handed out, so that a changed or new one is known."""
    return digest(writable(text))[:16]
