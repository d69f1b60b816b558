"""Whose the texts of a translation are and were, and since when they stand there.

A log tells it of what was edited on the review page, git of what was saved in a PO editor, a
draft's own comment of what a machine wrote. Where a log knows, git is not asked: who commits what
others edited has translated nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from workflow.model import Change, Key, Message, MessageAction, MessageEvent
from workflow.model.effort import NOBODY, Maker, Work
from workflow.model.message import MACHINE, MEMORY, short_digest
from workflow.model.message_event import source_of, translation_of
from workflow.review.log import moment

Pair = tuple[str, str]
"""Digests of a source text and of a translation of it."""


class PastCatalogue(NamedTuple):
    """A catalogue as a commit has it."""

    messages: Mapping[Key, Message]
    """Those that are not obsolete."""
    author: str
    """E-mail address."""
    time: datetime


class Done(NamedTuple):
    """One person's work on one text."""

    day: str
    person: str
    work: Work
    source: str
    """Digest of the source text."""


@dataclass
class Makers:
    """What is known of the texts of one translation."""

    by_text: dict[Pair, Maker] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    """What people wrote, in no order."""
    drafts: dict[str, str] = field(default_factory=dict)
    """Short digest of a text → the text, of those that are known to have stood there once."""
    since: dict[Key, datetime] = field(default_factory=dict)
    """Since when the newest commit has the text of a message, finished or not, as it has it."""

    def of(self, message: Message) -> Maker:
        """Whose the translation of a message is."""
        return self.by_text.get(pair_of(message), NOBODY)


def makers(
    messages: Iterable[Message], said: Sequence[MessageEvent], past: Sequence[PastCatalogue]
) -> Makers:
    """Who made which text.

    ``messages`` as they are now, ``said`` the words on messages that count, the oldest first,
    and ``past`` the versions of the catalogue by git, the oldest first.
    """
    found = Makers()
    _edits(found, said)
    for message in messages:
        if message.msgstr and (engine := _drafted_by(message)):
            found.by_text.setdefault(pair_of(message), engine)
    before: Mapping[Key, Message] = {}
    for version in past:
        _version(found, before, version)
        before = version.messages
    return found


def pair_of(message: Message) -> Pair:
    """The digests of both texts of a message."""
    return source_of(message.key), translation_of(message.msgstr)


def origin_of(message: Message) -> str:
    """What drafted a message: an engine with its model, or the memory; empty for a person."""
    made = message.provenance
    if made is None or made.of_a_person:
        return ""
    return made.origin if made.kind == MACHINE else MEMORY


def day_of(time: str) -> str:
    """The day of a word's time, in UTC; empty for what is no real time."""
    known = moment(time)
    return known.date().isoformat() if known else ""


def _drafted_by(message: Message) -> Maker | None:
    """The engine whose draft the text is, to the letter; None where a person had a part in it."""
    origin, made = origin_of(message), message.provenance
    if not origin or made is None:
        return None
    if message.untouched or made.draft == short_digest(message.msgstr):
        return Maker(engine=origin)
    return None


def _edits(found: Makers, said: Sequence[MessageEvent]) -> None:
    proposed: dict[Pair, str] = {}
    for event in said:
        if event.action is MessageAction.SUGGEST:
            proposed.setdefault((event.source, translation_of(event.text)), event.actor)
        elif event.action is MessageAction.EDIT:
            pair = (event.source, event.translation)
            # Who takes a suggestion has not written it.
            person = proposed.get(pair, event.actor).casefold()
            found.by_text.setdefault(pair, Maker(person))
            found.drafts[short_digest(event.before)] = event.before
            work = Work.EDITED if event.before else Work.TRANSLATED
            found.done.append(Done(day_of(event.time), person, work, event.source))


def _version(found: Makers, before: Mapping[Key, Message], version: PastCatalogue) -> None:
    """Take in what one commit changed."""
    texts = {each.msgstr for each in before.values()}
    person, time = version.author.casefold(), version.time.astimezone(UTC)
    for key, message in version.messages.items():
        old = before.get(key)
        if old is not None and (old.msgstr, old.fuzzy) == (message.msgstr, message.fuzzy):
            continue
        found.since[key] = time
        text = message.msgstr
        if not text or (old is not None and old.msgstr == text):
            continue
        drafted = _drafted_by(message)
        if drafted is not None:
            found.drafts[short_digest(text)] = text
        pair = pair_of(message)
        if pair in found.by_text or text in texts:  # of another message before: it was moved
            continue
        if drafted is None and _followed(message):
            continue
        found.by_text[pair] = drafted or Maker(person)
        if drafted is None:
            work = Work.EDITED if old is not None and old.msgstr else Work.TRANSLATED
            found.done.append(Done(time.date().isoformat(), person, work, pair[0]))


def _followed(message: Message) -> bool:
    """Whether the program made the text follow a change of the source."""
    marks = filter(None, map(Change.parse, message.translator_comments))
    return any(mark.repaired for mark in marks)
