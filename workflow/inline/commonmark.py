"""The parser of Markdown, and the one way to it: nothing else imports pyromark.

Articles are read as CommonMark with GitHub's tables, task lists, strikethrough, footnotes and
alerts, and with definition lists.

A text of an article is read by itself, as no block, whatever it begins with; the definitions of its
links stand elsewhere. Three readers ask three things of a label in brackets that is defined
nowhere: engines keep it as they keep any link, a placeable is a label named beside words alone, and
who reads the page sees brackets. Most texts have none, and are read once for all three.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar

import pyromark

from workflow.errors import ArticleError
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_GFM
)
"""Of a whole article. Attributes of headings are read before, by our own rule, which is narrower
than the parser's: to that all words in braces are some."""
PAGE_OPTIONS = OPTIONS | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
"""Of an article in which braces that are text are escaped."""
INLINE_OPTIONS = pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_FOOTNOTES
"""Of a message alone, which is no block."""

Event = tuple[Any, Any]
"""One of the parser's events and its range in bytes: a name, or a name with its value."""
Undefined = Callable[[Any], tuple[str, str] | None]
"""Takes a link whose label is defined nowhere; returns address and title, or None for text."""
_Parsed = TypeVar("_Parsed")
_BLANKS = bytes(byte if byte in b"\r\n" else 0x20 for byte in range(256))
"""Every byte but those that end a line → a blank."""
_MARKS = 40
"""Bytes of marks and blanks beside a formula on a line of its own, at most."""
_TEX = re.compile(r"[\\^_={}+<>]|\A[ \t]*\n")
_PREFIX = "x "
"""Keeps the parser from seeing a heading or list where a text begins; a space counts for emphasis
as the start of a line does (CommonMark 0.31, section 6.2)."""
SPECIAL = re.compile(r"[]*_`~<[\\&\n\r]")
"""What every text has in which the parser finds anything but text."""
Labels = Literal["defined", "named", "all"]
"""Which labels are links: those with a definition, all that stand beside words in brackets
(``[words][label]``), or every one in brackets."""


def events(
    markdown: str, options: pyromark.Options = OPTIONS, undefined: Undefined | None = None
) -> Iterator[Event]:
    """Return the parser's events on ``markdown``; offsets in UTF-8 bytes.

    Raises :class:`ArticleError` for what the parser fails on.
    """
    return _guarded(
        lambda: pyromark.events_with_range(
            markdown, options=options, broken_link_callback=undefined
        )
    )


def html_alone(markdown: str) -> bytes:
    """``markdown`` with all but its HTML blanked, so that this keeps its place in the bytes."""
    data = markdown.encode()
    blank = bytearray(data.translate(_BLANKS))
    if b"<" in data:
        for event, span in events(markdown):
            if isinstance(event, dict) and not {"Html", "InlineHtml"}.isdisjoint(event):
                blank[span["start"] : span["end"]] = data[span["start"] : span["end"]]
    return bytes(blank)


def formulas(markdown: str) -> Iterator[tuple[str, int, int]]:
    """Yield the TeX of each formula between ``$$``, and its range in UTF-8 bytes.

    Prices in dollars are none: a formula has a sign of TeX in it, a line of its own, or no blank
    beside its marks (as pandoc's ``tex_math_dollars`` has it). Raises as :func:`events` does.
    """
    if "$$" not in markdown:
        return
    data = markdown.encode()
    for event, span in events(markdown, OPTIONS | pyromark.Options.ENABLE_MATH):
        tex = event.get("DisplayMath") if isinstance(event, dict) else None
        if not tex:
            continue
        start, end = span["start"], span["end"]
        tight = tex == tex.strip() and not data[end : end + 1].isdigit()
        if tight or _TEX.search(tex) or _alone(data, start, end):
            yield tex, start, end


