"""What the review logs of an article say: read, and folded by the settings' roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from workflow.errors import ReviewError
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.project.verdicts import signatures_of
from workflow.project.workspace import Workspace
from workflow.review.log import Reader, Words, fold
from workflow.review.policy import may


def nobody(_: str) -> bool:
    """That no actor wrote the article."""
    return False


def words_of(
    workspace: Workspace,
    names: tuple[str, ...],
    locale: Locale,
    is_author: Callable[[str], bool] = nobody,
) -> Words:
    """The words on the article in ``locale`` that has and had ``names``, its slug first.

    ``is_author`` tells in the article's own locale who wrote it. Raises :class:`FileError` where
    a log, or the file of allowed signers, cannot be read at all.
    """
    settings = workspace.settings
    allowed = cache(partial(may, settings.roles, settings.review, locale=locale))
    lines = workspace.log_lines(names, locale)
    reader = Reader(
        names,
        locale.name,
        lambda actor, act: allowed(actor=actor, act=act),
        workspace.now,
        settings.review,
        is_author,
        signatures_of(workspace, lines),
    )
    return fold(lines, reader)


def damaged_lines(words: Words) -> list[ReviewError]:
    """An error for each line of the logs that no version of this program can have written."""
    return [
        ReviewError(
            line.trouble,
            hint=phrase("Restore the line from version control, or delete it and approve again."),
            file=line.file,
            line=line.number,
        )
        for line in words.unread
        if line.event is None and not line.time  # else it is of a newer version
    ]
