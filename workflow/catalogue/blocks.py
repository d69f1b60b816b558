"""A PO file's text in blocks, one a message, so that what is not changed keeps its bytes.

The grammar is that of the gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.errors import CatalogueError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_SHAPE = re.compile(
    r"""\s*(?:
      (?P<blank>$)
    | (?P<prefix>\#~\||\#\||\#~)?\s*
      (?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*
      (?P<string>"(?:[^"\\]|\\.)*")\s*$
    | (?P<comment>\#(?!~).*$)
    )""",
    re.VERBOSE,
)
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


def split_po(text: str, file: str) -> PoText:
    """Split the text of a PO file into its blocks.

    Raises :class:`CatalogueError` with ``file`` and line for conflict markers, a line that is
    no PO syntax, and a message that lacks its msgid or msgstr.
    """
    lead, rest, first = _lead(text)
    blocks: list[Block] = []
    lines: list[_Line] = []
    for line in _lines(rest, file, first):
        if _complete(lines) and not line.blank and not _continues(line):
            blocks.append(_block(lines, file))
            lines = []
        lines.append(line)
    if any(line.current for line in lines):
        blocks.append(_block(lines, file))
        lines = []
    return PoText(lead, tuple(blocks), "".join(line.text for line in lines))


def _lead(text: str) -> tuple[str, str, int]:
    found = re.match(r"\ufeff?(?:[ \t]*(?:\r\n|\n|\r))*", text)
    lead = found[0] if found else ""
    return lead, text[len(lead) :], 1 + len(re.findall(r"\r\n|\n|\r", lead))


def _lines(text: str, file: str, first: int) -> Iterator[_Line]:
    for number, found in enumerate(_LINE.finditer(text), first):
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


def _complete(lines: list[_Line]) -> bool:
    return any(line.current and line.keyword.startswith("msgstr") for line in lines)


def _continues(line: _Line) -> bool:
    return line.current and (line.keyword == '"' or line.keyword.startswith("msgstr["))


def _block(lines: list[_Line], file: str) -> Block:
    last = max(index for index, line in enumerate(lines) if line.current)
    body = [line for line in lines if line.current]
    start = next((line for line in body if line.keyword == "msgid"), None)
    if start is None or not _complete(lines):
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
