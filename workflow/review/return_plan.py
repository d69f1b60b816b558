"""What is to come of texts that come back from translators' tools, message by message.

Digests tell what happened since a text was handed out: where ours is as it was, theirs is taken;
where ours is another by now, both are kept, theirs as a suggestion; where the source is another,
theirs is taken as one that needs a look, beside the source that it translates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from workflow.errors import WorkflowError
from workflow.exchange.handout import (
    LONGEST_TEXT,
    UNFINISHED,
    Returned,
    ReturnedUnit,
    is_writable,
    shown_of,
    unit_id,
    writable,
)
from workflow.exchange.inline_codes import coded
from workflow.merge.matches import matches
from workflow.model import Key, Markup, Message, MessageEvent, State, Text
from workflow.model.phrase import phrase
from workflow.review.discussion import Discussions
from workflow.review.outcome import Place

LONGEST_NOTE: Final = 2000
"""Characters of a comment."""
_MEANT: Final = UNFINISHED - {State.UNTRANSLATED}
"""States by which a tool says that its text needs a look."""


class Came(StrEnum):
    """What comes of something that came back."""

    TAKEN = "taken"
    """The text is the message's."""
    FUZZY = "fuzzy"
    """So it is, and it needs a look: its translator says so."""
    MOVED = "source-changed"
    """So it is, and it needs a look: its source changed since it was handed out."""
    MARKED = "marked"
    """The text is as it was, and needs a look: its translator says so."""
    SUGGESTED = "suggested"
    """The message has another text by now: theirs is a suggestion."""
    COMMENTED = "commented"
    UNKNOWN = "unknown"
    """Nothing in the project is what it belongs to."""
    REFUSED = "refused"


