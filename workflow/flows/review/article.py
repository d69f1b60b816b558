"""One article in one target locale, side by side: what the review page and `review show` show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow.errors import LocaleError
from workflow.flows.review.passages import Passage, passages
from workflow.flows.review.terms import TermUse, target_terms
from workflow.model import Action, Article, Concept, Finding, Key, Locale, ReviewEvent, Term
from workflow.project.deriving import row_of
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.proofs import changed
from workflow.review.row import Row


@dataclass(frozen=True, slots=True)
class ArticleTerm:
    """A concept that an article names, or whose forbidden word its translation has."""

    concept: Concept
    written: tuple[str, ...]
    """How the article writes it, each spelling once; else how the translation does."""
    named: bool
    """Whether the article names it."""
    terms: tuple[Term, ...]
    """Those of the target language, best first, forbidden ones last."""
    numbers: tuple[int, ...]
    """Of the passages it stands in."""


@dataclass(frozen=True, slots=True)
class Review:
    """All that an editor looks at before saying a word."""

    title: str
    """In the source language."""
    translation: Translation
    row: Row
    """Its counts, as ``workflow status`` has them."""
    passages: tuple[Passage, ...]
    terms: tuple[ArticleTerm, ...]
    """In the order they first stand in the article."""
    last: ReviewEvent | None
    """The last word that counts."""
    catalogue: str
    """The PO file, relative to the project's folder."""

    @property
    def article(self) -> Article:
        """The source."""
        return self.translation.article

    @property
    def locale(self) -> Locale:
        """Of the translation."""
        return self.translation.locale

    @property
    def source_findings(self) -> tuple[Finding, ...]:
        """What the checks find in the source."""
        return tuple(each for each in self.translation.findings if not each.msgid)

    @property
    def approvable(self) -> bool:
        """Whether a word is all that is missing."""
        return not self.translation.unready and self.translation.unapproved is not None

    @property
    def withdrawable(self) -> bool:
        """Whether there is an approval to take back, counting or fallen."""
        return self.last is not None and self.last.action is not Action.WITHDRAW

    @property
    def attention(self) -> tuple[Passage, ...]:
        """The passages that need a look."""
        return tuple(each for each in self.passages if each.needs_look)


def review(workspace: Workspace, article: Article, locale: Locale) -> Review:
    """Return ``article`` and its translation into ``locale`` as they are on disk.

    Raises :class:`LocaleError` for a locale the article is not translated to, and what
    :class:`~workflow.project.translation.Translation` and the glossary raise.
    """
    if locale not in workspace.targets(article, (locale,)):
        raise LocaleError(
            f"{article.slug} is written in {locale}, not translated to it",
            hint=f"Its translations: {', '.join(map(str, workspace.targets(article)))}.",
        )
    found = workspace.translation(article, locale)
    document = found.document
    last = found.words.last
    seen = tuple(passages(found, document.segments, workspace.terms, _new(found, last)))
    return Review(
        title=str(document.front_matter.get("title", article.slug)),
        translation=found,
        row=row_of(found),
        passages=seen,
        terms=_terms(seen, locale),
        last=last,
        catalogue=found.catalogue_name,
    )


def report(
    found: Review, shown: Sequence[Passage], blockers: Sequence[str], advice: Sequence[str]
) -> dict[str, Any]:
    """Return the documented report (``workflow review show --format json``).

    ``blockers`` and ``advice`` are what is in the way and what helps, in words.
    """
    translation = found.translation
    stand = translation.standing
    return {
        "version": 1,
        "article": found.article.slug,
        "title": found.title,
        "source_locale": found.article.locale.name,
        "locale": found.locale.name,
        "file": found.article.path,
        "catalogue": found.catalogue,
        "source_digest": translation.source_digest,
        "translation_digest": translation.translation_digest,
        "approved": stand.approved,
        "by": stand.by,
        "time": stand.time,
        "approvable": found.approvable,
        "blockers": list(blockers),
        "advice": list(advice),
        "changes": dict(translation.changes),
        "findings": [_finding(each) for each in found.source_findings],
        "messages": [_message(each) for each in shown],
    }


def _new(found: Translation, last: ReviewEvent | None) -> frozenset[Key]:
    """The messages that are not as they were approved, where an approval that fell tells."""
    fell = (
        found.standing.void is not None and last is not None and last.action is not Action.WITHDRAW
    )
    if not fell or last is None or not last.frame:
        return frozenset()
    return frozenset(message.key for message in changed(last, found.messages))


def _terms(shown: Sequence[Passage], locale: Locale) -> tuple[ArticleTerm, ...]:
    uses: dict[int, list[tuple[Passage, TermUse]]] = {}
    for passage in shown:
        for use in passage.terms:
            uses.setdefault(id(use.concept), []).append((passage, use))
    return tuple(_article_term(group, locale) for group in uses.values())


def _article_term(group: Sequence[tuple[Passage, TermUse]], locale: Locale) -> ArticleTerm:
    concept = group[0][1].concept
    named = [
        passage.message.msgid[each.start : each.end]
        for passage, use in group
        for each in use.source
    ]
    said = [each.term.text for _, use in group for each in use.forbidden]
    return ArticleTerm(
        concept=concept,
        written=tuple(dict.fromkeys(named or said)),
        named=bool(named),
        terms=target_terms(concept, locale),
        numbers=tuple(passage.number for passage, _ in group),
    )


def _message(passage: Passage) -> dict[str, Any]:
    message, origin, change = passage.message, passage.provenance, passage.change
    return {
        "number": passage.number,
        "kind": passage.kind,
        "line": passage.line,
        "state": str(passage.state),
        "needs_look": passage.needs_look,
        "changed_since_approval": passage.new,
        "msgctxt": message.msgctxt,
        "msgid": message.msgid,
        "msgstr": message.msgstr,
        "notes": list(passage.notes),
        "comments": list(passage.comments),
        "origin": None if origin is None else origin.label,
        "change": None if change is None else str(change),
        "diff": [list(piece) for piece in passage.difference],
        "findings": [_finding(each) for each in passage.findings],
        "terms": [_use(each) for each in passage.terms],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": str(finding.severity),
        "file": finding.file,
        "line": finding.line,
        "span": finding.span,
        "message": finding.message,
        "fix": finding.fix,
    }


def _use(use: TermUse) -> dict[str, Any]:
    return {
        "use": str(use.use),
        "translate": use.concept.translate,
        "terms": [{"term": term.text, "status": str(term.status)} for term in use.terms],
        "source": [list(each.span) for each in use.source],
        "followed": [list(each.span) for each in use.followed],
        "forbidden": [list(each.span) for each in use.forbidden],
        "note": use.concept.note,
    }
