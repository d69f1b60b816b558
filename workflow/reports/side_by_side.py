"""One article in one target locale, side by side: what the review page and `review show` show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.checks.quality import Quality, quality
from workflow.errors import LocaleError
from workflow.formats import Document
from workflow.model import Action, Article, Concept, Finding, Key, Locale, ReviewEvent, Term, Text
from workflow.model.phrase import listed, phrase
from workflow.project.deriving import row_of
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.reports.approvals import advice
from workflow.review.highlights import TermUse, Use, target_terms, term_uses
from workflow.review.proofs import changed
from workflow.review.review_units import (
    Unit,
    review_units,
)
from workflow.review.row import Row

_MACHINE = "machine translation"


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
    """Of the units it stands in."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All that an editor looks at before saying a word."""

    title: str
    """In the source language."""
    translation: Translation
    row: Row
    """Its counts, as ``workflow status`` has them."""
    units: tuple[Unit, ...]
    terms: tuple[ArticleTerm, ...]
    """In the order they first stand in the article."""
    last: ReviewEvent | None
    """The last word that counts."""
    catalogue: str
    """The PO file, relative to the project's folder."""
    estimates: Mapping[Key, Quality]
    """How good the machines' drafts that nobody has touched are likely to be."""

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
    def advice(self) -> tuple[str, ...]:
        """What helps against what is in the way of an approval, a sentence each."""
        slug, unready = self.article.slug, self.translation.unready
        return tuple(advice(slug, self.locale.name, self.catalogue, unready))

    @property
    def attention(self) -> tuple[Unit, ...]:
        """The units that need a look."""
        return tuple(each for each in self.units if each.needs_look)

    @property
    def drafts(self) -> tuple[Unit, ...]:
        """The machines' drafts that nobody has touched, the weakest first."""
        drafts = [each for each in self.units if each.message.key in self.estimates]
        return tuple(sorted(drafts, key=lambda each: self.estimates[each.message.key].score))


def side_by_side(workspace: Workspace, article: Article, locale: Locale) -> SideBySide:
    """Return ``article`` and its translation into ``locale`` as they are on disk.

    Raises :class:`LocaleError` for a locale the article is not translated to, and what
    :class:`~workflow.project.translation.Translation` and the glossary raise.
    """
    if locale not in workspace.targets(article, (locale,)):
        raise LocaleError(
            phrase(
                "{article} is written in {locale}, not translated to it",
                article=article.slug,
                locale=locale,
            ),
            hint=phrase(
                "Its translations: {locales}.",
                locales=listed(map(str, workspace.targets(article))),
            ),
        )
    found = workspace.translation(article, locale)
    document = found.document
    last = found.words.last
    messages = tuple(zip(found.messages, found.states, strict=True))
    terms = workspace.terms

    def used(msgid: Text, msgstr: Text) -> tuple[TermUse, ...]:
        return term_uses(terms, msgid, article.locale, msgstr, locale)

    new = _new(found, last)
    said = found.discussions
    seen = tuple(review_units(messages, document.segments, found.findings, used, new, said=said))
    return SideBySide(
        title=str(document.front_matter.get("title", article.slug)),
        translation=found,
        row=row_of(found),
        units=seen,
        terms=_terms(seen, locale),
        last=last,
        catalogue=found.catalogue_name,
        estimates={
            unit.message.key: _estimate(unit, document, (article.locale, locale))
            for unit in seen
            if unit.message.is_draft and unit.provenance and unit.provenance.kind == _MACHINE
        },
    )


def _estimate(unit: Unit, document: Document, pair: tuple[Locale, Locale]) -> Quality:
    message = unit.message
    markup = next(each.markup for each in document.segments if each.key == message.key)
    missing = sum(use.use is Use.MISSING for use in unit.terms)
    return quality(Text(message.msgid, markup), Text(message.msgstr, markup), pair, missing)


def _new(found: Translation, last: ReviewEvent | None) -> frozenset[Key]:
    """The messages that are not as they were approved, where an approval that fell tells."""
    fell = (
        found.standing.void is not None and last is not None and last.action is not Action.WITHDRAW
    )
    if not fell or last is None or not last.frame:
        return frozenset()
    return frozenset(message.key for message in changed(last, found.messages))


def _terms(shown: Sequence[Unit], locale: Locale) -> tuple[ArticleTerm, ...]:
    uses: dict[int, list[tuple[Unit, TermUse]]] = {}
    for unit in shown:
        for use in unit.terms:
            uses.setdefault(id(use.concept), []).append((unit, use))
    return tuple(_article_term(group, locale) for group in uses.values())


def _article_term(group: Sequence[tuple[Unit, TermUse]], locale: Locale) -> ArticleTerm:
    concept = group[0][1].concept
    named = [
        unit.message.msgid[each.start : each.end] for unit, use in group for each in use.source
    ]
    said = [each.term.text for _, use in group for each in use.forbidden]
    return ArticleTerm(
        concept=concept,
        written=tuple(dict.fromkeys(named or said)),
        named=bool(named),
        terms=target_terms(concept, locale),
        numbers=tuple(unit.number for unit, _ in group),
    )
