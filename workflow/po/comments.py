"""Comments as other programs wrap them: polib, Babel and all that stand on these at 76 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from workflow.model import Change, ChangeClass, Provenance

NOT_MERGED = re.compile(
    r'^not merged, (?P<side>ours|theirs)(?:\[(?P<form>\d+)\])?: (?P<text>"(?:[^"\\]|\\.)*")$'
)
"""A translator comment with the text that a merge left out, in a PO file's escapes and quotes,
so that it takes one line; a plural form's number stands in brackets."""
OWN = re.compile(
    r"^(?:machine translation|translation memory|repaired"
    r"|not merged, (?:ours|theirs)(?:\[\d+\])?): "
)
"""How a line begins that this program writes, and that may be long."""
_MOST = 50
"""Lines that one of this program's may have been made into."""
_HYPHEN = re.compile(r"\w-$")


def running(lines: Iterable[str]) -> str:
    """The letters of comment lines, however they are wrapped."""
    return "".join("".join(lines).split())


def unwrapped(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Translators' comments, each line of this program's own whole again; a person's stay."""
    if len(lines) < 2 or not any(map(OWN.match, lines)):
        return lines
    return tuple(_whole(lines))


def _whole(lines: Sequence[str]) -> Iterator[str]:
    start = 0
    while start < len(lines):
        count, line = _first(lines[start : start + _MOST])
        yield line
        start += count


def _first(lines: Sequence[str]) -> tuple[int, str]:
    """How many of ``lines`` are the first one, and that."""
    found: tuple[int, str] | None = None
    if OWN.match(lines[0]):
        for count, text in enumerate(_joined(lines), 1):
            made, change = Provenance.parse(text), Change.parse(text)
            if (made and made.draft) or (change and _is_whole(change)):
                return count, text
            if found is None and (made or change or NOT_MERGED.match(text)):
                found = (count, text)
    return found or (1, lines[0])


def _is_whole(change: Change) -> bool:
    """Whether nothing can follow: white space alone is repaired without a word on how."""
    return bool(change.repairs) or change.kind is ChangeClass.WHITE_SPACE


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The first line, then with the second, and so on, up to the next of this program's own."""
    text = lines[0]
    yield text
    for line in lines[1:]:
        if OWN.match(line):
            return
        text += ("" if _HYPHEN.search(text) else " ") + line.strip()
        yield text
