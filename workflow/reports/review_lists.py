"""Lists of messages under review, and what came of words on them, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workflow.errors import NotReadyError, WorkflowError
from workflow.model.phrase import Phrase, named, phrase, phrases
from workflow.reports.screen import Cell, shortened
from workflow.review.listing import Listed
from workflow.review.outcome import Meant, Outcome, Result, Said

COLUMNS = (
    phrase("article"),
    phrase("locale"),
    phrase("message"),
    phrase("state"),
    phrase("source"),
    phrase("translation"),
    phrase("assigned to"),
    phrase("due"),
    phrase("comments"),
    phrase("findings"),
)
RIGHT = (phrase("message"), phrase("comments"), phrase("findings"))
STYLES = {
    "untranslated": "gone",
    "machine": "draft",
    "fuzzy": "wait",
    "rejected": "bad",
    "reviewed": "note",
    "approved": "good",
}
_LONGEST = 60
"""Characters of a text in a list."""


def cells(each: Listed) -> tuple[object, ...]:
    """One message, for :data:`COLUMNS`."""
    message, state = each.message, str(each.state)
    return (
        each.article,
        each.locale.name,
        each.number,
        Cell(named(state), STYLES.get(state, "")),
        short(message.msgid),
        short(message.msgstr),
        each.assignee,
        each.due,
        len(each.said.comments) or "",
        len(each.checks) or "",
    )


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    return shortened(" ".join(text.split()), _LONGEST)


def counted(found: Sequence[Listed]) -> Phrase:
    """How many messages a list has, and of how many translations."""
    translations = len({(each.article, each.locale) for each in found})
    several = phrases("{count} translation", "{count} translations", translations)
    return phrases(
        "{count} message in {translations}",
        "{count} messages in {translations}",
        len(found),
        translations=several,
    )


def done(said: Said) -> str:
    """What came of a word on one message."""
    place = said.place
    msgid = short(place.key[1])
    what: str = {
        Result.DONE: phrase("done"),
        Result.NOTHING: phrase("nothing to do: {why}", why=said.why),
        Result.CHANGED: phrase("not done: it changed meanwhile"),
    }.get(said.result, phrase("not done"))
    return phrase(
        "{article} {locale}: {text}: {what}",
        article=place.article,
        locale=place.locale,
        text=msgid,
        what=what,
    )


def done_many(act: str, found: Sequence[Said]) -> Iterator[str]:
    """What came of a word on many messages: those of which nothing came, and how many were done."""
    yield from (done(each) for each in found if each.result is not Result.DONE)
    count = sum(each.result is Result.DONE for each in found)
    if act == "accept":
        yield phrases("{count} message accepted", "{count} messages accepted", count)
    else:
        yield phrases("{count} message rejected", "{count} messages rejected", count)


def refusals(said: Iterable[Said]) -> Iterator[WorkflowError]:
    """What has to be done first, where nothing was done; an error of a file once."""
    errors: dict[int, WorkflowError] = {}
    for each in said:
        if each.error is not None:
            errors.setdefault(id(each.error), each.error)
        elif each.result is Result.CHANGED:
            errors[id(each)] = NotReadyError(
                phrase("{place}: it changed since it was shown", place=_named(each)),
                hint=phrase("Look at it as it is now, then say it again."),
            )
        elif each.result is Result.REFUSED:
            errors[id(each)] = NotReadyError(
                phrase("{place}: {why}", place=_named(each), why=each.why)
            )
    yield from errors.values()


def _named(said: Said) -> Phrase:
    place = said.place
    return phrase(
        "{article} in {locale}: “{text}”",
        article=place.article,
        locale=place.locale,
        text=short(place.key[1]),
    )


def assigned(outcome: Outcome, assignee: str, due: str) -> str:
    """What came of giving an article to somebody."""
    if outcome.result is Result.NOTHING:
        what: str = phrase("nothing to do: it is so already")
    elif outcome.result is not Result.DONE:
        what = phrase("not assigned")
    elif not assignee:
        what = phrase("assigned to nobody")
    elif due:
        what = phrase("assigned to {actor}, due {date}", actor=assignee, date=due)
    else:
        what = phrase("assigned to {actor}", actor=assignee)
    return phrase(
        "{article} {locale}: {what}", article=outcome.article, locale=outcome.locale, what=what
    )


def meant(said: Meant) -> Iterator[str]:
    """What came of a word on a change of a source."""
    if said.result is not Result.DONE:
        yield phrase("{article}: nothing to do: {why}", article=said.article, why=said.why)
        return
    yield phrase(
        "{article}: its last change is {kind}",
        article=said.article,
        kind=named(str(said.significance)),
    )
    for locale in said.kept:
        yield phrase("{article} {locale}: approval kept", article=said.article, locale=locale)
    for locale, count in said.cleared:
        yield phrases(
            "{article} {locale}: {count} message is fuzzy no more",
            "{article} {locale}: {count} messages are fuzzy no more",
            count,
            article=said.article,
            locale=locale,
        )


def no_meaning(said: Meant) -> NotReadyError | None:
    """Why nothing was said of a change; None where it was."""
    if said.result is not Result.REFUSED:
        return None
    return NotReadyError(
        phrase("{article}: that is no typo: {why}", article=said.article, why=said.why),
        hint=phrase("Say `minor` or `major`, and have the translations looked through."),
    )
