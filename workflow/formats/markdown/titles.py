"""The titles of images, links and link definitions: where they stand, how one is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from workflow.inline.marks import (
    escape_characters,
    escape_line,
    unwrap,
)

_STRING = r"""(?P<title>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*"""
IN_LINK = re.compile(rf"\]\(\s*(?:<[^<>\n]*>|[^\s<]\S*)\s+{_STRING}\)$", re.DOTALL)
"""A title at the end of an inline link or image (CommonMark 0.31, section 6.3)."""
IN_DEFINITION = re.compile(rf"(?<=\s){_STRING}$", re.DOTALL)
"""A title at the end of a link reference definition (section 4.7)."""


class Title(NamedTuple):
    """A title found in a text."""

    start: int
    """Bytes before its first character, the opening quote not counted in."""
    end: int
    text: str
    """Unwrapped, the quotes inside it unescaped."""
    encode: Callable[[str], str]


def find_title(pattern: re.Pattern[str], raw: str, quotes: int) -> Title | None:
    """Find a title by :data:`IN_LINK` or :data:`IN_DEFINITION` in ``raw``, offsets in UTF-8.

    ``quotes`` is the number of block quotes it stands in, whose marks may be inside.
    """
    found = pattern.search(raw)
    if found is None:
        return None
    start, end = found.start("title") + 1, found.end("title") - 1
    closing = found["title"][-1]
    quoted = "()" if closing == ")" else closing
    text = unwrap(raw[start:end], quotes, frozenset())
    return Title(
        len(raw[:start].encode()),
        len(raw[:end].encode()),
        re.sub(rf"\\([{re.escape(quoted)}])", r"\1", text),
        lambda translation: escape_characters(escape_line(translation), quoted),
    )
