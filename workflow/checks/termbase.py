"""What is wrong with a glossary itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial, reduce

from workflow.model import Concept, Finding, Glossary, Locale, Severity, Term, TermStatus
from workflow.model.phrase import Phrase, listed, named, phrase

CHECK = "glossary"
"""The name its findings bear."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What is wrong with a concept, or with one of its terms."""

    concept: Concept
    message: Phrase
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
            message = phrase("a concept without a term: add one, or delete the row")
            yield _Trouble(concept, message, Severity.ERROR)
        for term in concept.terms:
            if not any(character.isalnum() for character in term.text):
                message = phrase(
                    "“{term}” has no letter or digit, and is never found: correct it",
                    term=term.text,
                )
                yield _Trouble(concept, message, Severity.ERROR, term.locale.name)


def _conflicts(glossary: Glossary) -> Iterator[_Trouble]:
    """Within one concept."""
    for concept in glossary.concepts:
        trouble = partial(_Trouble, concept)
        for (locale, text), count in Counter((t.locale, t.text) for t in concept.terms).items():
            if count > 1:
                found = [t.status for t in concept.terms if (t.locale, t.text) == (locale, text)]
                statuses = reduce(_both, map(named, found))
                message = phrase(
                    "“{term}” is {statuses} at once: keep one", term=text, statuses=statuses
                )
                yield trouble(message, Severity.ERROR, locale.name)
        preferred = [t for t in concept.terms if t.status is TermStatus.PREFERRED]
        for locale, count in Counter(term.locale for term in preferred).items():
            if count > 1 and concept.translate:
                message = phrase(
                    "{terms}: {number} preferred terms; make all but one admitted",
                    terms=listed(
                        phrase("“{text}”", text=t.text) for t in preferred if t.locale == locale
                    ),
                    number=count,
                )
                yield trouble(message, Severity.WARNING, locale.name)


def _both(some: str, more: str) -> str:
    return phrase("{some} and {last}", some=some, last=more)


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
            message = phrase(
                "“{term}” stands in line {line} too: fine if it means two things",
                term=term.text,
                line=first.line,
            )
            if same:
                message = phrase(
                    "“{term}” stands in line {line} too: delete one of the rows",
                    term=term.text,
                    line=first.line,
                )
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
                message = phrase(
                    "no article or translation is in {locale}: its terms are not used",
                    locale=term.locale,
                )
                yield _Trouble(concept, message, Severity.WARNING, term.locale.name)
