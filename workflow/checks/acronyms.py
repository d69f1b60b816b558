"""Capitals and acronyms of a source that its translation keeps, or renders as its language does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz.distance import OSA

from workflow.checks.gazetteer import Table, gazetteer
from workflow.checks.namings import LANGUAGES, is_shouted, names_in
from workflow.checks.subject import Remark, Subject
from workflow.glossary.usage import Terminology
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

_ACRONYM: Final = re.compile(
    r"[A-Z](?<![A-Za-z0-9\u00c0-\u024f./_@#-].)[A-Z0-9]+(?:-\d+)?"
    r"(?![A-Za-z0-9\u00c0-\u024f_@-]|\.[A-Za-z0-9]|/\w)"
)
"""Two capitals and more, or a capital and digits (``G20``, ``COP28``)."""
_DIGIT: Final = re.compile(r"\d+")
_VOWEL: Final = re.compile("[AEIOUY]")
_HINT: Final = re.compile(r"[A-Z][A-Z0-9]")
_WORD: Final = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+")
_TABLES: Final[Sequence[Table]] = ("organisations", "places", "acronyms")
_WORDS_NOW: Final = frozenset(
    "aids sida laser radar sonar sars covid pdf html url sms wifi ovni pin dvd cd gps tv pc ok it "
    "us who un am pm ac dc bit id pacs smic rer pib tva adn arn csv png zip mp3 usb ram rom ad bc "
    "sim gif rss xml json css iso led lcd vip bd dj cv ht ttc".split()
)
"""Those that many write as words, or that are words besides."""


_COLOURS: Final = re.compile("[RGBAW]{3,5}|[CMYK]{3,4}")
_IN_FRENCH: Final = str.maketrans("GYK", "VJN")
_CELL: Final = re.compile(r"(?<=^[RL])\d+C\d+$")
_LABEL: Final = 4
"""Words of a text that may be a label of a program."""


_known_ones = names_in("acronyms")


def check_acronyms(subject: Subject, terms: Terminology | None = None) -> Sequence[Remark]:
    """Acronyms with other letters or digits, in small letters, or of the source's language."""
    if not _HINT.search(subject.message.msgid):
        return _known_ones(subject, terms) if subject.pairing.languages[0] == "zh" else ()
    known = _known_ones(subject, terms)
    if subject.segment.markup == "text" and len(subject.pairing.source_words) <= _LABEL:
        # AI is a kind of files, VOC another, on the buttons of programs
        known = tuple(replace(each, severity=Severity.INFO) for each in known)
    return (*known, *_changed(subject))


def _changed(subject: Subject) -> Iterator[Remark]:
    pairing = subject.pairing
    said, drafted = pairing.said, pairing.drafted
    if is_shouted(said) or is_shouted(drafted):
        return
    named = _ACRONYM.findall(said)
    there = _ACRONYM.findall(drafted) if named else named
    if named == there:
        return
    wanted, given = Counter(named), Counter(there)
    lost = wanted - given
    if not lost:
        return
    strange = [each for each in given if each not in wanted]
    for name in lost:
        other = next((each for each in strange if _mistyped(name, each, subject)), None)
        if other is not None:
            strange.remove(other)
            yield _remark(
                subject,
                other,
                phrase("“{other}” is “{name}” in the source: write that", other=other, name=name),
            )
        elif not subject.east_asian and (small := _in_small_letters(name, said, drafted)):
            yield _remark(
                subject,
                small,
                phrase("“{text}” is written in capitals: “{name}”", text=small, name=name),
            )


def _mistyped(name: str, other: str, subject: Subject) -> bool:
    """Whether one acronym was certainly meant to be the other."""
    letters = [_DIGIT.sub("0", each) for each in (name, other)]
    if letters[0] == letters[1]:
        return _DIGIT.search(name) is not None
    if min(len(name), len(other)) < 3 or _known(name, other, subject) or _coloured(name, other):
        return False
    distance = OSA.distance(name, other)
    if sorted(name) == sorted(other):
        return distance == 1 or (distance == 2 and len(name) > 4)
    short, long = sorted((name, other), key=len)
    if distance != 1 or _varied(short, long):
        return False
    return "fr" not in subject.pairing.languages or not _like_words(name, other)


def _coloured(name: str, other: str) -> bool:
    """Whether one is the other in French: letters of colours in any order (BGR, BVR), or of rows
    and columns (R1C1, L1C1)."""
    english, french = sorted((name, other), key=lambda each: not _COLOURS.fullmatch(each))
    if _COLOURS.fullmatch(english) and english.translate(_IN_FRENCH) == french:
        return True
    return {_CELL.sub("", name), _CELL.sub("", other)} == {"R", "L"}


def _like_words(*names: str) -> bool:
    """Whether acronyms may be words in capitals, which French and English spell nearly alike
    (FILTRE, FILTER), or too short to tell."""
    return any(len(each) < 3 or _VOWEL.search(each) for each in names)


def _varied(short: str, long: str) -> bool:
    """Whether one is a kind of the other (MJPEG, POP3, UTF-8), or its plural or feminine."""
    if len(short) == len(long):
        return False
    if long.endswith(short) or _DIGIT.sub("", long).replace("-", "") == _DIGIT.sub("", short):
        return True
    return long.startswith(short) and ((long[-1] in "SEX" and len(short) > 4) or len(short) < 4)


def _known(name: str, other: str, subject: Subject) -> bool:
    """Whether either is a name that another rule looks up, or the right translation."""
    languages = subject.pairing.languages
    if not LANGUAGES.issuperset(languages):
        return False
    for table in _TABLES:
        one = gazetteer(table, languages[0]).find(name)
        two = gazetteer(table, languages[1]).find(other)
        if one and two and one[0].text == name and two[0].text == other:
            return True
    return False


def _in_small_letters(name: str, said: str, drafted: str) -> str:
    small = name.lower()
    if len(name) < 3 or small in _WORDS_NOW or not name.isalpha():
        return ""
    if not any(gazetteer("organisations", each).find(name) for each in ("fr", "en")) and (
        len(name) < 4 or _VOWEL.search(name)
    ):
        return ""
    return small if small in _WORD.findall(drafted) and small not in _WORD.findall(said) else ""


def _remark(subject: Subject, text: str, said: Phrase) -> Remark:
    start = subject.message.msgstr.find(text)
    return Remark(said, (start, start + len(text)) if start >= 0 else None)
