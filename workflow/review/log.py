"""From the lines of a review log to the words in it that count: one fold for every command.

A log is a file that people merge, mend and may forge, so that nothing rests on the order of
its lines, nor on who could write to it. What counts is what an editor said of this article in
this locale, by its time; every other line is named and changes nothing. Where a line that
cannot be read, or that has no real time, may take an approval back, none counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from workflow.model import (
    PLAIN_RULES,
    Action,
    AssignEvent,
    Bound,
    Event,
    LogLine,
    MessageAction,
    MessageEvent,
    ReviewEvent,
    ReviewRules,
    SignificanceEvent,
    SmallEvent,
)
from workflow.model.phrase import named, phrase
from workflow.model.signature import Signature
from workflow.review.policy import TAKE, in_turn
from workflow.review.signed_words import unsigned

AHEAD: Final = timedelta(minutes=10)
"""What the clocks of two machines may differ by."""
FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""No word is older."""
_RANK: Final = {Action.APPROVE: 0, Action.CARRY_OVER: 1, Action.WITHDRAW: 2}
"""Of words of one second the last counts: a withdrawal."""
_SMALL_RANK: Final = {MessageAction.RETRACT: 1, MessageAction.ACCEPT: 2, MessageAction.REJECT: 3}
"""The same of words on a message: a rejection."""
_SHOWN: Final = 5
"""Runs of lines that a note names."""
_VOID: Final = phrase("void: what it carries over was not approved at that point")
_TAKEN: Final = phrase("somebody else had it at that point")


