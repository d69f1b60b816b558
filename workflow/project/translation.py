"""Where one article stands in one locale: what `status`, `approve` and `release` go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workflow.errors import ArticleError
from workflow.formats.media import HINTS
from workflow.model import Action, Article, Bound, Finding, Locale, Media, Message, Severity, State
from workflow.po.catalogue import Catalogue
from workflow.project.findings import source_findings, translation_findings
from workflow.project.review_words import (
    all_words,
    review_words,
)
from workflow.project.workspace import Workspace
from workflow.review import (
    Standing,
    Words,
    message_state,
    source_digest,
    source_standing,
    standing,
    translation_digest,
)
from workflow.review.changes_of import Marks
from workflow.review.proofs import (
    OTHER,
    TRANSLATION,
    open_changes,
    source_messages,
)

if TYPE_CHECKING:
    from workflow.formats import Document

_BLOCKING = {
    State.UNTRANSLATED: ("untranslated", "untranslated"),
    State.MACHINE: ("machine draft", "machine drafts"),
    State.FUZZY: ("fuzzy", "fuzzy"),
    State.REJECTED: ("rejected", "rejected"),
}
"""States that keep a message from a page, in words for one and for several."""
_PLACES = {OTHER: "in what is not translated", TRANSLATION: "in the translation"}
"""What is no class of change, in words."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One article in one locale; in its own locale, the source text itself."""

    article: Article
    locale: Locale
    messages: tuple[Message, ...]
    """The document's, in document order, each once; one that the catalogue does not have is a
    message without translation. Empty in the article's own locale."""
    states: tuple[State, ...]
    """Of ``messages``, one each."""
    findings: tuple[Finding, ...]
    """On the source, then on the translation."""
    standing: Standing
    words: Words
    """What the review log says."""
    bound: Bound
    """What an approval binds."""
    unready: tuple[str, ...]
    """What is in the way of an approval, for people: "3 untranslated", "1 check error", …"""
    unapproved: str
    """Why there is no approval that counts, for people; empty where there is one."""
    notes: tuple[str, ...] = ()
    """What in the review log has no effect or is odd, for people, with its place."""
    changes: Mapping[str, int] = field(default_factory=dict)
    """How many changes of each class wait for a person's look, from light to heavy: those an
    approval fell by, see :func:`~workflow.review.proofs.open_changes`; where there was none,
    those that the entries' own comments tell. Empty where an approval stands."""

    @property
    def source_digest(self) -> str:
        """Of the source."""
        return self.bound.source

    @property
    def translation_digest(self) -> str:
        """Of the translation; in the article's own locale, of nothing."""
        return self.bound.translation or ""

    @property
    def blockers(self) -> tuple[str, ...]:
        """What is in the way of a release, for people."""
        return (*self.unready, self.unapproved) if self.unapproved else self.unready

    @property
    def releasable(self) -> bool:
        """Whether nothing is in the way of a release."""
        return not self.blockers

    @property
    def counts(self) -> Mapping[State, int]:
        """How many messages are in each state, every state named."""
        found = Counter(self.states)
        return {state: found[state] for state in State}


def evaluate(workspace: Workspace, article: Article, locale: Locale) -> Evaluation:
    """Evaluate ``article`` in ``locale``; in its own locale, the source text itself.

    Raises :class:`CatalogueError` and :class:`ReviewError` where a file cannot be read.
    """
    if locale == article.locale:
        return _evaluate_source(workspace, article)
    return evaluate_catalogue(workspace, article, locale, workspace.catalogue(article, locale))


def evaluate_catalogue(
    workspace: Workspace, article: Article, locale: Locale, catalogue: Catalogue | None
) -> Evaluation:
    """Evaluate ``article`` as if ``catalogue`` were its catalogue in ``locale`` on disk."""
    document = workspace.document(article)
    messages = document_messages(document, catalogue)
    words = review_words(workspace, article, locale)
    bound = _bound(workspace, article, document, messages)
    stand = standing(words, bound)
    states = tuple(message_state(message, stand) for message in messages)
    fallen = _changes(workspace, article, words, stand, messages)
    marks = Marks.of(messages, states) if fallen is None else Marks()
    findings = source_findings(workspace, article)
    if catalogue is not None:
        findings += translation_findings(workspace, article, locale, catalogue)
    return Evaluation(
        article=article,
        locale=locale,
        messages=messages,
        states=states,
        findings=findings,
        standing=stand,
        words=words,
        bound=bound,
        unready=(
            *_behind(catalogue, messages),
            *_unfinished(states, marks.waiting),
            *_errors(findings),
        ),
        unapproved=_unapproved(stand, fallen or {}, marks.followed),
        notes=words.notes,
        changes=marks.together if fallen is None else fallen,
    )


