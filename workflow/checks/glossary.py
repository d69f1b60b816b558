"""Terms: those of the glossary are used, the forbidden ones are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.checks.subject import Remark, Subject, Translation
from workflow.glossary.usage import Misuse, Omission, Terminology
from workflow.model import Severity, Term
from workflow.model.phrase import listed, phrase


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
    used = msgstr[start:end]
    said = phrase("“{used}” is forbidden by the glossary: say it otherwise", used=used)
    if misuse.wanted:
        said = phrase(
            "“{used}” is forbidden by the glossary: write {terms}",
            used=used,
            terms=_either(misuse.wanted),
        )
    if note := misuse.found.concept.note:
        said = phrase("{message} ({note})", message=said, note=note)
    return Remark(
        said,
        (start, end),
        misuse.fix,
        Severity.ERROR,
    )


def _omission(omission: Omission) -> Remark:
    term = omission.source.term.text
    if not omission.source.concept.translate:
        return Remark(
            phrase(
                "“{term}” is not to be translated, says the glossary: write it as it is", term=term
            )
        )
    return Remark(
        phrase(
            "“{term}” is {terms} in the glossary: use that",
            term=term,
            terms=_either(omission.wanted),
        )
    )


def _either(terms: Sequence[Term]) -> str:
    *some, last = (phrase("“{text}”", text=each) for each in dict.fromkeys(t.text for t in terms))
    return phrase("{some} or {last}", some=listed(some), last=last) if some else last
