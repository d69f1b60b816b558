"""What is to come of reviews that were made without the tool, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.model import Message, MessageAction, MessageEvent
from workflow.model.message_event import translation_of
from workflow.model.phrase import phrase
from workflow.review.offline_review import Judgement, OfflineReview, Reviewed
from workflow.review.outcome import Place, Result


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a review, and what comes of it."""

    file: str
    review: OfflineReview
    said: Reviewed
    place: Place
    number: int
    """Of the message, counted from 1; 0 where there is none any more."""
    act: MessageAction
    result: Result
    """``DONE``: it is to be done, or was."""
    why: str = ""
    """For people."""
    now: str = ""
    """The msgstr as it is."""
    comment: str = ""
    error: WorkflowError | None = None
    """Of a file that could not be read or written."""

    @property
    def judgement(self) -> Judgement:
        """What is said of the text."""
        return self.said.judgement or Judgement(accepted=True)

    @property
    def note(self) -> str:
        """What the log is to have with it."""
        text = self.comment
        if self.act is MessageAction.REJECT:
            text = self.judgement.note
        return f"{text} {self.review.mark}".lstrip()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What comes of some files."""

    steps: tuple[Step, ...]
    errors: tuple[WorkflowError, ...] = ()
    """Of files that are none of ours, or damaged; nothing of them is taken."""


class Known(NamedTuple):
    """A message as it is, and what was said of its source text."""

    number: int
    message: Message
    events: tuple[MessageEvent, ...]


@dataclass(slots=True)
class Planner:
    """Plans the words of reviews on one article in one locale, one after the other."""

    known: Mapping[str, Known]
    """Digest of a source text → the message."""
    barred: Mapping[MessageAction, str]
    """What the actor may not do, and why."""
    broken: Mapping[tuple[str, str], str]
    """Digest of a source text and a new text for it that breaks the page → why."""
    texts: dict[str, str] = field(default_factory=dict)
    """Digest of a source text → the msgstr that a former word gives it."""
    planned: set[tuple[str, str, str, str]] = field(default_factory=set)
    """What former words say already."""

    def steps(
        self, file: str, review: OfflineReview, said: Reviewed, place: Place
    ) -> Iterator[Step]:
        """What comes of all that a review says of one message."""
        stands = self.known.get(said.source)
        number = stands.number if stands else 0
        for act, comment in _acts(said):
            step = Step(file, review, said, place, number, act, Result.DONE, comment=comment)
            if stands is None:
                yield replace(step, result=Result.REFUSED, why=_GONE)
                continue
            step = replace(step, now=self.texts.get(said.source, stands.message.msgstr))
            result, why = self._judge(step, stands)
            if result is Result.DONE:
                self.planned.add(_named(step))
                if act is MessageAction.EDIT:
                    self.texts[said.source] = said.judged
            yield replace(step, result=result, why=why)

    def _judge(self, step: Step, stands: Known) -> tuple[Result, str]:
        act = step.act
        if _named(step) in self.planned or any(_is(each, step) for each in stands.events):
            return Result.NOTHING, phrase("imported already")
        if act in self.barred:
            return Result.REFUSED, self.barred[act]
        if act is MessageAction.COMMENT:
            return Result.DONE, ""
        return (self._edit if act is MessageAction.EDIT else self._verdict)(step, stands)

    def _verdict(self, step: Step, stands: Known) -> tuple[Result, str]:
        judgement = step.said.judgement
        if judgement is not None and judgement.broken:
            return Result.REFUSED, judgement.broken
        if step.now != step.said.judged:
            return Result.CHANGED, ""
        if not step.now.strip():
            return Result.REFUSED, phrase("it is not translated")
        if step.act is MessageAction.ACCEPT and self._accepted(step, stands):
            return Result.NOTHING, phrase("accepted already")
        return Result.DONE, ""

    def _edit(self, step: Step, stands: Known) -> tuple[Result, str]:
        said = step.said
        if step.now == said.judged and not stands.message.fuzzy:
            return Result.NOTHING, phrase("that is the text already")
        shown = said.shown or translation_of(said.seen)
        if translation_of(step.now) != shown and not any(
            _made(each, step) for each in stands.events
        ):
            return Result.CHANGED, ""
        why = said.broken or self.broken.get((said.source, said.judged), "")
        return (Result.REFUSED, why) if why else (Result.DONE, "")

    def _accepted(self, step: Step, stands: Known) -> bool:
        """Whether the last verdict on the very texts is an acceptance already."""
        here = translation_of(step.now)
        verdicts = [
            each.action
            for each in stands.events
            if each.translation == here and each.action in _VERDICTS
        ]
        accepted = bool(verdicts) and verdicts[-1] is MessageAction.ACCEPT
        return accepted and not stands.message.fuzzy


_GONE = phrase("there is no such source text any more")
_VERDICTS = frozenset({MessageAction.ACCEPT, MessageAction.REJECT, MessageAction.RETRACT})


def _acts(said: Reviewed) -> Iterator[tuple[MessageAction, str]]:
    """What is said of a message, in the order in which it is to be done."""
    if said.text is not None or said.broken:
        yield MessageAction.EDIT, ""
    if said.judgement is not None:
        yield MessageAction.ACCEPT if said.judgement.accepted else MessageAction.REJECT, ""
    for comment in said.comments:
        yield MessageAction.COMMENT, comment


def spoken_of(step: Step) -> str:
    """The digest of the msgstr that a word is to be of."""
    said = step.said
    if step.act is MessageAction.COMMENT:
        return said.shown or translation_of(said.seen)
    return translation_of(said.judged)


def _named(step: Step) -> tuple[str, str, str, str]:
    return step.said.source, step.act, spoken_of(step), step.note


def _is(event: MessageEvent, step: Step) -> bool:
    """Whether an event is what the same review said before, whoever took it in."""
    return (event.action, event.translation, event.note) == (step.act, spoken_of(step), step.note)


def _made(event: MessageEvent, step: Step) -> bool:
    """Whether the text as it is was written in the same reviewer's browser before."""
    return (
        bool(step.review.head.review)
        and event.action is MessageAction.EDIT
        and event.text == step.now
        and event.note == step.note
    )