@dataclass(frozen=True, slots=True)
class Reader:
    """Which lines of a log are words."""

    names: tuple[str, ...]
    """The article's slug, and those it had before."""
    locale: str
    """gettext spelling."""
    may: Callable[[str, str], bool]
    """Whether an actor may do an act in the locale: those of events, and ``take``."""
    now: datetime | None = None
    """To know times to come by; None: there are none."""
    rules: ReviewRules = PLAIN_RULES
    """What it takes for an approval to count."""
    is_author: Callable[[str], bool] = lambda _: False
    """Whether an actor wrote the article; in its own locale alone."""
    signature: Callable[[LogLine], Signature] = lambda _: Signature.NONE
    """What is known of the signature of a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and what is to be said of it."""

    line: LogLine
    why: str = ""
    """Why it changes nothing, for people; empty where it counts."""
    untimed: bool = False
    """Whether it is a word but for its time."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one log says of an article in a locale."""

    events: tuple[ReviewEvent, ...] = ()
    """The words that count, the oldest first."""
    lines: tuple[Line, ...] = ()
    """Every line, in the order of the file."""
    older: tuple[LogLine, ...] = ()
    """Lines that are older than the line above them."""
    unread: tuple[LogLine, ...] = ()
    """Lines that cannot be read, and may take back what the words say."""
    said: tuple[SmallEvent, ...] = ()
    """The other words that count, on messages and beside approvals, the oldest first."""
    rules: ReviewRules = PLAIN_RULES
    """What it takes for an approval to count."""

    @property
    def last(self) -> ReviewEvent | None:
        """The word that counts; None where there is none."""
        return self.events[-1] if self.events else None

    def unknown(self, bound: Bound) -> str:
        """Why it is not known whether an approval of these texts stands; empty where it is."""
        for line in self.unread:
            return phrase("{place}: {what}", place=line.place, what=line.trouble)
        return self.barred(bound)

    def barred(self, bound: Bound) -> str:
        """Why no word can change that: a line of no real time that says something else."""
        for each in self.lines:
            event = each.line.event
            if each.untimed and isinstance(event, ReviewEvent) and not _says(event, bound):
                return phrase(
                    "{place}: {what}, and may take an approval back",
                    place=each.line.place,
                    what=each.why,
                )
        return ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is odd in the log, for people, with its places: what is the same of many lines,
        as where signatures are required from some day on, is said once.
        """
        said = [(each.line, each.why) for each in self.lines if each.why]
        said += [
            (each.line, each.line.trouble)
            for each in self.lines
            if each.line.event is not None and each.line.trouble
        ]
        said += [
            (line, phrase("older than the line above it; events count in the order of their times"))
            for line in self.older
        ]
        together: dict[tuple[str, str], list[int]] = {}
        for line, why in sorted(said, key=_in_order):
            together.setdefault((line.file, why), []).append(line.number)
        return tuple(
            phrase("{place}: {what}", place=f"{file}:{_in_ranges(numbers)}", what=why)
            for (file, why), numbers in together.items()
        )


def fold(lines: Iterable[LogLine], reader: Reader) -> Words:
    """Return what the ``lines`` of one article's log in one locale come to.

    Neither the order of the lines nor how often one stands there changes what counts.
    """
    seen: set[Event] = set()
    looked = [_looked(line, reader, seen) for line in lines]
    counting = [each.line.event for each in looked if each.line.event is not None and not each.why]
    timed = sorted((each for each in counting if isinstance(each, ReviewEvent)), key=_by_time)
    words = settled(timed)
    small = sorted((each for each in counting if not isinstance(each, ReviewEvent)), key=_in_turn)
    said = tuple(in_turn(small, reader.may)) if small else ()
    void = frozenset[Event](timed).difference(words)
    late = frozenset[Event](small).difference(said) if len(said) < len(small) else frozenset()
    return Words(
        events=words,
        lines=tuple(_settled_line(each, void, late) for each in looked),
        older=tuple(_older(looked)),
        unread=tuple(_unread(looked, words)),
        said=said,
        rules=reader.rules,
    )


def _settled_line(each: Line, void: Collection[Event], late: Collection[Event]) -> Line:
    if each.why or each.line.event is None:
        return each
    if each.line.event in void:
        return Line(each.line, _VOID)
    return Line(each.line, _TAKEN) if each.line.event in late else each


def settled(events: Sequence[ReviewEvent]) -> tuple[ReviewEvent, ...]:
    """Return the words, the oldest first, that count: all but the carry-overs that are void.

    A carry-over counts where the last word before it approved just the texts it names as the
    old ones, and where both say the same of every message's words, of what stands around the
    messages, and of the media. A void one changes nothing: the word before it stands.
    """
    kept: list[ReviewEvent] = []
    for event in events:
        if event.action is not Action.CARRY_OVER or (kept and _follows(kept[-1], event)):
            kept.append(event)
    return tuple(kept)


def moment(time: str) -> datetime | None:
    """A time with its zone (ISO 8601), in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(time)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _looked(line: LogLine, reader: Reader, seen: set[Event]) -> Line:
    event = line.event
    if event is None:
        return Line(line, line.trouble)
    if why := _foreign(event, reader) or _unsigned(line, event, reader):
        return Line(line, why)
    if why := _ill_timed(event.time, reader.now):
        return Line(line, why, untimed=True)
    if event in seen:
        return Line(line, phrase("the same line stands there before"))
    seen.add(event)
    return Line(line)


def _foreign(event: Event, reader: Reader) -> str:
    if event.article not in reader.names:
        return phrase(
            "of another article ({article}); if that is its old name, write `aliases: [{article}]` "
            "into its front matter",
            article=event.article,
        )
    if event.locale != reader.locale:
        return phrase("of another locale ({locale})", locale=event.locale)
    actor = event.actor
    if not actor.strip():
        return phrase("it does not say who speaks")
    if _may(event, reader):
        return ""
    if isinstance(event, ReviewEvent):
        return phrase("{actor} is no editor for {locale}", actor=actor, locale=reader.locale)
    return phrase(
        "{actor} has no role for that ({act}) in {locale}",
        actor=actor,
        act=named(str(event.action)),
        locale=reader.locale,
    )


