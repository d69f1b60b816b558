"""The dialect of Markdown that articles are written in: CommonMark, and directives of sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from workflow.formats.commonmark import events

INLINE = frozenset(
    ("Emphasis", "Strong", "Strikethrough", "Link", "Image", "Superscript", "Subscript")
)
OPAQUE = frozenset(("CodeBlock", "HtmlBlock", "MetadataBlock"))
"""Blocks whose content is not text."""

_LONE_RETURN = re.compile(r"\r(?!\n)")
_BEGINS = re.compile(r"\n[ \t]*[:!?{ie](?:::|!!|\?\?|[{%]|mport\b|xport\b)")
"""How a line with a directive begins; most texts have none."""
_ADMONITION = re.compile(r"^([ \t]*)(?:!!!|\?\?\?\+?)(?=[ \t]+\S)[^\r\n]*", re.MULTILINE)
_ALONE = re.compile(
    r"""^(?:
      [ \t]*:{3,}[^\r\n]*                                               # container directive
    | [ \t]*(?:\{\{[<%](?:(?![>%]\}\}|\{\{[<%]).)*[>%]\}\}[ \t]*               # shortcodes
        |\{%(?:(?!%\}|\{%).)*%\}[ \t]*)+                                  # template tags
    | import\b[^\r\n]*\bfrom[ \t]+["'][^\r\n]*                             # MDX
    | import[ \t]+["'][^\r\n]*
    | export[ \t]+(?:const|default|function|let|async)\b[^\r\n]*
    )(?=[\r\n]|\Z)""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def with_line_feeds(body: str) -> str:
    """``body`` with a line feed for each carriage return that stands alone, offsets kept.

    It ends a line (CommonMark 0.31, section 2.1); to the parser it does not everywhere.
    """
    return _LONE_RETURN.sub("\n", body) if "\r" in body else body


def mask(body: str) -> str:
    """Hide what site generators read as instructions from the parser, byte offsets kept.

    Lines of shortcodes, template tags, container fences and MDX's imports become blank, so
    that they part paragraphs and are in no segment. An admonition (``!!! note``) becomes a list
    item, whose content is what is indented below it, as it is an admonition's; an empty
    heading begins it, for an item that begins with a blank line ends there.
    """
    body = with_line_feeds(body)
    if not _may_hold_directives(body):
        return body
    return _ALONE.sub(lambda line: _blank(line[0]), _mask_admonitions(body))


def _may_hold_directives(body: str) -> bool:
    return _BEGINS.search(f"\n{body}") is not None


def _mask_admonitions(body: str) -> str:
    if "!!!" not in body and "???" not in body:
        return body
    return _ADMONITION.sub(lambda line: f"{line[1]}- #{_blank(line[0][len(line[1]) + 3 :])}", body)


def _blank(text: str, filler: str = " ") -> str:
    """``filler`` for as many bytes as ``text`` has, its line ends kept."""
    return re.sub(r"[^\r\n]+", lambda found: filler * len(found[0].encode()), text)


def _fill(text: str) -> str:
    """Letters for as many bytes as ``text`` has, its indentation and line ends kept."""
    content = text.lstrip(" \t")
    return text[: len(text) - len(content)] + _blank(content, "x")


class Directive(NamedTuple):
    """One line, or more, that :func:`mask` hides; offsets in bytes of the body."""

    start: int
    end: int
    text: str


def directives(body: str) -> Iterator[Directive]:
    """Yield what :func:`mask` hides, in source order."""
    if not _may_hold_directives(body):
        return
    masked = _mask_admonitions(body)
    data = body.encode()
    admonitions = spans(_ADMONITION, body) if masked is not body else ()
    done = 0
    for start, end in sorted((*admonitions, *spans(_ALONE, masked))):
        if start >= done:
            yield Directive(start, end, data[start:end].decode())
            done = end


def spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The ranges of all matches, in bytes."""
    characters, done = 0, 0
    for found in pattern.finditer(text):
        start = done + len(text[characters : found.start()].encode())
        characters, done = found.end(), start + len(found[0].encode())
        yield start, done


def code_indented(body: str) -> tuple[tuple[int, int], ...]:
    """The ranges, in bytes, of indented code, were directives but lines of text.

    Blanked they are in no code, however far they are indented.
    """
    masked = _ALONE.sub(lambda line: _fill(line[0]), _mask_admonitions(body))
    return tuple(
        (place["start"], place["end"])
        for event, place in events(masked)
        if event == {"Start": {"CodeBlock": "Indented"}}
    )


def name_and_data(value: Any) -> tuple[str, Any]:
    """Part the value of a Start or End event into the name and its data."""
    if isinstance(value, str):
        return value, None
    ((name, data),) = value.items()
    return name, data
