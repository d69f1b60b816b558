"""Where one article stands in one locale: what `status`, `approve` and `release` go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError, raise_all
from workflow.flows.check import source_findings, translation_findings
from workflow.flows.marks import Marks
from workflow.flows.vouching import OTHER, TRANSLATION, open_changes, source_messages
from workflow.model import Action, Article, Finding, Locale, Message, ReviewEvent, Severity, State
from workflow.review import (
    Standing,
    last_word,
    message_state,
    settled,
    source_digest,
    source_standing,
    standing,
    translation_digest,
)
from workflow.stores.catalogues import Catalogue
from workflow.stores.reviews import ReviewLog, read_reviews
from workflow.stores.workspace import Workspace

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
    source_digest: str
    translation_digest: str
    unready: tuple[str, ...]
    """What is in the way of an approval, for people: "3 untranslated", "1 check error", …"""
    unapproved: str
    """Why there is no approval that counts, for people; empty where there is one."""
    notes: tuple[str, ...] = ()
    """What in the review log has no effect, for people: a newer version wrote it, or it is a
    carry-over that is void."""
    changes: Mapping[str, int] = field(default_factory=dict)
    """How many changes of each class wait for a person's look, from light to heavy: those an
    approval fell by, see :func:`~workflow.flows.vouching.open_changes`; where there was none,
    those that the entries' own comments tell. Empty where an approval stands."""

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


def evaluate_all(
    workspace: Workspace, articles: Iterable[Article], locales: Sequence[Locale] = ()
) -> tuple[Evaluation, ...]:
    """Evaluate every article in every target locale (or those of ``locales``).

    Raises what :func:`evaluate` does, all of it together.
    """
    found: list[Evaluation] = []
    errors: list[WorkflowError] = []
    for article in articles:
        for locale in workspace.targets(article, locales):
            try:
                found.append(evaluate(workspace, article, locale))
            except WorkflowError as error:
                errors.append(error)
    raise_all(errors)
    return tuple(found)


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
    messages = document_messages(workspace.document(article), catalogue)
    path = workspace.reviews_path(article, locale)
    log, where = read_reviews(path), workspace.relative(path)
    bound = translation_digest(messages)
    stand = standing(log.events, source_digest(article), bound)
    states = tuple(message_state(message, stand) for message in messages)
    fallen = _changes(workspace, article, log, stand, messages)
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
        source_digest=source_digest(article),
        translation_digest=bound,
        unready=(
            *_behind(catalogue, messages),
            *_unfinished(states, marks.waiting),
            *_errors(findings),
        ),
        unapproved=_unapproved(where, log, stand, fallen or {}, marks.followed),
        notes=_notes(where, log),
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


def review_events(workspace: Workspace, article: Article) -> tuple[ReviewEvent, ...]:
    """Return the events that count of an article, in its own and every target locale."""
    locales = dict.fromkeys((article.locale, *workspace.targets(article)))
    logs = (read_reviews(workspace.reviews_path(article, locale)) for locale in locales)
    return tuple(chain.from_iterable(settled(log.events) for log in logs))


def _evaluate_source(workspace: Workspace, article: Article) -> Evaluation:
    locale = article.locale
    path = workspace.reviews_path(article, locale)
    log, where = read_reviews(path), workspace.relative(path)
    stand = source_standing(review_events(workspace, article), source_digest(article))
    findings = source_findings(workspace, article)
    return Evaluation(
        article=article,
        locale=locale,
        messages=(),
        states=(),
        findings=findings,
        standing=stand,
        source_digest=source_digest(article),
        translation_digest=translation_digest(()),
        unready=_errors(findings),
        unapproved=_unapproved(where, log, stand, {}, {}),
        notes=_notes(where, log),
    )


def _changes(
    workspace: Workspace,
    article: Article,
    log: ReviewLog,
    stand: Standing,
    messages: Sequence[Message],
) -> Mapping[str, int] | None:
    """What an approval fell by; nothing where one stands, None where there is none."""
    if stand.approved:
        return {}
    last = last_word(log.events)
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
    where: str,
    log: ReviewLog,
    stand: Standing,
    changes: Mapping[str, int],
    followed: Mapping[str, int],
) -> str:
    """``changes``: what an approval fell by; ``followed``: what the program changed, likewise."""
    if log.blocker is not None:
        return f"approval not known: {where}:{log.blocker.line}: {log.blocker.text}"
    if stand.approved:
        return ""
    if not stand.reason:
        what = f" (followed by the program: {in_words(followed)})" if followed else ""
        return f"not approved{what}"
    classes = f" ({in_words(changes)})" if changes else ""
    return f"approval void: {stand.reason}{classes}"


def _notes(where: str, log: ReviewLog) -> tuple[str, ...]:
    counted = set(map(id, settled(log.events)))
    void = (event for event in log.events if id(event) not in counted)
    return (
        *(f"{where}:{each.line}: {each.text}" for each in log.unknown),
        *(
            f"{where}: the carry-over by {event.actor} at {event.time} is void: what it names "
            "was not approved at that point"
            for event in void
        ),
    )
