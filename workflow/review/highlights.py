"""What is marked in a text: placeables, what nobody sees, findings, the terms of the glossary."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from workflow.glossary.occurrences import Occurrence, longest
from workflow.glossary.usage import Misuse, Omission, Terminology
from workflow.inline.pattern import read
from workflow.model import Concept, Locale, Term, TermStatus, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import listed, named, phrase, together

# Spaces that do not break or have no width, hyphens that are not seen, signs that turn the
# direction of writing, control characters: a reader takes them for nothing, or for a space.
_UNSEEN = re.compile(
    "(?P<space>[\u00a0\u2002-\u200a\u202f\u3000]+)|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
    "|[\x00-\x09\x0b-\x1f\x7f-\x9f]+"
)
_NAMES = {
    "\u00a0": phrase("no-break space"),
    "\u00ad": phrase("soft hyphen"),
    "\u2009": phrase("thin space"),
    "\u200b": phrase("zero-width space"),
    "\u200d": phrase("zero-width joiner"),
    "\u202f": phrase("narrow no-break space"),
    "\u3000": phrase("ideographic space"),
    "\t": phrase("tab"),
}


class MarkKind(StrEnum):
    """Why a part of a text is marked."""

    TERM = "term"
    """A term of the glossary, in the source."""
    FOLLOWED = "followed"
    """What the glossary gives for it, in the translation."""
    FORBIDDEN = "forbidden"
    """What the glossary forbids."""
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    """Where a finding of this severity is."""
    PLACEABLE = "placeable"
    """What a translation carries over as it is."""
    SPACE = "space"
    """A space that is not the usual one."""
    UNSEEN = "unseen"
    """A character that shows nothing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; offsets in characters."""

    start: int
    end: int
    kind: MarkKind
    label: str = ""
    """What to say of it, for people."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text all of which has the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()
    """In the order of their beginnings."""


def cut(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return ``text`` in pieces, which joined are just ``text``, whatever the marks are.

    Marks may overlap; what lies outside of the text, or covers nothing, has no effect.
    """
    inside = sorted(_inside(marks, len(text)), key=lambda mark: mark.start)
    edges = {0, len(text), *(m.start for m in inside), *(m.end for m in inside)}
    waiting, open_ = deque(inside), list[Mark]()
    pieces: list[Piece] = []
    for start, end in pairwise(sorted(edges)):
        open_ = [mark for mark in open_ if mark.end > start]
        while waiting and waiting[0].start <= start:
            open_.append(waiting.popleft())
        pieces.append(Piece(text[start:end], tuple(open_)))
    return tuple(pieces)


def plain_marks(text: Text) -> Iterator[Mark]:
    """Yield the marks that need nothing but the text: its placeables, and what is not seen."""
    for each in read(text).placeables:
        yield Mark(each.start, each.end, MarkKind.PLACEABLE, named(each.kind.value))
    for found in _UNSEEN.finditer(text.value):
        names = dict.fromkeys(_NAMES.get(sign, f"U+{ord(sign):04X}") for sign in found[0])
        kind = MarkKind.SPACE if found["space"] else MarkKind.UNSEEN
        yield Mark(found.start(), found.end(), kind, listed(names))


def _inside(marks: Iterable[Mark], length: int) -> Iterator[Mark]:
    for mark in marks:
        start, end = max(0, mark.start), min(mark.end, length)
        if start < end:
            yield Mark(start, end, mark.kind, mark.label)


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
