"""Sentences that begin with a small letter where their source begins with a capital."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workflow.checks.subject import Remark, Subject
from workflow.inline.prose import veil
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_FIRST: Final = re.compile(r"(?P<word>[^\W\d_]+)(?![\w@/=<>_(\[{]|\.\w|:\S|-\w*\d)")
_LETTER: Final = re.compile(r"[^\W\d_]+")
_MARK: Final = re.compile(r"[.!?…。！？][\s\u00a0\u202f»”’)」』）]*\Z")
_CHINESE: Final = re.compile(f"[“「《‘]?[{HAN}]")
_PARTICLE: Final = frozenset("de du van von der di da el al bin ibn".split())
"""What names begin with, in small letters."""


def small_first(subject: Subject) -> Sequence[Remark]:
    """A first letter that is small; names with a capital within, code and fragments apart.

    The source tells: it begins with a capital, or is a Chinese sentence; and both end with the
    mark of a sentence.
    """
    text = subject.message.msgstr
    first = text.lstrip("*_ ")[:1]
    if not first.islower() or subject.segment.kind.startswith("list"):
        return ()
    source = subject.message.msgid
    if not (_MARK.search(text) and _MARK.search(source)):
        return ()
    veiled = veil(subject.target)
    line, at = veiled.line, 0
    while at < len(line) and line[at] >= "\U000f0000" and not veiled.bare[ord(line[at]) - 0xF0000]:
        at += 1
    found = _FIRST.match(line, at)
    if found is None or not found["word"].islower() or not _begins(source, found["word"]):
        return ()
    start = veiled.place(at)
    new = f"{text[:start]}{text[start].upper()}{text[start + 1 :]}"
    said = phrase("“{word}”: a sentence begins with a capital", word=found["word"])
    return (Remark(said, (start, start + len(found["word"])), new),)


def _begins(source: str, word: str) -> bool:
    """Whether the source begins as a sentence does, and not with a name that the word may be."""
    if word in _PARTICLE:
        return False
    if _CHINESE.match(source):
        return True
    there = _LETTER.match(source.lstrip("*_“«‘ \u00a0\u202f"))
    return there is not None and there[0][0].isupper() and there[0].lower() != word
