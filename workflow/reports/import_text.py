"""What comes of reviews that were made without the tool, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from workflow.errors import NotReadyError, WorkflowError
from workflow.model import MessageAction
from workflow.model.phrase import Phrase, named, phrase, phrases
from workflow.reports.error_kinds import error_kind, severity_name
from workflow.reports.review_lists import short
from workflow.reports.screen import Cell
from workflow.review.import_plan import Step
from workflow.review.outcome import Result

COLUMNS = (
    phrase("article"),
    phrase("locale"),
    phrase("message"),
    phrase("action"),
    phrase("text"),
    phrase("result"),
)
_STYLES = {Result.DONE: "good", Result.NOTHING: "note"}


def cells(step: Step) -> tuple[object, ...]:
    """One word of a plan, for :data:`COLUMNS`."""
    what = Cell(becomes(step), _STYLES.get(step.result, "bad"))
    text = spoken(step, short)
    place = step.place
    return (place.article, place.locale.name, step.number or "", named(str(step.act)), text, what)


def spoken(step: Step, cut: Callable[[str], str] = str) -> str:
    """The text that a word is of, or that it says; ``cut`` may shorten what people wrote."""
    if step.act is MessageAction.COMMENT:
        return cut(step.comment)
    if step.act is MessageAction.REJECT:
        said = step.judgement
        kind, weight = error_kind(said.category), severity_name(said.severity)
        what = phrase("{kind} ({severity})", kind=kind, severity=weight)
        return phrase("{said}: {reason}", said=what, reason=cut(said.note)) if said.note else what
    return cut(step.said.judged)


def becomes(step: Step) -> Phrase:
    """What comes of a word."""
    if step.result is Result.DONE:
        return phrase("will be imported")
    if step.result is Result.NOTHING:
        return phrase("nothing to do: {why}", why=step.why)
    if step.result is Result.CHANGED:
        return phrase("not imported: it was made on another text")
    return phrase("not imported: {why}", why=step.why)


def both_texts(steps: Iterable[Step]) -> Iterator[str]:
    """Of words that were made on other texts: the text that was seen, that is there, and meant."""
    for step in steps:
        if step.result not in (Result.CHANGED, Result.REFUSED):
            continue
        place = step.place
        yield phrase(
            "{article} {locale}: {text}: {what}",
            article=place.article,
            locale=place.locale,
            text=short(place.key[1]),
            what=phrase("{act}, {what}", act=named(str(step.act)), what=becomes(step)),
        )
        if step.result is Result.CHANGED:
            yield phrase("  seen: {text}", text=step.said.seen)
            yield phrase("  now: {text}", text=step.now)
        if step.act is not MessageAction.ACCEPT:
            yield phrase("  said: {text}", text=spoken(step))


def done(steps: Sequence[Step]) -> Iterator[Phrase]:
    """How much was taken."""
    counts = Counter(each.result for each in steps)
    taken, nothing = counts[Result.DONE], counts[Result.NOTHING]
    yield phrases("{count} entry imported", "{count} entries imported", taken)
    if nothing:
        yield phrases(
            "{count} entry was there already", "{count} entries were there already", nothing
        )


def refusals(steps: Sequence[Step]) -> Iterator[WorkflowError]:
    """That something was not taken; an error of a file once."""
    errors = {id(each.error): each.error for each in steps if each.error is not None}
    yield from errors.values()
    count = sum(
        each.result in (Result.CHANGED, Result.REFUSED) and each.error is None for each in steps
    )
    if count:
        yield NotReadyError(
            phrases("{count} entry was not imported", "{count} entries were not imported", count),
            hint=phrase("The file keeps what was not imported: look at the texts as they are now."),
        )