def document_messages(document: Document, catalogue: Catalogue | None) -> tuple[Message, ...]:
    """Return the document's messages in document order, each once, as ``catalogue`` has them.

    One that it does not have is a message without translation.
    """
    messages = source_messages(document)
    if catalogue is None:
        return messages
    return tuple(catalogue.get(message.key) or message for message in messages)


def bound_of(workspace: Workspace, article: Article, locale: Locale) -> Bound:
    """What an approval of ``article`` in ``locale`` binds, as it is on disk."""
    if locale == article.locale:
        return source_bound(workspace, article)
    document = workspace.document(article)
    messages = document_messages(document, workspace.catalogue(article, locale))
    return _bound(workspace, article, document, messages)


def _bound(
    workspace: Workspace, article: Article, document: Document, messages: Sequence[Message]
) -> Bound:
    media = _media(workspace, article, document, messages)
    return Bound(source_digest(article), translation_digest(messages), media)


def _media(
    workspace: Workspace, article: Article, document: Document, messages: Sequence[Message]
) -> tuple[Media, ...]:
    """What the page of a translation shows: with its messages as they would go out."""
    usable = {each.key: each.msgstr for each in messages if each.usable}
    shown = workspace.media.of(article.slug, document)
    if not shown and not any(hint in text for text in usable.values() for hint in HINTS):
        return ()
    try:
        translated = document.translated(lambda segment: usable.get(segment.key))
    except ArticleError:  # a translation that breaks the page, as the checks say
        return shown
    return workspace.media.of(article.slug, translated)


def _evaluate_source(workspace: Workspace, article: Article) -> Evaluation:
    locale = article.locale
    words = review_words(workspace, article, locale)
    bound = source_bound(workspace, article)
    stand = source_standing(all_words(workspace, article), replace(bound, translation=None))
    findings = source_findings(workspace, article)
    return Evaluation(
        article=article,
        locale=locale,
        messages=(),
        states=(),
        findings=findings,
        standing=stand,
        words=words,
        bound=bound,
        unready=_errors(findings),
        unapproved=_unapproved(stand, {}, {}),
        notes=words.notes,
    )


def source_bound(workspace: Workspace, article: Article) -> Bound:
    """What a word for the source of ``article`` alone binds."""
    shown = workspace.media.of(article.slug, workspace.document(article))
    return Bound(source_digest(article), translation_digest(()), shown)


def _changes(
    workspace: Workspace,
    article: Article,
    words: Words,
    stand: Standing,
    messages: Sequence[Message],
) -> Mapping[str, int] | None:
    """What an approval fell by; nothing where one stands, None where there is none."""
    if stand.approved:
        return {}
    last = words.last
    if not stand.reason or last is None or last.action is Action.WITHDRAW:
        return None
    return open_changes(last, workspace.document(article), messages, source_digest(article))


def in_words(changes: Mapping[str, int]) -> str:
    """Changes by class as people read them: “1 typography, 2 meaning”."""
    return ", ".join(f"{count} {_PLACES.get(kind, kind)}" for kind, count in changes.items())


def _behind(catalogue: Catalogue | None, messages: Sequence[Message]) -> tuple[str, ...]:
    if catalogue is None:
        return ("no catalogue: run workflow extract",)
    missing = any(catalogue.get(message.key) is None for message in messages)
    return ("catalogue is behind the source: run workflow extract",) if missing else ()


def _unfinished(states: Sequence[State], changes: Mapping[str, int]) -> tuple[str, ...]:
    """``changes``: of the fuzzy ones, by class."""
    counts = Counter(states)
    classes = {State.FUZZY: f" ({in_words(changes)})"} if changes else {}
    return tuple(
        f"{counts[state]} {one if counts[state] == 1 else several}{classes.get(state, '')}"
        for state, (one, several) in _BLOCKING.items()
        if counts[state]
    )


def _errors(findings: Sequence[Finding]) -> tuple[str, ...]:
    count = sum(finding.severity == Severity.ERROR for finding in findings)
    return (f"{count} check error{'s' if count > 1 else ''}",) if count else ()


def _unapproved(
    stand: Standing,
    changes: Mapping[str, int],
    followed: Mapping[str, int],
) -> str:
    """``changes``: what an approval fell by; ``followed``: what the program changed, likewise."""
    if stand.unknown:
        return f"approval not known: {stand.unknown}"
    if stand.approved:
        return ""
    if not stand.reason:
        what = f" (followed by the program: {in_words(followed)})" if followed else ""
        return f"not approved{what}"
    classes = f" ({in_words(changes)})" if changes else ""
    return f"approval void: {stand.reason}{classes}"
