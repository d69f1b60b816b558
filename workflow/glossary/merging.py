"""Bringing one glossary into another without doubling what both have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.model import Concept, Glossary, Locale, Term, digest
from workflow.model import lazy_re as re

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
"""What may be an xml:id, as far as plain letters go."""
_MADE = re.compile(r"c-[0-9a-f]{12}(?:-\d+)?")
"""Keys that :func:`keys` makes; they are not stored, since they can be made again."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A glossary with another one brought into it."""

    glossary: Glossary
    added: int
    changed: int
    unchanged: int


def keys(glossary: Glossary) -> tuple[str, ...]:
    """Return a name for each concept by which other tools may know it, each once.

    Its id where it has one that may stand in XML, else one made from its first term, which
    stays the same as long as that term does.
    """
    taken: dict[str, int] = defaultdict(int)
    return tuple(_key(concept, taken) for concept in glossary.concepts)


def identified(glossary: Glossary) -> Glossary:
    """Return the glossary with each concept's key as its id, by which it finds its way back."""
    found = zip(glossary.concepts, keys(glossary), strict=True)
    return replace(glossary, concepts=tuple(replace(each, id=key) for each, key in found))


def _key(concept: Concept, taken: dict[str, int]) -> str:
    first = concept.terms[0] if concept.terms else Term("", Locale(""))
    made = f"c-{digest(first.locale.name, first.text)[:12]}"
    key = concept.id if _NAME.fullmatch(concept.id) else made
    taken[key] += 1
    return key if taken[key] == 1 else f"{key}-{taken[key]}"


def merge(own: Glossary, other: Glossary) -> Merged:
    """Bring ``other`` into ``own``.

    A concept of ``other`` is one of ``own`` if they share a term and either its id is the key
    of that one or they differ in no language that both have terms in. Then what ``other`` has
    in a language and status takes the place of what ``own`` has there, and what it says
    nothing of stays. Concepts of ``other`` take nothing from each other.
    """
    concepts = list(own.concepts)
    finder = _Finder(own)
    ids = {concept.id for concept in own.concepts}
    added = changed = 0
    for concept, key in zip(other.concepts, keys(other), strict=True):
        index = finder.find(concept, key)
        if index is None:
            known = concept.id in ids or _MADE.fullmatch(concept.id)
            concepts.append(replace(concept, id="" if known else concept.id))
            added += 1
        elif (merged := _merged(concepts[index], concept)) != concepts[index]:
            concepts[index] = merged
            changed += 1
    same = len(other.concepts) - added - changed
    return Merged(replace(own, concepts=tuple(concepts)), added, changed, same)


class _Finder:
    """Finds the concept of a glossary that another one stands for."""

    def __init__(self, glossary: Glossary) -> None:
        self._concepts: list[Concept] = []
        self._keys: list[str] = []
        self._by_term: dict[tuple[Locale, str], list[int]] = defaultdict(list)
        self._found: set[int | None] = set()
        for concept, key in zip(glossary.concepts, keys(glossary), strict=True):
            self.add(concept, key)

    def add(self, concept: Concept, key: str) -> None:
        """One more to be found."""
        for term in concept.terms:
            self._by_term[_place(term)].append(len(self._concepts))
        self._concepts.append(concept)
        self._keys.append(key)

    def find(self, concept: Concept, key: str) -> int | None:
        """The index of the concept it stands for; the likest one that was not found before."""
        near = dict.fromkeys(
            index for term in concept.terms for index in self._by_term.get(_place(term), ())
        )

        def likeness(index: int) -> tuple[bool, int, int, bool]:
            mine, theirs = set(self._concepts[index].terms), set(concept.terms)
            same = self._has_key(index, concept, key)
            return same, len(mine & theirs), -len(mine ^ theirs), index not in self._found

        known = (
            index
            for index in near
            if self._has_key(index, concept, key) or _agree(self._concepts[index], concept)
        )
        best = max(known, key=likeness, default=None)
        self._found.add(best)
        return best

    def _has_key(self, index: int, concept: Concept, key: str) -> bool:
        return bool(concept.id) and self._keys[index] == key


def _place(term: Term) -> tuple[Locale, str]:
    return term.locale, term.text.casefold()


def _agree(one: Concept, other: Concept) -> bool:
    """Whether they share a term in each language that both have terms in."""
    mine, theirs = _by_locale(one), _by_locale(other)
    return all(mine[locale] & theirs[locale] for locale in mine.keys() & theirs.keys())


def _by_locale(concept: Concept) -> Mapping[Locale, set[str]]:
    found: dict[Locale, set[str]] = defaultdict(set)
    for term in concept.terms:
        found[term.locale].add(term.text.casefold())
    return found


def _merged(own: Concept, other: Concept) -> Concept:
    cells = {(term.locale, term.status) for term in other.terms}
    texts = {(term.locale, term.text) for term in other.terms}
    kept = [
        term
        for term in own.terms
        if (term.locale, term.status) not in cells and (term.locale, term.text) not in texts
    ]
    terms = _in_order([*kept, *other.terms], own.terms)
    return replace(
        own,
        terms=own.terms if set(terms) == set(own.terms) else terms,
        translate=own.translate and other.translate,
        part_of_speech=other.part_of_speech or own.part_of_speech,
        domain=other.domain or own.domain,
        definition=other.definition or own.definition,
        note=other.note or own.note,
    )


def _in_order(terms: Sequence[Term], before: Sequence[Term]) -> tuple[Term, ...]:
    """By language, in the order of ``before``, then by status."""
    locales = list(dict.fromkeys(term.locale for term in (*before, *terms)))
    return tuple(sorted(terms, key=lambda term: (locales.index(term.locale), term.status.rank)))
