"""Somebody's word: who speaks and when, whether the settings let them, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from workflow.errors import ChangedError, ErrorGroup, ReviewError, WorkflowError, gathered
from workflow.model import Action, Event, Locale
from workflow.model.phrase import listed, named, phrase
from workflow.project.reviews import append_events
from workflow.project.signing import signed
from workflow.project.workspace import Workspace
from workflow.review.outcome import Outcome, Result
from workflow.review.policy import may, those_who_may

if TYPE_CHECKING:
    from workflow.project.translation import Translation


@dataclass(frozen=True, slots=True)
class Word:
    """Who speaks, and when."""

    actor: str
    """E-mail address."""
    time: datetime
    """In UTC."""
    note: str = ""


def refusal(
    workspace: Workspace, actor: str, locale: Locale, act: str = Action.APPROVE
) -> ReviewError | None:
    """Why the settings do not let ``actor`` do ``act`` in ``locale``; None where they do."""
    settings = workspace.settings
    if may(settings.roles, settings.review, actor, act, locale):
        return None
    able = those_who_may(settings.roles, settings.review, act, locale)
    who = listed(able) or phrase("nobody yet")
    if act in set(Action):
        said: str = phrase("{actor} may not approve in {locale}", actor=actor, locale=locale)
        hint: str = phrase(
            "Editors for {locale}: {who} (section [workflow:roles] of setup.cfg).",
            locale=locale,
            who=who,
        )
    else:
        said = phrase(
            "{actor} may not {act} in {locale}", actor=actor, act=named(str(act)), locale=locale
        )
        hint = phrase(
            "Those who may in {locale}: {who} (section [workflow:roles] of setup.cfg).",
            locale=locale,
            who=who,
        )
    return ReviewError(said, hint=hint)


def stands_in(workspace: Workspace, language: str, locales: Sequence[Locale]) -> tuple[Locale, ...]:
    """Those of ``locales`` that an article in ``language`` stands in, that among them.

    None for no language; raises :class:`LocaleError` for one that is no target.
    """
    if not language:
        return ()
    others = tuple(locale for locale in locales if locale.name != language)
    targets = workspace.targets_of(Locale(language), others) if others else ()
    return tuple(each for each in locales if each.name == language or each in targets)


def append(
    workspace: Workspace, *events: Event, first: Callable[[], object] = lambda: None
) -> None:
    """Add words on one article in one locale to its log, signed if they are to be.

    ``first`` is done before the log is written, and not where nothing can be signed. Raises as
    :func:`append_events` and :func:`signed` do.
    """
    article, locale = events[0].article, Locale(events[0].locale)
    path = workspace.reviews_path(article, locale)

    def sign(words: Sequence[Event]) -> Sequence[Event]:
        done = signed(workspace, words)
        try:
            first()
        except ChangedError as error:  # not of the log, which is written again where it changed
            raise _Changed(error) from error
        return done

    try:
        append_events(path, events, workspace.now, sign)
    except _Changed as error:
        raise error.args[0] from error
    workspace.forget(article)


class _Changed(Exception):
    """Another file than the log was saved by somebody else meanwhile: the :class:`ChangedError`."""


def on_translation(
    act: Callable[[Translation], Outcome], workspace: Workspace, slug: str, locale: Locale
) -> Outcome:
    """What comes of ``act`` on the article in ``locale``, as it is on disk."""
    (article,) = workspace.select((slug,))
    return act(workspace.translation(article, locale))


def said_of(
    act: Callable[[], Outcome], slug: str, locale: Locale, *, back: bool = False
) -> Outcome:
    """What came of a word; where a file cannot be read, that, and it is in no other's way."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        return act()
    error = errors[0] if len(errors) == 1 else ErrorGroup(errors)
    return Outcome(slug, locale.name, Result.REFUSED, error=error, back=back)
