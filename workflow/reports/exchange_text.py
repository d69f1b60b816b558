"""What went out to translators' tools, and what came back, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from workflow.errors import NotReadyError, WorkflowError
from workflow.model.phrase import Phrase, phrase, phrases
from workflow.reports.review_lists import short
from workflow.reports.screen import Cell
from workflow.review.return_plan import LEFT, Came, ReturnRow

COLUMNS: Final = (
    phrase("article"),
    phrase("locale"),
    phrase("message"),
    phrase("text"),
    phrase("result"),
)
_SAID: Final[Mapping[Came, Phrase]] = {
    Came.TAKEN: phrase("taken"),
    Came.FUZZY: phrase("taken as unfinished, as the file says"),
    Came.MOVED: phrase("taken as unfinished: the source changed since"),
    Came.MARKED: phrase("marked as unfinished, as the file says"),
    Came.SUGGESTED: phrase("kept as a suggestion: the translation changed since"),
    Came.COMMENTED: phrase("kept as a comment"),
}


def cells(row: ReturnRow) -> tuple[object, ...]:
    """One row of a table with :data:`COLUMNS`."""
    style = "bad" if row.came in LEFT else "good" if row.came is Came.TAKEN else "note"
    what = Cell(becomes(row), style)
    return (row.article, row.locale, row.number or "", short(row.text), what)


def becomes(row: ReturnRow) -> Phrase:
    """What comes of it."""
    return _SAID.get(row.came) or phrase("not taken: {why}", why=row.why)


def both_texts(rows: Iterable[ReturnRow]) -> Iterator[str]:
    """Of what was not taken, or kept beside ours: where it stands, with both texts."""
    for row in rows:
        if row.came not in LEFT | {Came.SUGGESTED, Came.MOVED}:
            continue
        place = f"{row.file}:{row.line}" if row.line else row.file
        what = becomes(row)
        yield phrase("{place}: {id}: {what}", place=place, id=row.id, what=what)
        yield phrase("  theirs: {text}", text=row.text)
        if row.now and row.now != row.text:
            yield phrase("  ours: {text}", text=row.now)
        if row.source:
            yield phrase("  source that was translated: {text}", text=row.source)


def taken(rows: Sequence[ReturnRow], unchanged: int) -> Iterator[Phrase]:
    """How much came back."""
    counts = Counter(each.came for each in rows)
    texts = counts[Came.TAKEN] + counts[Came.FUZZY] + counts[Came.MOVED] + counts[Came.MARKED]
    yield phrases("{count} text taken", "{count} texts taken", texts)
    if count := counts[Came.SUGGESTED]:
        yield phrases(
            "{count} text kept as a suggestion", "{count} texts kept as suggestions", count
        )
    if count := counts[Came.COMMENTED]:
        yield phrases("{count} comment kept", "{count} comments kept", count)
    if unchanged:
        yield phrases("{count} text unchanged", "{count} texts unchanged", unchanged)


def refusals(rows: Sequence[ReturnRow]) -> Iterator[WorkflowError]:
    """That something was not taken; an error of a file once."""
    errors = {id(each.error): each.error for each in rows if each.error is not None}
    yield from errors.values()
    count = sum(each.came in LEFT and each.error is None for each in rows)
    if count:
        yield NotReadyError(
            phrases("{count} text was not taken", "{count} texts were not taken", count),
            hint=phrase("The file keeps what was not taken: look at the texts as they are now."),
        )


def written(messages: int, file: object) -> Phrase:
    """That a file was written."""
    return phrases(
        "{file}: {count} message written", "{file}: {count} messages written", messages, file=file
    )
