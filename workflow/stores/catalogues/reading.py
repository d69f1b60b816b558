"""What stands in a PO file, as polib reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from workflow.catalogue import Block, PoText, split_po
from workflow.errors import CatalogueError
from workflow.model import Key, Message

_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069(\\S*)|(\\S+)")
_HEADER = re.compile(r'^msgid[ \t]+""[ \t]*\r?\n?\r?msgstr', re.MULTILINE)
# polib parts a file at every character str.splitlines() knows; a PO file ends its lines at
# \n alone, so the others are put aside while polib reads.
_ASIDE = {ord(c): chr(0xFDD0 + i) for i, c in enumerate("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")}
_BACK = {ord(aside): chr(character) for character, aside in _ASIDE.items()}


@dataclass(frozen=True, slots=True)
class PoContent:
    """A PO file's text and what its blocks say."""

    po: PoText
    header: Block | None
    entries: tuple[tuple[Block, Message], ...]
    """Every message with its block, in file order, obsolete ones included."""
    headers: Mapping[str, str]


def read_content(path: Path, text: str) -> PoContent:
    """Read the text of the PO file ``path``.

    Raises :class:`CatalogueError` with file and line for syntax errors, conflict markers and
    duplicate messages.
    """
    po = split_po(text, str(path))
    header = next((block for block in po.blocks if _HEADER.search(block.text)), None)
    parsed = _parse(text, path)
    blocks = [block for block in po.blocks if block is not header]
    if len(blocks) != len(parsed):
        raise CatalogueError(
            f"{len(blocks)} messages stand in the file, {len(parsed)} can be read",
            hint="Run msgfmt --check on it; a text may lack its closing quotes.",
            file=str(path),
        )
    entries = tuple(
        (block, _message(block, entry)) for block, entry in zip(blocks, parsed, strict=True)
    )
    _refuse_duplicates(path, entries)
    headers = {key: value.translate(_BACK) for key, value in parsed.metadata.items()}
    return PoContent(po, header, entries, headers)


def _parse(text: str, path: Path) -> polib.POFile:
    """Every message as polib reads it, in file order; it takes the header out of the list."""
    try:
        # polib takes a text that is the name of a file for that file: no name ends in "\n".
        return polib.pofile(text.translate(_ASIDE).lstrip("\ufeff") + "\n")
    except OSError as error:
        line = re.search(r"line (\d+)", str(error))
        raise CatalogueError(
            f"PO syntax error{str(error).partition(')')[2]}",
            hint="Look at the order of msgctxt, msgid and msgstr there.",
            file=str(path),
            line=int(line[1]) if line else None,
        ) from error


def _message(block: Block, entry: polib.POEntry) -> Message:
    """polib's reading of the texts, with the comments as their lines stand in the block."""

    def text(value: str | None) -> str | None:
        return None if value is None else value.translate(_BACK)

    comments = _comments(block)
    references = _REFERENCE.finditer(" ".join(comments[":"]))
    return Message(
        msgid=text(entry.msgid) or "",
        msgstr=text(entry.msgstr) or "",
        msgctxt=text(entry.msgctxt),
        flags=tuple(entry.flags),
        comments=tuple(comments["."]),
        translator_comments=tuple(comments[""]),
        references=tuple(f"{each[1]}{each[2]}" if each[1] else each[3] for each in references),
        previous_msgid=text(entry.previous_msgid),
        previous_msgctxt=text(entry.previous_msgctxt),
        obsolete=block.obsolete,
        msgid_plural=text(entry.msgid_plural) or None,
        msgstr_plural=tuple(text(value) or "" for _, value in sorted(entry.msgstr_plural.items())),
    )


def _comments(block: Block) -> Mapping[str, list[str]]:
    """The block's comment lines by what follows the ``#``: nothing, ``.``, ``:`` or ``,``."""
    comments: dict[str, list[str]] = {"": [], ".": [], ":": [], ",": []}
    for line in re.split(r"\r\n|\n|\r", block.text):
        if line.startswith("#") and line[1:2] not in ("~", "|"):
            mark = line[1:2] if line[1:2] in (".", ":", ",") else ""
            comments[mark].append(line[1 + len(mark) :].removeprefix(" "))
    return comments


def _refuse_duplicates(path: Path, entries: Sequence[tuple[Block, Message]]) -> None:
    seen: dict[Key, Block] = {}
    for block, message in entries:
        if message.obsolete:
            continue
        if (first := seen.setdefault(message.key, block)) is not block:
            raise CatalogueError(
                f"the message stands there twice, first in line {first.message_line}",
                hint="Delete the one whose translation is worse.",
                file=str(path),
                line=block.message_line,
            )
