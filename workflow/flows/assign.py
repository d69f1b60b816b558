"""Who is to work on an article in a locale, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from workflow.errors import ReviewError, WorkflowError, raise_all
from workflow.flows.word import Word, append, on_translation, said_of, stands_in
from workflow.model import ArticleAction, AssignEvent, Assignment, Locale
from workflow.model.phrase import listed, phrase
from workflow.project.logs import damaged_lines
from workflow.project.reviews import TIME
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.outcome import Outcome, Outcomes, Result
from workflow.review.policy import TAKE, may, those_who_may


def assign(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    word: Word,
    *,
    assignee: str,
    due: str = "",
) -> Outcomes:
    """Give each article of ``names`` (slugs or paths), in each of ``locales``, to ``assignee``.

    ``assignee`` is an e-mail address; empty: nobody is to work on it any more. ``due`` is an
    ISO 8601 date; empty: no day is set. Editors assign; anybody with a role in the locale may
    take what nobody works on, and give back what is his or her own. Raises
    :class:`LocaleError` for a locale that is no target, and :class:`ArticleError`.
    """
    speak = partial(_assigned, word=word, wanted=(assignee, due))
    found: list[Outcome] = []
    unread: list[WorkflowError] = []
    with workspace.lock():
        for article in workspace.readable(names, unread):
            for locale in stands_in(workspace, article.locale.name, locales):
                workspace.forget(article.slug)
                act = partial(on_translation, speak, workspace, article.slug, locale)
                found.append(said_of(act, article.slug, locale))
    return Outcomes(tuple(found), tuple(unread))


def _assigned(translation: Translation, word: Word, wanted: tuple[str, str]) -> Outcome:
    workspace, slug, locale = translation.workspace, translation.article.slug, translation.locale
    raise_all(damaged_lines(translation.words))
    now = translation.discussions.assignment
    if (now and (now.assignee, now.due)) == wanted or (now is None and wanted == ("", "")):
        return Outcome(slug, locale.name, Result.NOTHING)
    if why := _refusal(workspace, word.actor, locale, wanted[0], now):
        raise why
    event = AssignEvent(
        word.time.strftime(TIME), word.actor, slug, locale.name, *wanted, note=word.note
    )
    append(workspace, event)
    return Outcome(slug, locale.name, Result.DONE)


def _refusal(
    workspace: Workspace, actor: str, locale: Locale, assignee: str, now: Assignment | None
) -> ReviewError | None:
    """Why the settings do not let ``actor`` give it to ``assignee``; None where they do."""
    roles, rules = workspace.settings.roles, workspace.settings.review
    anybody = those_who_may(roles, rules, TAKE, locale)
    if assignee and not may(roles, rules, assignee, TAKE, locale):
        return ReviewError(
            phrase("{actor} has no role in {locale}", actor=assignee, locale=locale),
            hint=phrase(
                "People with a role: {who} (section [workflow:roles] of setup.cfg).",
                who=listed(anybody) or phrase("nobody yet"),
            ),
        )
    if may(roles, rules, actor, ArticleAction.ASSIGN, locale):
        return None
    person = actor.casefold()
    free = now is None or now.assignee.casefold() in ("", person)
    own = assignee.casefold() in ("", person) and may(roles, rules, actor, TAKE, locale)
    if free and own:
        return None
    editors = those_who_may(roles, rules, ArticleAction.ASSIGN, locale)
    return ReviewError(
        phrase("{actor} may not assign that in {locale}", actor=actor, locale=locale),
        hint=phrase(
            "Take what nobody works on, or ask an editor: {who}.",
            who=listed(editors) or phrase("nobody yet"),
        ),
    )