def _alone(data: bytes, start: int, end: int) -> bool:
    """Whether nothing else stands on the line, marks of quotations and lists apart."""
    before = data[max(0, start - _MARKS) : start].rpartition(b"\n")
    after = data[end : end + _MARKS].partition(b"\n")
    begins, ends = before[1] or start <= _MARKS, after[1] or end + _MARKS >= len(data)
    return bool(begins and ends) and not before[2].strip(b" \t>*+-") and not after[0].strip()


def link_definitions(markdown: str) -> Mapping[str, Any]:
    """Return the link reference definitions by label; raises as :func:`events` does."""
    return _guarded(lambda: pyromark.reference_definitions(markdown, options=OPTIONS))


def to_html(markdown: str) -> str:
    """Return ``markdown`` as HTML, not sanitised; raises as :func:`events` does."""
    options = PAGE_OPTIONS if "{" in markdown else OPTIONS
    return _guarded(lambda: pyromark.html(markdown, options=options))


def _guarded(parse: Callable[[], _Parsed]) -> _Parsed:
    """What ``parse`` returns; a panic of the parser, which is no Exception, as an error of ours."""
    try:
        return parse()
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ArticleError(
            phrase("the Markdown parser fails on it ({error})", error=error),
            hint=phrase(
                "A task whose text is a backslash alone, above a line of = or -, is known to be "
                "one such; write it otherwise."
            ),
        ) from error


class InlineEvent(NamedTuple):
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
def events_in(text: str, labels: Labels = "defined") -> Sequence[InlineEvent]:
    """Read a text that no definitions belong to; raises as :func:`events` does."""
    found, undefined = _read(text)
    if labels == "named" and "Reference" in undefined:
        return _events(text, INLINE_OPTIONS, _named)
    if labels == "all" and undefined:
        return _events(text, INLINE_OPTIONS, lambda _link: ("", ""))
    return found


def events_beside(text: str, references: str) -> Sequence[InlineEvent]:
    """Read a text as a block of its article, which has these link reference definitions.

    Raises as :func:`events` does.
    """
    if not ("\n" in text or "\r" in text):
        found, undefined = _read(text)
        if not (undefined and references):
            return found
    several = _events(f"{text}\n\n{references}", OPTIONS, None)
    return [event for event in several if event.start < max(1, len(text))]


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[Sequence[InlineEvent], frozenset[str]]:
    """What a text holds, and the types of the links that a definition would make in it."""
    if not SPECIAL.search(text):
        return (InlineEvent("Text", "", text, 0, len(text)),), frozenset()
    undefined: set[str] = set()

    def note(link: Any) -> None:
        undefined.add(link["link_type"])

    return _events(text, INLINE_OPTIONS, note), frozenset(undefined)


def _named(link: Any) -> tuple[str, str] | None:
    return ("", "") if link["link_type"] == "Reference" else None


def _events(text: str, options: Any, undefined: Undefined | None) -> tuple[InlineEvent, ...]:
    source = _PREFIX + text
    parsed = list(events(source, options, undefined))
    places: Mapping[int, int] | None = None
    if not source.isascii():
        offsets = {place for _, span in parsed for place in (span["start"], span["end"])}
        places = _characters(source.encode(), offsets)
    found: list[InlineEvent] = []
    before = len(_PREFIX)
    for event, span in parsed:
        first, end = span["start"], span["end"]
        if places is not None:
            first, end = places[first], places[end]
        kind, name, data = event, "", ""
        if type(event) is dict:
            ((kind, data),) = event.items()
            if type(data) is dict:
                ((name, data),) = data.items()
            elif kind in ("Start", "End"):
                name, data = data, ""
        start = first - before
        if start < 0:
            data = data[-start:] if kind == "Text" else data
            start = 0
        found.append(InlineEvent(kind, name, data, start, max(0, end - before)))
    return tuple(found)


def _characters(data: bytes, offsets: Collection[int]) -> Mapping[int, int]:
    """How many characters stand before each offset in bytes of UTF-8."""
    found: dict[int, int] = {}
    done = before = 0
    for each in sorted(offsets):
        before += len(data[done:each].decode())
        found[each] = before
        done = each
    return found
