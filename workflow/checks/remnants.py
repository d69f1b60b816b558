"""What is left of the source's language in a translation, how readers are addressed, and words
that stand twice.

Quotations, brackets, names and emphasis keep words of other languages on purpose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from workflow.checks.subject import Remark, Subject, Translation
from workflow.inline.lexis import SMALL, left_over, looks, small_words
from workflow.inline.scripts import HAN
from workflow.model.phrase import phrase

_KEPT: Final = re.compile(
    r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’(?!\w)|«[^»]*»|「[^」]*」|『[^』]*』|《[^》]*》|\([^()]*\)|（[^（）]*）"
    r"|\*[^*]+\*|`[^`]*`|<[^<>]*>"
)
"""What may be of another language."""
_HAN: Final = re.compile(f"[{HAN}]+")
_NAME_BEFORE: Final = re.compile(r"([A-ZÀ-Ý][\w’-]*)[ ,:]*\Z")
_SENTENCE: Final = re.compile(r"[^.!?。！？]+")
_LATIN: Final = re.compile(
    r"(?<![A-Za-zÀ-ÿ0-9_./@=\[|'-])[A-Za-zÀ-ÿœ][A-Za-zÀ-ÿœ'’-]*(?: [A-Za-zÀ-ÿœ][A-Za-zÀ-ÿœ'’-]*)*"
    r"(?![A-Za-zÀ-ÿ0-9_|=/\['-])"
)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_CLAUSE = 3
"""Small words of another language that make a clause."""
_LONG = 8
"""Letters of a word that is no unit, and hardly a name of programs in running text."""
_SURE = 0.95
_COPIED: Final = re.compile(r"(?<![\w’'@./-])[a-zà-ÿœ]{4,}(?: [a-zà-ÿœ]{4,})*(?![\w@/\[-]|\.\w)")
_TU: Final = re.compile(
    r"(?<![\w’'-])(?<!est )(?<!sont )(?<!suis )(?<!était )(?:tu|toi|ta|tes)(?![\w-])"
    r"|-(?:tu|toi)(?![\w-])|(?<![\w’'-])t[’'](?=[aeiouyhéê])",
    re.IGNORECASE,
)
_VOUS: Final = re.compile(
    r"(?<![\w’'-])(?:vous|votre|vos)(?![\w])|(?<!rendez)(?<!garde-à)-vous(?!\w)"
    r"|(?<![\w’'-])(?!chez|assez|nez|rez)[^\W\d_]+ez(?![\w-]vous)(?!\w)",
    re.IGNORECASE,
)
_NI: Final = re.compile("你(?!们)")
_FORMS: Final = {
    "fr": (("tu", _TU), ("vous", _VOUS)),
    "zh": (("你", _NI), ("您", re.compile("您"))),
}


def _bare(text: str) -> str:
    return _KEPT.sub(lambda found: " " * len(found[0]), text)


def check_half(subject: Subject) -> Sequence[Remark]:
    """A clause, or Chinese words, of another language in the translation."""
    pairing = subject.pairing
    source, target = pairing.languages
    if source == target or target not in ("fr", "en", "zh") or pairing.said == pairing.drafted:
        return ()  # the whole is for `same-as-source`
    if target == "zh":
        return _in_chinese(subject, source) if pairing.drafted_han else ()
    if pairing.drafted_han:
        return _chinese(subject, target)
    return _clauses(subject, target)


def _chinese(subject: Subject, target: str) -> Sequence[Remark]:
    """Chinese words outside brackets, but a name's beside its letters."""
    text = _bare(subject.message.msgstr)
    for found in _HAN.finditer(text):
        name = _NAME_BEFORE.search(text, 0, found.start())
        if name is not None and name[1].lower() not in SMALL[target]:
            continue
        if found[0] in subject.pairing.said:
            return (_remark(found[0], found.span()),)
    return ()


def _in_chinese(subject: Subject, source: str) -> Sequence[Remark]:
    """Words of the source in small letters, two together at least or one that no name is."""
    if source not in SMALL:
        return ()
    text = _bare(subject.message.msgstr)
    for found in _LATIN.finditer(text):
        run = found[0]
        words = _WORDS.findall(run)
        if not run.islower() or run not in subject.pairing.said:
            continue
        telling = " " in run and small_words(set(words), source, "zh")
        long = len(run) >= _LONG and subject.segment.markup != "text"
        if telling or (len(words) == 1 and (long or not run.isascii()) and len(run) > _CLAUSE):
            return (_remark(run, found.span()),)
    return ()


def _clauses(subject: Subject, target: str) -> Sequence[Remark]:
    """A sentence that is in the other of French and English."""
    pairing = subject.pairing
    other = "fr" if target == "en" else "en"
    if small_words(pairing.draft_known, other, target) < _CLAUSE:
        return _copied(subject, other, target)
    text = _bare(subject.message.msgstr)
    for found in _SENTENCE.finditer(text):
        words = {word.lower() for word in _WORDS.findall(found[0])}
        theirs = small_words(words, other, target)
        if theirs >= _CLAUSE and small_words(words, target, other) * 2 < theirs:
            shown = found[0].strip()
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            return (_remark(shown, (start, start + len(shown))),)
    return _copied(subject, other, target)


def _copied(subject: Subject, other: str, target: str) -> Sequence[Remark]:
    """Words of the source, French or English, that the other language does not have."""
    if subject.pairing.languages[0] != other:
        return ()
    known = subject.pairing.source_known
    if not any(len(word) > _LONG - 3 for word in known & subject.pairing.draft_known):
        return ()
    text = _bare(subject.message.msgstr)
    for found in _COPIED.finditer(text):
        words = [word for word in found[0].split() if word in known]
        if not words:
            continue
        for word in left_over(set(words), known, (other, target)):
            if len(word) > _LONG - 3 and _is_of(word, other):
                start = found.start() + found[0].index(word)
                return (_remark(word, (start, start + len(word))),)
    return ()


def _is_of(word: str, language: str) -> bool:
    likeliest, sure = looks(word, ("en", "fr"))
    return likeliest == language and sure >= _SURE


def _remark(text: str, span: tuple[int, int]) -> Remark:
    short = text if len(text) < 60 else f"{text[:57]}…"
    return Remark(phrase("“{text}” is left in another language: translate it", text=short), span)


def check_address(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """Readers addressed in two ways in one article; quotations apart."""
    forms = _FORMS.get(translation.locale.name.partition("_")[0], ())
    if len(translation.subjects) == 0 or not forms:
        return
    found: list[tuple[int, str]] = []
    for number, subject in enumerate(translation.subjects):
        text = _bare(subject.message.msgstr)
        found += ((number, name) for name, pattern in forms if pattern.search(text))
    counts = Counter(name for _, name in found)
    if len(counts) < len(forms):
        return
    rarer = min((name for name, _ in forms), key=lambda name: counts[name])
    usual = next(name for name, _ in forms if name != rarer)
    for number, name in found:
        if name == rarer:
            said = phrase("addresses readers as {rarer}, the article as {usual}: write one of them",
                          rarer=rarer, usual=usual)  # fmt: skip
            yield translation.subjects[number], Remark(said)
