"""An approval carried over to texts that changed in their form alone, by an editor's word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflow.errors import CatalogueError, NotReadyError, WorkflowError, gathered
from workflow.flows.approve import Word, chosen_pairs, refusal, stamp
from workflow.model import Action, Article, Locale, Media, Message, ReviewEvent
from workflow.po.catalogue import Catalogue
from workflow.project.catalogues import write_catalogue
from workflow.project.review_words import review_words
from workflow.project.reviews import append_review
from workflow.project.translation import (
    Evaluation,
    evaluate,
    evaluate_catalogue,
    in_words,
)
from workflow.project.workspace import Workspace
from workflow.review import changed_media
from workflow.review.proofs import (
    carried_over,
    changed,
    open_changes,
    recalled,
    source_messages,
    unproven,
)

VERSION = 1


@dataclass(frozen=True, slots=True)
class Fallen:
    """An approval that no longer counts, and whether it can be carried over."""

    evaluation: Evaluation
    approval: ReviewEvent
    """The word that fell."""
    texts: tuple[Message, ...]
    """The document's messages; in its own locale those of the source."""
    changes: Mapping[str, int]
    """By class, from light to heavy."""
    reasons: tuple[str, ...]
    """Why it cannot be carried over, for people; () where it can."""
    catalogue: Catalogue | None = None
    """The catalogue without the fuzzy flags that the changes left on texts that are the
    approved ones, to be written with the event; None where it has no such flag."""

    @property
    def article(self) -> str:
        """Slug."""
        return self.evaluation.article.slug

    @property
    def locale(self) -> str:
        """gettext spelling."""
        return self.evaluation.locale.name

    @property
    def messages(self) -> int:
        """How many messages changed; 0 where the approval does not say what they were."""
        return len(changed(self.approval, self.texts)) if self.approval.frame else 0

    @property
    def summary(self) -> str:
        """What changed, for people: “2 messages changed: 1 typography, 1 markup”."""
        count = f"{self.messages or 'no'} message{'' if self.messages == 1 else 's'} changed"
        return f"{count}: {in_words(self.changes)}" if self.changes else count

    @property
    def error(self) -> NotReadyError:
        """The refusal of one that cannot be carried over."""
        return NotReadyError(
            f"{self.article} in {self.locale}: approval not carried over ({self.summary}): "
            f"{'; '.join(self.reasons)}",
            hint=f"Once it is ready: workflow approve {self.article} --locale {self.locale}.",
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
        pairs = chosen_pairs(workspace, [article], wanted)
        for _, locale in pairs:
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


def report(found: Sequence[Fallen], *, dry_run: bool) -> dict[str, Any]:
    """Return the documented report (``workflow approve --carry-over --format json``)."""
    return {
        "version": VERSION,
        "dry_run": dry_run,
        "carried": [_row(each) for each in found if not each.reasons],
        "refused": [_row(each) | {"reasons": list(each.reasons)} for each in found if each.reasons],
    }


def _row(each: Fallen) -> dict[str, Any]:
    return {
        "article": each.article,
        "locale": each.locale,
        "messages": each.messages,
        "changes": dict(each.changes),
        "from_source_digest": each.approval.source_digest,
        "from_translation_digest": each.approval.translation_digest,
        "source_digest": each.evaluation.source_digest,
        "translation_digest": each.evaluation.translation_digest,
    }


def _fallen(workspace: Workspace, article: Article, locale: Locale, actor: str) -> Fallen | None:
    found = evaluate(workspace, article, locale)
    approval = found.words.last
    if approval is None or approval.action is Action.WITHDRAW or found.standing.approved:
        return None
    document = workspace.document(article)
    catalogue = _cleared(workspace, article, locale)
    if catalogue is not None:
        again = evaluate_catalogue(workspace, article, locale, catalogue)
        if again.unready or unproven(approval, document, again.messages):
            catalogue = None
        else:
            found = again
    messages = found.messages
    if locale == article.locale:
        elsewhere = _elsewhere(workspace, article)
        messages = recalled(approval, source_messages(document), elsewhere)
    changes = open_changes(approval, document, messages, found.source_digest)
    against = (
        (found.unapproved if found.words.unknown(found.bound) else ""),
        (why.message if (why := refusal(workspace, actor, locale)) else ""),
        *found.unready,
        *unproven(approval, document, messages),
        *_media(approval, found.bound.media),
    )
    return Fallen(
        evaluation=found,
        approval=approval,
        texts=messages,
        changes=changes,
        reasons=tuple(filter(None, against)),
        catalogue=catalogue,
    )


def _media(approval: ReviewEvent, media: Sequence[Media]) -> tuple[str, ...]:
    """Why what the page shows is not what was approved, for people; () where it is."""
    if approval.media is None and media:
        return ("it was approved by a version that did not record what the page shows",)
    return changed_media(approval, media)


def _elsewhere(workspace: Workspace, article: Article) -> Iterator[Message]:
    """The messages of the article's catalogues, as far as these can be read."""
    for locale in workspace.targets(article):
        try:
            catalogue = workspace.catalogue(article, locale)
        except CatalogueError:
            continue  # the word is for the source; whoever asks for this locale is told
        yield from (each for each in catalogue.messages if not each.obsolete) if catalogue else ()


def _cleared(workspace: Workspace, article: Article, locale: Locale) -> Catalogue | None:
    """The catalogue with no flag on what a person translated; None where nothing had one.

    Whether these texts are the approved ones is for :func:`unproven` to say.
    """
    catalogue = None if locale == article.locale else workspace.catalogue(article, locale)
    fuzzy = [
        message
        for message in (catalogue.messages if catalogue else ())
        if message.fuzzy and not message.obsolete and message.provenance is None
    ]
    if catalogue is None or not fuzzy:
        return None
    return catalogue.with_messages(message.without_fuzzy() for message in fuzzy)


def _carried(workspace: Workspace, each: Fallen, word: Word) -> Fallen:
    found = each.evaluation
    path = workspace.reviews_path(found.article, found.locale)
    words = review_words(workspace, found.article, found.locale)
    if words.unknown(found.bound) or words.last != each.approval:
        return replace(each, reasons=("somebody spoke of it meanwhile: run the command again",))
    if each.catalogue is None:
        append_review(path, _event(each, word), workspace.now)
        return each
    now = _cleared(workspace, found.article, found.locale)
    if now is None or now.text != each.catalogue.text:
        return replace(each, reasons=("the catalogue changed meanwhile: run the command again",))
    # The event first: should the catalogue then not be written, its messages are still fuzzy.
    append_review(path, _event(each, word), workspace.now)
    write_catalogue(each.catalogue)
    return each


def _event(each: Fallen, word: Word) -> ReviewEvent:
    return ReviewEvent(
        time=stamp(word.time),
        actor=word.actor,
        action=Action.CARRY_OVER,
        article=each.article,
        locale=each.locale,
        source_digest=each.evaluation.source_digest,
        translation_digest=each.evaluation.translation_digest,
        note="; ".join(part for part in (each.summary, word.note) if part),
        from_source_digest=each.approval.source_digest,
        from_translation_digest=each.approval.translation_digest,
        frame=each.approval.frame,
        messages=carried_over(each.approval, each.texts),
        media=each.evaluation.bound.media,
    )
