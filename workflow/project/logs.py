"""What the review logs of an article say: read, and folded by the settings' roles."""

from __future__ import annotations

from functools import partial

from workflow.errors import ReviewError
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace
from workflow.review.log import Reader, Words, fold
from workflow.review.policy import may_approve


def words_of(workspace: Workspace, names: tuple[str, ...], locale: Locale) -> Words:
    """The words on the article in ``locale`` that has and had ``names``, its slug first.

    Raises :class:`FileError` where a log cannot be read at all.
    """
    roles = workspace.settings.roles
    reader = Reader(names, locale.name, partial(may_approve, roles, locale=locale), workspace.now)
    return fold(workspace.log_lines(names, locale), reader)


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
