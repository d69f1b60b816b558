"""What one person made of a text, taken back: which text stood there before, and is it sound."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.model import Message, MessageEvent
from workflow.model.message import short_digest
from workflow.model.message_event import MessageAction, accepted_text, translation_of
from workflow.review.log import moment
from workflow.review.outcome import Place


class Sound(StrEnum):
    """What a text is that comes back."""

    APPROVED = "approved"
    """Somebody approved or accepted it."""
    HUMAN = "human"
    """Somebody wrote it."""
    DRAFT = "draft"
    """A machine's, or one that was not finished: it comes back as fuzzy."""
    NOTHING = "nothing"
    """There was none."""


class Version(NamedTuple):
    """A message as a catalogue once had it."""

    message: Message | None
    """None where it had none."""
    author: str
    """Who made that version of the catalogue (e-mail address)."""
    time: datetime
    """When."""

    @property
    def text(self) -> str:
        """Its msgstr."""
        return self.message.msgstr if self.message else ""


def with_accepted(
    message: Message, versions: Sequence[Version], events: Iterable[MessageEvent]
) -> list[Version]:
    """``versions`` of a message, and the texts that ``events`` accepted and none of these has.

    They stood in a catalogue that was never committed. Whoever accepted one need not have written
    it, so they are nobody's.
    """
    known = {each.text for each in versions}
    found = list(versions)
    for event in events:
        text, time = accepted_text(event), moment(event.time)
        if text and time is not None and text not in known:
            known.add(text)
            place = next((at for at, each in enumerate(found) if each.time <= time), len(found))
            then = Message(message.msgid, text, message.msgctxt)
            found.insert(place, Version(then, "", time))
    return found


class Back(NamedTuple):
    """What is to come back."""

    text: str
    sound: Sound


class Whose(NamedTuple):
    """Whose work is to be taken back."""

    actor: str
    """E-mail address."""
    since: datetime

    def has(self, actor: str, time: datetime | None) -> bool:
        """Whether what ``actor`` did at ``time`` is of it."""
        known = time is not None and time >= self.since
        return known and actor.casefold() == self.actor.casefold()


class _Made(NamedTuple):
    """How a text came to stand there."""

    actor: str
    time: datetime | None
    before: str
    """What stood there until then."""


@dataclass(frozen=True)
class Past:
    """What is known of the texts that one message had."""

    message: Message
    """As it is."""
    events: Sequence[MessageEvent]
    """The words on its source text, the oldest first, be they of somebody who may not any more."""
    vouched: Collection[str]
    """Digests of translations of it that somebody else approved or accepted."""
    older: Callable[[], Sequence[Version]]
    """Versions of the catalogue, the newest first, that of the disk included."""

    @cached_property
    def versions(self) -> Sequence[Version]:
        """See :attr:`older`; asked for only where the log does not know."""
        return self.older()

    def back(self, whose: Whose) -> Back | None:
        """What is to stand in the place of the text; None where that is not of ``whose``."""
        text, seen = self.message.msgstr, {self.message.msgstr}
        while (made := self._made(text)) and whose.has(made.actor, made.time):
            if made.before in seen:
                break
            text = made.before
            seen.add(text)
        if text == self.message.msgstr:
            accepted = not self.message.fuzzy and self._accepted(whose)
            return Back(text, Sound.DRAFT) if accepted else None
        first = text
        while text and (sound := self._sound(text, whose)) is Sound.DRAFT:
            made = self._made(text)
            if made is None or made.before in seen:
                break
            text = made.before
            seen.add(text)
        else:
            if text:
                return Back(text, sound)
        return Back(first, Sound.DRAFT if first else Sound.NOTHING)

    def touched_by(self, whose: Whose) -> bool:
        """Whether ``whose`` worked on it, and somebody else did since.

        Not so where that is as it was before.
        """
        replaced = {each.before for each in self._edits if whose.has(each.actor, moment(each.time))}
        for version, before in zip(self.versions, self._befores, strict=True):
            if version.text != before and whose.has(version.author, version.time):
                replaced.add(before)
        return bool(replaced) and self.message.msgstr not in replaced

    @property
    def by(self) -> str:
        """Who made the text that stands there; empty where nobody knows."""
        made = self._made(self.message.msgstr)
        return made.actor if made else ""

    @cached_property
    def _befores(self) -> Sequence[str]:
        """What stood there before each version."""
        return [*(each.text for each in self.versions[1:]), *("" for _ in self.versions[:1])]

    @cached_property
    def _edits(self) -> Sequence[MessageEvent]:
        return [each for each in self.events if each.action is MessageAction.EDIT]

    def _made(self, text: str) -> _Made | None:
        for event in reversed(self._edits):
            if event.text == text:
                return _Made(event.actor, moment(event.time), event.before)
        for version, before in zip(self.versions, self._befores, strict=True):
            if version.text == text != before:
                return _Made(version.author, version.time, before)
        return None

    def _accepted(self, whose: Whose) -> bool:
        """Whether it is a machine's draft that ``whose`` took as it stands."""
        translation = translation_of(self.message.msgstr)
        return any(
            each.draft
            and each.translation == translation
            and whose.has(each.actor, moment(each.time))
            for each in self.events
        )

    def _sound(self, text: str, whose: Whose) -> Sound:
        if translation_of(text) in self.vouched:
            return Sound.APPROVED
        made = self._made(text)
        if made is not None and whose.has(made.actor, made.time):
            return Sound.DRAFT  # by the very person
        draft = self.message.provenance
        if draft is not None and not draft.of_a_person and draft.draft == short_digest(text):
            return Sound.DRAFT
        known = next((each.message for each in self.versions if each.text == text), None)
        if known is not None and (known.fuzzy or known.unedited):
            return Sound.DRAFT
        return Sound.HUMAN


@dataclass(frozen=True, slots=True)
class Undoing:
    """A message that somebody worked on, and what is to become of it."""

    place: Place
    number: int
    """Its place among the article's messages, counted from 1."""
    message: Message
    """As it is."""
    back: Back | None
    """What comes back; None: it stays, for somebody else worked on it since."""
    by: str = ""
    """Who that was (e-mail address), as far as it is known."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking somebody's work back would do."""

    rows: tuple[Undoing, ...]
    errors: tuple[WorkflowError, ...] = ()
    """Of what cannot be read; nothing is planned for it."""
