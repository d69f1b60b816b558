"""The signs of an English text as its readers see them, each with its place among the words.

Marks are judged by what stands beside them: delimiters and tags are passed over, code and the like
are things that words stand beside.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from workflow.checks.edits import Edit
from workflow.inline.prose import VEIL, Veiled
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase

THING: Final = "\x01"
"""What stands for code, an address, a placeholder or a sign that is written as a reference."""
_VEIL: Final = re.compile(VEIL)
_TAG: Final = re.compile(r"</?[A-Za-z][^<>\n]*>")
"""What is no tag to the reader of plain text, but to the program that shows it."""
_BLOCK: Final = re.compile(
    r"</?(?:p|ul|ol|li|br|div|table|t[rdh]|h\d|para|list|item|title|qt|html|head|body|u)\b[^<>\n]*>"
)
"""Of those the ones between blocks."""
_BLANK: Final = re.compile(r"\s*\n|\\\n|<br\b", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"</?[A-Za-z][\w-]*(?:[\s/>]|\Z)|\]|!?\[")
"""Tags, and the ends of links; an address between < and > is none."""


class Signs(NamedTuple):
    """A text without what its readers do not see."""

    line: str
    """The words as they were handed over, with what is veiled."""
    seen: str
    places: range | list[int]
    """Of each character of ``seen``, in ``line``."""

    def edit(
        self,
        rule: str,
        span: tuple[int, int],
        new: str | None,
        said: Phrase,
        severity: Severity | None = None,
    ) -> Edit:
        """What is to be written at a span of ``seen``; what is veiled within stands before it."""
        start, end = self.places[span[0]], self.places[span[1] - 1] + 1
        if new is not None:
            new = "".join(_VEIL.findall(self.line, start, end)) + new
        return Edit(rule, start, end, new, said, severity)


def signs_of(veiled: Veiled) -> Signs:
    """The signs of a text."""
    line = veiled.line
    if not (veiled.kept or "<" in line):
        return Signs(line, line, range(len(line)))
    seen: list[str] = []
    places: list[int] = []
    kept = iter(zip(veiled.kept, veiled.bare, strict=True))
    tags = {at for found in _TAG.finditer(line) for at in range(*found.span())}
    ends = {found.start() for found in _BLOCK.finditer(line)}
    for place, sign in enumerate(line):
        if place in ends:
            seen.append("\n")
            places.append(place)
        shown = _shown(*next(kept)) if _VEIL.match(sign) else sign
        if shown and place not in tags:
            seen.append(shown)
            places.append(place)
    return Signs(line, "".join(seen), places)


def _shown(kept: str, bare: str) -> str:
    """One character for what is kept, or none."""
    if not bare:
        return ""
    if bare != " ":
        return bare[0] if len(bare) == 1 and bare not in "\"'`" else THING
    if _BLANK.match(kept):
        return "\n"
    return "" if _UNSEEN.match(kept) else THING