def _unsigned(line: LogLine, event: Event, reader: Reader) -> str:
    required = reader.rules.signatures == "required"
    return unsigned(event, reader.signature(line), required=required)


def _may(event: Event, reader: Reader) -> bool:
    if isinstance(event, AssignEvent):  # in whose turn that is, is for the fold to say
        own = event.assignee.casefold() in ("", event.actor.casefold())
        return reader.may(event.actor, TAKE if own else event.action)
    if isinstance(event, SignificanceEvent) and reader.is_author(event.actor):
        return True
    return reader.may(event.actor, event.action)


def _ill_timed(time: str, now: datetime | None) -> str:
    found = moment(time)
    if found is None:
        return phrase("“{time}” is no time with a zone", time=time)
    if found < FIRST:
        return phrase("{time} is before there was any review", time=time)
    if now is not None and found > now + AHEAD:
        return phrase(
            "{time} is still to come (here it is {now} UTC)",
            time=time,
            now=now.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),
        )
    return ""


def _by_time(event: ReviewEvent) -> tuple[datetime, int, str]:
    return (moment(event.time) or FIRST, _RANK[event.action], repr(event))


def _in_turn(event: SmallEvent) -> tuple[object, ...]:
    """By time; of one second, whatever the order of the lines, always the same one last."""
    time = moment(event.time) or FIRST
    if isinstance(event, MessageEvent):
        told = (event.source, event.translation, event.note, event.text, event.before)
        more = (event.category, event.severity, event.check, str(event.draft), event.signature)
        return (time, _SMALL_RANK.get(event.action, 0), event.actor, event.action, *told, *more)
    return (time, 0, event.actor, event.action, repr(event))


def _older(looked: Iterable[Line]) -> Iterator[LogLine]:
    """Lines of words that are older than the one above, file by file."""
    words = [
        each.line for each in looked if not each.why and isinstance(each.line.event, ReviewEvent)
    ]
    for above, line in pairwise(words):
        times = [moment(each.event.time) for each in (above, line) if each.event]
        if above.file == line.file and times[0] and times[1] and times[1] < times[0]:
            yield line


def _unread(looked: Iterable[Line], words: Sequence[ReviewEvent]) -> Iterator[LogLine]:
    """Lines that nobody has approved after; when those that are damaged are of, no one knows."""
    approved = [
        time
        for event in words
        if event.action is Action.APPROVE and (time := moment(event.time)) is not None
    ]
    for each in looked:
        if each.line.event is None:
            time = moment(each.line.time)
            if time is None or not any(later > time for later in approved):
                yield each.line


def _says(event: ReviewEvent, bound: Bound) -> bool:
    """Whether an event of unknown time approves these very texts, and so takes nothing back."""
    if event.action is Action.WITHDRAW or event.source_digest != bound.source:
        return False
    return bound.translation in (None, event.translation_digest)


def _follows(before: ReviewEvent, event: ReviewEvent) -> bool:
    if before.action is Action.WITHDRAW or not before.frame:
        return False
    old = (before.source_digest, before.translation_digest)
    named = (event.from_source_digest, event.from_translation_digest)
    if not set(event.media or ()) <= set(before.media or ()):
        return False
    return (old, before.frame, _words(before)) == (named, event.frame, _words(event))


def _words(event: ReviewEvent) -> list[str]:
    return [message.words for message in event.messages]


def _in_order(said: tuple[LogLine, str]) -> tuple[str, int]:
    return (said[0].file, said[0].number)


def _in_ranges(numbers: Sequence[int]) -> str:
    """``1-16`` or ``3,7-9``, of ascending ``numbers``; the first few, where they are scattered."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and number - ranges[-1][1] <= 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    said = [f"{first}-{last}" if first < last else f"{first}" for first, last in ranges[:_SHOWN]]
    return ",".join((*said, "…") if len(ranges) > _SHOWN else said)
