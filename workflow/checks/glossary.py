"""Terms: those of the glossary are used, the forbidden ones are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.checks.subject import Remark, Subject, Translation
from workflow.glossary import (
    Misuse,
    Omission,
    Terminology,
)
from workflow.model import Severity, Term


def check_glossary(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """A term the glossary forbids (error), or one of the source that the translation does not
    have as the glossary gives it (warning).

    Case and inflection do not matter; nothing is asked where the glossary has no translation.
    """
    terms = translation.terms
    if terms:
        for subject in translation.subjects:
            for remark in _remarks(subject, terms):
                yield subject, remark


def _remarks(subject: Subject, terms: Terminology) -> Iterator[Remark]:
    said = terms.compare(subject.source, subject.article.locale, subject.target, subject.locale)
    for each in said:
        yield _misuse(each, subject.message.msgstr) if isinstance(each, Misuse) else _omission(each)


def _misuse(misuse: Misuse, msgstr: str) -> Remark:
    start, end = misuse.found.span
    said = f"“{msgstr[start:end]}” is forbidden by the glossary"
    note = misuse.found.concept.note
    instead = f"write {_either(misuse.wanted)}" if misuse.wanted else "say it otherwise"
    return Remark(
        f"{said}: {instead}{f' ({note})' if note else ''}",
        (start, end),
        misuse.fix,
        Severity.ERROR,
    )


def _omission(omission: Omission) -> Remark:
    term = omission.source.term.text
    if not omission.source.concept.translate:
        return Remark(f"“{term}” is not to be translated, says the glossary: write it as it is")
    return Remark(f"“{term}” is {_either(omission.wanted)} in the glossary: use that")


def _either(terms: Sequence[Term]) -> str:
    texts = list(dict.fromkeys(f"“{term.text}”" for term in terms))
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"
