"""From the texts, the log and the past of one translation to what was done for it.

Pure: the same texts, words and versions come to the same, whatever the clock says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from workflow.model import (
    Action,
    AssignEvent,
    Event,
    Message,
    MessageAction,
    MessageEvent,
    ReviewEvent,
    State,
)
from workflow.model.effort import (
    Amount,
    Deed,
    Drafted,
    Effort,
    Flaw,
    Judged,
    Maker,
    Since,
    Span,
    Waiting,
    Waived,
    Work,
)
from workflow.model.message import short_digest
from workflow.model.message_event import source_of
from workflow.model.words import count_words
from workflow.review.discussion import Discussion, Discussions
from workflow.review.fold import Standing
from workflow.review.log import Words, moment
from workflow.review.makers import (
    Makers,
    Pair,
    PastCatalogue,
    day_of,
    makers,
    origin_of,
)

_OPEN = frozenset({State.UNTRANSLATED, State.FUZZY})
_JUDGING = frozenset({MessageAction.ACCEPT, MessageAction.REJECT})


@dataclass(frozen=True)
class Gauge:
    """One article in one locale, with all that is known of it."""

    locale: str
    messages: Sequence[Message]
    """In document order."""
    states: Sequence[State]
    """One each."""
    others: Sequence[Message]
    """Those of the catalogue that the document does not have any more."""
    words: Words
    said: Discussions
    standing: Standing
    past: Sequence[PastCatalogue] = ()
    """Versions of the catalogue by git, the oldest first."""
    created: str = ""
    """When texts were last extracted into the catalogue (ISO 8601 date); empty: not known."""

    def effort(self) -> Effort:
        """What was done for it."""
        work = self.said.assignment
        return Effort(
            self.locale,
            approved=self.standing.approved,
            assignee="" if work is None else work.assignee,
            due="" if work is None else work.due,
            waiting=tuple(self._waiting()),
            deeds=tuple(self._deeds()),
            judged=tuple(
                Judged(day, maker, self._amount(source for source, _ in pairs))
                for (day, maker), pairs in sorted(self._judged.items())
            ),
            flaws=tuple(self._flaws()),
            spans=tuple(self._spans()),
            drafts=tuple(self._drafts()),
            waivers=tuple(self._waivers()),
            nobodys=self._amount(
                source_of(each.key)
                for each in self.messages
                if each.usable and self._makers.of(each) == Maker()
            ),
        )

    @cached_property
    def _makers(self) -> Makers:
        events = [each for each in self.words.said if isinstance(each, MessageEvent)]
        return makers((*self.messages, *self.others), events, self.past)

    @cached_property
    def _sizes(self) -> Mapping[str, int]:
        """Digest of a source text → its words."""
        versions = (version.messages.values() for version in reversed(self.past))
        known: dict[str, int] = {}
        for each in (self.messages, self.others, *versions):
            for message in each:
                if (source := source_of(message.key)) not in known:
                    known[source] = count_words(message.msgid)
        return known

    def _amount(self, sources: Iterable[str]) -> Amount:
        """Of source texts, given as digests."""
        sizes = [self._sizes.get(source) for source in sources]
        known = [size for size in sizes if size is not None]
        return Amount(len(sizes), sum(known), len(sizes) - len(known))

    # How long it waits

    def _waiting(self) -> Iterator[Waiting]:
        found: dict[tuple[State, str], list[str]] = defaultdict(list)
        for message, state in zip(self.messages, self.states, strict=True):
            found[state, self._since(message, state)].append(source_of(message.key))
        for (state, since), sources in sorted(found.items()):
            yield Waiting(state, since, self._amount(sources))

    def _since(self, message: Message, state: State) -> str:
        """Since when a message is in its state, as a day."""
        said = self.said.of(message)
        if state is State.APPROVED:
            return day_of(self.standing.time)
        if state in (State.REJECTED, State.REVIEWED) and said.verdict is not None:
            return day_of(said.verdict.time)
        if state is State.MACHINE and message.provenance is not None:
            return message.provenance.date
        if edit := self._edit(message, said):
            return day_of(edit)
        newest = self.past[-1].messages.get(message.key) if self.past else None
        if newest is not None:
            same = (newest.msgstr, newest.fuzzy) == (message.msgstr, message.fuzzy)
            return self._makers.since[message.key].date().isoformat() if same else ""
        return self.created if state in _OPEN else ""

    @staticmethod
    def _edit(message: Message, said: Discussion) -> str:
        """When the text was written on the review page."""
        times = [each.time for each in said.edits if each.text == message.msgstr != ""]
        return times[-1] if times else ""

    # Who did what

    def _deeds(self) -> Iterator[Deed]:
        found: dict[tuple[str, str, Work], set[str]] = defaultdict(set)
        for each in self._makers.done:
            found[each.day, each.person, each.work].add(each.source)
        for (day, person, work), written in found.items():
            if work is Work.EDITED:  # what one translates and mends on a day counts once
                written.difference_update(found.get((day, person, Work.TRANSLATED), ()))
        reviewed: dict[tuple[str, str], list[str]] = defaultdict(list)
        seen: set[tuple[str, Pair]] = set()
        for event, pairs in self._looks:
            person = event.actor.casefold()
            for pair in pairs:
                if (person, pair) not in seen:
                    seen.add((person, pair))
                    reviewed[day_of(event.time), person].append(pair[0])
        told = [(key, list(written)) for key, written in found.items() if written]
        told += [((*key, Work.REVIEWED), sources) for key, sources in reviewed.items()]
        for (day, person, work), sources in sorted(told):
            yield Deed(day, person, work, self._amount(sources))

    @cached_property
    def _looks(self) -> Sequence[tuple[Event, Sequence[Pair]]]:
        """The words for which somebody read texts, and which; the oldest first."""
        found: list[tuple[datetime, Event, Sequence[Pair]]] = []
        for event in self.words.events:
            if event.action is Action.APPROVE:
                pairs = [(each.source, each.translation) for each in event.messages]
                found.append((_time(event), event, pairs))
        found += (
            (_time(each), each, [(each.source, each.translation)])
            for each in self.words.said
            if isinstance(each, MessageEvent) and each.action in _JUDGING
        )
        return [(event, pairs) for _, event, pairs in sorted(found, key=lambda each: each[0])]

    @cached_property
    def _judged(self) -> Mapping[tuple[str, Maker], Sequence[Pair]]:
        found: dict[tuple[str, Maker], list[Pair]] = defaultdict(list)
        seen: set[Pair] = set()
        for event, pairs in self._looks:
            for pair in pairs:
                if pair not in seen:
                    seen.add(pair)
                    found[day_of(event.time), self._makers.by_text.get(pair, Maker())].append(pair)
        return found

    def _flaws(self) -> Iterator[Flaw]:
        """Rejections that nobody took back or overruled; of one person and text the last."""
        standing: dict[Pair, dict[str, MessageEvent]] = defaultdict(dict)
        for event in self.words.said:
            if not isinstance(event, MessageEvent):
                continue
            pair = (event.source, event.translation)
            if event.action is MessageAction.REJECT:
                standing[pair][event.actor.casefold()] = event
            elif event.action in (MessageAction.ACCEPT, MessageAction.RETRACT):
                standing.pop(pair, None)
        counts: dict[tuple[str, Maker, str, str], int] = defaultdict(int)
        for pair, events in standing.items():
            maker = self._makers.by_text.get(pair, Maker())
            for event in events.values():
                counts[day_of(event.time), maker, event.category, event.severity] += 1
        for key, count in sorted(counts.items()):
            yield Flaw(*key, count)

    # How long it took

    def _spans(self) -> Iterator[Span]:
        """From each first assignment to the approval after it, from extraction to the first."""
        approved = self._approvals()
        if self.past and (after := _after(self.past[0].time, approved)):
            yield Span(Since.EXTRACTED, _iso(self.past[0].time), _iso(after))
        start: datetime | None = None
        for event in self.words.said:
            if not isinstance(event, AssignEvent):
                continue
            time = _time(event)
            if start is not None and (after := _after(start, approved)) and after <= time:
                yield Span(Since.ASSIGNED, _iso(start), _iso(after))
                start = None
            start = (start or time) if event.assignee else None
        if start is not None and (after := _after(start, approved)):
            yield Span(Since.ASSIGNED, _iso(start), _iso(after))

    def _approvals(self) -> Sequence[datetime]:
        """When as many people as are needed had approved the same texts."""
        found, people = list[datetime](), set[str]()
        texts: tuple[str, str] | None = None
        for event in self.words.events:
            if event.action is Action.CARRY_OVER:
                continue
            now = (event.source_digest, event.translation_digest)
            if event.action is Action.WITHDRAW or now != texts:
                people.clear()
            texts = now
            if event.action is Action.APPROVE and event.actor.casefold() not in people:
                people.add(event.actor.casefold())
                if len(people) == self.words.rules.approvals:
                    found.append(_time(event))
        return found

    # What machines had a part in

    def _drafts(self) -> Iterator[Drafted]:
        by_origin: dict[str, list[Message]] = defaultdict(list)
        for message in self.messages:
            if message.msgstr:
                by_origin[origin_of(message)].append(message)
        for origin, messages in sorted(by_origin.items()):
            amount = self._amount(source_of(each.key) for each in messages)
            yield (
                self._drafted(messages, Drafted(origin, amount)) if origin else Drafted("", amount)
            )

    def _drafted(self, messages: Collection[Message], start: Drafted) -> Drafted:
        became = Counter(map(_became, messages))
        measured = distance = length = 0
        for message in messages:
            draft = self._draft(message) if _became(message) in ("kept", "changed") else None
            if draft is not None:
                measured += 1
                distance += Levenshtein.distance(draft, message.msgstr)
                length += max(len(draft), len(message.msgstr))
        return start._replace(
            waiting=became["waiting"],
            kept=became["kept"],
            changed=became["changed"],
            untold=became["untold"],
            measured=measured,
            distance=distance,
            length=length,
        )

    def _draft(self, message: Message) -> str | None:
        """The text that was drafted; None where nothing tells it."""
        made = message.provenance
        digest = made.draft if made is not None else ""
        if digest == short_digest(message.msgstr):
            return message.msgstr
        return self._makers.drafts.get(digest)

    def _waivers(self) -> Iterator[Waived]:
        for number, message in enumerate(self.messages, start=1):
            for event in self.said.of(message).waivers:
                person = event.actor.casefold()
                yield Waived(event.check, person, day_of(event.time), event.note, number)


def _became(message: Message) -> str:
    """What became of a draft."""
    made = message.provenance
    if message.untouched:
        return "waiting"
    if made is None or not made.draft:
        return "untold"
    return "kept" if made.draft == short_digest(message.msgstr) else "changed"


def _after(start: datetime, times: Iterable[datetime]) -> datetime | None:
    return next((time for time in times if time >= start), None)


def _time(event: Event | ReviewEvent) -> datetime:
    """When a word was said that counts, and so has a real time."""
    return moment(event.time) or datetime.min.replace(tzinfo=UTC)


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
