"""An approval carried over to texts that changed in their form alone, by an editor's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from workflow.errors import CatalogueError, WorkflowError, gathered
from workflow.flows.word import Word, append, refusal, stands_in
from workflow.model import Action, Article, Locale, Media, Message, ReviewEvent, State
from workflow.model.blocker import Blocker, BlockerKind, Reason
from workflow.po.catalogue import Catalogue
from workflow.project.catalogues import write_catalogue
from workflow.project.fallen import Fallen
from workflow.project.reviews import TIME
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.fold import changed_media
from workflow.review.proofs import (
    carried_over,
    open_changes,
    recalled,
    source_messages,
    unproven,
)


def fallen(
    workspace: Workspace,
    articles: Iterable[Article],
    locales: Sequence[Locale],
    actor: str,
    *,
    looked_at: Callable[[int], None] = lambda _: None,
    errors: list[WorkflowError] | None = None,
) -> tuple[Fallen, ...]:
    """Return every approval that fell by a change of texts, with what is against carrying it over.

    ``locales`` empty: an article's own and all it is translated to. Withdrawn approvals did
    not fall. ``looked_at`` is called with 1 after each article. What cannot be read is added to
    ``errors``. Raises :class:`LocaleError` for a locale that is no target.
    """
    found: list[Fallen | None] = []
    unread: list[WorkflowError] = [] if errors is None else errors
    for article in articles:
        wanted = locales or (article.locale, *workspace.targets(article))
        for locale in stands_in(workspace, article.locale.name, wanted):
            with gathered(unread):
                found.append(_fallen(workspace, article, locale, actor))
        looked_at(1)
    return tuple(each for each in found if each is not None)


def carry_over(workspace: Workspace, chosen: Iterable[Fallen], word: Word) -> tuple[Fallen, ...]:
    """Record that ``word.actor`` carries over each of ``chosen`` that has nothing against it.

    The events bind the texts as :func:`fallen` read them, those an editor was shown. Returns
    ``chosen``, where somebody spoke meanwhile with that as the reason not to.
    """
    with workspace.lock():
        return tuple(each if each.reasons else _carried(workspace, each, word) for each in chosen)


def _fallen(workspace: Workspace, article: Article, locale: Locale, actor: str) -> Fallen | None:
    found = workspace.translation(article, locale)
    approval = found.words.last
    if approval is None or approval.action is Action.WITHDRAW or found.standing.approved:
        return None
    document = found.document
    if (cleared := _cleared(found)) is not None:
        again = found.edit(cleared)
        if not again.unready and not unproven(approval, document, again.messages):
            found = again
    messages = found.messages
    if found.own:
        messages = recalled(approval, source_messages(document), _elsewhere(found))
    unknown = found.words.unknown(found.bound) and found.unapproved
    against: tuple[Reason | None, ...] = (
        unknown or None,
        why.message if (why := refusal(workspace, actor, locale)) else None,
        *found.unready,
        *unproven(approval, document, messages),
        *_media(approval, found.bound.media),
        *_rejected(found, approval),
    )
    return Fallen(
        translation=found,
        approval=approval,
        texts=messages,
        changes=open_changes(approval, document, messages, found.source_digest),
        reasons=tuple(each for each in against if each is not None),
    )


def _media(approval: ReviewEvent, media: Sequence[Media]) -> tuple[Reason, ...]:
    """Why what the page shows is not what was approved; () where it is."""
    if approval.media is None and media:
        return ("it was approved by a version that did not record what the page shows",)
    return tuple(
        Blocker(BlockerKind.MEDIA, files=(each,)) for each in changed_media(approval, media)
    )


def _rejected(found: Translation, approval: ReviewEvent) -> tuple[Reason, ...]:
    """Texts that somebody rejected after they were approved."""
    if State.REJECTED in found.states:
        return ()  # that is told already
    said = found.discussions
    count = sum(said.rejects(each.source, each.translation) for each in approval.messages)
    return (Blocker(BlockerKind.REJECTED, count),) if count else ()


def _elsewhere(translation: Translation) -> Iterator[Message]:
    """The messages of the article's catalogues, as far as these can be read."""
    for each in translation.workspace.translations(translation.article):
        try:
            catalogue = each.catalogue
        except CatalogueError:
            continue  # the word is for the source; whoever asks for this locale is told
        yield from (each for each in catalogue.messages if not each.obsolete) if catalogue else ()


def _cleared(translation: Translation) -> Catalogue | None:
    """The catalogue with no flag on what a person translated; None where nothing had one.

    Whether these texts are the approved ones is for :func:`unproven` to say.
    """
    catalogue = translation.catalogue
    fuzzy = [
        message
        for message in (catalogue.messages if catalogue else ())
        if message.fuzzy and not message.obsolete and message.provenance is None
    ]
    if catalogue is None or not fuzzy:
        return None
    return catalogue.with_messages(message.without_fuzzy() for message in fuzzy)


def _carried(workspace: Workspace, each: Fallen, word: Word) -> Fallen:
    found, edited = each.translation, each.translation.edited
    workspace.forget(found.article.slug)
    now = workspace.translation(found.article, found.locale)
    if now.words.unknown(found.bound) or now.words.last != each.approval:
        return replace(each, reasons=("somebody spoke of it meanwhile: run the command again",))
    if edited is not None:
        cleared = _cleared(now)
        if cleared is None or cleared.text != edited.text:
            return replace(
                each, reasons=("the catalogue changed meanwhile: run the command again",)
            )
    # The event first: should the catalogue then not be written, its messages are still fuzzy.
    append(workspace, _event(each, word))
    if edited is not None:
        write_catalogue(edited)
    return each


def _event(each: Fallen, word: Word) -> ReviewEvent:
    return ReviewEvent(
        time=word.time.strftime(TIME),
        actor=word.actor,
        action=Action.CARRY_OVER,
        article=each.article,
        locale=each.locale,
        source_digest=each.translation.source_digest,
        translation_digest=each.translation.translation_digest,
        note="; ".join(part for part in (each.summary, word.note) if part),
        from_source_digest=each.approval.source_digest,
        from_translation_digest=each.approval.translation_digest,
        frame=each.approval.frame,
        messages=carried_over(each.approval, each.texts),
        media=each.translation.bound.media,
    )
