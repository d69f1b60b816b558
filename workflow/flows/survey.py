"""Every article and locale, one by one: what cannot be read holds itself back, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from workflow.errors import ErrorGroup, ReviewError, WorkflowError
from workflow.model import Article, Bound, Locale, State
from workflow.project.translation import (
    Evaluation,
    document_messages,
    evaluate,
)
from workflow.project.workspace import Workspace
from workflow.review import NEVER, Words, source_digest, translation_digest


def survey(
    workspace: Workspace,
    articles: Iterable[Article],
    locales: Sequence[Locale],
    errors: list[WorkflowError],
) -> Iterator[Evaluation]:
    """Evaluate every article in every target locale (or those of ``locales``).

    Where a file cannot be read, its error is added to ``errors`` and is the blocker of that
    article in that locale; see :func:`unread`.
    """
    for article in articles:
        for locale in workspace.targets(article, locales):
            yield evaluate_readable(workspace, article, locale, errors)


def evaluate_readable(
    workspace: Workspace, article: Article, locale: Locale, errors: list[WorkflowError]
) -> Evaluation:
    """What :func:`~.evaluate.evaluate` returns, or :func:`unread` where that raises.

    What it raises is added to ``errors``, and so are damaged lines of the review log.
    """
    try:
        found = evaluate(workspace, article, locale)
        errors += [
            ReviewError(
                line.trouble,
                hint="Restore the line from version control, or delete it and approve again.",
                file=line.file,
                line=line.number,
            )
            for line in found.words.unread
            if line.event is None and not line.time  # else it is of a newer version
        ]
        return found
    except WorkflowError as error:
        every = error.errors if isinstance(error, ErrorGroup) else (error,)
        errors += every
        return unread(workspace, article, locale, every)


def unread(
    workspace: Workspace, article: Article, locale: Locale, errors: Iterable[WorkflowError]
) -> Evaluation:
    """Evaluate an article in a locale of which something cannot be read.

    Nothing of it counts as translated or approved.
    """
    reasons = tuple(map(workspace.said, errors))
    own = locale == article.locale
    messages = () if own else document_messages(workspace.document(article), None)
    return Evaluation(
        article=article,
        locale=locale,
        messages=messages,
        states=(State.UNTRANSLATED,) * len(messages),
        findings=(),
        standing=NEVER,
        words=Words(),
        bound=Bound(source_digest(article), translation_digest(messages)),
        unready=reasons,
        unapproved="",
    )
