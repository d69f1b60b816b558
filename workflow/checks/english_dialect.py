"""British and American spelling: one of them throughout an article.

Names keep their own spelling (the World Health Organization, Pearl Harbor), and so do quotations.
British publishers write -ise or -ize as they choose, but one of them (New Hart's Rules, 3.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from workflow.checks.subject import Remark, Source, Subject, Translation
from workflow.errors import ArticleError
from workflow.inline.prose import veil
from workflow.inline.spellings import Side, spellings
from workflow.model import Profile, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

_WORD: Final = re.compile(r"(?<![\w’'./@#-])[A-Za-z][a-z]{3,}(?![\w@/=]|\.\w|['’]\w{2})")
_QUOTED: Final = re.compile(r"<[^<>]*>|“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’(?![^\W_])|«[^»]*»")
_BRITISH, _AMERICAN, _ISE, _IZE = "British", "American", "-ise", "-ize"


class Word(NamedTuple):
    """A word that tells whose English it is."""

    text: str
    start: int
    """In characters of the text."""
    kind: str
    other: str
    """How the other side spells it."""


def telling(text: Text) -> Sequence[Word]:
    """The words of a text that tell a dialect, names and quotations apart."""
    table = spellings()
    if not any(each.lower() in table for each in _WORD.findall(text.value)):
        return ()
    veiled = veil(text)
    line = _QUOTED.sub(lambda found: " " * len(found[0]), veiled.line)
    found, places = [], veiled.places
    for each in _WORD.finditer(line):
        word, start = each[0], each.start()
        known = table.get(word.lower())
        if known is None or (word[0].isupper() and not _begins(line, start, each.end())):
            continue
        kind = _kind(known.side, oxford=known.oxford, word=word)
        other = known.other.capitalize() if word[0].isupper() else known.other
        found.append(Word(word, places[start], kind, other))
    return found


def _kind(side: Side, *, oxford: bool, word: str) -> str:
    if not oxford:
        return _BRITISH if side == "GB" else _AMERICAN
    return _ISE if "is" in word and side == "GB" else _IZE


def _begins(line: str, start: int, end: int) -> bool:
    """Whether a word with a capital begins a sentence, and no name that goes on with another."""
    before = line[:start].rstrip()
    first = not before or before[-1] in ".!?:”’"
    return first and re.match(r"\W*(?:of |for )?[A-Z]", line[end:]) is None


def _faults(
    words: Sequence[tuple[int, Word]], profile: Profile
) -> Iterator[tuple[int, Word, Phrase]]:
    """The words that depart, with the number of the text that each stands in."""
    counts = Counter(word.kind for _, word in words)
    wrong = _departing(counts, profile)
    for number, word in words:
        if word.kind in wrong:
            yield number, word, _said(word, wrong[word.kind])


def _departing(counts: Counter[str], profile: Profile) -> dict[str, str]:
    """Kind of words that are to be written otherwise → the kind they stand beside."""
    if profile == "en-US":
        return {_BRITISH: "", _ISE: ""}
    if profile == "en-GB":
        return {_AMERICAN: ""} | _rarer(counts, _ISE, _IZE)
    british, american = counts[_BRITISH] + counts[_ISE], counts[_AMERICAN]
    if not american:
        return _rarer(counts, _ISE, _IZE)
    if not british:
        return {}
    if british >= american:
        return {_AMERICAN: _BRITISH} | _rarer(counts, _ISE, _IZE)
    return {_BRITISH: _AMERICAN, _ISE: _AMERICAN}


def _rarer(counts: Counter[str], one: str, other: str) -> dict[str, str]:
    if not (counts[one] and counts[other]):
        return {}
    return {other: one} if counts[one] >= counts[other] else {one: other}


def _said(word: Word, beside: str) -> Phrase:
    if not beside:
        return phrase("“{word}” is spelt as in the other English: write “{other}”",
                      word=word.text, other=word.other)  # fmt: skip
    return phrase(
        "“{word}” is spelt otherwise than the rest of the article: write “{other}”, or change that",
        word=word.text,
        other=word.other,
    )


def check_dialect(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """Words of the other dialect than the profile's, or than most of the article."""
    subjects = translation.subjects
    if not subjects or (profile := subjects[0].profile) is None:
        return
    words = [(n, word) for n, each in enumerate(subjects) for word in telling(each.target)]
    found: dict[int, dict[Phrase, Word]] = {}
    edits: dict[int, list[Word]] = {}
    for number, word, said in _faults(words, profile):
        found.setdefault(number, {}).setdefault(said, word)
        edits.setdefault(number, []).append(word)
    for number, remarks in found.items():
        fix = _respelt(subjects[number].message.msgstr, edits[number])
        for said, word in remarks.items():
            yield subjects[number], Remark(said, (word.start, word.start + len(word.text)), fix)


def dialect_of_source(source: Source) -> Iterator[tuple[int, Remark]]:
    """The same of an article as it is written."""
    if source.profile is None:
        return
    words: list[tuple[int, Word]] = []
    for segment in source.document.segments:
        try:
            words += ((segment.line, word) for word in telling(segment.source))
        except ArticleError:  # of the parser; what reads the article tells it
            continue
    for line, _, said in _faults(words, source.profile):
        yield line, Remark(said)


def _respelt(text: str, words: Sequence[Word]) -> str:
    for word in reversed(words):
        text = text[: word.start] + word.other + text[word.start + len(word.text) :]
    return text
