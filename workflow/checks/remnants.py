"""What is left of the source's language in a translation, how readers are addressed, and words
that stand twice.

Quotations, brackets, names and emphasis keep words of other languages on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from workflow.checks.pairing import has_any
from workflow.checks.source_words import kept_apart
from workflow.checks.subject import Remark, Subject, Translation
from workflow.inline.lexis import SMALL, small_words
from workflow.inline.scripts import HAN
from workflow.inline.vocabulary import tells
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_HAN: Final = re.compile(f"[{HAN}]+")
_NEAR: Final = 60
"""Characters before Chinese words in which is said what they are."""
_NAME_BEFORE: Final = re.compile(r"([A-ZÀ-Ý][\w’-]*)[ ,:]*\Z")
_A_CHARACTER: Final = re.compile(
    r"\b(?:characters?|caractères?|sinogrammes?|words?|mots?|terms?|termes?|written|écrite?s?|called)"
    r" \Z",
    re.IGNORECASE,
)
"""What stands before a word that is spoken of."""
_SENTENCE: Final = re.compile(r"[^.!?。！？]+")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_CLAUSE = 3
"""Small words of another language that make a clause."""
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
_POLITE: Final = {"fr": ("vous", "votre", "vos", "ez"), "zh": ("您",)}
"""What stands wherever the second of the forms does: the rarer of them, in most articles."""
_PLAIN: Final = {
    "fr": re.compile(r"(?<!\w)t(?:(?:u|oi|a|es)(?!\w)|[’'])"),
    "zh": re.compile("你"),
}
"""The same of the first."""


def check_half(subject: Subject) -> Sequence[Remark]:
    """A clause, or Chinese words, of another language in the translation."""
    pairing = subject.pairing
    source, target = pairing.languages
    if source == target or target not in ("fr", "en") or pairing.said == pairing.drafted:
        return ()  # the whole is for `same-as-source`
    if pairing.drafted_han:
        return _chinese(subject, target)
    return _clauses(subject, target)


def _chinese(subject: Subject, target: str) -> Sequence[Remark]:
    """Chinese words outside brackets, but a name's beside its letters."""
    text = kept_apart(subject.message.msgstr)
    for found in _HAN.finditer(text):
        before = text[max(0, found.start() - _NEAR) : found.start()]
        if _A_CHARACTER.search(before):
            continue
        name = _NAME_BEFORE.search(before)
        if name is not None and name[1].lower() not in SMALL[target]:
            continue
        if found[0] in subject.pairing.said:
            return (_remark(found[0], found.span()),)
    return ()


def _clauses(subject: Subject, target: str) -> Sequence[Remark]:
    """A sentence that is in the other of French and English."""
    pairing = subject.pairing
    other = "fr" if target == "en" else "en"
    if not small_words(pairing.draft_known, other, target):
        return ()
    text = kept_apart(subject.message.msgstr)
    for found in _SENTENCE.finditer(text):
        words = {word.lower() for word in _WORDS.findall(found[0])}
        theirs = small_words(words, other, target)
        own = small_words(words, target, other)
        if (theirs >= _CLAUSE and own * 2 < theirs) or (not own and _of(found[0], other, target)):
            shown = found[0].strip()
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            return (_remark(shown, (start, start + len(shown))),)
    return ()


def _of(sentence: str, language: str, target: str) -> bool:
    """Whether all words of a short sentence are of a language, names apart."""
    words = _WORDS.findall(sentence)[:1] + [w for w in _WORDS.findall(sentence)[1:] if w.islower()]
    long = [word.lower() for word in words if len(word) > 2]
    return len(long) > 1 and all(tells(word, language, target) for word in long)


def _remark(text: str, span: tuple[int, int]) -> Remark:
    short = text if len(text) < 60 else f"{text[:57]}…"
    return Remark(phrase("“{text}” is left in another language: translate it", text=short), span)


def check_address(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """Readers addressed in two ways in one article; quotations apart."""
    language = translation.locale.name.partition("_")[0]
    forms = _FORMS.get(language, ())
    written = [subject.message.msgstr.lower() for subject in translation.subjects] if forms else []
    if not any(has_any(text, _POLITE[language]) for text in written):
        return
    if not any(map(_PLAIN[language].search, written)):
        return
    found: list[tuple[int, str]] = []
    for number, subject in enumerate(translation.subjects):
        text = kept_apart(subject.message.msgstr)
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
