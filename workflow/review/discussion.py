"""What is said of each message as it stands: a pure fold of a log's words on messages.

A word counts for the very texts it was said of. Neither the order of the lines nor how often one
stands there changes anything, and what does not count (see :mod:`workflow.review.log`) raises no
state. A rejection of no real time rejects all the same: it may be somebody's last word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from workflow.model import (
    Action,
    AssignEvent,
    Assignment,
    CorrectionEvent,
    Message,
    MessageAction,
    MessageEvent,
    ReviewEvent,
    SignificanceEvent,
    Vouched,
)
from workflow.model.message_event import source_of, translation_of
from workflow.review.log import Words, moment

_VERDICTS = frozenset({MessageAction.ACCEPT, MessageAction.REJECT, MessageAction.RETRACT})


@dataclass(frozen=True, slots=True)
class Discussion:
    """What is said of one message, as it stands."""

    verdict: MessageEvent | None = None
    """The acceptance or rejection that counts for its texts as they are; None: there is none, or
    it was taken back."""
    comments: tuple[MessageEvent, ...] = ()
    """On this source text, the oldest first; which msgstr one is of, its digest tells."""
    suggestions: tuple[MessageEvent, ...] = ()
    """Those that are open: of another text than the msgstr, which nobody accepted since, and who
    suggested it did not edit."""
    waivers: tuple[MessageEvent, ...] = ()
    """Of these very texts, where nobody rejected them since; the oldest first."""
    edits: tuple[MessageEvent, ...] = ()
    """Of this source text, the oldest first."""
    acceptances: tuple[MessageEvent, ...] = ()
    """Of any translation of this source text, the oldest first."""

    @property
    def rejected(self) -> bool:
        """Whether the texts as they are were rejected, and not accepted since."""
        return self.verdict is not None and self.verdict.action is MessageAction.REJECT

    @property
    def accepted(self) -> bool:
        """Whether the texts as they are were accepted, and not rejected since."""
        return self.verdict is not None and self.verdict.action is MessageAction.ACCEPT

    @property
    def waived(self) -> frozenset[str]:
        """Names of checks that may find what they find in these very texts."""
        return frozenset(each.check for each in self.waivers)

    @property
    def events(self) -> tuple[MessageEvent, ...]:
        """All of the above but acceptances of other texts, the oldest first."""
        verdict = () if self.verdict is None else (self.verdict,)
        found = (*verdict, *self.comments, *self.suggestions, *self.waivers, *self.edits)
        return tuple(sorted(dict.fromkeys(found), key=lambda each: each.time))


NOTHING_SAID = Discussion()
"""Nobody has said anything of it."""


@dataclass(frozen=True, slots=True)
class Discussions:
    """What is said of the messages of an article in a locale, and of who works on it."""

    by_source: Mapping[str, Sequence[MessageEvent]] = field(default_factory=dict)
    """Digest of a source text → the words on it that count, the oldest first."""
    untimed: frozenset[MessageEvent] = frozenset()
    """Rejections of no real time."""
    assignment: Assignment | None = None
    """None where nobody ever said who works on it."""
    significances: tuple[SignificanceEvent, ...] = ()
    """In the article's own locale: what changes of the source meant, the oldest first."""
    corrections: tuple[CorrectionEvent, ...] = ()
    """What readers are to be told, the oldest first."""

    def of(self, message: Message) -> Discussion:
        """What is said of ``message``; one without translation is a source text alone."""
        if not self.by_source:
            return NOTHING_SAID
        events = self.by_source.get(source_of(message.key), ())
        return _discussion(events, message.msgstr, self.untimed) if events else NOTHING_SAID

    def rejects(self, source: str, translation: str) -> bool:
        """Whether a text was rejected as the translation of another, given as digests."""
        events = self.by_source.get(source, ())
        verdict = _verdict(
            [each for each in events if each.translation == translation], self.untimed
        )
        return verdict is not None and verdict.action is MessageAction.REJECT


NO_DISCUSSIONS = Discussions()
"""Nobody has said anything."""


def discussions(words: Words) -> Discussions:
    """What a log says of each message, and beside approvals."""
    untimed = _untimed_rejections(words)
    if not words.said and not untimed:
        return NO_DISCUSSIONS
    by_source: dict[str, list[MessageEvent]] = defaultdict(list)
    assignment: Assignment | None = None
    significances: list[SignificanceEvent] = []
    corrections: list[CorrectionEvent] = []
    for event in words.said:
        if isinstance(event, MessageEvent):
            by_source[event.source].append(event)
        elif isinstance(event, AssignEvent):
            assignment = Assignment(event.assignee, event.due, event.actor, event.time)
        elif isinstance(event, CorrectionEvent):
            corrections.append(event)
        else:
            significances.append(event)
    for rejection in untimed:
        by_source[rejection.source].append(rejection)
    return Discussions(
        dict(by_source), untimed, assignment, tuple(significances), tuple(corrections)
    )


