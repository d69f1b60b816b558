"""An editor's word for an article in a locale: given, or taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from workflow.errors import (
    ChangedError,
    ErrorGroup,
    NotReadyError,
    ReviewError,
    WorkflowError,
    gathered,
)
from workflow.files.atomic import (
    changed,
    held,
)
from workflow.model import Action, Article, Bound, Locale, Message, ReviewEvent, State
from workflow.po.catalogue import Catalogue
from workflow.project.catalogues import write_catalogue
from workflow.project.review_words import (
    all_words,
    review_words,
)
from workflow.project.reviews import (
    TIME,
    append_review,
)
from workflow.project.translation import (
    Evaluation,
    evaluate,
    evaluate_catalogue,
    source_bound,
)
from workflow.project.workspace import Workspace
from workflow.review import editors, may_approve, source_standing, standing
from workflow.review.proofs import (
    record,
    source_messages,
)


class Result(StrEnum):
    """What came of a word."""

    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    NOTHING = "nothing"
    """It was so already."""
    CHANGED = "changed"
    """The texts are not those the actor was shown."""
    REFUSED = "refused"
    """Something has to be done first."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done for one article in one locale."""

    article: str
    """Slug."""
    locale: str
    result: Result
    done: str
    """For people: ``approved``, ``already approved by …``, ``withdrawn``, …"""
    refusal: WorkflowError | None = None
    """Set where nothing was done because something has to be done first."""


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
        speak = partial(_approve_one, accept_machine=accept_machine, seen=seen)
        return tuple(
            _said(partial(speak, workspace, article, locale, word), article, locale, "not approved")
            for article, locale in pairs
        )


def withdraw(
    workspace: Workspace, articles: Iterable[Article], locales: Sequence[Locale], word: Word
) -> tuple[Outcome, ...]:
    """Record that ``word.actor`` takes back the approval of each article in each locale.

    Raises as :func:`approve` does.
    """
    with workspace.lock():
        pairs = tuple(chosen_pairs(workspace, articles, locales))
        _refuse_others_than_editors(workspace, word.actor, locales)
        return tuple(
            _said(
                partial(_withdraw_one, workspace, article, locale, word),
                article,
                locale,
                "not withdrawn",
            )
            for article, locale in pairs
        )


def _said(act: Callable[[], Outcome], article: Article, locale: Locale, not_done: str) -> Outcome:
    """What came of a word; where a file cannot be read, that, and it is in no other's way."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        return act()
    refusal = errors[0] if len(errors) == 1 else ErrorGroup(errors)
    return Outcome(article.slug, locale.name, Result.REFUSED, not_done, refusal)


def chosen_pairs(
    workspace: Workspace, articles: Iterable[Article], locales: Sequence[Locale]
) -> Iterator[tuple[Article, Locale]]:
    """Yield each article with each of ``locales`` that it stands in, its own among them.

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
    workspace: Workspace,
    article: Article,
    locale: Locale,
    word: Word,
    *,
    accept_machine: bool,
    seen: Seen | None,
) -> Outcome:
    outcome = partial(Outcome, article.slug, locale.name)
    # Read once: what is judged is what is written.
    before = workspace.catalogue(article, locale) if locale != article.locale else None
    found = _found(workspace, article, locale, before)
    if seen is not None and seen != Seen.of(found.bound):
        done = "not approved: it changed meanwhile"
        return outcome(Result.CHANGED, done, _changed(found))
    drafts: tuple[Message, ...] = ()
    catalogue = None
    if accept_machine and before is not None and State.MACHINE in found.states:
        drafts = _machine_drafts(found)
        catalogue = before.with_messages(draft.without_fuzzy() for draft in drafts)
        found = evaluate_catalogue(workspace, article, locale, catalogue)
    if found.unready:
        return outcome(Result.REFUSED, "not approved", _refusal(workspace, found))
    if why := found.words.barred(found.bound):
        return outcome(Result.REFUSED, "not approved", _unknown(found, why))
    stand = standing(found.words, found.bound)
    if stand.approved and catalogue is None:
        done = f"already approved by {stand.by} on {stand.time[:10]}; nothing to do"
        return outcome(Result.NOTHING, done)
    # The event first: should the catalogue then not be written, its drafts are still fuzzy,
    # and nothing made by a machine has passed as a person's.
    path = workspace.reviews_path(article, locale)
    # It binds these drafts: where somebody saved other texts meanwhile, it says nothing of them.
    try:
        if catalogue is not None and held(catalogue.path) != catalogue.on_disk:
            raise changed(catalogue.path)
        event = _approval(workspace, found, word, _note(word, len(drafts)))
        append_review(path, event, workspace.now)
        if catalogue is not None:
            write_catalogue(catalogue)
    except ChangedError as error:
        error.hint = "Look at the texts as they are now, then approve them."
        return outcome(Result.CHANGED, "not approved: it changed meanwhile", error)
    accepted = f", {_drafts(len(drafts))} accepted" if drafts else ""
    return outcome(Result.APPROVED, f"approved{accepted}")


