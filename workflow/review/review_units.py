"""A message as an editor sees it: source and translation with all that is known of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.merge.changes import Kind, compared
from workflow.model import Change, Finding, Key, Message, Provenance, Segment, Severity, State, Text
from workflow.review.discussion import NO_DISCUSSIONS, NOTHING_SAID, Discussion, Discussions
from workflow.review.highlights import (
    Mark,
    MarkKind,
    Piece,
    TermUse,
    cut,
    plain_marks,
)
from workflow.review.row import DONE

_SEVERITIES = {
    Severity.ERROR: MarkKind.ERROR,
    Severity.WARNING: MarkKind.WARNING,
    Severity.INFO: MarkKind.INFO,
}
Difference = tuple[tuple[Kind, str], ...]
"""Pieces of two texts: what both have, what was removed, what was added."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One message of an article in one target locale."""

    number: int
    """Its place among the article's messages, counted from 1."""
    message: Message
    state: State
    kind: str
    """``heading 2``, ``paragraph``, …: of the first segment the message stands for."""
    times: int
    """How many segments it stands for."""
    line: int
    """Line of the article the first of them starts on."""
    notes: tuple[str, ...]
    """What the author tells translators."""
    comments: tuple[str, ...]
    """What translators wrote, without what the program writes in the same place."""
    change: Change | None
    """What the source went through since it was translated, if that is known."""
    difference: Difference
    """From the source that was translated to the source as it is; empty unless it changed."""
    new: bool
    """Whether an approval that fell did not vouch for it as it is."""
    findings: tuple[Finding, ...]
    terms: tuple[TermUse, ...]
    source: tuple[Piece, ...]
    """The msgid with its marks."""
    target: tuple[Piece, ...]
    """The msgstr with its marks."""
    said: Discussion = NOTHING_SAID
    """What reviewers said of it."""

    @property
    def provenance(self) -> Provenance | None:
        """Where the draft comes from; None for a person's translation."""
        return self.message.provenance

    @property
    def needs_look(self) -> bool:
        """See :func:`needs_look`."""
        return needs_look(self.state, self.said, self.findings, self.change, new=self.new)

    def fix_of(self, finding: Finding) -> Difference:
        """What would change in the translation by a finding's fix; empty without one."""
        if finding.fix is None:
            return ()
        return tuple(compared(self.message.msgstr, finding.fix))


def needs_look(
    state: State,
    said: Discussion,
    findings: Iterable[Finding],
    change: Change | None,
    *,
    new: bool,
) -> bool:
    """Whether there is something to do or to decide of a message.

    Nobody has translated it, it is fuzzy or rejected, a check found something, it is not as it
    was approved (``new``), somebody suggests another text, or a change of the source was followed
    by the program alone.
    """
    if state not in DONE or new or said.suggestions:
        return True
    followed = change is not None and change.repaired and state is not State.APPROVED
    return followed or any(each.severity is not Severity.INFO for each in findings)


def change_of(message: Message) -> Change | None:
    """What the source went through since the message was translated, if that is known."""
    return next(filter(None, map(Change.parse, message.translator_comments)), None)


def review_units(
    messages: Sequence[tuple[Message, State]],
    segments: Sequence[Segment],
    findings: Iterable[Finding],
    terms: Callable[[Text, Text], tuple[TermUse, ...]],
    new: Collection[Key],
    *,
    said: Discussions = NO_DISCUSSIONS,
    numbers: Sequence[int] | None = None,
) -> Iterator[Unit]:
    """Yield the ``messages`` of a translation, in document order, with what is known of each.

    ``segments`` are the document's, ``findings`` what the checks found; ``terms`` tells what
    the glossary says of a msgid and its msgstr; ``new`` are the keys of messages that are not
    as they were approved; ``said`` is what reviewers said. ``numbers``: those that are wanted,
    counted from 1, in the order that they are wanted in (none: all).
    """
    if numbers is None:
        numbers = range(1, len(messages) + 1)
    wanted = {messages[number - 1][0].key for number in numbers}
    first: dict[Key, Segment] = {}
    times = Counter[Key]()
    for segment in segments:
        if (key := segment.key) in wanted:
            first.setdefault(key, segment)
            times[key] += 1
    told = _by_message(findings)
    for number in numbers:
        message, state = messages[number - 1]
        segment = first[message.key]
        against = told[message.key]
        source, target = (Text(text, segment.markup) for text in (message.msgid, message.msgstr))
        uses = terms(source, target)
        yield Unit(
            number=number,
            message=message,
            state=state,
            kind=segment.kind,
            times=times[message.key],
            line=segment.line,
            notes=segment.notes,
            comments=tuple(line for line in message.translator_comments if not _is_mark(line)),
            change=change_of(message),
            difference=_difference(message),
            new=message.key in new,
            findings=against,
            terms=uses,
            source=cut(source.value, _source_marks(source, uses)),
            target=cut(target.value, _target_marks(target, uses, against)),
            said=said.of(message),
        )


def _by_message(findings: Iterable[Finding]) -> Mapping[Key, tuple[Finding, ...]]:
    groups: dict[Key, tuple[Finding, ...]] = defaultdict(tuple)
    for finding in findings:
        if finding.msgid:
            groups[finding.msgctxt, finding.msgid] += (finding,)
    return groups


def _is_mark(line: str) -> bool:
    """Whether the program wrote a line of the translators' comment."""
    return Change.parse(line) is not None or Provenance.parse(line) is not None


def _difference(message: Message) -> Difference:
    if message.previous_msgid is None or message.previous_msgid == message.msgid:
        return ()
    return tuple(compared(message.previous_msgid, message.msgid))


def _source_marks(text: Text, uses: Sequence[TermUse]) -> Iterator[Mark]:
    yield from plain_marks(text)
    for use in uses:
        yield from use.source_marks()


def _target_marks(
    text: Text, uses: Sequence[TermUse], findings: Sequence[Finding]
) -> Iterator[Mark]:
    yield from plain_marks(text)
    for finding in findings:
        if finding.span is not None and finding.msgstr == text.value:
            yield Mark(*finding.span, _SEVERITIES[finding.severity], finding.message)
    for use in uses:
        yield from use.target_marks()