def contributors(words: Words, approval: ReviewEvent) -> frozenset[str]:
    """Who is known to have worked on the texts that ``approval`` is of (addresses, casefolded).

    What the event itself says, and whoever edited one of them, accepted it as a machine's draft,
    or suggested it. That a line counts for nothing else does not matter here: it tells who wrote.
    """
    told = map(str.casefold, approval.contributors)
    return frozenset((*told, *workers_on(words, approval.messages)))


def workers_on(words: Words, messages: Iterable[Vouched]) -> frozenset[str]:
    """Who is known from the log to have worked on ``messages`` (addresses, casefolded).

    Of an approval that names no messages, whoever worked on any.
    """
    texts = {each.translation for each in messages}
    return frozenset(
        actor.casefold() for actor, text in _work(words) if actor and (not texts or text in texts)
    )


def _work(words: Words) -> Iterator[tuple[str, str]]:
    """Who made which text, as a log has it: the address, and the digest of the msgstr.

    Whatever it translated then: a text stays somebody's work where its source changes. But not
    who brings back a text that stood there before: somebody else made that.
    """
    lines = (each.line.event for each in words.lines)
    events = [event for event in lines if isinstance(event, MessageEvent)]
    stood = _stood(words) if events else {}
    for event in events:
        if event.action is MessageAction.EDIT or event.draft:
            first, time = stood.get(event.translation), moment(event.time)
            if event.draft or first is None or time is None or time <= first:
                yield event.actor, event.translation
        elif event.action is MessageAction.SUGGEST:
            yield event.actor, translation_of(event.text)


def _stood(words: Words) -> Mapping[str, datetime]:
    """Digests of texts that an edit replaced, or that were approved or accepted: since when they
    stood there.

    As far as these words count: what is made up exonerates nobody.
    """
    found: dict[str, datetime] = {}

    def add(translation: str, time: str) -> None:
        known = moment(time)
        if known is not None and known <= found.get(translation, known):
            found[translation] = known

    for event in words.said:
        if isinstance(event, MessageEvent) and event.action is MessageAction.EDIT:
            add(translation_of(event.before), event.time)
        elif isinstance(event, MessageEvent) and event.action is MessageAction.ACCEPT:
            add(event.translation, event.time)
    for approval in words.events:
        if approval.action is not Action.WITHDRAW:
            for each in approval.messages:
                add(each.translation, approval.time)
    return found


def _untimed_rejections(words: Words) -> frozenset[MessageEvent]:
    return frozenset(
        each.line.event
        for each in words.lines
        if each.untimed
        and isinstance(each.line.event, MessageEvent)
        and each.line.event.action is MessageAction.REJECT
    )


def _discussion(
    events: Sequence[MessageEvent], msgstr: str, untimed: frozenset[MessageEvent]
) -> Discussion:
    """What ``events``, all on one source text and in the order of their times, come to."""
    translation = translation_of(msgstr)
    here = [each for each in events if each.translation == translation]
    last = {each.action: place for place, each in enumerate(here)}
    accepted, rejected = last.get(MessageAction.ACCEPT, -1), last.get(MessageAction.REJECT, -1)
    since = here[accepted].time if accepted >= 0 else ""
    return Discussion(
        verdict=_verdict(here, untimed),
        comments=_of(events, MessageAction.COMMENT),
        suggestions=tuple(
            each
            for each in _of(events, MessageAction.SUGGEST)
            if each.text != msgstr and not (since and _before(each.time, since))
            if not any(_takes_up(other, each) for other in events)
        ),
        waivers=_of(here[rejected + 1 :], MessageAction.WAIVE) if not untimed & {*here} else (),
        edits=_of(events, MessageAction.EDIT),
        acceptances=_of(events, MessageAction.ACCEPT),
    )


def _verdict(here: Sequence[MessageEvent], untimed: frozenset[MessageEvent]) -> MessageEvent | None:
    """What counts of the words ``here``, all on the same two texts, in the order of their times."""
    for each in here:
        if each in untimed:
            return each
    latest = next((each for each in reversed(here) if each.action in _VERDICTS), None)
    return None if latest is None or latest.action is MessageAction.RETRACT else latest


def _takes_up(edit: MessageEvent, suggestion: MessageEvent) -> bool:
    """Whether who suggested a text has edited the message since."""
    return (
        edit.action is MessageAction.EDIT
        and edit.actor.casefold() == suggestion.actor.casefold()
        and not _before(edit.time, suggestion.time)
    )


def _of(events: Iterable[MessageEvent], action: MessageAction) -> tuple[MessageEvent, ...]:
    return tuple(each for each in events if each.action is action)


def _before(time: str, other: str) -> bool:
    """Whether a time is older than another one; both are times of words that count."""
    one, two = moment(time), moment(other)
    return one is not None and two is not None and one < two
