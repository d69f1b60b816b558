"""What a change of a source means for its translations: a typo, a minor or a major change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from workflow.errors import CatalogueError, ReviewError, WorkflowError, gathered, raise_all
from workflow.files.atomic import again
from workflow.flows.word import Word, append
from workflow.model import (
    Action,
    ArticleAction,
    Change,
    Locale,
    Message,
    Moved,
    ReviewEvent,
    Significance,
    SignificanceEvent,
)
from workflow.model.message_event import source_of, translation_of
from workflow.model.phrase import listed, phrase
from workflow.model.same_person import is_among
from workflow.project.catalogues import write_catalogue
from workflow.project.logs import damaged_lines
from workflow.project.reviews import TIME
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.kept import Pair, meanings
from workflow.review.outcome import Meant, Result
from workflow.review.policy import addresses_of, may, those_who_may
from workflow.review.proofs import exact, frame_of, source_messages

_HEAVY = (Significance.MINOR, Significance.MAJOR)


def significance(workspace: Workspace, name: str, word: Word, kind: Significance) -> Meant:
    """Record that ``word.actor`` says what the last change of an article (slug or path) means.

    The change is that from the source as it was approved last, in any locale, to the source as it
    is. A typo keeps the approvals of all locales whose texts are otherwise as they were approved,
    and takes the fuzzy flag off the messages that it made fuzzy, in catalogues where a person had
    translated them. Raises :class:`ArticleError`, and :class:`ReviewError` where the settings
    let the actor neither speak for the article's own locale nor is he or she its author.
    """
    with workspace.lock():
        (article,) = workspace.select((name,))
        workspace.forget(article.slug)
        source = workspace.translation(article, article.locale)
        if error := _refusal(source, word.actor):
            raise error
        raise_all(damaged_lines(source.words))
        outcome = partial(Meant, article.slug, kind)
        changes = _changes(source)
        if not changes:
            return outcome(
                Result.NOTHING, phrase("no approval became void by a change of the source")
            )
        said = meanings(source.discussions.significances)
        if kind is Significance.TYPO:
            changes = _unparted(changes, said)
            if why := _no_typo(source, changes):
                return outcome(Result.REFUSED, why)
        events = [
            _event(source, approval, word, kind)
            for digest, approval in changes.items()
            if (known := said.get((digest, source.source_digest))) is None
            or known.significance is not kind
        ]
        if not events:
            return outcome(Result.NOTHING, phrase("that was said already"))
        append(workspace, *events)
        workspace.forget(article.slug)
        if kind in _HEAVY:
            return outcome(Result.DONE)
        errors: list[WorkflowError] = []
        moved = {each.new: each.old for event in events for each in event.messages}
        cleared = tuple(_cleared(workspace, source, moved, errors))
        now = workspace.translation(article, article.locale)
        every = (now, *workspace.translations(article))
        kept = tuple(each.locale for each in every if _is_kept(each))
        return outcome(Result.DONE, kept=kept, cleared=cleared, errors=tuple(errors))


def _refusal(source: Translation, actor: str) -> ReviewError | None:
    """Why ``actor`` may not say it; None where the settings, or the article itself, let them."""
    settings, locale = source.workspace.settings, source.locale
    act = ArticleAction.SIGNIFICANCE
    if may(settings.roles, settings.review, actor, act, locale):
        return None
    if is_among(actor, addresses_of(source.document.front_matter)):
        return None
    editors = those_who_may(settings.roles, settings.review, act, locale)
    return ReviewError(
        phrase(
            "{actor} may not say what a change of {article} means",
            actor=actor,
            article=source.article.slug,
        ),
        hint=phrase(
            "Its author (`author` in its front matter) may, and editors for {locale}: {who}.",
            locale=locale,
            who=listed(editors) or phrase("nobody yet"),
        ),
    )


def _changes(source: Translation) -> dict[str, ReviewEvent]:
    """Digests of the source as it was approved last in some locale, with that approval."""
    found: dict[str, ReviewEvent] = {}
    for words in source.logs():
        last = words.last
        if last is None or last.action is Action.WITHDRAW:
            continue
        if last.source_digest != source.source_digest:
            found.setdefault(last.source_digest, last)
    return found


def _unparted(
    changes: dict[str, ReviewEvent], said: Mapping[Pair, SignificanceEvent]
) -> dict[str, ReviewEvent]:
    """``changes`` but from sources that a heavier change, approved elsewhere, left behind: the
    mending of a typo after it does not make that a typo as well."""
    parted = {
        old for (old, new), event in said.items() if event.significance in _HEAVY and new in changes
    }
    return {digest: each for digest, each in changes.items() if digest not in parted}


def _no_typo(source: Translation, changes: dict[str, ReviewEvent]) -> str:
    """Why it cannot be one, for people; empty where it can."""
    frame, count = frame_of(source.document), len(source_messages(source.document))
    for approval in changes.values():
        if not approval.frame:
            return phrase("it was approved by a version that did not record single messages")
        if approval.frame != frame:
            return phrase("what is not translated changed (a date, code or the structure)")
        if len(approval.messages) != count:
            return phrase("messages came or went")
    return ""


def _event(
    source: Translation, approval: ReviewEvent, word: Word, kind: Significance
) -> SignificanceEvent:
    return SignificanceEvent(
        time=word.time.strftime(TIME),
        actor=word.actor,
        article=source.article.slug,
        locale=source.locale.name,
        from_source_digest=approval.source_digest,
        source_digest=source.source_digest,
        significance=kind,
        messages=tuple(_moved(approval, source_messages(source.document))),
        note=word.note,
    )


def _moved(approval: ReviewEvent, messages: Sequence[Message]) -> Iterator[Moved]:
    """The texts that changed, where each is in the place it had."""
    if len(approval.messages) == len(messages):
        for was, message in zip(approval.messages, messages, strict=True):
            if was.source != (now := exact(message)[0]):
                yield Moved(was.source, now)


def _is_kept(translation: Translation) -> bool:
    """Whether its approval counts for the sake of such a word."""
    if not translation.own:
        return translation.kept_words is not translation.words
    last = (words.last for words in translation.logs())
    here = any(
        each is not None and each.source_digest == translation.source_digest for each in last
    )
    return translation.standing.approved and not here


def _cleared(
    workspace: Workspace,
    source: Translation,
    moved: dict[str, str],
    errors: list[WorkflowError],
) -> Iterator[tuple[Locale, int]]:
    """Take the flag off what a typo made fuzzy, catalogue by catalogue."""
    for locale in workspace.targets(source.article):
        with gathered(errors):
            clear = partial(_clear, workspace, source, locale, moved)
            if count := again(clear, CatalogueError):
                yield locale, count


def _clear(workspace: Workspace, source: Translation, locale: Locale, moved: dict[str, str]) -> int:
    found = workspace.translation(source.article, locale)
    catalogue = found.catalogue
    if catalogue is None:
        return 0
    last = found.words.last
    approved = {(each.source, each.translation) for each in last.messages} if last else set()
    texts = [
        message.without_fuzzy()
        for message in found.messages
        if _by_typo(found, message, moved.get(source_of(message.key), ""), approved)
    ]
    write_catalogue(catalogue.with_messages(texts))
    return len(texts)


def _by_typo(
    found: Translation, message: Message, old: str, approved: set[tuple[str, str]]
) -> bool:
    """Whether a message is fuzzy for the sake of the typo alone: somebody vouched for its text.

    ``old`` is the digest of the source text that became this one; empty where none did.
    """
    if not old or not message.fuzzy or not message.msgstr or message.previous_msgid is None:
        return False
    if source_of((message.previous_msgctxt, message.previous_msgid)) != old:
        return False
    translation = translation_of(message.msgstr)
    if (old, translation) in approved:
        return True
    marks = [each for each in map(Change.parse, message.translator_comments) if each]
    if not marks or marks[-1].besides:
        return False
    before = replace(
        message, msgid=message.previous_msgid, msgctxt=message.previous_msgctxt
    ).without_fuzzy()
    return message.provenance is None or message.rewritten or found.discussions.of(before).accepted
