"""One article in one language as its files are at a moment, made ready to be shown in parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.checks.quality import Quality
from workflow.flows.preview import Preview
from workflow.flows.unit_preview import page_preview
from workflow.model import (
    Action,
    Article,
    Finding,
    Key,
    Locale,
    Markup,
    Message,
    ReviewEvent,
    State,
    Text,
)
from workflow.model.lazily import lazy
from workflow.model.message_event import source_of, translation_of
from workflow.model.words import count_words
from workflow.po.template import message_markup
from workflow.project.checking import source_findings, translation_findings
from workflow.project.translation import Translation
from workflow.reports.approvals import advice
from workflow.reports.side_by_side import estimate, is_machine_draft
from workflow.review.discussion import Discussion
from workflow.review.highlights import TermUse, term_uses
from workflow.review.proofs import not_as_approved
from workflow.review.review_units import Unit, change_of, needs_look, review_units
from workflow.review.row import DONE

Told = Mapping[Message, tuple[Finding, ...]]
"""What the checks find in each message, before anything is let stand."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks find."""

    source: tuple[Finding, ...]
    told: Told

    @classmethod
    def of(cls, translation: Translation, before: Checked | None = None) -> Checked:
        """What they find in a translation; only what is new since ``before`` is looked at."""
        catalogue, messages = translation.catalogue, translation.messages
        known = {} if before is None else before.told
        told = {each: known[each] for each in messages if each in known}
        wanted = {each.key for each in messages if each not in told}
        found: tuple[Finding, ...] = ()
        if wanted and catalogue is not None:
            found = translation_findings(translation, catalogue, wanted)
        by_key = _by_key(found)
        told |= {each: by_key.get(each.key, ()) for each in messages if each.key in wanted}
        source = source_findings(translation.source) if before is None else before.source
        return cls(source, told)

    @classmethod
    def from_fact(
        cls, translation: Translation, source: tuple[Finding, ...], found: tuple[Finding, ...]
    ) -> Checked:
        """What is known already, of which nothing was let stand."""
        by_key = _by_key(found)
        return cls(source, {each: by_key.get(each.key, ()) for each in translation.messages})


def _by_key(found: Iterable[Finding]) -> Mapping[Key, tuple[Finding, ...]]:
    groups: dict[Key, tuple[Finding, ...]] = {}
    for each in found:
        key = (each.msgctxt, each.msgid)
        groups[key] = (*groups.get(key, ()), each)
    return groups


