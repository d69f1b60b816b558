"""A PO file's text in blocks, one a message, so that what is not changed keeps its bytes.

The grammar is that of the gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workflow.errors import CatalogueError

_NEWLINE = re.compile(r"\r\n|\n|\r")
_LEAD = re.compile(r"\ufeff?(?:[ \t]*(?:\r\n|\n|\r))*")
_STRING = r'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*+"\r?\n'
REGULAR = re.compile(
    rf"""(?P<comments>(?:\#(?![~|])[^\r\n]*+\r?\n)*+)
    (?P<previous>(?:\#\|\ [^\r\n]*+\r?\n)*+)
    (?:msgctxt\ (?P<msgctxt>(?:{_STRING})++))?+
    msgid\ (?P<msgid>(?:{_STRING})++)
    msgstr\ (?P<msgstr>(?:{_STRING})++)
    (?P<gap>(?:\r?\n)*+)(?=[\#m]|\Z)(?!msgstr)""",
    re.VERBOSE,
)
"""A live message as every program writes most of them; the others are read line by line."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_SHAPE = re.compile(
    r"""\s*+(?:
      (?P<blank>$)
    | (?P<prefix>\#~\||\#\||\#~)?+\s*+
      (?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d++\])?+)?+\s*+
      (?P<string>"(?:[^"\\]|\\.)*+")\s*+$
    | (?P<comment>\#(?!~).*$)
    )""",
    re.VERBOSE,
)
PREVIOUS = re.compile(
    r"""^[ \t]*+\#~?\|[ \t]*+(?P<keyword>msgctxt|msgid_plural|msgid)?+[ \t]*+
    "(?P<text>(?:[^"\\\r\n]|\\[^\r\n])*+)"[ \t]*+$""",
    re.VERBOSE | re.MULTILINE,
)
"""A line of the previous msgid, of live (``#|``) and obsolete messages (``#~|``)."""
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?: |$)")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one message, comments included."""

    text: str
    """From the first comment or keyword to the last string, line ends included."""
    gap: str
    """The blank lines after it."""
    line: int
    """Line of the file ``text`` starts on, counted from 1."""
    message_line: int
    """Line of its ``msgid``."""
    obsolete: bool


Read = Callable[[Block, "re.Match[str] | None"], None]
"""Takes a block, and what :data:`REGULAR` found of it."""


@dataclass(frozen=True, slots=True)
class PoText:
    """A whole PO file: joining ``lead``, every block with its gap, and ``tail`` gives it back."""

    lead: str
    """Blank lines (and a BOM) before the first block."""
    blocks: tuple[Block, ...]
    tail: str
    """Comments after the last message."""

    def __str__(self) -> str:
        body = "".join(block.text + block.gap for block in self.blocks)
        return f"{self.lead}{body}{self.tail}"


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    number: int
    blank: bool
    keyword: str
    """The keyword, ``"`` for a continuation string, empty for a comment or blank line."""
    prefix: str

    @property
    def current(self) -> bool:
        """Whether the line is of the message itself, not of its comments or previous msgid."""
        return bool(self.keyword) and self.prefix in ("", "#~")


def split_po(text: str, file: str, read: Read = lambda _block, _regular: None) -> PoText:
    """Split the text of a PO file into its blocks.

    ``read`` is called with each of them, and with what :data:`REGULAR` found of a regular one,
    so that it need not be matched twice. Raises :class:`CatalogueError` with ``file`` and line
    for conflict markers, a line that is no PO syntax, and a message that lacks its msgid or
    msgstr.
    """
    lead = found[0] if (found := _LEAD.match(text)) else ""
    offset, line = len(lead), 1 + _line_ends(lead)
    count = _line_ends if "\r" in text else _line_feeds
    blocks: list[Block] = []
    while offset < len(text):
        regular = REGULAR.match(text, offset)
        if regular is not None:
            block = _regular_block(regular, line)
        else:
            lines = _irregular_lines(text, file, offset, line)
            if not any(each.current for each in lines):
                break
            block = _block(lines, file)
        read(block, regular)
        blocks.append(block)
        start, offset = offset, offset + len(block.text) + len(block.gap)
        line += count(text, start, offset)
    return PoText(lead, tuple(blocks), text[offset:])


def _line_ends(text: str, start: int = 0, end: int | None = None) -> int:
    return len(_NEWLINE.findall(text[start:end]))


def _line_feeds(text: str, start: int, end: int) -> int:
    return text.count("\n", start, end)


def _regular_block(found: re.Match[str], line: int) -> Block:
    start, gap = found.start(), found.start("gap")
    before = found.string.count("\n", start, found.start("msgid"))
    return Block(found.string[start:gap], found["gap"], line, line + before, obsolete=False)


def _irregular_lines(text: str, file: str, offset: int, first: int) -> list[_Line]:
    """The lines from ``offset`` to where the next message starts."""
    lines: list[_Line] = []
    complete = False
    for line in _lines(text, file, offset, first):
        if complete and not line.blank and not _continues(line):
            break
        lines.append(line)
        complete = complete or _completes(line)
    return lines


def _lines(text: str, file: str, offset: int, first: int) -> Iterator[_Line]:
    for number, found in enumerate(_LINE.finditer(text, offset), first):
        raw = found[0]
        if not raw:
            return
        content = raw.rstrip("\r\n")
        if _CONFLICT.match(content):
            raise CatalogueError(
                "a merge conflict is not resolved",
                hint="Keep one side of the conflict, delete the <<<<<<<, ======= and >>>>>>> "
                "lines, then run the command again.",
                file=file,
                line=number,
            )
        shape = _SHAPE.match(content)
        if shape is None:
            raise CatalogueError(
                f"PO syntax error: {_excerpt(content)}",
                hint="Each line is a comment, or a keyword and a text in double quotes; "
                'quotes inside the text are written \\".',
                file=file,
                line=number,
            )
        keyword = shape["keyword"] or ('"' if shape["string"] else "")
        yield _Line(raw, number, shape["blank"] is not None, keyword, shape["prefix"] or "")


def _excerpt(line: str) -> str:
    line = line.strip()
    return f"“{line}”" if len(line) <= 60 else f"“{line[:57]}…”"


def _completes(line: _Line) -> bool:
    return line.current and line.keyword.startswith("msgstr")


def _continues(line: _Line) -> bool:
    return line.current and (line.keyword == '"' or line.keyword.startswith("msgstr["))


def _block(lines: list[_Line], file: str) -> Block:
    last = max(index for index, line in enumerate(lines) if line.current)
    body = [line for line in lines if line.current]
    start = next((line for line in body if line.keyword == "msgid"), None)
    if start is None or not any(map(_completes, lines)):
        missing = "msgid" if start is None else "msgstr"
        raise CatalogueError(
            f"the message has no {missing}",
            hint='Add the missing line, or delete the message (an empty text is "").',
            file=file,
            line=body[0].number,
        )
    return Block(
        text="".join(line.text for line in lines[: last + 1]),
        gap="".join(line.text for line in lines[last + 1 :]),
        line=lines[0].number,
        message_line=start.number,
        obsolete=start.prefix == "#~",
    )
