"""What the review logs of an article say: read, and folded by the settings' roles."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from workflow.errors import ReviewError
from workflow.model import ArticleAction, Bound, Locale
from workflow.model.phrase import phrase
from workflow.project.verdicts import signatures_of
from workflow.project.workspace import Workspace
from workflow.review.kept import Pair, with_kept
from workflow.review.log import Reader, Words, fold
from workflow.review.policy import may
from workflow.review.proofs import exact, frame_of, source_messages

if TYPE_CHECKING:
    from workflow.project.translation import Translation


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


def kept(translation: Translation, words: Words, bound: Bound) -> Words:
    """``words`` with the last approval carried to the texts as they are, where only typos of the
    source were mended since; see :func:`~workflow.review.kept.with_kept`.

    Of the source itself (``bound`` without a translation) that is for editors alone to say: its
    author's word is enough for translations, which did not change.
    """
    if words.last is None or words.last.source_digest == bound.source:
        return words
    said = translation.source.discussions.significances
    if said and bound.translation is None:
        settings, locale = translation.workspace.settings, translation.article.locale
        act = ArticleAction.SIGNIFICANCE
        able = partial(may, settings.roles, settings.review, act=act, locale=locale)
        said = tuple(each for each in said if able(actor=each.actor))
    return with_kept(words, said, bound, partial(_texts, translation)) if said else words


def _texts(translation: Translation) -> tuple[str, list[Pair]]:
    """What stands around the messages, and the digests of each."""
    document = translation.document
    messages = source_messages(document) if translation.own else translation.messages
    return frame_of(document), list(map(exact, messages))


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