@dataclass(frozen=True, eq=False)
class Desk:
    """All that an editor looks at before saying a word; its parts are made when asked for.

    Raises what :class:`~workflow.project.translation.Translation` raises.
    """

    translation: Translation
    checked: Checked | None
    """None: the checks are still looking at it."""

    def __post_init__(self) -> None:
        if self.checked is not None:
            found = [each for message in self.messages for each in self.checked.told[message]]
            self.translation.know(tuple(found), self.checked.source)

    @property
    def article(self) -> Article:
        """The source."""
        return self.translation.article

    @property
    def locale(self) -> Locale:
        """Of the translation."""
        return self.translation.locale

    @property
    def messages(self) -> tuple[Message, ...]:
        """In document order; a unit's number is its place here, counted from 1."""
        return self.translation.messages

    @property
    def states(self) -> tuple[State, ...]:
        """Of the messages."""
        return self.translation.states

    @lazy
    def title(self) -> str:
        """In the source language."""
        fields = self.translation.document.front_matter
        return str(fields.get("title", self.article.slug))

    @lazy
    def digests(self) -> tuple[str, ...]:
        """The digests that name each message's source text."""
        return tuple(source_of(each.key) for each in self.messages)

    @lazy
    def numbers(self) -> Mapping[str, int]:
        """Digest of a source text → number of its unit."""
        return {name: number for number, name in enumerate(self.digests, start=1)}

    def take_names(self, other: Desk) -> None:
        """Take what ``other``, of the same source, knows of the digests of its texts."""
        for name in ("digests", "numbers"):
            if name in vars(other):
                vars(self)[name] = vars(other)[name]

    def seen(self, number: int) -> str:
        """The digest of the translation that a unit shows."""
        return translation_of(self.messages[number - 1].msgstr)

    def said(self, number: int) -> Discussion:
        """What is said of a unit's message."""
        return self.translation.discussions.of(self.messages[number - 1])

    @lazy
    def last(self) -> ReviewEvent | None:
        """The last word on the whole that counts."""
        return self.translation.words.last

    @lazy
    def new(self) -> frozenset[Key]:
        """The messages that are not as they were approved, where an approval that fell tells."""
        return not_as_approved(self.translation.standing, self.last, self.messages)

    @property
    def source_findings(self) -> tuple[Finding, ...]:
        """What the checks find in the source."""
        return () if self.checked is None else self.checked.source

    @lazy
    def findings(self) -> Mapping[Key, tuple[Finding, ...]]:
        """What the checks find in each message, heeding what was let stand."""
        return {} if self.checked is None else _by_key(self.translation.translation_findings)

    @property
    def approvable(self) -> bool:
        """Whether a word is all that is missing."""
        return (
            self.checked is not None
            and not self.translation.unready
            and self.translation.unapproved is not None
        )

    @property
    def withdrawable(self) -> bool:
        """Whether there is an approval to take back, counting or fallen."""
        return self.last is not None and self.last.action is not Action.WITHDRAW

    @lazy
    def advice(self) -> tuple[str, ...]:
        """What helps against what is in the way of an approval, a sentence each."""
        name, unready = self.translation.catalogue_name, self.translation.unready
        return tuple(advice(self.article.slug, self.locale.name, name, unready))

    @lazy
    def percent(self) -> int:
        """Of the messages, how many a person has translated; 100 only where all are."""
        done = sum(state in DONE for state in self.states)
        return 100 * done // len(self.states) if self.states else 100

    @lazy
    def words_to_do(self) -> int:
        """Source words of the messages a translator has still to work on, each once."""
        pairs = zip(self.messages, self.states, strict=True)
        return sum(count_words(each.msgid) for each, state in pairs if state not in DONE)

    @lazy
    def page(self) -> Preview:
        """The page as it would stand on the site, drafts included."""
        return page_preview(self.translation)

    # In parts

    def units(self, numbers: Sequence[int]) -> Iterator[Unit]:
        """These units, in this order."""
        source, target, terms = self.article.locale, self.locale, self.translation.workspace.terms

        def used(msgid: Text, msgstr: Text) -> tuple[TermUse, ...]:
            return term_uses(terms, msgid, source, msgstr, target)

        found = [each for number in numbers for each in self.findings.get(self._key(number), ())]
        pairs = tuple(zip(self.messages, self.states, strict=True))
        segments = self.translation.document.segments
        said = self.translation.discussions
        return review_units(pairs, segments, found, used, self.new, said=said, numbers=numbers)

    def _key(self, number: int) -> Key:
        return self.messages[number - 1].key

    @lazy
    def attention(self) -> tuple[int, ...]:
        """The units that need a look, see :attr:`Unit.needs_look`."""
        return tuple(
            number
            for number, (message, state) in enumerate(
                zip(self.messages, self.states, strict=True), start=1
            )
            if self._needs_look(message, state)
        )

    def _needs_look(self, message: Message, state: State) -> bool:
        said = self.translation.discussions.of(message)
        findings, new = self.findings.get(message.key, ()), message.key in self.new
        return needs_look(state, said, findings, change_of(message), new=new)

    @lazy
    def drafts(self) -> tuple[int, ...]:
        """The machines' drafts that nobody has touched, in document order."""
        return tuple(
            number
            for number, message in enumerate(self.messages, start=1)
            if is_machine_draft(message)
        )

    @lazy
    def estimates(self) -> Mapping[int, Quality]:
        """How good those drafts are likely to be."""
        return {number: self._estimate(number) for number in self.drafts}

    @property
    def weakest(self) -> tuple[int, ...]:
        """Those drafts, the weakest first."""
        return tuple(sorted(self.drafts, key=lambda number: self.estimates[number].score))

    def _estimate(self, number: int) -> Quality:
        message, terms = self.messages[number - 1], self.translation.workspace.terms
        markup, pair = self._markup[message.key], (self.article.locale, self.locale)
        source, target = Text(message.msgid, markup), Text(message.msgstr, markup)
        uses = term_uses(terms, source, self.article.locale, target, self.locale)
        return estimate(message, markup, uses, pair)

    @lazy
    def _markup(self) -> Mapping[Key, Markup]:
        return message_markup(self.translation.document.segments)
