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

from workflow.errors import CatalogueError
from workflow.model import Key, Message
from workflow.po.blocks import PREVIOUS, Block, PoText, split_po
from workflow.po.comments import unwrapped
from workflow.po.strings import (
    decoded,
    unescaped,
)

_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069(\\S*)|(\\S+)")
_NEWLINE = re.compile(r"\r\n|\n|\r")
_COMMENT = re.compile(r"^[ \t]*#(?!~(?!\|))[^\r\n]*", re.MULTILINE)
_OTHER = frozenset(string.punctuation) - frozenset(".:,~|")
"""Signs after ``#`` that no translator's comment starts with, such as newer gettext's ``#=``."""
_NOTED = re.compile(
    r'^#[ \t]+\|[ \t]+(?P<keyword>(?:msgctxt|msgid_plural|msgid)[ \t]+)?"'
    r'(?P<text>(?:[^"\\\r\n]|\\[^\r\n]|\r?\n#[ \t])*)"[ \t]*(?=\r?$)',
    re.MULTILINE,
)
"""A line of the previous msgid that Babel made a translators' comment of, and maybe folded."""
_FOLD = re.compile(r"\r?\n#[ \t]")
_HEADER = re.compile(r'^msgid[ \t]+""[ \t]*\r?\n?\r?msgstr', re.MULTILINE)
# polib parts a file at every character str.splitlines() knows, and knows only some escapes. A PO
# file ends its lines at \n alone, so what polib would take for more is put aside while it reads.
_ASIDE = {
    ord(c): chr(0xFDD0 + i) for i, c in enumerate('\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\n\r"\\')
}
_SPLITTING = {ord(c): _ASIDE[ord(c)] for c in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"}
_STRING = re.compile(r'"(?P<text>(?:[^"\\\r\n]|\\[^\r\n])*)"')
_BACK = {ord(aside): chr(character) for character, aside in _ASIDE.items()}


@dataclass(frozen=True, slots=True)
class PoContent:
    """A PO file's text and what its blocks say."""

    po: PoText
    header: Block | None
    entries: tuple[tuple[Block, Message], ...]
    """Every message with its block, in file order, obsolete ones included."""


def read_content(path: Path, text: str, encoding: str = "utf-8") -> PoContent:
    """Read the text of the PO file ``path``; escapes stand for bytes of ``encoding``.

    Raises :class:`CatalogueError` with file and line for syntax errors, conflict markers,
    escapes that are no text in that encoding, and duplicate messages.
    """
    header: list[Block] = []
    entries: list[tuple[Block, Message]] = []

    def read(block: Block, regular: re.Match[str] | None) -> None:
        if not header and _HEADER.search(block.text):
            header.append(block)
        else:
            entries.append((block, _message(block, regular, path, encoding)))

    po = split_po(text, str(path), read)
    _refuse_duplicates(path, entries)
    return PoContent(po, header[0] if header else None, tuple(entries))


def header_fields(header: Block, path: Path) -> Mapping[str, str]:
    """The fields of a header entry by name, in their order; ``path`` is its file, for errors."""
    start = found.end() if (found := _HEADER.search(header.text)) else 0
    strings = (each["text"] for each in _STRING.finditer(header.text, start))
    try:
        text = decoded("".join(map(unescaped, strings)))
    except UnicodeError as error:
        raise _no_text(header, path, "utf-8") from error
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip()] = value.strip()
        elif fields and line.strip():  # a value in two lines
            name = list(fields)[-1]
            fields[name] = f"{fields[name]}\n{line.strip()}"
    return fields


def _message(block: Block, regular: re.Match[str] | None, path: Path, encoding: str) -> Message:
    try:
        return _regular(regular, encoding) if regular else _irregular(block, path, encoding)
    except UnicodeError as error:
        raise _no_text(block, path, encoding) from error


def _no_text(block: Block, path: Path, encoding: str) -> CatalogueError:
    return CatalogueError(
        f"escapes in the message are no letters of {encoding.upper()}",
        hint="An escape such as \\303 is one byte of a letter; write the letter itself.",
        file=str(path),
        line=block.message_line,
    )


def _regular(found: re.Match[str], encoding: str) -> Message:
    """The message of a block that is written as most are, as :data:`REGULAR` found it."""
    comments, previous, msgctxt, msgid, msgstr, _ = found.groups()
    head = _restored(f"{comments}{previous}" if previous else comments)
    before = _previous(head, encoding) if "#|" in head else {}
    marked = _known_comments(head)
    return Message(
        msgid=_text(msgid, encoding),
        msgstr=_text(msgstr, encoding),
        msgctxt=_text(msgctxt, encoding) if msgctxt else None,
        flags=marked.flags,
        comments=marked.extracted,
        translator_comments=marked.translators,
        references=marked.references,
        previous_msgid=before.get("msgid"),
        previous_msgctxt=before.get("msgctxt"),
        previous_msgid_plural=before.get("msgid_plural"),
        other_comments=marked.other,
    )


def _restored(comments: str) -> str:
    """Comment lines with those that Babel made of ``#|`` as they were."""
    if "# |" not in comments:
        return comments
    return _NOTED.sub(
        lambda found: f'#| {found["keyword"] or ""}"{_FOLD.sub(" ", found["text"])}"', comments
    )


def _previous(text: str, encoding: str) -> Mapping[str, str]:
    """The texts of the lines with ``#|`` or ``#~|`` by keyword; polib loses the latter."""
    found: dict[str, str] = {}
    keyword = ""
    for line in PREVIOUS.finditer(_NEWLINE.sub("\n", text) if "\r" in text else text):
        keyword = line["keyword"] or keyword
        found[keyword] = found.get(keyword, "") + unescaped(line["text"])
    return {keyword: decoded(text, encoding) for keyword, text in found.items()}


def _text(strings: str, encoding: str) -> str:
    """The text of one or more strings, a line each."""
    if "\r" in strings:
        strings = strings.replace("\r\n", "\n")
    if "\\" not in strings:
        return strings[1:-2].replace('"\n"', "")
    return decoded("".join(map(unescaped, strings[1:-2].split('"\n"'))), encoding)


def _flags(lines: Sequence[str]) -> tuple[str, ...]:
    if not lines:
        return ()
    return tuple(flag for flag in map(str.strip, ",".join(lines).split(",")) if flag)


def _references(line: str) -> tuple[str, ...]:
    if "\u2068" not in line:
        return tuple(line.split())
    found = _REFERENCE.finditer(line)
    return tuple(f"{each[1]}{each[2]}" if each[1] else each[3] for each in found)


def _irregular(block: Block, path: Path, encoding: str) -> Message:
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
        return None if value is None else decoded(value.translate(_BACK), encoding)

    lines = _restored(block.text)
    comments, before = _comments(lines), _previous(lines, encoding)
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
        return polib.pofile(_STRING.sub(_aside, text.lstrip("\ufeff")).translate(_SPLITTING) + "\n")
    except OSError as error:
        line = re.search(r"line (\d+)", str(error))
        raise CatalogueError(
            f"PO syntax error{str(error).partition(')')[2]}",
            hint="Look at the order of msgctxt, msgid and msgstr there.",
            file=str(path),
            line=first - 1 + int(line[1]) if line else first,
        ) from error


def _aside(string: re.Match[str]) -> str:
    """A string in quotes, its escapes undone and nothing in it that polib takes for more."""
    return f'"{unescaped(string["text"]).translate(_ASIDE)}"'


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
        translators=unwrapped(tuple(comments[""])),
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
