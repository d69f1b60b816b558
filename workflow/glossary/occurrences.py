"""Finding a glossary's terms in a text of one language."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workflow.glossary.inflection import Word, inflected, joined, read_words, term_words
from workflow.inline.pattern import read
from workflow.model import Concept, Locale, Term, Text
from workflow.model import lazy_re as re

_UNPARTED = frozenset("zh yue ja ko th lo km my".split())
"""Languages that write words without spaces between them, or (Korean) particles onto them."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term found in a text."""

    concept: Concept
    term: Term
    start: int
    """Offset of the first character, in characters of the text."""
    end: int
    """Offset after the last character."""
    loose: bool = False
    """Whether the words have the stems of the term, but are not forms of it."""

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class _Sequence:
    """A term as words."""

    concept: Concept
    term: Term
    words: tuple[Word, ...]
    exact: tuple[bool, ...]
    """For each word, whether its capitals count."""


@dataclass(frozen=True, slots=True)
class _Literal:
    """A term as characters."""

    concept: Concept
    term: Term


class TermIndex:
    """The terms of one locale, found in a time that hardly depends on how many there are."""

    def __init__(self, concepts: Iterable[Concept], locale: Locale) -> None:
        """Terms of concepts that are not translated belong to every locale."""
        self._language = locale.name.split("_")[0]
        self._literals: dict[str, list[_Literal]] = defaultdict(list)
        self._by_stem: dict[str, list[_Sequence]] = defaultdict(list)
        self._by_text: dict[str, list[_Sequence]] = defaultdict(list)
        # A source is looked at once for each of its translations, a translation twice.
        self._scan = lru_cache(maxsize=1 << 10)(self._scanned)
        for concept in concepts:
            for term in _terms(concept, locale):
                self._add(concept, term)
        firsts = sorted({key[0] for key in self._literals})
        self._first = re.compile(f"[{re.escape(''.join(firsts))}]") if firsts else None
        """What a term as characters begins with."""

    def _add(self, concept: Concept, term: Term) -> None:
        if self._language in _UNPARTED or (not concept.translate and term.allowed):
            self._literals[term.text[:2]].append(_Literal(concept, term))
            return
        words = term_words(term.text, self._language)
        if words:
            exact = tuple(_capitals_count(word.text) for word in words)
            index = self._by_text if exact[0] else self._by_stem
            key = words[0].text if exact[0] else words[0].stem
            index[key].append(_Sequence(concept, term, words, exact))

    def find(self, text: Text) -> tuple[Occurrence, ...]:
        """Return the terms in a text, in order; where two overlap, the longer.

        Several at one place have the same words: homonyms. Placeables are not searched.
        """
        return tuple(sorted(longest(text.value, self.all(text)), key=lambda each: each.span))

    def all(self, text: Text, *, loose: bool = False) -> Iterator[Occurrence]:
        """Yield every term in a text, those inside others too.

        ``loose``: words of one stem count as the same, ``displaced`` and ``displacement``.
        """
        return (each for each in self._scan(text) if loose or not each.loose)

    def _scanned(self, text: Text) -> tuple[Occurrence, ...]:
        searched = _without_placeables(text)
        return (*self._find_literals(searched), *self._find_sequences(searched))

    def _find_literals(self, text: str) -> Iterator[Occurrence]:
        for found in self._first.finditer(text) if self._first else ():
            start = found.start()
            for key in dict.fromkeys((text[start : start + 2], found[0])):
                for literal in self._literals.get(key, ()):
                    end = start + len(literal.term.text)
                    if text.startswith(literal.term.text, start) and _stands_alone(
                        text, start, end
                    ):
                        yield Occurrence(literal.concept, literal.term, start, end)

    def _find_sequences(self, text: str) -> Iterator[Occurrence]:
        searched = self._by_stem or self._by_text
        words = read_words(text, self._language) if searched else ()
        for index, word in enumerate(words):
            for sequence in self._candidates(word):
                part = words[index : index + len(sequence.words)]
                loose = self._looseness(sequence, part)
                if loose is not None and joined(text, part):
                    start, end = word.start, part[-1].end
                    yield Occurrence(sequence.concept, sequence.term, start, end, loose)

    def _candidates(self, word: Word) -> Iterator[_Sequence]:
        yield from self._by_stem.get(word.stem, ())
        yield from self._by_text.get(word.text, ())
        if self._language == "en" and word.text.endswith("s"):
            yield from self._by_text.get(word.text[:-1], ())

    def _looseness(self, sequence: _Sequence, words: Sequence[Word]) -> bool | None:
        """Whether only the stems are the same, as those of a verb may be; None: not even they."""
        if len(words) != len(sequence.words):
            return None
        loose = False
        for wanted, word, exact in zip(sequence.words, words, sequence.exact, strict=True):
            if exact:  # NGO, in English NGOs as well
                plural = self._language == "en" and word.text == f"{wanted.text}s"
                if word.text != wanted.text and not plural:
                    return None
            elif wanted.stem != word.stem:
                return None
            else:
                loose = loose or not inflected(wanted, word, self._language)
        return loose and sequence.concept.part_of_speech != "verb"


def _terms(concept: Concept, locale: Locale) -> Iterator[Term]:
    own = concept.terms_in(locale)
    yield from own
    if not concept.translate:
        known = {term.text for term in own}
        for term in concept.terms:
            if term.allowed and term.text not in known:
                known.add(term.text)
                yield term


def _capitals_count(word: str) -> bool:
    """Whether it is an acronym (OIM), or has a capital inside (iPad)."""
    return any(character.isupper() for character in word[1:])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter of a script with spaces runs on beyond either end."""
    before = start > 0 and _is_parted(text[start - 1]) and _is_parted(text[start])
    after = end < len(text) and _is_parted(text[end]) and _is_parted(text[end - 1])
    return not (before or after)


def _is_parted(character: str) -> bool:
    """Whether it belongs to a script that parts words: not Thai to Lao, Burmese, Khmer, CJK."""
    return character.isalnum() and not (
        "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or character >= "\u2e80"
    )


def _without_placeables(text: Text) -> str:
    """The text with placeables blanked, character for character."""
    parts: list[str] = []
    done = 0
    for placeable in read(text).placeables:
        blank = "\0" * (placeable.end - max(done, placeable.start))
        parts += (text.value[done : placeable.start], blank)
        done = max(done, placeable.end)
    return "".join([*parts, text.value[done:]])


def longest(text: str, found: Iterable[Occurrence]) -> list[Occurrence]:
    """Return, of occurrences that overlap, the longest; of one concept's at one place the one
    that is written most nearly as in the glossary.
    """
    taken: dict[tuple[int, int], dict[int, Occurrence]] = {}
    spans: list[tuple[int, int]] = []
    """Those of ``taken``, in order; none overlaps another."""
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        at = bisect(spans, each.span)
        before, after = spans[at - 1 : at], spans[at : at + 1]
        clear = all(end <= each.start for _, end in before) and all(
            each.end <= start for start, _ in after
        )
        if clear or each.span in taken:
            if each.span not in taken:
                spans.insert(at, each.span)
            here = taken.setdefault(each.span, {})
            other = here.get(id(each.concept))
            if other is None or _nearness(text, each) < _nearness(text, other):
                here[id(each.concept)] = each
    return [each for here in taken.values() for each in here.values()]


def _nearness(text: str, occurrence: Occurrence) -> tuple[bool, int]:
    written = text[occurrence.start : occurrence.end]
    return written != occurrence.term.text, occurrence.term.status.rank
