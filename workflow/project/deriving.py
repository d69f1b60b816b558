"""Facts made of an article's files: all that is heavy stands behind this module."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from workflow.errors import ArticleError, WorkflowError
from workflow.model import Article
from workflow.model.checked import Unchecked
from workflow.model.words import count_words
from workflow.project.codec import encode
from workflow.project.kinds import (
    ANCHORS,
    CHECKS,
    OUTLINE,
    STATUS,
    TEXTS,
    Anchors,
    CheckedTranslation,
    CheckFact,
    Kind,
    Outline,
    StatusFact,
    Texts,
    TextsFact,
)
from workflow.project.trace import Derived, Trace
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace, anchors_answer
from workflow.review.fold import grade
from workflow.review.row import DONE, Row


def anchors(workspace: Workspace, slug: str) -> Iterator[Derived]:
    """What links may name on an article's page."""
    workspace.anchors(slug)
    yield from _new_anchors(workspace)


def outline(workspace: Workspace, slug: str) -> Iterator[Derived]:
    """What other articles may ask of one."""
    trace = Trace()
    yield _derived(OUTLINE, slug, _outline(workspace.tracked(trace).readable((slug,), [])), trace)


def _outline(articles: Sequence[Article]) -> Outline:
    return Outline(articles[0].aliases, articles[0].locale.name) if articles else Outline(())


def survey(workspace: Workspace, slug: str) -> Iterator[Derived]:
    """How far the translations of an article are, what the checks find, what a word binds."""
    trace = Trace()
    view = workspace.tracked(trace)
    errors: list[WorkflowError] = []
    articles = view.readable((slug,), errors)
    yield _derived(OUTLINE, slug, _outline(articles), trace.copy())
    if not articles:
        for error in errors:
            view.said(error)
        yield _derived(STATUS, slug, StatusFact("", tuple(errors)), trace)
        yield _derived(CHECKS, slug, CheckFact("", tuple(errors)), trace)
        yield _derived(TEXTS, slug, TextsFact("", tuple(errors)), trace)
        return
    (article,) = articles
    source = view.translation(article, article.locale)
    translations = tuple(view.translations(article))
    language = article.locale.name
    # No log is read up to here: a word that is said changes nothing of this.
    checked = CheckFact(language, (), source.findings, tuple(map(_checked, translations)))
    yield _derived(CHECKS, slug, checked, trace.copy())
    found = [_status(each) for each in translations]
    rows, troubles = [row for _, row, _ in found], [errors for *_, errors in found]
    title = str(source.document.front_matter.get("title", slug))
    spoken = tuple((each.standing.by, each.standing.time) for each, *_ in found)
    own = source.readable([]).blockers
    status = StatusFact(
        language, (), source.holds, tuple(rows), tuple(troubles), title, spoken, own, source.group
    )
    yield _derived(STATUS, slug, status, trace)
    texts = tuple(filter(None, map(_texts, (source, *translations))))
    yield _derived(TEXTS, slug, TextsFact(language, (), article.aliases, texts), trace)
    yield from _new_anchors(workspace)


def _texts(translation: Translation) -> Texts | None:
    """What an approval would say; None where one stands, which is costly to say for nothing."""
    try:
        if translation.standing.approved or not translation.ready:
            return None
        said = translation.record
        lines = "\n".join(map(str, said.messages))
        return Texts(translation.locale.name, translation.bound, said.frame, lines)
    except WorkflowError:  # whoever approves it is told
        return None


def _derived(kind: Kind[Any], slug: str, value: object, trace: Trace) -> Derived:
    return Derived(kind, slug, encode(value), trace)


def _new_anchors(workspace: Workspace) -> Iterator[Derived]:
    """Those of other articles that were asked for on the way."""
    while workspace.shared.fresh:
        slug = workspace.shared.fresh.pop()
        found, trace = workspace.shared.anchors[slug]
        yield _derived(ANCHORS, slug, Anchors(anchors_answer(found)), trace)


def _status(translation: Translation) -> tuple[Translation, Row, tuple[WorkflowError, ...]]:
    """The translation as far as it can be read, its row, and what keeps it from being read."""
    errors: list[WorkflowError] = []
    read = translation.readable(errors)
    return read, row_of(read), tuple(errors)


def row_of(translation: Translation) -> Row:
    """The row of one article in one target locale; raises as :class:`Translation` does."""
    states, article = translation.states, translation.article
    said = translation.discussions
    work = said.assignment
    done = sum(state in DONE for state in states)
    to_do = (
        message.msgid
        for message, state in zip(translation.messages, states, strict=True)
        if state not in DONE
    )
    return Row(
        article=article.slug,
        locale=translation.locale.name,
        source_locale=article.locale.name,
        messages=len(states),
        words=translation.document.words,
        states=translation.counts,
        approved=translation.standing.approved,
        releasable=translation.releasable,
        blockers=translation.blockers,
        words_to_do=sum(map(count_words, to_do)),
        percent=100 * done // len(states) if states else 100,
        # What is odd in the log of the source has no row of its own.
        notes=(*translation.source.notes, *translation.notes),
        carried_over=translation.standing.carried_over,
        changes=translation.changes,
        grade=grade(translation.messages, approved=translation.standing.approved),
        unedited=sum(each.unedited and not said.of(each).accepted for each in translation.messages),
        assignee="" if work is None else work.assignee,
        due="" if work is None else work.due,
    )


def _checked(translation: Translation) -> CheckedTranslation:
    locale = translation.locale.name
    skipped = partial(Unchecked, translation.article.slug, locale)
    try:
        catalogue = translation.catalogue
    except WorkflowError as error:
        translation.workspace.said(error)
        return CheckedTranslation(locale, unchecked=skipped(error=error))
    if catalogue is None:
        return CheckedTranslation(locale, unchecked=skipped(extracted=False))
    try:
        found = translation.translation_findings
        with suppress(ArticleError, UnicodeError):
            _ = translation.shown  # while the document has it: the checks read the same, mostly
    except WorkflowError as error:
        return CheckedTranslation(locale, failure=error)
    keys = set(translation.document.keys)
    there = {message.key for message in catalogue.messages if not message.obsolete}
    lacking, more = len(keys - there), len(there - keys)
    behind = skipped(texts=len(keys), lacking=lacking, more=more) if lacking or more else None
    return CheckedTranslation(locale, found, behind)
