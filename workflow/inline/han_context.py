"""What stands beside a sign in a Chinese line, and what is found wrong with it there.

What is kept as it is, delimiters of Markdown, code, addresses, is one character of
:data:`~.prose.VEIL` each, which everything here looks through; nothing looks over a line end.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from workflow.inline.prose import VEIL
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

Kind = Literal[
    "width", "full", "number", "doubled", "outside", "start", "ellipsis", "etc", "dash", "space",
    "apart", "close", "bracket", "halves", "alone", "quote", "nested", "title", "title-nested",
    "title-alone", "dot", "list", "clauses", "and",
]  # fmt: skip
"""Of faults: a sentence is said of each."""
VEILS = f"{VEIL[1:-1]}\U00100000"
STAR = "\U00100000"
"""What stands for a delimiter of emphasis, where that is told from other things that are kept."""
WIDE = "，。、；：！？（）《》〈〉「」『』【】〔〕…—·"
"""Signs of Chinese; not the quotation marks that English has as well."""
GAP = " \t\u00a0\u2002\u2003\u2009\u202f\u3000"
_HAN = re.compile(f"[{HAN}]")
_SKIPPED = re.compile(rf"[{VEILS}]+")
_SPACED = re.compile(rf"[{VEILS}{GAP}]+")
_QUOTES = "”’\"'"


class Change(NamedTuple):
    """One place of a line that is to be written otherwise."""

    kind: Kind
    start: int
    end: int
    """In characters of the line."""
    new: str | None
    """What to write there; None where that cannot be told."""


def is_han(letter: str) -> bool:
    """Whether it is a Chinese character; not so of an empty text."""
    return _HAN.match(letter) is not None


def has_han(text: str) -> bool:
    """Whether a Chinese character is in it."""
    return _HAN.search(text) is not None


def is_chinese(letter: str) -> bool:
    """Whether it is a Chinese character or a sign that only Chinese has."""
    return letter != "" and (letter in WIDE or is_han(letter))


def before(line: str, at: int, *, spaces: bool = True) -> str:
    """The character that readers see before a place; empty at the start of the line.

    ``spaces``: whether blanks are passed over too.
    """
    skipped = f"{GAP}" if spaces else ""
    at -= 1
    while at >= 0 and (line[at] in skipped or line[at] >= "\U000f0000"):
        at -= 1
    return line[at].strip("\n") if at >= 0 else ""


def after(line: str, at: int, *, spaces: bool = True) -> str:
    """The character that readers see from a place on; empty at the end of the line."""
    found = (_SPACED if spaces else _SKIPPED).match(line, at)
    at = found.end() if found else at
    return line[at : at + 1].strip("\n")


def follows_chinese(line: str, at: int) -> bool:
    """Whether what is before a place is Chinese; quotation marks are passed over."""
    while (letter := before(line, at)) and letter in _QUOTES:
        at = line.rfind(letter, 0, at)
    return is_chinese(letter)
