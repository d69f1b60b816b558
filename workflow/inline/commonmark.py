"""The parser of Markdown, and the one way to it: nothing else imports pyromark.

Articles are read as CommonMark with GitHub's tables, task lists, strikethrough, footnotes and
alerts, and with definition lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import pyromark

from workflow.errors import ArticleError

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
_NO_LINE_END = re.compile(rb"[^\r\n]")
_MARKS = 40
"""Bytes of marks and blanks beside a formula on a line of its own, at most."""
_TEX = re.compile(r"[\\^_={}+<>]|\A[ \t]*\n")


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
    blank = bytearray(_NO_LINE_END.sub(b" ", data))
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
            f"the Markdown parser fails on it ({error})",
            hint="A task whose text is a backslash alone, above a line of = or -, is known to "
            "be one such; write it otherwise.",
        ) from error
