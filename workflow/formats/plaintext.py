"""Plain text: paragraphs, hard-wrapped lines unwrapped, list markers and indentation kept."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from workflow.formats.comments import Remarks
from workflow.formats.inline import escape_line, needs_translation, offset_in_raw, unwrapped
from workflow.formats.interface import Origin, Slot
from workflow.formats.placeables import without_plain
from workflow.formats.sentences import SentenceEnds, trimmed
from workflow.model import SUFFIXES, Segment

_LINE = re.compile(r"(?P<text>[^\r\n]*)(?P<end>\r\n|\n|\r|\Z)")
_MARKER = re.compile(r"(?P<indent>\s*)(?P<marker>(?:[-*+•‣–—]|\(?\d{1,3}[.)])[ \t\u00a0]+)?")
_WRAP_COLUMN = 45
"""A line at least this wide was broken to fit; a shorter one ends where its author ended it."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    """Characters before it."""
    text: str
    number: int


class PlainText:
    """The built-in format ``text``."""

    name = "text"
    suffixes = SUFFIXES["text"]

    def slots(
        self, body: str, origin: Origin, sentences: SentenceEnds | None = None
    ) -> tuple[Slot, ...]:
        """See :class:`~workflow.formats.interface.Format`."""
        place = _Place(body, origin)
        return tuple(
            slot
            for run, remarks in _remarked_runs(body, origin.line)
            if not (remarks.skip_next or remarks.skipping)
            for slot in _slots(place, run, remarks, sentences)
        )

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """See :class:`~workflow.formats.interface.Format`."""
        return tuple(
            ("line" if index else "paragraph", _marker(run[0])[0])
            for lines in _paragraphs(body, 1)
            for index, run in enumerate(_runs(lines))
        )


def _remarked_runs(body: str, first_line: int) -> Iterator[tuple[list[_Line], Remarks]]:
    """Yield each run of lines with what its author said before its paragraph."""
    remarks = Remarks()
    for lines in _paragraphs(body, first_line):
        if len(lines) == 1 and remarks.read(lines[0].text):
            continue
        taken = remarks.take()
        for run in _runs(lines):
            yield run, taken


def _paragraphs(body: str, first_line: int) -> Iterator[list[_Line]]:
    lines: list[_Line] = []
    for number, found in enumerate(_LINE.finditer(body), first_line):
        if found["text"].strip():
            lines.append(_Line(found.start(), found["text"], number))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _runs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Part a paragraph where a list marker stands or a line ended before the margin."""
    run = [lines[0]]
    for line in lines[1:]:
        if _marker(line)["marker"] or _width(run[-1].text) < _WRAP_COLUMN:
            yield run
            run = []
        run.append(line)
    yield run


def _marker(line: _Line) -> re.Match[str]:
    """Indentation and list marker of a line, either of them perhaps empty."""
    found = _MARKER.match(line.text)
    assert found is not None  # noqa: S101 - every part of the pattern may be empty
    return found


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


class _Place:
    """A body, and where in its file its characters stand; cheapest in rising order."""

    def __init__(self, body: str, origin: Origin) -> None:
        self.body = body
        self._origin = origin.offset
        self._at = self._bytes = 0

    def offset(self, position: int) -> int:
        """Bytes of the file before a character of the body."""
        if position < self._at:
            self._at = self._bytes = 0
        self._bytes += len(self.body[self._at : position].encode())
        self._at = position
        return self._origin + self._bytes


def _slots(
    place: _Place, run: list[_Line], remarks: Remarks, sentences: SentenceEnds | None
) -> Iterator[Slot]:
    body = place.body
    marker = _marker(run[0])
    start = run[0].start + marker.end()
    raw = body[start : run[-1].start + len(run[-1].text.rstrip())]
    lines = unwrapped(raw, 0, frozenset())
    text = "".join(f"{line.text}{line.glue}" for line in lines)
    for first, last in trimmed(text, sentences(text) if sentences else ()):
        message = text[first:last]
        if not needs_translation(without_plain(message)):
            continue
        begin, end = (start + offset_in_raw(lines, position) for position in (first, last))
        segment = Segment(
            start=place.offset(begin),
            end=place.offset(end),
            text=message,
            kind="list item" if marker["marker"] else "paragraph",
            line=run[0].number + body.count("\n", run[0].start, begin),
            context=remarks.context,
            notes=tuple(remarks.notes),
        )
        yield Slot(segment, escape_line)
