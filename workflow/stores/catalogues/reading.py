"""What stands in a PO file: what every program writes is read here, the rest by polib."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import polib

from workflow.catalogue import Block, PoText, split_po
from workflow.catalogue.blocks import PREVIOUS
from workflow.errors import CatalogueError
from workflow.model import Key, Message

_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069(\\S*)|(\\S+)")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_COMMENT = re.compile(r"^[ \t]*#(?!~(?!\|))[^\r\n]*", re.MULTILINE)
_OTHER = frozenset(string.punctuation) - frozenset(".:,~|")
"""Signs after ``#`` that no translator's comment starts with, such as newer gettext's ``#=``."""
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


def read_content(path: Path, text: str) -> PoContent:
    """Read the text of the PO file ``path``.

    Raises :class:`CatalogueError` with file and line for syntax errors, conflict markers and
    duplicate messages.
    """
    header: list[Block] = []
    entries: list[tuple[Block, Message]] = []

    def read(block: Block, regular: re.Match[str] | None) -> None:
        if not header and _HEADER.search(block.text):
            header.append(block)
        else:
            message = _regular(regular) if regular else _irregular(block, path)
            entries.append((block, message))

    po = split_po(text, str(path), read)
    _refuse_duplicates(path, entries)
    return PoContent(po, header[0] if header else None, tuple(entries))


def header_fields(header: Block, path: Path) -> Mapping[str, str]:
    """The fields of a header entry by name, in their order; ``path`` is its file, for errors."""
    metadata = _parse(header.text, path).metadata
    return {key: value.translate(_BACK) for key, value in metadata.items()}


def _regular(found: re.Match[str]) -> Message:
    """The message of a block that is written as most are, as :data:`REGULAR` found it."""
    comments, previous, msgctxt, msgid, msgstr, _ = found.groups()
    before = _previous(previous) if previous else {}
    marked = _known_comments(f"{comments}{previous}" if previous else comments)
    return Message(
        msgid=_text(msgid),
        msgstr=_text(msgstr),
        msgctxt=_text(msgctxt) if msgctxt else None,
        flags=marked.flags,
        comments=marked.extracted,
        translator_comments=marked.translators,
        references=marked.references,
        previous_msgid=before.get("msgid"),
        previous_msgctxt=before.get("msgctxt"),
        previous_msgid_plural=before.get("msgid_plural"),
        other_comments=marked.other,
    )


def _previous(text: str) -> Mapping[str, str]:
    """The texts of the lines with ``#|`` or ``#~|`` by keyword; polib loses the latter."""
    found: dict[str, str] = {}
    keyword = ""
    for line in PREVIOUS.finditer(_NEWLINE.sub("\n", text) if "\r" in text else text):
        keyword = line["keyword"] or keyword
        found[keyword] = found.get(keyword, "") + line["text"]
    return {keyword: str(polib.unescape(text)) for keyword, text in found.items()}


def _text(strings: str) -> str:
    """The text of one or more strings, a line each; what polib takes for an escape is one."""
    if "\r" in strings:
        strings = strings.replace("\r\n", "\n")
    text = strings[1:-2].replace('"\n"', "")
    return str(polib.unescape(text)) if "\\" in text else text


def _flags(lines: Sequence[str]) -> tuple[str, ...]:
    if not lines:
        return ()
    return tuple(flag for flag in map(str.strip, ",".join(lines).split(",")) if flag)


def _references(line: str) -> tuple[str, ...]:
    if "\u2068" not in line:
        return tuple(line.split())
    found = _REFERENCE.finditer(line)
    return tuple(f"{each[1]}{each[2]}" if each[1] else each[3] for each in found)


def _irregular(block: Block, path: Path) -> Message:
    """polib's reading of the texts, with the comments as their lines stand in the block."""
    # The comments are read here; polib refuses some that other programs write ("#:file.c"),
    # and loses the previous msgid of obsolete messages.
    parsed = _parse(_COMMENT.sub("#", block.text), path, block.line)
    if len(parsed) != 1:
        raise CatalogueError(
            "the message cannot be read",
            hint="Run msgfmt --check on the file; a text may lack its closing quotes.",
            file=str(path),
            line=block.line,
        )
    entry = parsed[0]

    def text(value: str | None) -> str | None:
        return None if value is None else value.translate(_BACK)

    comments, before = _comments(block.text), _previous(block.text)
    return Message(
        msgid=text(entry.msgid) or "",
        msgstr=text(entry.msgstr) or "",
        msgctxt=text(entry.msgctxt),
        flags=comments.flags,
        comments=comments.extracted,
        translator_comments=comments.translators,
        references=comments.references,
        previous_msgid=before.get("msgid"),
        previous_msgctxt=before.get("msgctxt"),
        previous_msgid_plural=before.get("msgid_plural"),
        other_comments=comments.other,
        obsolete=block.obsolete,
        msgid_plural=text(entry.msgid_plural) or None,
        msgstr_plural=tuple(text(value) or "" for _, value in sorted(entry.msgstr_plural.items())),
    )


def _parse(text: str, path: Path, first: int = 1) -> polib.POFile:
    """One block as polib reads it; ``first`` is the line of the file it starts on."""
    try:
        # polib takes a text that is the name of a file for that file: no name ends in "\n".
        return polib.pofile(text.translate(_ASIDE).lstrip("\ufeff") + "\n")
    except OSError as error:
        line = re.search(r"line (\d+)", str(error))
        raise CatalogueError(
            f"PO syntax error{str(error).partition(')')[2]}",
            hint="Look at the order of msgctxt, msgid and msgstr there.",
            file=str(path),
            line=first - 1 + int(line[1]) if line else first,
        ) from error


class _Comments(NamedTuple):
    """What the comment lines of a block say, by what follows the ``#``."""

    flags: tuple[str, ...]
    extracted: tuple[str, ...]
    translators: tuple[str, ...]
    references: tuple[str, ...]
    other: tuple[str, ...]
    """Lines of other kinds, whole."""


def _comments(text: str) -> _Comments:
    """Read the comment lines of a block."""
    comments: dict[str, list[str]] = {"": [], ".": [], ":": [], ",": [], "other": []}
    lines = _NEWLINE.split(text) if "\r" in text else text.split("\n")
    for line in lines:
        comment = line if line.startswith("#") else line.lstrip(" \t")
        sign = comment[1:2]
        if not comment.startswith("#") or sign == "~":
            continue
        if sign in (".", ":", ","):
            comments[sign].append(comment[2:].removeprefix(" "))
        elif sign in _OTHER or (sign == "|" and not PREVIOUS.match(comment)):
            comments["other"].append(line)
        elif sign != "|":
            comments[""].append(comment[1:].removeprefix(" "))
    return _Comments(
        flags=_flags(comments[","]),
        extracted=tuple(comments["."]),
        translators=tuple(comments[""]),
        references=_references(" ".join(comments[":"])),
        other=tuple(comments["other"]),
    )


_known_comments = lru_cache(maxsize=1 << 16)(_comments)
"""The same, kept: a template and its catalogue, and many messages of each, have the same."""


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
