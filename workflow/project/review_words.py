"""What the review logs say of an article: read, and folded by the settings' roles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from workflow.model import Article, Locale, ReviewEvent
from workflow.project.reviews import read_reviews
from workflow.project.workspace import Workspace
from workflow.review import Reader, Words, fold, may_approve


def review_words(workspace: Workspace, article: Article, locale: Locale) -> Words:
    """The words that count of ``article`` in ``locale``, and what is odd in the log.

    Raises :class:`FileError` where the log cannot be read at all.
    """
    roles = workspace.settings.roles
    reader = Reader(
        article.names,
        locale.name,
        lambda actor: may_approve(roles, actor, locale),
        workspace.now,
    )
    logs = workspace.review_logs(article, locale)
    lines = (read_reviews(path, workspace.relative(path)) for path in logs)
    return fold(chain.from_iterable(lines), reader)


def all_words(workspace: Workspace, article: Article) -> Iterator[Words]:
    """The words on an article in its own and every target locale."""
    for locale in dict.fromkeys((article.locale, *workspace.targets(article))):
        yield review_words(workspace, article, locale)


def review_events(workspace: Workspace, article: Article) -> tuple[ReviewEvent, ...]:
    """The events that count of an article, in its own and every target locale.

    Those of one locale stand together, the oldest first.
    """
    return tuple(event for words in all_words(workspace, article) for event in words.events)
