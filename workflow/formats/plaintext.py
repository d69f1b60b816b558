"""Plain text: paragraphs, hard-wrapped lines unwrapped, list markers and indentation kept."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from workflow.formats.format import Origin, Remarks, SentenceEnds, Slot, trimmed
from workflow.inline.placeables import without_plain
from workflow.inline.wrapping import (
    needs_translation,
    offset_in_raw,
    unwrap,
    unwrapped,
)
from workflow.model import SUFFIXES, Segment
from workflow.model import lazy_re as re

_LINE = re.compile(r"(?P<text>[^\r\n]*)(?P<end>\r\n|\n|\r|\Z)")
_MARKER = re.compile(r"(?P<indent>\s*)(?P<marker>(?:[-*+•‣–—]|\(?\d{1,3}[.)])[ \t\u00a0]+)?")
_LIKE_MARKER = re.compile(r"\A([–—]|\(?\d{1,3}[.)])[ \t\u00a0]+")
"""What is a marker at the start of a line, though prose may begin so: « — Oui », “3. Oktober”."""
_UNBREAKABLE = re.compile(r"[!-~]{45,}")
"""An address or the like, which sticks out of any margin."""
_SENTENCE_END = re.compile(r"[.!?:;…。！？：；][\s\"'»”’)）」』\]]*$")

_WRAP_COLUMN = 45
"""A line at least this wide was broken to fit; a shorter one ends where its author ended it."""
_USUAL_MARGIN = 100
"""Columns of the widest lines that a text mostly is wrapped to."""
_WIDEST_MARGIN = 120
"""Columns beyond which nobody wraps: such a line is a paragraph that was not wrapped at all."""


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
        """See :class:`~workflow.formats.format.Format`."""
        place = _Place(body, origin)
        return tuple(
            slot
            for run, remarks in _remarked_runs(body, origin.line)
            if not (remarks.skip_next or remarks.skipping)
            for slot in _slots(place, run, remarks, sentences)
        )

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """See :class:`~workflow.formats.format.Format`."""
        return tuple(_skeleton(body))


def paragraphs(body: str) -> Iterator[tuple[str, ...]]:
    """Yield the lines of each paragraph, wrapped ones joined, without comments to the tool."""
    remarks = Remarks()
    for lines in _paragraphs(body, 1):
        if not (len(lines) == 1 and remarks.read(lines[0].text)):
            runs = ("\n".join(line.text for line in run) for run in _runs(lines))
            yield tuple(unwrap(run, 0, frozenset()).strip() for run in runs)


def _skeleton(body: str) -> Iterator[Hashable]:
    """Yield what a translation could change: paragraphs, blank lines, indentation, markers.

    How many lines a paragraph has is left out. Those of a wrapped one become a single line in
    translation, and which these are, widths tell, which are the translation's own. That no
    other line is lost or added is :func:`_written`'s part.
    """
    remarks = Remarks()
    for lines in _groups(body, 1):
        if not lines[0].text.strip():
            yield from ("blank line" for _ in lines)
        elif len(lines) == 1 and remarks.read(lines[0].text):
            yield "comment to the tool"
        else:
            for index, line in enumerate(lines):
                marker = _marker(line)
                if marker["marker"]:
                    yield ("list item", marker[0])
                elif not index:
                    yield ("paragraph", marker["indent"])
    if body.endswith(("\n", "\r")):
        yield "line end"


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
    return (lines for lines in _groups(body, first_line) if lines[0].text.strip())


def _groups(body: str, first_line: int) -> Iterator[list[_Line]]:
    """Yield the lines of each paragraph, and the blank lines between two, in order."""
    found = (each for each in _LINE.finditer(body) if each[0])
    lines = (_Line(each.start(), each["text"], at) for at, each in enumerate(found, first_line))
    return (list(group) for _, group in groupby(lines, lambda line: not line.text.strip()))


def _runs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Part a paragraph where a list marker stands or a line ended before the margin."""
    for item in _items(lines):
        run = [item[0]]
        for line, runs_on in zip(item[1:], _run_on(item), strict=True):
            if not runs_on:
                yield run
                run = []
            run.append(line)
        yield run


def _items(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Part a paragraph before each list marker."""
    starts = [at for at, line in enumerate(lines) if at and _marker(line)["marker"]]
    return (lines[start:end] for start, end in pairwise((0, *starts, len(lines))))


def _run_on(lines: list[_Line]) -> Sequence[bool]:
    """Tell of each line but the last whether it was broken to fit, and runs on into the next.

    The widest line tells the margin. One that is wider than is usual may be no margin, but a
    paragraph to a line: most lines then end as sentences do.
    """
    if len(lines) == 1:
        return ()
    widths = [_width(_UNBREAKABLE.sub("", line.text)) for line in lines]
    found = [
        _width(line.text) >= _WRAP_COLUMN and max(pair) <= _WIDEST_MARGIN
        for line, pair in zip(lines, pairwise(widths), strict=False)
    ]
    if max(widths) > _USUAL_MARGIN:
        broken = [line.text for line, runs_on in zip(lines, found, strict=False) if runs_on]
        ended = sum(_SENTENCE_END.search(text) is not None for text in broken)
        if 2 * ended >= len(broken):
            return [False] * len(found)
    return found


def _marker(line: _Line) -> re.Match[str]:
    """Indentation and list marker of a line, either of them perhaps empty."""
    found = _MARKER.match(line.text)
    assert found is not None  # noqa: S101 - every part of the pattern may be empty
    return found


def _width(text: str) -> int:
    """Columns a text takes: two for each wide character (UAX #11), none for space at its end."""
    text = text.rstrip()
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


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
        line = run[bisect_right(run, begin, key=lambda each: each.start) - 1]
        opens_line = not line.text[: begin - line.start].strip()
        segment = Segment(
            start=place.offset(begin),
            end=place.offset(end),
            text=message,
            kind="list item" if marker["marker"] else "paragraph",
            line=line.number,
            context=remarks.context,
            notes=tuple(remarks.notes),
        )
        yield Slot(segment, _written_first if opens_line else _written)


def _written(translation: str) -> str:
    """Return a msgstr on one line: in plain text a line end is a line, a blank one a paragraph."""
    lines = (line.strip() for line in translation.splitlines())
    return unwrap("\n".join(filter(None, lines)), 0, frozenset())


def _written_first(translation: str) -> str:
    """Return a msgstr for the start of a line, where a number or a dash would open a list item.

    A narrow no-break space after it, as dialogue has it in French, keeps it text. A bullet is
    left: no prose begins so, and the skeleton tells.
    """
    return _LIKE_MARKER.sub("\\1\u202f", _written(translation))
