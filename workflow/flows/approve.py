"""An editor's word for an article in a locale: given, or taken back."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from workflow.errors import (
    ChangedError,
    WorkflowError,
)
from workflow.files.atomic import (
    changed,
    held,
)
from workflow.flows.word import Word, append, on_translation, refusal, said_of, stands_in
from workflow.model import Action, Bound, Locale, Message, ReviewEvent, State, Vouched
from workflow.project.catalogues import write_catalogue
from workflow.project.kinds import OUTLINE, TEXTS, Texts
from workflow.project.logs import words_of
from workflow.project.reviews import (
    TIME,
    append_reviews,
)
from workflow.project.signing import signed
from workflow.project.workspace import Workspace
from workflow.review.discussion import workers_on
from workflow.review.fold import Standing, standing
from workflow.review.log import Words
from workflow.review.outcome import Outcome, Outcomes, Result

if TYPE_CHECKING:
    from workflow.project.spread import Workers
    from workflow.project.translation import Translation


class Seen(NamedTuple):
    """What somebody looked at: the digests of :class:`~workflow.model.Bound`."""

    source: str
    translation: str
    media: str

    @classmethod
    def of(cls, bound: Bound) -> Seen:
        """What is there now."""
        return cls(bound.source, bound.translation or "", bound.media_digest)


_TOGETHER = 512
"""Words that are written together."""


@dataclass(slots=True)
class _Said:
    """What comes of many words, the first of which are not written yet."""

    workspace: Workspace
    outcomes: dict[tuple[str, Locale], Outcome] = field(default_factory=dict)
    """By article and locale, in the order of the words."""
    waiting: list[ReviewEvent] = field(default_factory=list)
    """Approvals that are to be written."""

    def write(self) -> None:
        """Write what is waiting; one that cannot be written with the others is written alone."""
        paths = [
            self.workspace.reviews_path(event.article, Locale(event.locale))
            for event in self.waiting
        ]
        words = list(zip(paths, self.waiting, strict=True))
        sign = partial(signed, self.workspace)
        done = append_reviews(words, self.workspace.now, sign)
        for event, written in zip(self.waiting, done, strict=True):
            locale = Locale(event.locale)
            self.workspace.forget(event.article)
            if not written:
                act = partial(_append_approval, self.workspace, event)
                self.outcomes[event.article, locale] = said_of(act, event.article, locale)
        self.waiting.clear()


def approve(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    word: Word,
    *,
    accept_machine: bool = False,
    seen: Seen | None = None,
    workers: Workers | None = None,
) -> Outcomes:
    """Record that ``word.actor`` approves the articles ``names`` in each of ``locales``.

    ``names`` are slugs or paths (none: all). In an article's own locale that is a word for its
    source text. Each that is ready is approved; the others, those with a file that cannot be
    read among them, come back with a refusal. ``accept_machine`` takes machine drafts as they
    stand: they lose their fuzzy flag, keep the comment that names the engine, and the event
    says how many there were. ``seen``: the digests of the one pair of texts, and of what they
    show, that the actor was shown; others than these are refused. ``workers`` makes the
    executor that a large run is spread over. Raises :class:`ReviewError`, before anything is
    written, where the settings do not let the actor approve in one of the locales, and
    :class:`LocaleError` for one that is no target.
    """
    speak = partial(_approve_one, word=word, accept_machine=accept_machine, seen=seen)
    with workspace.lock():
        slugs = _may_speak(workspace, names, locales, word.actor)
        unread: list[WorkflowError] = []
        said = _Said(workspace)
        for fact in workspace.facts.of(TEXTS, slugs, workers):
            unread += map(workspace.placed, fact.value.unread)
            ready = {each.locale: each for each in fact.value.texts} if seen is None else {}
            names_now = (fact.slug, *(each for each in fact.value.aliases if each != fact.slug))
            # One after the other: a word on a translation is one on its source, too.
            for locale in stands_in(workspace, fact.value.language, locales):
                if texts := ready.get(locale.name):
                    act = partial(_approve_ready, workspace, names_now, texts, word, said.waiting)
                else:
                    said.write()  # it reads the logs
                    act = partial(on_translation, speak, workspace, fact.slug, locale)
                said.outcomes[fact.slug, locale] = said_of(act, fact.slug, locale)
            if len(said.waiting) >= _TOGETHER:
                said.write()
        said.write()
        workspace.facts.save()
        return Outcomes(tuple(said.outcomes.values()), tuple(unread))


def withdraw(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    word: Word,
) -> Outcomes:
    """Record that ``word.actor`` takes back the approval of each article in each locale.

    Raises as :func:`approve` does.
    """
    speak = partial(_withdraw_one, word=word)
    with workspace.lock():
        slugs = _may_speak(workspace, names, locales, word.actor)
        unread: list[WorkflowError] = []
        articles = workspace.readable(slugs, unread) if slugs else ()
        found: list[Outcome] = []
        for article in articles:
            for locale in stands_in(workspace, article.locale.name, locales):
                act = partial(on_translation, speak, workspace, article.slug, locale)
                found.append(said_of(act, article.slug, locale, back=True))
        return Outcomes(tuple(found), tuple(unread))


def _may_speak(
    workspace: Workspace, names: Sequence[str], locales: Sequence[Locale], actor: str
) -> tuple[str, ...]:
    """The slugs of ``names``, if ``actor`` may say a word on them in ``locales``; else raises."""
    slugs = workspace.named(names)
    if not set(locales) <= set(workspace.settings.target_locales):
        for fact in workspace.facts.of(OUTLINE, slugs):
            stands_in(workspace, fact.value.language, locales)
    for locale in locales:
        if why := refusal(workspace, actor, locale):
            raise why
    return slugs


def _approve_one(
    translation: Translation, word: Word, *, accept_machine: bool, seen: Seen | None
) -> Outcome:
    # Read once: what is judged is what is written.
    found, before = translation, translation.catalogue
    outcome = partial(Outcome, found.article.slug, found.locale.name)
    if seen is not None and seen != Seen.of(found.bound):
        return outcome(Result.CHANGED)
    drafts: tuple[Message, ...] = ()
    if accept_machine and before is not None and State.MACHINE in found.states:
        pairs = zip(found.messages, found.states, strict=True)
        drafts = tuple(message for message, state in pairs if state is State.MACHINE)
        found = found.edit(before.with_messages(draft.without_fuzzy() for draft in drafts))
    if found.unready:
        return outcome(Result.REFUSED, unready=found.unready, catalogue=found.catalogue_name)
    said = found.record
    # Who takes a draft as it stands has worked on it.
    workers = workers_on(found.words, said.messages) | {word.actor.casefold() for _ in drafts[:1]}
    workers |= _authors(translation)  # whose lines are those on the disk
    against = _against(found.workspace, found.words, found.bound, word, workers)
    if against and not (drafts and against["result"] is Result.NOTHING):
        return outcome(**against)
    # The event first: should the catalogue then not be written, its drafts are still fuzzy,
    # and nothing made by a machine has passed as a person's.
    # It binds these drafts: where somebody saved other texts meanwhile, it says nothing of them.
    edited = found.edited
    try:
        if edited is not None and held(edited.path) != edited.on_disk:
            raise changed(edited.path)
        noted = replace(word, note=_note(word, len(drafts)))
        slug, locale = found.article.slug, found.locale.name
        event = _approval(slug, locale, found.bound, noted, workers)
        append(found.workspace, replace(event, frame=said.frame, messages=said.messages))
        if edited is not None:
            write_catalogue(edited)
    except ChangedError as error:
        error.hint = "Look at the texts as they are now, then approve them."
        return outcome(Result.CHANGED, error=error)
    stand = _with(word, found.words, found.bound)
    return outcome(Result.APPROVED, drafts=len(drafts), standing=stand)


class _Against(TypedDict, total=False):
    """Why a word is not given, as :class:`Outcome` has it."""

    result: Result
    unknown: str
    standing: Standing
    own_work: str


def _against(
    workspace: Workspace, words: Words, bound: Bound, word: Word, workers: Set[str]
) -> _Against | None:
    """What of the log is in the way of an approval; None where nothing is."""
    if why := words.barred(bound):
        return {"result": Result.REFUSED, "unknown": why}
    if workspace.settings.review.four_eyes and word.actor.casefold() in workers:
        return {"result": Result.REFUSED, "own_work": word.actor}
    stand = standing(words, bound)
    if stand.approved or stand.has(word.actor):
        return {"result": Result.NOTHING, "standing": stand}
    return None


def _with(word: Word, words: Words, bound: Bound) -> Standing:
    """What stands of the texts once the actor has approved them as well."""
    stand = replace(standing(words, bound), needed=words.rules.approvals)
    if stand.has(word.actor):
        return stand
    return replace(stand, approvers=(*stand.approvers, word.actor))


def _authors(translation: Translation) -> Set[str]:
    """Who wrote the texts by git, where that matters."""
    if not translation.workspace.settings.review.four_eyes:
        return frozenset()
    # Here, not above: few projects ask for it, and git is started.
    from workflow.project.authorship import authors_of  # noqa: PLC0415

    return authors_of(translation)


def _approve_ready(
    workspace: Workspace,
    names: tuple[str, ...],
    texts: Texts,
    word: Word,
    waiting: list[ReviewEvent],
) -> Outcome:
    """Approve what nothing is in the way of; the event is to be written with those ``waiting``."""
    outcome = partial(Outcome, names[0], texts.locale)
    words = words_of(workspace, names, Locale(texts.locale))
    vouched = tuple(Vouched(*line.split(" ")) for line in texts.messages.splitlines())
    workers = workers_on(words, vouched)
    if workspace.settings.review.four_eyes:
        (article,) = workspace.select(names[:1])
        workers |= _authors(workspace.translation(article, Locale(texts.locale)))
    if against := _against(workspace, words, texts.bound, word, workers):
        return outcome(**against)
    event = _approval(names[0], texts.locale, texts.bound, word, workers)
    waiting.append(replace(event, frame=texts.frame, messages=vouched))
    return outcome(Result.APPROVED, standing=_with(word, words, texts.bound))


def _append_approval(workspace: Workspace, event: ReviewEvent) -> Outcome:
    append(workspace, event)
    return Outcome(event.article, event.locale, Result.APPROVED)


def _note(word: Word, drafts: int) -> str:
    accepted = f"{drafts} machine draft{'s' if drafts != 1 else ''} accepted as they stand"
    return "; ".join(part for part in (accepted * bool(drafts), word.note) if part)


def _approval(slug: str, locale: str, bound: Bound, word: Word, workers: Set[str]) -> ReviewEvent:
    """The event, without what it says of single messages."""
    return ReviewEvent(
        time=word.time.strftime(TIME),
        actor=word.actor,
        action=Action.APPROVE,
        article=slug,
        locale=locale,
        source_digest=bound.source,
        translation_digest=bound.translation or "",
        note=word.note,
        media=bound.media,
        contributors=tuple(sorted(workers)),
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
        append(translation.workspace, event)
    # Whoever approves a translation vouches for its source: that may keep it approved.
    now = translation.workspace.translation(translation.article, translation.locale)
    still = now.standing if now.own and now.standing.approved else None
    return Outcome(now.article.slug, now.locale.name, result, standing=still, back=True)
