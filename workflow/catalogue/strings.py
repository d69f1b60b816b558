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


def quoted(text: str) -> str:
    """The text as one string, in quotes, however long."""
    return f'"{_escape(text)}"'


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _columns(text: str) -> int:
    return sum(_widths(text)) if _PERHAPS_WIDE.search(text) else len(text)


def _widths(text: str) -> list[int]:
    """The columns of each character (Unicode Standard Annex 11)."""
    return [2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text]


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
    widths = _widths(line)
    start = end = columns = since = 0
    """``since``: the columns after ``end``, the last place where a line may break."""
    for index, width in enumerate(widths):
        columns, since = columns + width, since + width
        if columns > room and end > start:
            yield line[start:end]
            start, columns = end, since
        if line[index] == " " or (
            2 in widths[index : index + 2] and _may_part(line[index : index + 2])
        ):
            end, since = index + 1, 0
    if start < len(line):
        yield line[start:]


def _may_part(pair: str) -> bool:
    """Whether a line may end between two characters, neither of them a space."""
    return (
        len(pair) == 2
        and pair[1] != " "
        and unicodedata.category(pair[0]) not in ("Ps", "Pi")
        and unicodedata.category(pair[1]) not in ("Pe", "Pf", "Po")
    )
