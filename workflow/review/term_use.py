"""What the glossary says of one message: the terms its source names, and what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.glossary.occurrences import Occurrence, longest
from workflow.glossary.usage import Misuse, Omission, Terminology
from workflow.model import Concept, Locale, Term, TermStatus, Text
from workflow.model.naming import named
from workflow.model.phrase import phrase, together
from workflow.review.highlights import (
    Mark,
    MarkKind,
)

Span = tuple[int, int]
"""Start and end, in characters."""


class Use(StrEnum):
    """What a translation makes of a concept."""

    FOLLOWED = "followed"
    """It has a preferred or admitted term."""
    MISSING = "missing"
    """It has none of the terms the glossary gives."""
    MISUSED = "misused"
    """It has a forbidden one."""
    OPEN = "open"
    """There is no translation yet, the glossary has no term, or the source means a homonym."""


@dataclass(frozen=True, slots=True)
class TermUse:
    """One concept of the glossary in one message."""

    concept: Concept
    terms: tuple[Term, ...]
    """Those of the target language, best first, forbidden ones last; empty where it has none,
    or where the concept is not translated."""
    use: Use
    source: tuple[Occurrence, ...]
    """In the msgid; none where the concept alone forbids a word."""
    followed: tuple[Occurrence, ...]
    """Preferred and admitted terms in the msgstr."""
    forbidden: tuple[Occurrence, ...]
    """Forbidden terms in the msgstr."""

    def source_marks(self) -> Iterator[Mark]:
        """Yield the marks on the msgid."""
        label = phrase("glossary: {label}", label=self.label)
        for each in self.source:
            yield Mark(*each.span, MarkKind.TERM, label)

    def target_marks(self) -> Iterator[Mark]:
        """Yield the marks on the msgstr."""
        for each in self.followed:
            status: str = phrase("as it is")
            if self.concept.translate:
                status = named(str(each.term.status))
            yield Mark(*each.span, MarkKind.FOLLOWED, phrase("glossary: {label}", label=status))
        for each in self.forbidden:
            label = phrase("glossary: forbidden; {label}", label=self.label)
            yield Mark(*each.span, MarkKind.FORBIDDEN, label)

    @property
    def label(self) -> str:
        """What to write for it, in a line: “shelter; refuge (admitted)”."""
        if not self.concept.translate:
            return phrase("do not translate")
        written = together(
            term.text
            if term.status is TermStatus.PREFERRED
            else phrase("{term} ({status})", term=term.text, status=named(str(term.status)))
            for term in self.terms
            if term.allowed
        )
        return written or phrase("no term in this language")


def term_uses(
    terms: Terminology, msgid: Text, source: Locale, msgstr: Text, target: Locale
) -> tuple[TermUse, ...]:
    """Return the concepts that a message's source names, in the order they stand in it.

    Then those that only forbid a word which the translation has. What is missing or misused
    is what the check ``glossary`` says (:meth:`Terminology.compare`).
    """
    if not terms:
        return ()
    named = _by_concept(terms.find(msgid, source))
    said = tuple(terms.compare(msgid, source, msgstr, target)) if msgstr.value else ()
    forbidden = _by_concept(each.found for each in said if isinstance(each, Misuse))
    there = terms.index(target).all(msgstr, loose=True) if named and msgstr.value else ()
    followed = _followed(msgstr.value, there, named, forbidden)
    missing = {each.source.span for each in said if isinstance(each, Omission)}
    uses = []
    for key in dict.fromkeys((*named, *forbidden)):
        found = (
            tuple(named.get(key, ())),
            tuple(followed.get(key, ())),
            tuple(forbidden.get(key, ())),
        )
        concept = (*found[0], *found[2])[0].concept
        uses.append(TermUse(concept, target_terms(concept, target), _use(*found, missing), *found))
    return tuple(uses)


def target_terms(concept: Concept, target: Locale) -> tuple[Term, ...]:
    """The concept's terms in ``target``, best first; none where it is not translated."""
    terms = concept.terms_in(target) if concept.translate else ()
    return tuple(sorted(terms, key=lambda term: term.status.rank))


def _by_concept(found: Iterable[Occurrence]) -> Mapping[int, Sequence[Occurrence]]:
    groups: dict[int, list[Occurrence]] = {}
    for each in found:
        groups.setdefault(id(each.concept), []).append(each)
    return groups


def _followed(
    msgstr: str,
    found: Iterable[Occurrence],
    named: Collection[int],
    forbidden: Mapping[int, Sequence[Occurrence]],
) -> Mapping[int, Sequence[Occurrence]]:
    """What is right in a translation; a word inside a forbidden term is not."""
    wrong = [each.span for group in forbidden.values() for each in group]
    right = (
        each
        for each in found
        if id(each.concept) in named
        and each.term.allowed
        and all(each.end <= start or end <= each.start for start, end in wrong)
    )
    return _by_concept(sorted(longest(msgstr, right), key=lambda each: each.span))


def _use(
    source: Sequence[Occurrence],
    followed: Sequence[Occurrence],
    forbidden: Sequence[Occurrence],
    missing: Collection[Span],
) -> Use:
    if forbidden:
        return Use.MISUSED
    if followed:
        return Use.FOLLOWED
    return Use.MISSING if any(each.span in missing for each in source) else Use.OPEN
