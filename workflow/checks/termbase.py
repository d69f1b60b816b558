"""What is wrong with a glossary itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial

from workflow.model import Concept, Finding, Glossary, Locale, Severity, Term, TermStatus

CHECK = "glossary"
"""The name its findings bear."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What is wrong with a concept, or with one of its terms."""

    concept: Concept
    message: str
    severity: Severity
    locale: str = ""


def check_termbase(glossary: Glossary, locales: Collection[Locale]) -> tuple[Finding, ...]:
    """Return what is wrong with the glossary of a project in ``locales``, by line.

    Empty concepts, one term with two statuses, several preferred terms, one term in several
    concepts, languages that the project does not have.
    """
    troubles = [
        *_empty(glossary),
        *_conflicts(glossary),
        *_doubles(glossary),
        *_strangers(glossary, locales),
    ]
    return tuple(
        Finding(
            check=CHECK,
            severity=trouble.severity,
            article="",
            locale=trouble.locale,
            message=trouble.message,
            file=glossary.file,
            line=max(trouble.concept.line, 1),
        )
        for trouble in sorted(troubles, key=lambda each: each.concept.line)
    )


def _empty(glossary: Glossary) -> Iterator[_Trouble]:
    for concept in glossary.concepts:
        if not concept.terms:
            message = "a concept without a term: add one, or delete the row"
            yield _Trouble(concept, message, Severity.ERROR)
        for term in concept.terms:
            if not any(character.isalnum() for character in term.text):
                message = f"“{term.text}” has no letter or digit, and is never found: mend it"
                yield _Trouble(concept, message, Severity.ERROR, term.locale.name)


def _conflicts(glossary: Glossary) -> Iterator[_Trouble]:
    """Within one concept."""
    for concept in glossary.concepts:
        trouble = partial(_Trouble, concept)
        for (locale, text), count in Counter((t.locale, t.text) for t in concept.terms).items():
            if count > 1:
                found = [t.status for t in concept.terms if (t.locale, t.text) == (locale, text)]
                message = f"“{text}” is {' and '.join(found)} at once: keep one"
                yield trouble(message, Severity.ERROR, locale.name)
        preferred = [t for t in concept.terms if t.status is TermStatus.PREFERRED]
        for locale, count in Counter(term.locale for term in preferred).items():
            if count > 1 and concept.translate:
                texts = ", ".join(f"“{t.text}”" for t in preferred if t.locale == locale)
                message = f"{texts}: {count} preferred terms; make all but one admitted"
                yield trouble(message, Severity.WARNING, locale.name)


def _doubles(glossary: Glossary) -> Iterator[_Trouble]:
    """Among concepts."""
    places: dict[tuple[Locale, str], list[tuple[Concept, Term]]] = defaultdict(list)
    for concept in glossary.concepts:
        for term in dict.fromkeys(concept.terms):
            places[term.locale, term.text.casefold()].append((concept, term))
    for (locale, _), uses in places.items():
        (first, _), *others = uses
        for concept, term in others:
            if concept is first:
                continue
            same = _texts(concept) <= _texts(first) or _texts(first) <= _texts(concept)
            severity = Severity.ERROR if same else Severity.INFO
            advice = "delete one of the rows" if same else "fine if it means two things"
            message = f"“{term.text}” stands in line {first.line} too: {advice}"
            yield _Trouble(concept, message, severity, locale.name)


def _texts(concept: Concept) -> set[tuple[Locale, str]]:
    return {(term.locale, term.text.casefold()) for term in concept.terms}


def _strangers(glossary: Glossary, locales: Collection[Locale]) -> Iterator[_Trouble]:
    """Languages that no text of the project looks up, said once each."""
    used = {each for locale in locales for each in locale.chain}
    known: set[Locale] = set()
    for concept in glossary.concepts:
        for term in concept.terms:
            if term.locale not in used | known:
                known.add(term.locale)
                message = f"no article or translation is in {term.locale}: its terms are not used"
                yield _Trouble(concept, message, Severity.WARNING, term.locale.name)
