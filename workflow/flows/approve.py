"""An editor's word for an article in a locale: given, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from workflow.errors import (
    ChangedError,
    ErrorGroup,
    ReviewError,
    WorkflowError,
    gathered,
)
from workflow.files.atomic import (
    changed,
    held,
)
from workflow.model import Action, Article, Bound, Locale, Message, ReviewEvent, State
from workflow.project.catalogues import write_catalogue
from workflow.project.reviews import (
    TIME,
    append_review,
)
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.fold import standing
from workflow.review.outcome import Outcome, Result
from workflow.review.policy import editors, may_approve
from workflow.review.proofs import (
    record,
    source_messages,
)


class Seen(NamedTuple):
    """What somebody looked at: the digests of :class:`~workflow.model.Bound`."""

    source: str
    translation: str
    media: str

    @classmethod
    def of(cls, bound: Bound) -> Seen:
        """What is there now."""
        return cls(bound.source, bound.translation or "", bound.media_digest)


@dataclass(frozen=True, slots=True)
class Word:
    """Who speaks, and when."""

    actor: str
    """E-mail address."""
    time: datetime
    """In UTC."""
    note: str = ""


def approve(
    workspace: Workspace,
    articles: Iterable[Article],
    locales: Sequence[Locale],
    word: Word,
    *,
    accept_machine: bool = False,
    seen: Seen | None = None,
) -> tuple[Outcome, ...]:
    """Record that ``word.actor`` approves each article in each of ``locales``.

    In an article's own locale that is a word for its source text. Each that is ready is
    approved; the others, those with a file that cannot be read among them, come back with a
    refusal. ``accept_machine`` takes machine drafts as
    they stand: they lose their fuzzy flag, keep the comment that names the engine, and the
    event says how many there were. ``seen``: the digests of the one pair of texts, and of what
    they show, that the actor was shown; others than these are refused. Raises
    :class:`ReviewError`, before anything is written, where the settings do not let the actor
    approve in one of the locales, and :class:`LocaleError` for one that is no target.
    """
    with workspace.lock():
        pairs = tuple(chosen_pairs(workspace, articles, locales))
        _refuse_others_than_editors(workspace, word.actor, locales)
        speak = partial(_approve_one, word=word, accept_machine=accept_machine, seen=seen)
        # One after the other: a word on a translation is one on its source, too.
        return tuple(_said(speak, workspace.translation(*pair)) for pair in pairs)


def withdraw(
    workspace: Workspace, articles: Iterable[Article], locales: Sequence[Locale], word: Word
) -> tuple[Outcome, ...]:
    """Record that ``word.actor`` takes back the approval of each article in each locale.

    Raises as :func:`approve` does.
    """
    with workspace.lock():
        pairs = tuple(chosen_pairs(workspace, articles, locales))
        _refuse_others_than_editors(workspace, word.actor, locales)
        speak = partial(_withdraw_one, word=word)
        return tuple(_said(speak, workspace.translation(*pair), back=True) for pair in pairs)


def _said(
    act: Callable[[Translation], Outcome], translation: Translation, *, back: bool = False
) -> Outcome:
    """What came of a word; where a file cannot be read, that, and it is in no other's way."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        return act(translation)
    error = errors[0] if len(errors) == 1 else ErrorGroup(errors)
    return _outcome(translation, Result.REFUSED, error=error, back=back)


def _outcome(translation: Translation, result: Result, **more: Any) -> Outcome:
    return Outcome(translation.article.slug, translation.locale.name, result, **more)


def chosen_pairs(
    workspace: Workspace, articles: Iterable[Article], locales: Sequence[Locale]
) -> Iterator[tuple[Article, Locale]]:
    """Yield each article in each of ``locales`` that it stands in, its own among them.

    Raises :class:`LocaleError` for one that is no target.
    """
    for article in articles:
        others = tuple(locale for locale in locales if locale != article.locale)
        targets = workspace.targets(article, others) if others else ()
        for locale in locales:
            if locale == article.locale or locale in targets:
                yield article, locale


