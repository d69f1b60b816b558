"""The strings of a PO file: a text as quoted lines, wrapped where a line may break.

The form is the gettext manual's, "The Format of PO Files". A line breaks after a line end of
the text, after a space, and between two characters of a script without word spaces, but not
before closing nor after opening punctuation (W3C clreq, section 3.1.3).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ESCAPES = {
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}
_SPECIAL = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PERHAPS_WIDE = re.compile("[\u1100-\u1bff\u2300-\u23ff\u25fd-\u27ff\u2b00-\U0010ffff]")
_QUOTES = len('""')


def po_field(keyword: str, text: str, width: int, prefix: str = "") -> str:
    """The lines of a keyword (``msgid``, ``msgstr[0]``…) and its text, each ending in ``\\n``.

    ``width`` is the columns a line may take (0: no line is wrapped); ``prefix`` (``#~ ``,
    ``#| ``) stands before each line.
    """
    lines = _LINE.findall(text) if "\n" in text[:-1] else [text]
    escaped = [_escape(line) for line in lines]
    room = width - len(prefix) - _QUOTES
    fits = not width or _columns(escaped[0]) <= room - len(keyword) - len(" ")
    if len(lines) == 1 and fits:
        return f'{prefix}{keyword} "{escaped[0]}"\n'
    wrapped = escaped if not width else [part for line in escaped for part in _wrap(line, room)]
    return "".join([f'{prefix}{keyword} ""\n', *(f'{prefix}"{part}"\n' for part in wrapped)])


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _columns(text: str) -> int:
    if _PERHAPS_WIDE.search(text):
        return len(text) + sum(map(_is_wide, text))
    return len(text)


def _wrap(line: str, room: int) -> Iterator[str]:
    """Parts of ``line`` of at most ``room`` columns, if they can be as short as that."""
    if _PERHAPS_WIDE.search(line):
        yield from _wrap_wide(line, room)
        return
    start = 0
    while len(line) - start > room:
        end = line.rfind(" ", start, start + room) + 1 or line.find(" ", start + room) + 1
        if end == 0 or end == len(line):
            break
        yield line[start:end]
        start = end
    yield line[start:]


def _wrap_wide(line: str, room: int) -> Iterator[str]:
    start = end = columns = since = 0
    """``since``: the columns after ``end``, the last place where a line may break."""
    for index, (character, following) in enumerate(zip(line, line[1:] + " ", strict=True), 1):
        width = 1 + _is_wide(character)
        columns, since = columns + width, since + width
        if columns > room and end > start:
            yield line[start:end]
            start, columns = end, since
        if _may_break(character, following):
            end, since = index, 0
    yield line[start:]


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if before == " ":
        return True
    return (
        (_is_wide(before) or _is_wide(after))
        and after != " "
        and unicodedata.category(before) not in ("Ps", "Pi")
        and unicodedata.category(after) not in ("Pe", "Pf", "Po")
    )


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
