"""One article in one target locale, side by side: what `review show` and `explain` show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.checks.quality import Quality, quality
from workflow.checks.semantic import compared_meaning
from workflow.errors import LocaleError
from workflow.model import Article, Finding, Key, Locale, Markup, Message, ReviewEvent, Text
from workflow.model.message import MACHINE
from workflow.model.phrase import listed, phrase
from workflow.po.template import message_markup
from workflow.project.deriving import row_of
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.reports.approvals import advice
from workflow.review.highlights import TermUse, Use, term_uses
from workflow.review.proofs import not_as_approved
from workflow.review.review_units import (
    Unit,
    review_units,
)
from workflow.review.row import Row

Languages = tuple[Locale, Locale]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All that an editor looks at before saying a word."""

    title: str
    """In the source language."""
    translation: Translation
    row: Row
    """Its counts, as ``workflow status`` has them."""
    units: tuple[Unit, ...]
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

    markup, pair = message_markup(document.segments), (article.locale, locale)
    new = not_as_approved(found.standing, last, found.messages)
    said = found.discussions
    seen = tuple(review_units(messages, document.segments, found.findings, used, new, said=said))
    drafts = [unit for unit in seen if is_machine_draft(unit.message)]
    alike = _likeness(workspace, [unit.message for unit in drafts], markup)
    return SideBySide(
        title=str(document.front_matter.get("title", article.slug)),
        translation=found,
        row=row_of(found),
        units=seen,
        last=last,
        catalogue=found.catalogue_name,
        estimates={
            unit.message.key: estimate(
                unit.message,
                markup[unit.message.key],
                unit.terms,
                pair,
                alike.get(unit.message.key),
            )
            for unit in drafts
        },
    )


def is_machine_draft(message: Message) -> bool:
    """Whether it is what an engine drafted, and nobody touched it."""
    made = message.provenance
    return message.is_draft and made is not None and made.kind == MACHINE


def _likeness(
    workspace: Workspace, drafts: Sequence[Message], markup: Mapping[Key, Markup]
) -> Mapping[Key, float]:
    """How like drafts are to their sources in meaning, as far as a model has read both."""
    if not drafts or "semantic" not in workspace.settings.checks_on:
        return {}
    from workflow.memory.embeddings import meanings_of  # noqa: PLC0415 - few ask for it

    pairs = {}
    for each in drafts:
        source, target = (Text(text, markup[each.key]) for text in (each.msgid, each.msgstr))
        if pair := compared_meaning(source, target):
            pairs[each.key] = pair
    known = meanings_of(workspace).known(set(pairs.values()))
    return {key: known[pair] for key, pair in pairs.items() if pair in known}


def estimate(
    message: Message,
    markup: Markup,
    uses: Sequence[TermUse],
    pair: Languages,
    likeness: float | None = None,
) -> Quality:
    """How good a machine's draft is likely to be; ``uses``: what the glossary says of it.

    ``pair``: the languages of the source and of the draft; ``likeness``: of their meanings.
    """
    missing = sum(use.use is Use.MISSING for use in uses)
    source, target = (Text(text, markup) for text in (message.msgid, message.msgstr))
    return quality(source, target, pair, missing, likeness)
