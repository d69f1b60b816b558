"""How far each translation is, and what is in the way of its release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from workflow.errors import WorkflowError
from workflow.model import Article, Locale
from workflow.model.words import count_words
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.row import DONE, Row


def status(
    workspace: Workspace,
    articles: Iterable[Article],
    now: datetime,
    locales: Sequence[Locale] = (),
    errors: list[WorkflowError] | None = None,
) -> tuple[Row, ...]:
    """Return one row for each article and target locale (or those of ``locales``).

    ``now`` (with zone) tells which embargo is over. What cannot be read is the blocker of its
    own row, and is added to ``errors``.
    """
    unread: list[WorkflowError] = [] if errors is None else errors
    return tuple(
        _row(translation.readable(unread), now)
        for article in articles
        for translation in workspace.translations(article, locales)
    )


def _row(translation: Translation, now: datetime) -> Row:
    """The row, with what the author says in the front matter that holds the article back."""
    row = row_of(translation)
    held = tuple(each for each in translation.holds if each.stands(now))
    return replace(row, blockers=(*held, *row.blockers), releasable=row.releasable and not held)


def row_of(translation: Translation) -> Row:
    """The row of one article in one target locale."""
    states, article = translation.states, translation.article
    done = sum(state in DONE for state in states)
    to_do = (
        message.msgid
        for message, state in zip(translation.messages, states, strict=True)
        if state not in DONE
    )
    segments = translation.document.segments
    return Row(
        article=article.slug,
        locale=translation.locale.name,
        source_locale=article.locale.name,
        messages=len(states),
        words=sum(count_words(segment.text) for segment in segments),
        states=translation.counts,
        approved=translation.standing.approved,
        releasable=translation.releasable,
        blockers=translation.blockers,
        words_to_do=sum(map(count_words, to_do)),
        percent=100 * done // len(states) if states else 100,
        # What is odd in the log of the source has no row of its own.
        notes=(*translation.source.notes, *translation.notes),
        carried_over=translation.standing.carried_over,
        changes=translation.changes,
    )
