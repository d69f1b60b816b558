"""The grammar of PO files: lines, and which of them make a message. The reader and lint share it.

The grammar is that of the gettext manual, "The Format of PO Files". A message as most programs
write it is found by one pattern, every other one line by line. Nothing is refused here: what a
line has too much or too little of is for its reader to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from workflow.model import lazy_re as re

LINE_END = re.compile(r"\r\n|\n|\r")
BLANKS = r" \t\f\v"
"""White space between the words of a line, as of a class in a pattern: gettext knows no other."""
ANY_BLANKS = r"\s"
"""The same, as editors leave it in files: a reader takes it, lint does not."""
STRING = r'"(?:[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+)"'
"""A text in quotes, as of a part of a pattern."""
REGULAR = re.compile(
    rf"""(?P<comments>(?:\#(?![~|])[^\r\n]*+\r?\n)*+)
    (?P<previous>(?:\#\|\ [^\r\n]*+\r?\n)*+)
    (?:msgctxt\ (?P<msgctxt>(?:{STRING}\r?\n)++))?+
    msgid\ (?P<msgid>(?:{STRING}\r?\n)++)
    msgstr\ (?P<msgstr>(?:{STRING}\r?\n)++)
    (?P<gap>(?:\r?\n)*+)(?=[\#m]|\Z)(?!msgstr)""",
    re.VERBOSE,
)
"""A live message as every program writes most of them."""
PREVIOUS = ("#|", "#~|")
"""How lines begin that say what a fuzzy message, live or obsolete, was the translation of."""
_RAW_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_CONFLICT = re.compile(r"(?P<mark><{7}|={7}|>{7}|\|{7})(?: |$)")


@cache
def _shape(blanks: str) -> re.Pattern[str]:
    """A line without its end, whatever is wrong with it."""
    return re.compile(
        rf"""[{blanks}]*+(?:
          \#(?![~|])(?P<comment>.*)
        | (?P<prefix>\#~\||\#\||\#~)?+ (?P<gap>[{blanks}]*+)
          (?P<keyword>(?:msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)
            (?![{blanks}]*\[|\w))?+ (?P<space>[{blanks}]*+)
          (?:"(?P<string>(?:[^"\\]|\\.)*+)(?P<closing>"?) [{blanks}]*+)? (?P<rest>.*)
        )$""",
        re.VERBOSE,
    )


class Line(NamedTuple):
    """A line of a PO file."""

    text: str
    """The whole of it, its end included."""
    number: int
    """Counted from 1."""
    conflict: str = ""
    """``<``, ``|``, ``=`` or ``>`` for the mark of a conflict that git left."""
    comment: str | None = None
    """What follows the ``#``; None for a line that is no comment."""
    prefix: str = ""
    """``#~``, ``#|`` or ``#~|``; empty for a line without."""
    keyword: str = ""
    """``msgid``, ``msgstr[0]`` and so on; empty for a line without."""
    string: str | None = None
    """What stands in quotes, escapes and all; None where no quotes open."""
    closed: bool = False
    """Whether the quotes close."""
    rest: str = ""
    """What follows the string, or stands in its place."""
    crowded: tuple[str, ...] = ()
    """Of prefix and keyword, what lacks a space after it; ``msgstr[0]`` may."""

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return self.comment is None and not (
            self.conflict or self.prefix or self.keyword or self.rest or self.string is not None
        )

    @property
    def whole(self) -> bool:
        """Whether it is one text in quotes, with a keyword or without, and nothing else."""
        return self.closed and not self.rest

    @property
    def current(self) -> bool:
        """Whether it is of a message itself, not of its comments or its previous text."""
        return self.whole and self.prefix not in PREVIOUS

    @property
    def completes(self) -> bool:
        """Whether a message may end with it."""
        return self.current and self.keyword.startswith("msgstr")

    @property
    def continues(self) -> bool:
        """Whether it belongs to the message that the line before completes."""
        return self.current and (not self.keyword or self.keyword.startswith("msgstr["))


def lines(text: str, offset: int = 0, number: int = 1, blanks: str = ANY_BLANKS) -> Iterator[Line]:
    """Yield the lines of ``text`` from ``offset`` on, which is where line ``number`` starts."""
    shape = _shape(blanks)
    for count, found in enumerate(_RAW_LINE.finditer(text, offset), number):
        if not found[0]:
            return
        yield _line(found[0], count, shape)


def _line(text: str, number: int, shape: re.Pattern[str]) -> Line:
    content = text.rstrip("\r\n")
    if conflict := _CONFLICT.match(content):
        return Line(text, number, conflict=conflict["mark"][0])
    found = shape.match(content)
    if found is None or found["comment"] is not None:  # it matches everything
        return Line(text, number, comment=found["comment"] if found else "")
    prefix, keyword, string = found["prefix"] or "", found["keyword"] or "", found["string"]
    pairs = ((prefix, found["gap"]), ("" if "[" in keyword else keyword, found["space"]))
    return Line(
        text,
        number,
        prefix=prefix,
        keyword=keyword,
        string=string,
        closed=bool(found["closing"]),
        rest=found["rest"],
        crowded=tuple(name for name, blank in pairs if name and not blank and string is not None),
    )


Piece = tuple[int, "re.Match[str] | Sequence[Line]"]
"""The line that a message starts on; what :data:`REGULAR` found of it, or its lines."""


def pieces(
    text: str,
    offset: int = 0,
    blanks: str = ANY_BLANKS,
    check: Callable[[Line], object] = lambda _: None,
) -> Iterator[Piece]:
    """Part ``text`` from ``offset`` on into messages; what follows the last one is a piece, too.

    Comments and blank lines before a message are its own, and so are blank lines after it.
    ``check`` is called with each line before anything is made of it.
    """
    count = _line_ends if "\r" in text else _line_feeds
    number = 1 + count(text, 0, offset)
    while offset < len(text):
        start = offset
        if regular := REGULAR.match(text, offset):
            yield number, regular
            offset = regular.end()
            number += count(text, start, offset)
            continue
        found: list[Line] = []
        complete = False
        for line in lines(text, offset, number, blanks):
            check(line)
            if complete and not line.blank and not line.continues:
                break
            found.append(line)
            complete = complete or line.completes
        yield number, found
        offset += sum(len(line.text) for line in found)
        number += len(found)


def _line_ends(text: str, start: int, end: int) -> int:
    return len(LINE_END.findall(text, start, end))


def _line_feeds(text: str, start: int, end: int) -> int:
    return text.count("\n", start, end)
