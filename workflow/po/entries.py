"""A PO file's text in blocks, one a message, so that what is not changed keeps its bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.errors import CatalogueError
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.po.grammar import Line, pieces

_LEAD = re.compile(r"\ufeff?(?:[ \t]*(?:\r\n|\n|\r))*")


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


Found = re.Match[str] | Sequence[Line]
"""What :data:`~workflow.po.grammar.REGULAR` found of a block, or its lines."""


def split_po(
    text: str, file: str, read: Callable[[Block, Found], object] = lambda _block, _found: None
) -> PoText:
    """Split the text of a PO file into its blocks.

    ``read`` is called with each of them, and with what was found of it, so that it need not be
    read twice. Raises :class:`CatalogueError` with ``file`` and line for conflict markers, a
    line that is no PO syntax, and a message that lacks its msgid or msgstr.
    """
    lead = found[0] if (found := _LEAD.match(text)) else ""
    blocks: list[Block] = []
    tail = ""
    for number, piece in pieces(text, len(lead), check=lambda line: _refuse(line, file)):
        if isinstance(piece, re.Match):
            block = _regular(piece, number)
        elif any(line.current for line in piece):
            block = _irregular(piece, file)
        else:
            tail = "".join(line.text for line in piece)
            break
        read(block, piece)
        blocks.append(block)
    return PoText(lead, tuple(blocks), tail)


def _regular(found: re.Match[str], line: int) -> Block:
    start, text = found.start(), found.string
    gap, message_line = found.start("gap"), line + text.count("\n", start, found.start("msgid"))
    return Block(text[start:gap], text[gap : found.end()], line, message_line, obsolete=False)


def _irregular(lines: Sequence[Line], file: str) -> Block:
    last = max(index for index, line in enumerate(lines) if line.current)
    start = next((line for line in lines if line.current and line.keyword == "msgid"), None)
    if start is None or not any(line.completes for line in lines):
        missing = "msgid" if start is None else "msgstr"
        raise CatalogueError(
            phrase("the message has no {missing}", missing=missing),
            hint=phrase('Add the missing line, or delete the message (an empty text is `""`).'),
            file=file,
            line=next(line.number for line in lines if line.current),
        )
    return Block(
        text="".join(line.text for line in lines[: last + 1]),
        gap="".join(line.text for line in lines[last + 1 :]),
        line=lines[0].number,
        message_line=start.number,
        obsolete=start.prefix == "#~",
    )


def _refuse(line: Line, file: str) -> None:
    if line.conflict:
        raise CatalogueError(
            phrase("a merge conflict is not resolved"),
            hint=phrase(
                "Keep one side of the conflict, delete the <<<<<<<, ======= and >>>>>>> lines, "
                "then run the command again."
            ),
            file=file,
            line=line.number,
        )
    if not (line.whole or line.blank or line.comment is not None or line.prefix == "#|"):
        shown = line.text.strip()
        shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
        raise CatalogueError(
            phrase("PO syntax error: “{line}”", line=shown),
            hint=phrase(
                "Each line is a comment, or a keyword and a text in double quotes; quotes inside "
                'the text are written \\".'
            ),
            file=file,
            line=line.number,
        )
