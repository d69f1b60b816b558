"""What becomes of a person's work that is taken back, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from workflow.model.phrase import Phrase, phrase, phrases
from workflow.reports.review_lists import short
from workflow.review.outcome import Result, Said
from workflow.review.reverting import Sound, Undoing

COLUMNS = (
    phrase("article"),
    phrase("locale"),
    phrase("message"),
    phrase("source"),
    phrase("text now"),
    phrase("text brought back"),
    phrase("state"),
)
_SOUND = {
    Sound.APPROVED: phrase("approved"),
    Sound.HUMAN: phrase("by a person"),
    Sound.DRAFT: phrase("fuzzy"),
    Sound.NOTHING: phrase("untranslated"),
}


def cells(row: Undoing) -> tuple[object, ...]:
    """One message of a plan, for :data:`COLUMNS`."""
    place = row.place
    then, what = "", stays(row)
    if row.back is not None:
        then, what = short(row.back.text), _SOUND[row.back.sound]
    texts = (short(place.key[1]), short(row.message.msgstr), then)
    return (place.article, place.locale.name, row.number, *texts, what)


def stays(row: Undoing) -> Phrase:
    """Why a text is left as it is."""
    if row.by:
        return phrase("stays: {actor} changed it since", actor=row.by)
    return phrase("stays: somebody changed it since")


def reason(whose: str, since: datetime) -> Phrase:
    """What stands in the log with each text that comes back."""
    time = since.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return phrase("taken back: the work of {actor} since {time} UTC", actor=whose, time=time)


def done(found: Sequence[Said]) -> Iterator[str]:
    """How many texts came back."""
    count = sum(each.result is Result.DONE for each in found)
    yield phrases("{count} text brought back", "{count} texts brought back", count)
