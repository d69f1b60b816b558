"""The parser of Markdown, and the one way to it: nothing else imports pyromark.

Articles are read as CommonMark with GitHub's tables, task lists, strikethrough, footnotes and
alerts, with definition lists and with attributes of headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import pyromark

from workflow.errors import ArticleError

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_GFM
)
"""Of a whole article."""
INLINE_OPTIONS = pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_FOOTNOTES
"""Of a message alone, which is no block."""

Event = tuple[Any, Any]
"""One of the parser's events and its range in bytes: a name, or a name with its value."""
Undefined = Callable[[Any], tuple[str, str] | None]
"""Takes a link whose label is defined nowhere; returns address and title, or None for text."""
_Parsed = TypeVar("_Parsed")


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


def link_definitions(markdown: str) -> Mapping[str, Any]:
    """Return the link reference definitions by label; raises as :func:`events` does."""
    return _guarded(lambda: pyromark.reference_definitions(markdown, options=OPTIONS))


def to_html(markdown: str) -> str:
    """Return ``markdown`` as HTML, not sanitised; raises as :func:`events` does."""
    return _guarded(lambda: pyromark.html(markdown, options=OPTIONS))


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
