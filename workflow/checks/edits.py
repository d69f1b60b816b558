"""Typography: the rules of a language read a text once, and each tells its part of what was found.

A typography is one pure function over the words of a text and its profile. It gives what is to be
written otherwise as edits, each under the name of its rule. So translations and articles as they
are written are read alike, and none sees or touches placeables, tags and delimiters: they are one
character each (:mod:`workflow.inline.prose`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from workflow.checks.rule import NOTHING
from workflow.checks.subject import Remark, Source, Subject
from workflow.errors import ArticleError
from workflow.inline.prose import Veiled, veil
from workflow.model import Profile, Segment, Severity, Text
from workflow.model.phrase import Phrase


class Edit(NamedTuple):
    """One place that is to be written otherwise."""

    rule: str
    """Name of the rule whose it is."""
    start: int
    """In characters of the words that the family was handed (:attr:`Veiled.line`)."""
    end: int
    new: str | None
    """What to write there, with every character of :data:`VEIL` that stands there once; None
    where that cannot be told."""
    said: Phrase
    """What is wrong and what to do; places of which the same is said are told once a text."""
    severity: Severity | None = None
    """Where it is not the rule's own."""


Typography = Callable[[Veiled, Profile], Sequence[Edit]]
"""All edits of a text, in order, none over another's of its rule."""


@dataclass(frozen=True, slots=True)
class Look:
    """The part that one rule has of a typography."""

    typography: Typography
    rule: str
    kinds: tuple[str, ...] = ()
    """How the kinds of segments begin that it looks at; empty: all."""

    def at_message(self, subject: Subject) -> Sequence[Remark]:
        """What it says of a translation; the fix of each remark mends all that the rule can."""
        if self.kinds and not self._reads(subject.segment):
            return ()
        found = subject.kept.get(self.typography)
        if found is None:
            found = subject.kept[self.typography] = remarks_by_rule(self.typography, subject)
        return found.get(self.rule, ())

    def at_source(self, source: Source) -> Iterator[tuple[int, Remark]]:
        """What it says of an article as it is written."""
        profile = source.profile
        for segment in source.document.segments if profile else ():
            if not self._reads(segment):
                continue
            try:
                edits = _edits(self.typography, segment.source, profile)
            except ArticleError:  # of the parser; what reads the article tells it
                continue
            own = [each for each in edits if each.rule == self.rule]
            for remark in remarks_of(segment.source, own):
                yield segment.line, remark

    def _reads(self, segment: Segment) -> bool:
        return not self.kinds or segment.kind.startswith(self.kinds)


def remarks_by_rule(typography: Typography, subject: Subject) -> Mapping[str, Sequence[Remark]]:
    """What each rule of a typography says of a translation; the fix of each remark mends all that
    the rule can."""
    profile = subject.profile
    edits = typography(veil(subject.target), profile) if profile else ()
    if not edits:
        return NOTHING
    own: dict[str, list[Edit]] = {}
    for each in edits:
        own.setdefault(each.rule, []).append(each)
    return {rule: remarks_of(subject.target, those) for rule, those in own.items()}


@lru_cache(maxsize=32)
def _edits(typography: Typography, text: Text, profile: Profile) -> Sequence[Edit]:
    """What a typography finds in a text, which its rules ask for one after the other."""
    return typography(veil(text), profile)


def remarks_of(text: Text, edits: Sequence[Edit]) -> Sequence[Remark]:
    """What is said of edits, the same thing once."""
    if not edits:
        return ()
    veiled = veil(text)
    fix = _mended(veiled, edits)
    places = veiled.places
    told: dict[tuple[Phrase, Severity | None], Remark] = {}
    for each in edits:
        span = (places[each.start], places[each.end])
        remark = Remark(each.said, span, fix if each.new is not None else None, each.severity)
        told.setdefault((each.said, each.severity), remark)
    return tuple(told.values())


def _mended(veiled: Veiled, edits: Sequence[Edit]) -> str:
    """The text with all edits that say what to write."""
    line, done = veiled.line, 0
    parts: list[str] = []
    for each in sorted(edits, key=lambda edit: edit.start):
        if each.new is not None:
            parts += (line[done : each.start], each.new)
            done = each.end
    return veiled.unveil("".join((*parts, line[done:]))).value