def _refuse_others_than_editors(
    workspace: Workspace, actor: str, locales: Sequence[Locale]
) -> None:
    for locale in locales:
        if why := refusal(workspace, actor, locale):
            raise why


def refusal(workspace: Workspace, actor: str, locale: Locale) -> ReviewError | None:
    """Why the settings do not let ``actor`` approve in ``locale``; None where they do."""
    roles = workspace.settings.roles
    if may_approve(roles, actor, locale):
        return None
    who = ", ".join(editors(roles, locale)) or "nobody yet"
    return ReviewError(
        f"{actor} may not approve in {locale}",
        hint=f"Editors for {locale}: {who} (section [workflow:roles] of setup.cfg).",
    )


def _approve_one(
    translation: Translation, word: Word, *, accept_machine: bool, seen: Seen | None
) -> Outcome:
    # Read once: what is judged is what is written.
    found, before = translation, translation.catalogue
    outcome = partial(_outcome, translation)
    if seen is not None and seen != Seen.of(found.bound):
        return outcome(Result.CHANGED)
    drafts: tuple[Message, ...] = ()
    if accept_machine and before is not None and State.MACHINE in found.states:
        pairs = zip(found.messages, found.states, strict=True)
        drafts = tuple(message for message, state in pairs if state is State.MACHINE)
        found = found.edit(before.with_messages(draft.without_fuzzy() for draft in drafts))
    if found.unready:
        return outcome(Result.REFUSED, unready=found.unready, catalogue=found.catalogue_name)
    if why := found.words.barred(found.bound):
        return outcome(Result.REFUSED, unknown=why)
    stand = standing(found.words, found.bound)
    if stand.approved and not drafts:
        return outcome(Result.NOTHING, standing=stand)
    # The event first: should the catalogue then not be written, its drafts are still fuzzy,
    # and nothing made by a machine has passed as a person's.
    # It binds these drafts: where somebody saved other texts meanwhile, it says nothing of them.
    edited = found.edited
    try:
        if edited is not None and held(edited.path) != edited.on_disk:
            raise changed(edited.path)
        append(found, _approval(found, word, _note(word, len(drafts))))
        if edited is not None:
            write_catalogue(edited)
    except ChangedError as error:
        error.hint = "Look at the texts as they are now, then approve them."
        return outcome(Result.CHANGED, error=error)
    return outcome(Result.APPROVED, drafts=len(drafts))


def append(translation: Translation, event: ReviewEvent) -> None:
    workspace, article = translation.workspace, translation.article
    path = workspace.reviews_path(article, translation.locale)
    append_review(path, event, workspace.now)
    workspace.forget(article)


def _note(word: Word, drafts: int) -> str:
    accepted = f"{drafts} machine draft{'s' if drafts != 1 else ''} accepted as they stand"
    return "; ".join(part for part in (accepted * bool(drafts), word.note) if part)


def _approval(found: Translation, word: Word, note: str) -> ReviewEvent:
    messages = source_messages(found.document) if found.own else found.messages
    said = record(found.document, messages)
    return ReviewEvent(
        time=word.time.strftime(TIME),
        actor=word.actor,
        action=Action.APPROVE,
        article=found.article.slug,
        locale=found.locale.name,
        source_digest=found.source_digest,
        translation_digest=found.translation_digest,
        note=note,
        frame=said.frame,
        messages=said.messages,
        media=found.bound.media,
    )


def _withdraw_one(translation: Translation, word: Word) -> Outcome:
    last = translation.words.last
    result = Result.NOTHING
    if last is not None and last.action is not Action.WITHDRAW:
        result = Result.WITHDRAWN
        event = ReviewEvent(
            time=word.time.strftime(TIME),
            actor=word.actor,
            action=Action.WITHDRAW,
            article=translation.article.slug,
            locale=translation.locale.name,
            source_digest=last.source_digest,
            translation_digest=last.translation_digest,
            note=word.note,
        )
        append(translation, event)
    # Whoever approves a translation vouches for its source: that may keep it approved.
    now = translation.workspace.translation(translation.article, translation.locale)
    still = now.standing if now.own and now.standing.approved else None
    return _outcome(translation, result, standing=still, back=True)
