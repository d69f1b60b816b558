"""The dialect of Markdown that articles are written in, and its parser's events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyromark

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_GFM
)
"""What is enabled; whoever renders an article uses the same."""

INLINE = frozenset(
    ("Emphasis", "Strong", "Strikethrough", "Link", "Image", "Superscript", "Subscript")
)
OPAQUE = frozenset(("CodeBlock", "HtmlBlock", "MetadataBlock"))
"""Blocks whose content is not text."""

Event = tuple[Any, Any]
"""One of the parser's events and its range in bytes: a name, or a name with its value."""

_MARKS = (":::", "!!!", "???", "{{", "{%", "\nimport", "\nexport")
"""One of them stands in a text with a directive after its first line; most texts hold none."""
_MDX = re.compile(r"(?:im|ex)port\b")
_ADMONITION = re.compile(r"^([ \t]*)(?:!!!|\?\?\?\+?)(?=[ \t]+\S)[^\r\n]*", re.MULTILINE)
_ALONE = re.compile(
    r"""^(?:
      [ \t]*:{3,}[^\r\n]*                                               # container directive
    | [ \t]*(?:\{\{[<%](?:(?![>%]\}\}|\{\{[<%]).)*[>%]\}\}[ \t]*               # shortcodes
        |\{%(?:(?!%\}|\{%).)*%\}[ \t]*)+                                  # template tags
    | import\b[^\r\n]*\bfrom[ \t]+["'][^\r\n]*                             # MDX
    | import[ \t]+["'][^\r\n]*
    | export[ \t]+(?:const|default|function|let|async)\b[^\r\n]*
    )$""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def events(body: str) -> Iterator[Event]:
    """Return the parser's events on ``body``, its directives masked; offsets in bytes of it."""
    return pyromark.events_with_range(mask(body), options=OPTIONS)


def mask(body: str) -> str:
    """Hide what site generators read as instructions from the parser, byte offsets kept.

    Lines of shortcodes, template tags, container fences and MDX's imports become blank, so
    that they part paragraphs and are in no segment. An admonition (``!!! note``) becomes an
    empty list item, whose content is what is indented below it, as it is an admonition's.
    """
    if not (any(mark in body for mark in _MARKS) or _MDX.match(body)):
        return body
    masked = body
    if "!!!" in body or "???" in body:
        masked = _ADMONITION.sub(
            lambda line: f"{line[1]}-{_blank(line[0][len(line[1]) + 1 :])}", body
        )
    return _ALONE.sub(lambda line: _blank(line[0]), masked)


def _blank(text: str) -> str:
    """Spaces for as many bytes as ``text`` has, its line ends kept."""
    return re.sub(r"[^\r\n]+", lambda found: " " * len(found[0].encode()), text)


def name_and_data(value: Any) -> tuple[str, Any]:
    """Part the value of a Start or End event into the name and its data."""
    if isinstance(value, str):
        return value, None
    ((name, data),) = value.items()
    return name, data
