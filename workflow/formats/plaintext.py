"""Plain text: paragraphs, hard-wrapped lines unwrapped, list markers and indentation kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.formats.comments import Remarks
from workflow.formats.inline import escape_line, needs_translation, unwrap
from workflow.formats.interface import Origin, Parsed, Slot
from workflow.formats.placeables import without_placeables
from workflow.model import Segment

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
    suffixes = (".txt",)

    def parse_body(self, body: str, origin: Origin) -> Parsed:
        """See :class:`~workflow.formats.interface.Format`."""
        slots: list[Slot] = []
        skeleton: list[tuple[str, ...]] = []
        remarks = Remarks()
        for lines in _paragraphs(body, origin.line):
            if len(lines) == 1 and remarks.read(lines[0].text):
                continue
            taken = remarks.take()
            skeleton.append(("paragraph",))
            for run in _runs(lines):
                marker = _MARKER.match(run[0].text)
                skeleton.append(("line", marker[0] if marker else ""))
                if not (taken.skip_next or taken.skipping):
                    slots.extend(_slot(body, run, origin, taken))
        return Parsed(tuple(slots), tuple(skeleton))


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
        found = _MARKER.match(line.text)
        if (found and found["marker"]) or _width(run[-1].text) < _WRAP_COLUMN:
            yield run
            run = []
        run.append(line)
    yield run


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _slot(body: str, run: list[_Line], origin: Origin, remarks: Remarks) -> Iterator[Slot]:
    marker = _MARKER.match(run[0].text)
    start = run[0].start + (marker.end() if marker else 0)
    end = run[-1].start + len(run[-1].text.rstrip())
    text = unwrap(body[start:end], 0, frozenset())
    if not needs_translation(without_placeables(text)):
        return
    segment = Segment(
        start=origin.offset + len(body[:start].encode()),
        end=origin.offset + len(body[:end].encode()),
        text=text,
        kind="list item" if marker and marker["marker"] else "paragraph",
        line=run[0].number,
        context=remarks.context,
        notes=tuple(remarks.notes),
    )
    yield Slot(segment, escape_line)