def _found(
    workspace: Workspace, article: Article, locale: Locale, catalogue: Catalogue | None
) -> Evaluation:
    if locale == article.locale:
        return evaluate(workspace, article, locale)
    return evaluate_catalogue(workspace, article, locale, catalogue)


def _machine_drafts(found: Evaluation) -> tuple[Message, ...]:
    pairs = zip(found.messages, found.states, strict=True)
    return tuple(message for message, state in pairs if state is State.MACHINE)


def _note(word: Word, drafts: int) -> str:
    accepted = f"{_drafts(drafts)} accepted as they stand" if drafts else ""
    return "; ".join(part for part in (accepted, word.note) if part)


def _drafts(count: int) -> str:
    return f"{count} machine draft{'s' if count != 1 else ''}"


def _approval(workspace: Workspace, found: Evaluation, word: Word, note: str) -> ReviewEvent:
    document = workspace.document(found.article)
    own = found.locale == found.article.locale
    said = record(document, source_messages(document) if own else found.messages)
    return ReviewEvent(
        time=stamp(word.time),
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


def stamp(time: datetime) -> str:
    """The time as an event has it."""
    return time.strftime(TIME)


def _changed(found: Evaluation) -> NotReadyError:
    return NotReadyError(
        f"{found.article.slug} in {found.locale} changed since it was shown",
        hint="Look at it as it is now, then approve it.",
    )


def _unknown(found: Evaluation, why: str) -> NotReadyError:
    return NotReadyError(
        f"{found.article.slug} in {found.locale}: approval not known: {why}",
        hint="Restore the line from version control, or delete it; then approve again.",
    )


def _refusal(workspace: Workspace, found: Evaluation) -> NotReadyError:
    article, locale = found.article, found.locale
    return NotReadyError(
        f"{article.slug} in {locale} is not ready: {', '.join(found.unready)}",
        hint=" ".join(advice(workspace, found)),
    )


def advice(workspace: Workspace, found: Evaluation) -> Iterator[str]:
    """Yield what helps, a sentence for each kind of trouble, in the order of the work."""
    slug, locale = found.article.slug, found.locale
    path = workspace.relative(workspace.catalogue_path(found.article, locale))
    if any("workflow extract" in blocker for blocker in found.unready):
        yield f"Run: workflow extract {slug}."
    if State.UNTRANSLATED in found.states:
        yield f"Translate {path}, or run: workflow translate {slug} --locale {locale}."
    if State.MACHINE in found.states:
        yield f"Look the machine drafts through in {path}, or accept them with --accept-machine."
    if State.FUZZY in found.states:
        yield f"Mend the fuzzy messages in {path}."
    if any("check error" in blocker for blocker in found.unready):
        yield f"See: workflow check {slug} --locale {locale}."


def _withdraw_one(workspace: Workspace, article: Article, locale: Locale, word: Word) -> Outcome:
    outcome = partial(Outcome, article.slug, locale.name)
    path = workspace.reviews_path(article, locale)
    last = review_words(workspace, article, locale).last
    if last is None or last.action is Action.WITHDRAW:
        still = _still(workspace, article, locale)
        return outcome(Result.NOTHING, f"no approval to withdraw; nothing to do{still}")
    append_review(
        path,
        ReviewEvent(
            time=stamp(word.time),
            actor=word.actor,
            action=Action.WITHDRAW,
            article=article.slug,
            locale=locale.name,
            source_digest=last.source_digest,
            translation_digest=last.translation_digest,
            note=word.note,
        ),
        workspace.now,
    )
    still = _still(workspace, article, locale)
    return outcome(Result.WITHDRAWN, f"approval withdrawn{still}")


def _still(workspace: Workspace, article: Article, locale: Locale) -> str:
    """What keeps the source approved after its own approval is withdrawn, if anything does."""
    if locale != article.locale:
        return ""
    bound = replace(source_bound(workspace, article), translation=None)
    stand = source_standing(all_words(workspace, article), bound)
    if not stand.approved:
        return ""
    return f"; {stand.by}, who approved a translation of it, still vouches for the text"
