"""What the Markdown parser says of a text, in characters of it.

A text is no block, whatever it begins with, and the definitions of its links stand elsewhere.
Three readers ask three things of a label in brackets that is defined nowhere: engines keep it as
they keep any link, a placeable is a label named beside words alone, and who reads the page sees
brackets. Most texts have none, and are read once for all three.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from workflow.inline import commonmark

_PREFIX = "x "
"""Keeps the parser from seeing a heading or list where a text begins; a space counts for emphasis
as the start of a line does (CommonMark 0.31, section 6.2)."""
_SPECIAL = re.compile(r"[]*_`~<[\\&\n\r]")
"""What every text has in which the parser finds anything but text."""

Labels = Literal["defined", "named", "all"]
"""Which labels are links: those with a definition, all that stand beside words in brackets
(``[words][label]``), or every one in brackets."""


class Event(NamedTuple):
    """Something in a text."""

    kind: str
    """The parser's: ``Start``, ``End``, ``Text``, ``Code``, ``InlineHtml``, ``HardBreak``, …"""
    name: str
    """What starts or ends: ``Strong``, ``Link``, ``Paragraph``, …"""
    data: Any
    """Of a link or image a mapping; of others the text."""
    start: int
    end: int
    """In characters of the text."""


@lru_cache(maxsize=8192)
def events_in(text: str, labels: Labels = "defined") -> Sequence[Event]:
    """Read a text that no definitions belong to; raises as :func:`commonmark.events` does."""
    found, undefined = _read(text)
    if labels == "named" and "Reference" in undefined:
        return _events(text, commonmark.INLINE_OPTIONS, _named)
    if labels == "all" and undefined:
        return _events(text, commonmark.INLINE_OPTIONS, lambda _link: ("", ""))
    return found


def events_beside(text: str, references: str) -> Sequence[Event]:
    """Read a text as a block of its article, which has these link reference definitions.

    Raises as :func:`commonmark.events` does.
    """
    if not ("\n" in text or "\r" in text):
        found, undefined = _read(text)
        if not (undefined and references):
            return found
    events = _events(f"{text}\n\n{references}", commonmark.OPTIONS, None)
    return [event for event in events if event.start < max(1, len(text))]


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[Sequence[Event], frozenset[str]]:
    """What a text holds, and the types of the links that a definition would make in it."""
    if not _SPECIAL.search(text):
        return (Event("Text", "", text, 0, len(text)),), frozenset()
    undefined: set[str] = set()

    def note(link: Any) -> None:
        undefined.add(link["link_type"])

    return _events(text, commonmark.INLINE_OPTIONS, note), frozenset(undefined)


def _named(link: Any) -> tuple[str, str] | None:
    return ("", "") if link["link_type"] == "Reference" else None


def _events(text: str, options: Any, undefined: commonmark.Undefined | None) -> tuple[Event, ...]:
    source = _PREFIX + text
    parsed = list(commonmark.events(source, options, undefined))
    ends = {place for _, span in parsed for place in span.values()}
    characters = _characters(source.encode(), ends)
    found: list[Event] = []
    for event, span in parsed:
        kind, value = (event, "") if isinstance(event, str) else next(iter(event.items()))
        name, data = "", value
        if isinstance(value, dict):
            name, data = next(iter(value.items()))
        elif kind in ("Start", "End"):
            name, data = value, ""
        start = characters[span["start"]] - len(_PREFIX)
        end = characters[span["end"]] - len(_PREFIX)
        if start < 0 and kind == "Text":
            data = data[-start:]
        found.append(Event(kind, name, data, max(0, start), max(0, end)))
    return tuple(found)


def _characters(data: bytes, offsets: Collection[int]) -> Mapping[int, int]:
    """How many characters stand before each offset in bytes of UTF-8."""
    if data.isascii():
        return {each: each for each in offsets}
    found: dict[int, int] = {}
    done = before = 0
    for each in sorted(offsets):
        before += len(data[done:each].decode())
        found[each] = before
        done = each
    return found
