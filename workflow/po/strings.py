"""The strings of a PO file: a text as quoted lines, wrapped where a line may break.

The form is the gettext manual's, "The Format of PO Files". A line ends after a line end of the
text, and elsewhere where :mod:`~workflow.po.wrapping` has it end.
"""

from __future__ import annotations

import re
import sys

from workflow.po.wrapping import wrap

_ESCAPES = {
    "\a": "\\a",
    "\n": "\\n",
    "\t": "\\t",
    "\r": "\\r",
    "\b": "\\b",
    "\f": "\\f",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}
_UNESCAPES = {escape[1]: character for character, escape in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
_RAW = 0xDC00
"""A byte that is no letter by itself is kept above this until its neighbours are known, as by
Python's ``surrogateescape``."""
_SPECIAL = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTES = len('""')


def po_field(keyword: str, text: str, width: int, prefix: str = "") -> str:
    """The lines of a keyword (``msgid``, ``msgstr[0]``…) and its text, each ending in ``\\n``.

    ``width`` is the columns a line may take (0: no line is wrapped); ``prefix`` (``#~ ``,
    ``#| ``) stands before each line.
    """
    lines = _LINE.findall(text) if "\n" in text[:-1] else [text]
    escaped = [_escape(line) for line in lines]
    room = width - len(prefix) - _QUOTES if width else sys.maxsize
    start = len(keyword) + len(" ")
    if len(lines) == 1 and start <= room and len(wrap(escaped[0], room, start)) == 1:
        return f'{prefix}{keyword} "{escaped[0]}"\n'
    wrapped = [part for line in escaped for part in wrap(line, room)]
    return "".join([f'{prefix}{keyword} ""\n', *(f'{prefix}"{part}"\n' for part in wrapped)])


def quoted(text: str) -> str:
    """The text as one string, in quotes, however long."""
    return f'"{_escape(text)}"'


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def unescaped(string: str) -> str:
    """One string without its quotes, its escapes undone: those of C, as gettext reads them.

    ``\\303`` and ``\\xc3`` are bytes of the file's encoding, so a letter may take several, in
    several strings even; see :func:`decoded` for what they are together. What is no escape at
    all stays as it stands.
    """
    return _ESCAPED.sub(_unescape, string) if "\\" in string else string


def decoded(text: str, encoding: str = "utf-8") -> str:
    """The texts that :func:`unescaped` gave, joined, with bytes put together to characters.

    Raises :class:`UnicodeError` where they are none in ``encoding``, ``\\0`` among them, at which
    gettext ends a text.
    """
    if text.isascii() or not any("\udc00" <= each <= "\udcff" for each in text):
        return text
    return text.encode(encoding, "surrogateescape").decode(encoding)


def _unescape(found: re.Match[str]) -> str:
    octal, hexadecimal, letter = found.groups()
    if letter is not None:
        return _UNESCAPES.get(letter, found[0])
    byte = (int(octal, 8) if octal else int(hexadecimal, 16)) & 0xFF
    return chr(byte if 0 < byte < 0x80 else _RAW + byte)