TEXTS: Final = frozenset({Came.TAKEN, Came.FUZZY, Came.MOVED})
"""With these the message gets another text, or its flag off."""
LEFT: Final = frozenset({Came.UNKNOWN, Came.REFUSED})
"""With these nothing is written."""


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One thing that came back, and what comes of it."""

    file: str
    line: int
    """In the file; 0: not known."""
    id: str
    article: str
    """Slug."""
    locale: str
    came: Came
    place: Place | None = None
    """None: of no message of the project."""
    number: int = 0
    """Of the message, counted from 1; 0: there is none."""
    text: str = ""
    """Theirs; of a comment, the comment."""
    now: str = ""
    """The msgstr as it is."""
    source: str = ""
    """The source text that was translated, where it is another by now."""
    why: str = ""
    """For people."""
    error: WorkflowError | None = None
    """Of a file that could not be read or written."""

    @property
    def note(self) -> str:
        """What the log is to have with it."""
        comment = self.text if self.came is Came.COMMENTED else ""
        return f"{comment[:LONGEST_NOTE]} [{self.file}]".lstrip()


@dataclass(frozen=True, slots=True)
class Scene:
    """An article in a locale, as it is."""

    place: Place
    """Of any message."""
    messages: Sequence[Message]
    markup: Mapping[Key, Markup]
    said: Discussions


@dataclass(slots=True)
class ReturnPlanner:
    """Plans what comes of one file's texts for one article in one locale."""

    file: str
    scene: Scene
    returned: Returned
    unchanged: int = 0
    """Texts that came back as they are."""

    def rows(self) -> Iterator[ReturnRow]:
        """What comes of each, in the order of the file."""
        article = self.returned.article
        known = {
            unit_id(article, each.key): number
            for number, each in enumerate(self.scene.messages, start=1)
        }
        times = Counter(each.id for each in self.returned.units)
        for unit in self.returned.units:
            number = known.get(unit.id, 0)
            row = self._row(unit, number)
            if times[unit.id] > 1:
                why = phrase("it is in the file {count} times", count=times[unit.id])
                yield replace(row, came=Came.REFUSED, why=why)
                continue
            found = self._known(row, unit) if number else self._unknown(row, unit)
            if found is None:
                self.unchanged += 1
            else:
                yield found
            yield from self._comments(row, unit)

    def _row(self, unit: ReturnedUnit, number: int) -> ReturnRow:
        here, text = self.scene.place, writable(unit.target or "")
        row = ReturnRow(
            self.file, unit.line, unit.id, here.article, here.locale.name, Came.UNKNOWN, text=text
        )
        return self._at(row, number) if number else row

    def _at(self, row: ReturnRow, number: int) -> ReturnRow:
        message = self.scene.messages[number - 1]
        place = self.scene.place._replace(key=message.key)
        return replace(row, place=place, number=number, now=message.msgstr)

    def _known(self, row: ReturnRow, unit: ReturnedUnit) -> ReturnRow | None:
        message = self.scene.messages[row.number - 1]
        theirs, ours = row.text, writable(message.msgstr)
        if theirs == ours or shown_of(theirs) == unit.shown_text:
            return self._same(row, unit, message) if theirs == ours else None
        if not theirs.strip():
            if unit.target is None and not unit.shown_text:
                return None
            return replace(row, came=Came.REFUSED, why=phrase("the text is empty"))
        if why := self._against(unit, message, theirs):
            return replace(row, came=Came.REFUSED, why=why)
        if ours and shown_of(ours) != unit.shown_text:
            return self._suggestion(row)
        return replace(row, came=Came.FUZZY if _unfinished(unit) else Came.TAKEN)

    def _same(self, row: ReturnRow, unit: ReturnedUnit, message: Message) -> ReturnRow | None:
        """Their text is ours: what their state says of it, if it is another than was handed out."""
        if unit.state in (None, unit.shown_state) or not message.msgstr:
            return None
        if message.fuzzy and unit.state not in UNFINISHED:
            return replace(row, came=Came.TAKEN)
        if not message.fuzzy and unit.state in _MEANT and shown_of(row.text) == unit.shown_text:
            return replace(row, came=Came.MARKED)
        return None

    def _against(self, unit: ReturnedUnit, message: Message, theirs: str) -> str:
        """Why a text cannot be taken; empty where it can."""
        if unit.broken:
            return unit.broken
        if len(theirs) > LONGEST_TEXT:
            return phrase("it is longer than {count} characters", count=LONGEST_TEXT)
        if not (is_writable(message.msgid) and is_writable(message.msgstr)):
            return phrase("it has control characters that the file cannot hold")
        markup = self.scene.markup[message.key]
        there = coded(Text(message.msgid, markup), Text(message.msgstr, markup)).lost
        lost = [each for each in unit.lost if not message.msgstr or each not in there]
        if lost:
            return phrase("it lacks the code {id} of the source", id=lost[0])
        return ""

    def _suggestion(self, row: ReturnRow) -> ReturnRow | None:
        number, text = row.number, row.text
        said = self.scene.said.of(self.scene.messages[number - 1])
        if any(writable(each.text) == text for each in said.suggestions):
            return None
        why = phrase("the translation changed since it was handed out")
        return replace(row, came=Came.SUGGESTED, why=why)

    # Sources that are no more

    def _unknown(self, row: ReturnRow, unit: ReturnedUnit) -> ReturnRow | None:
        theirs = row.text
        if not theirs.strip() or shown_of(theirs) == unit.shown_text:
            return None
        number = self._successor(unit, theirs)
        if not number:
            return replace(row, why=phrase("the article has no such text"))
        row = replace(self._at(row, number), source=unit.source)
        if unit.broken:
            return replace(row, came=Came.REFUSED, why=unit.broken)
        message = self.scene.messages[number - 1]
        ours = writable(message.msgstr)
        if theirs == ours:
            return None
        if ours and not (message.fuzzy and shown_of(ours) == unit.shown_text):
            return self._suggestion(row)
        return replace(row, came=Came.MOVED, why=phrase("the source changed since"))

    def _successor(self, unit: ReturnedUnit, theirs: str) -> int:
        """The number of the message that the handed-out source has become; 0: none, or not sure."""
        if not unit.source:
            return 0
        messages = self.scene.messages
        there = [
            number
            for number, each in enumerate(messages, start=1)
            if each.previous_msgid is not None and writable(each.previous_msgid) == unit.source
        ]
        if there:
            return there[0] if len(there) == 1 else 0
        taken = {unit_id(self.returned.article, each.key): each.key for each in messages}
        still = {taken[each.id] for each in self.returned.units if each.id in taken}
        wanting = {each.key for each in messages} - still
        gone = Message(msgid=unit.source, msgctxt=unit.context, msgstr=theirs)
        found = matches([gone], messages, (), wanting)
        if len(found) != 1 or len(found[0].new) != 1:
            return 0
        return next(n for n, each in enumerate(messages, 1) if each.key == found[0].new[0].key)

    # What was said

    def _comments(self, row: ReturnRow, unit: ReturnedUnit) -> Iterator[ReturnRow]:
        events: Sequence[MessageEvent] = ()
        known: set[str] = set()
        if row.number:
            message = self.scene.messages[row.number - 1]
            events = self.scene.said.of(message).comments
            known = {each.strip() for each in message.translator_comments}
        for note in dict.fromkeys(unit.notes):
            found = replace(row, came=Came.COMMENTED, text=note)
            if note in known or any(_says(each, found) for each in events):
                continue
            if not row.number:
                why = phrase("the article has no such text")
                found = replace(found, came=Came.UNKNOWN, why=why)
            yield found


def _says(event: MessageEvent, row: ReturnRow) -> bool:
    """Whether a comment is what a file says, taken in before or handed out."""
    return row.text in (event.note, f"{event.actor}: {event.note}") or event.note == row.note


def _unfinished(unit: ReturnedUnit) -> bool:
    """Whether their state says that their new text needs a look."""
    return unit.state in _MEANT and (unit.firm or unit.state is not unit.shown_state)
