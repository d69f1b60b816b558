"""The strings of a PO file: a text as quoted lines, wrapped where lines end in GNU gettext.

The form is the gettext manual's, "The Format of PO Files". A line ends after a line end of the
text. gettext, Poedit and Weblate write what ``msgcat`` writes; a file that is wrapped otherwise
shows every entry as changed after the first save elsewhere. A line takes 77 columns between its
quotes and ends at the last opportunity of Unicode Standard Annex 14 that fits. gettext takes these
from libunistring, whose 1.0 to 1.2 (gettext 0.21 to 0.22 of Debian and Ubuntu) follow the annex's
example pair table with one change: a line may end between a full stop or colon and a letter.
An escape sequence is parted as the characters that it is written with, but never inside.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain

from workflow.model import lazy_re as re

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
_BYTE = re.compile("[\udc00-\udcff]")
_SPECIAL = re.compile(f"[{re.escape(''.join(_ESCAPES))}]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTES = len('""')
_NEVER_FIRST = frozenset("WJ CL CP CP_WIDE EX IS SY".split())
"""Classes that no line starts with, not even after a space (rules LB7, LB11 and LB13)."""
_NEVER_APART = {("CL", "NS"), ("QU", "OP"), ("QU", "OP_WIDE"), ("B2", "B2")}
"""The same for pairs (rules LB15 to LB17)."""
_EVERYWHERE = frozenset("BA HY NS QU GL IN ZWJ".split())
"""Classes that no line starts with unless a space stands before them."""
_TIED = dict.fromkeys(("BA", "HY"), _EVERYWHERE - {"GL"})
_ANYTHING = frozenset("B2 BB OP OP_WIDE NU PO PR AL HL H2 H3 ID JL JV JT RI EB EM".split())
_LETTERS = "OP NU PO PR AL HL"
_HELD: Mapping[str, frozenset[str]] = {
    before: frozenset(after.split())
    for before, after in {
        "HY": "NU",
        "CL": "PO PR",
        "CP": "NU PO PR AL HL",
        "CP_WIDE": "PO PR",
        "IS": "NU",
        "NU": _LETTERS,
        "PO": "OP OP_WIDE NU AL HL",
        "PR": "OP OP_WIDE NU AL HL H2 H3 ID JL JV JT EB EM",
        "SY": "NU HL",
        "AL": _LETTERS,
        "HL": _LETTERS,
        "H2": "PO JV JT",
        "H3": "PO JT",
        "ID": "PO",
        "JL": "PO H2 H3 JL JV",
        "JV": "PO JV JT",
        "JT": "PO JT",
        "RI": "RI",
        "ZWJ": "ID EB EM RI",
        "EB": "PO EM",
        "EM": "PO",
    }.items()
} | dict.fromkeys(("WJ", "GL", "BB", "QU", "HL_HY"), _ANYTHING)
"""Class → those that do not part from it unless a space stands between (rules LB11 to LB30)."""
_ALIKE = {
    "AI": "AL", "XX": "AL", "SG": "AL", "SA": "AL", "AK": "AL", "AP": "AL", "AS": "AL",
    "VF": "CM", "VI": "CM", "CB": "ID", "CJ": "NS", "LF": "BK", "CR": "BK", "NL": "BK", "HH": "BA",
}  # fmt: skip
"""Classes whose behaviour the annex leaves open, or that are newer than the pair table."""
_NO_COLUMN = ("Mn", "Me", "Cf", "Cc", "Zl", "Zp")
"""Categories of characters that take no room."""


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
    if not _BYTE.search(text):
        return text
    return text.encode(encoding, "surrogateescape").decode(encoding)


def _unescape(found: re.Match[str]) -> str:
    octal, hexadecimal, letter = found.groups()
    if letter is not None:
        return _UNESCAPES.get(letter, found[0])
    byte = (int(octal, 8) if octal else int(hexadecimal, 16)) & 0xFF
    return chr(byte if 0 < byte < 0x80 else _RAW + byte)


def wrap(line: str, width: int, start: int = 0) -> list[str]:
    """Part an escaped text without line ends where lines of ``width`` columns end.

    ``start`` is the columns that stand before it on the first line. A piece that is too long
    for a line by itself stays whole.
    """
    if len(line) <= width - start and line.isascii():
        return [line]
    parts: list[str] = []
    begin = piece = 0
    last: int | None = None
    column = start
    for end, mandatory in chain(_ends(line), [(len(line), False)]):
        text = line[piece:end]
        breadth = len(text) if text.isascii() else sum(map(_width, text))
        if last is not None and column + breadth > width:
            parts.append(line[begin:last])
            begin, column = last, 0
        last, column = (None, 0) if mandatory else (end, column + breadth)
        piece = end
    return [*parts, line[begin:]]


@lru_cache(maxsize=4)
def _ends(line: str) -> tuple[tuple[int, bool], ...]:
    """Where a line may end, in order, and whether Unicode has it end there (U+2028).

    Kept, for a text that does not fit beside its keyword is asked for twice.
    """
    return tuple(_found_ends(line))


def _found_ends(line: str) -> Iterator[tuple[int, bool]]:
    before, spaced = "BK", False
    last = len(line) - len(r"\n") if line.endswith(r"\n") else len(line)
    escaped = False
    for index, character in enumerate(line):
        after = _class(character)
        inside, escaped = escaped, character == "\\" and not escaped
        if after == "SP":
            spaced = True
            continue
        if after == "BK":
            yield index, True
        elif after == "CM":
            if not spaced and before not in ("BK", "ZW"):
                continue
            after = "AL"  # a mark without a letter to stand on (rule LB10)
            if _parts(before, after, spaced):
                yield index, False
        elif index < last and not inside and after != "ZW" and _parts(before, after, spaced):
            yield index, False
        hyphen = before == "HL" and not spaced and after in ("HY", "BA")
        before, spaced = "HL_HY" if hyphen else after, False


@cache
def _parts(before: str, after: str, spaced: bool) -> bool:
    """Whether a line may end between two classes with spaces between them or without."""
    if before == "ZW":
        return True
    if (
        before in ("BK", "OP", "OP_WIDE")
        or after in _NEVER_FIRST
        or (before, after) in _NEVER_APART
    ):
        return False
    if spaced:
        return True
    return after not in _HELD.get(before, ()) and after not in _TIED.get(before, _EVERYWHERE)


@cache
def _width(character: str) -> int:
    """The columns of a character (Unicode Standard Annex 11), none for marks and controls."""
    if unicodedata.category(character) in _NO_COLUMN or _class(character) in ("JV", "JT"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@cache
def _class(character: str) -> str:
    """Its class in the annex; brackets that are as wide as an ideograph apart (rule LB30)."""
    # Here, not above: its tables take a while to load, and short texts do not need them.
    from uniseg.linebreak import line_break  # noqa: PLC0415

    found = str(line_break(character))
    if found in ("OP", "CP") and unicodedata.east_asian_width(character) in "FWH":
        return f"{found}_WIDE"
    return _ALIKE.get(found, found)
