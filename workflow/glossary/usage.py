"""What a glossary says of a source text and its translation, and how to put that right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from workflow.glossary.occurrences import Occurrence, TermIndex, longest
from workflow.model import Concept, Glossary, Locale, Term, TermStatus, Text
from workflow.model import lazy_re as re

_UNAGREEING = frozenset("en zh yue ja".split())
"""Languages in which no word changes with the noun beside it."""
_ARTICLE = re.compile(r"\ban? $", re.IGNORECASE)
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæh")


@dataclass(frozen=True, slots=True)
class Omission:
    """A term of the source whose translation is not to be found."""

    source: Occurrence
    """In the msgid."""
    wanted: tuple[Term, ...]
    """Any of which would do, the preferred ones first."""


@dataclass(frozen=True, slots=True)
class Misuse:
    """A forbidden term in the translation."""

    found: Occurrence
    """In the msgstr."""
    wanted: tuple[Term, ...]
    """What to write instead; empty where the glossary does not say."""
    fix: str | None
    """The whole new msgstr, where a machine can tell."""


class Terminology:
    """A glossary made ready for look-ups; the index of a locale is built when first asked."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._indexes: dict[Locale, TermIndex] = {}

    def __bool__(self) -> bool:
        return bool(self.glossary.concepts)

    def index(self, locale: Locale) -> TermIndex:
        """The index of a locale's terms."""
        if locale not in self._indexes:
            self._indexes[locale] = TermIndex(self.glossary.concepts, locale)
        return self._indexes[locale]

    def find(self, text: Text, locale: Locale) -> tuple[Occurrence, ...]:
        """Return the terms in a text of ``locale``, forbidden ones included."""
        return self.index(locale).find(text)

    def kept(self, text: Text, locale: Locale) -> tuple[tuple[int, int], ...]:
        """Return start and end of each term of a source text that is not translated.

        In characters of ``text``, in order, none overlapping another.
        """
        found = self.index(locale).all(text)
        keep = (each for each in found if not each.concept.translate and each.term.allowed)
        return tuple(sorted({each.span for each in longest(text.value, keep)}))

    def compare(
        self, msgid: Text, source: Locale, msgstr: Text, target: Locale
    ) -> Iterator[Omission | Misuse]:
        """Yield what the translation lacks, and what it should not say.

        A forbidden term counts where the source names its concept, or where the concept has
        no term in the source's language, which bans it everywhere.
        """
        meant = self._meant(msgid, source)
        named = {id(each.concept) for group in meant for each in group}
        said = set()
        for each in self._forbidden(msgstr, target, named):
            if id(each.concept) in named or not each.concept.terms_in(source):
                said.add(id(each.concept))
                wanted = _wanted_terms(each.concept, target)
                yield Misuse(each, wanted, replaced(msgstr.value, each, wanted, target))
        if meant:
            there = self.index(target).all(msgstr, loose=True)
            said |= {id(each.concept) for each in there if each.term.allowed}
        for group in meant:
            wanted = _wanted(group, target)
            if wanted and not any(id(each.concept) in said for each in group):
                yield Omission(group[0], wanted)

    def corrected(self, msgid: Text, source: Locale, draft: Text, target: Locale) -> str:
        """Return a machine's draft with preferred terms for admitted and forbidden ones.

        Only where the source names the concept, the draft lacks its preferred term, and the
        one there can be replaced without touching the words around it. A homonym's preferred
        term is left.
        """
        meant = self._meant(msgid, source)
        named = {id(each.concept) for group in meant for each in group}
        right = [
            each
            for each in self.index(target).all(draft)
            if id(each.concept) in named and each.term.status is TermStatus.PREFERRED
        ]
        wrong = named - {id(each.concept) for each in right}
        spans = {each.span for each in right}
        mended = draft.value
        for each in reversed(self.find(draft, target)):
            if id(each.concept) in wrong and each.span not in spans:
                wanted = _wanted_terms(each.concept, target)
                mended = replaced(mended, each, wanted, target) or mended
        return mended

    def _meant(self, msgid: Text, source: Locale) -> list[tuple[Occurrence, ...]]:
        """The concepts the source names, once each; homonyms in one group."""
        by_span: dict[tuple[int, int], list[Occurrence]] = defaultdict(list)
        for each in self.find(msgid, source):
            by_span[each.span].append(each)
        groups = {
            frozenset(id(each.concept) for each in group): tuple(group)
            for group in reversed(by_span.values())
        }
        return list(reversed(groups.values()))

    def _forbidden(self, msgstr: Text, target: Locale, named: Set[int]) -> Iterator[Occurrence]:
        """The forbidden terms of a translation.

        Less those that are an allowed term of another concept which the source names.
        """
        index = self.index(target)
        found = [each for each in index.find(msgstr) if not each.term.allowed]
        fine = {
            (each.span, id(each.concept))
            for each in (index.all(msgstr) if found else ())
            if each.term.allowed and id(each.concept) in named
        }
        for each in found:
            if not any(span == each.span and other != id(each.concept) for span, other in fine):
                yield each


def _wanted_terms(concept: Concept, target: Locale) -> tuple[Term, ...]:
    """The terms a translation into ``target`` may use, the preferred ones first."""
    terms = concept.terms_in(target) if concept.translate else concept.terms
    allowed = (term for term in terms if term.allowed)
    return tuple(sorted(allowed, key=lambda term: term.status.rank))


def _wanted(group: Sequence[Occurrence], target: Locale) -> tuple[Term, ...]:
    """What would translate any of a group of homonyms; nothing where one has no translation."""
    found = [
        (each.term,) if not each.concept.translate else _wanted_terms(each.concept, target)
        for each in group
    ]
    return tuple(term for terms in found for term in terms) if all(found) else ()


def replaced(
    text: str, occurrence: Occurrence, wanted: Sequence[Term], locale: Locale
) -> str | None:
    """Return ``text`` with the preferred term for the one found; None where a person must tell.

    That is: where there is not one preferred term but several, where the one found is
    inflected or has mark-up in it, where the word before would have to change (a, an), and
    in languages whose articles and adjectives agree with the noun, unless both are acronyms.
    """
    preferred = list({term.text: 0 for term in wanted if term.status is TermStatus.PREFERRED})
    start, end = occurrence.span
    written, old = text[start:end], occurrence.term.text
    if len(preferred) != 1 or written.casefold() != old.casefold():
        return None
    new = preferred[0]
    if not _fits(text[:start], old, new, locale):
        return None
    if written[0].isupper() and not old[0].isupper():
        if len(written) > 1 and written.isupper():
            return None
        new = new[0].upper() + new[1:]
    return text[:start] + new + text[end:]


def _fits(before: str, old: str, new: str, locale: Locale) -> bool:
    alike = (old[0].lower() in _VOWELS) == (new[0].lower() in _VOWELS)
    if locale.name.split("_")[0] in _UNAGREEING:
        return alike or not _ARTICLE.search(before)
    return alike and old.isupper() and new.isupper()
