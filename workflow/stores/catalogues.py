"""Catalogues on disk: PO files read and written so that untouched messages keep their bytes.

polib reads and writes the texts of a message; which lines are whose is known from
:mod:`workflow.catalogue.blocks`, and only the blocks of changed messages are written anew.
This is the only module that knows polib.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import polib
from babel.messages.catalog import Catalog

from workflow.catalogue import Block, PoText, split_po
from workflow.errors import CatalogueError
from workflow.model import Key, Locale, Message
from workflow.stores.files import file_error, read_bytes, write_bytes

_WRAP = 78
_NEW = 0
"""The line of a block that is in no file yet."""
_REFERENCE = re.compile("\u2068([^\u2069]*)\u2069(\\S*)|(\\S+)")
_CHARSET = re.compile(rb'"Content-Type:[^"]*charset=([A-Za-z0-9_.:-]+)')
_HEADER = re.compile(r'^msgid[ \t]+""[ \t]*\r?\n?\r?msgstr', re.MULTILINE)
# polib parts a file at every character str.splitlines() knows; a PO file ends its lines at
# \n alone, so the others are put aside while polib reads.
_ASIDE = {ord(c): chr(0xFDD0 + i) for i, c in enumerate("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")}
_BACK = {ord(aside): chr(character) for character, aside in _ASIDE.items()}


@dataclass(frozen=True)
class Catalogue:
    """One PO file; made by :func:`read_catalogue` or :func:`new_catalogue`."""

    path: Path
    po: PoText
    header: Block | None
    entries: tuple[tuple[Block, Message], ...]
    """Every message with its block, in file order, obsolete ones included."""
    headers: Mapping[str, str]
    encoding: str = "utf-8"

    @property
    def messages(self) -> tuple[Message, ...]:
        """Every message in file order, obsolete ones included; the header is none."""
        return tuple(message for _, message in self.entries)

    @cached_property
    def _index(self) -> Mapping[Key, tuple[Block, Message]]:
        return {entry[1].key: entry for entry in self.entries if not entry[1].obsolete}

    def get(self, key: Key) -> Message | None:
        """The live message with this msgctxt and msgid."""
        entry = self._index.get(key)
        return entry[1] if entry else None

    def line(self, key: Key) -> int:
        """Line of the message's msgid in the file, counted from 1 (1 for an unknown one)."""
        entry = self._index.get(key)
        return entry[0].message_line if entry else 1

    def with_messages(self, changed: Iterable[Message]) -> Catalogue:
        """The catalogue with live messages replaced by those of the same key."""
        new = {message.key: message for message in changed}
        return self.merged(
            [
                message if message.obsolete else new.get(message.key, message)
                for message in self.messages
            ]
        )

    def merged(self, messages: Sequence[Message]) -> Catalogue:
        """The catalogue with exactly these messages; those it has already keep their bytes."""
        known = {message: block for block, message in self.entries}
        old = {(message.key, message.obsolete): block for block, message in self.entries}
        style = _Style.of(self.po)
        entries = [
            (
                known.get(message)
                or style.block(message, old.get((message.key, message.obsolete))),
                message,
            )
            for message in messages
        ]
        if [block for block, _ in entries] == [block for block, _ in self.entries]:
            return self
        head = [self.header] if self.header else []
        blocks = style.parted([*head, *(block for block, _ in entries)])
        return _from_text(self.path, str(replace(self.po, blocks=blocks)), self.encoding)

    def with_creation_date(self, date: datetime) -> Catalogue:
        """The catalogue with its header's POT-Creation-Date set, every other byte kept."""
        if self.header is None:
            return self
        text = re.sub(
            r'("POT-Creation-Date: )[^"\\]*', rf"\g<1>{_gettext_date(date)}", self.header.text
        )
        blocks = (replace(self.header, text=text), *self.po.blocks[1:])
        return _from_text(self.path, str(replace(self.po, blocks=blocks)), self.encoding)

    @property
    def text(self) -> str:
        """The whole file."""
        return str(self.po)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a file is written, so that new blocks look like their neighbours."""

    newline: str
    width: int

    @classmethod
    def of(cls, po: PoText) -> _Style:
        text = str(po)
        found = re.search(r"\r\n|\n|\r", text)
        unwrapped = any(
            len(line) > 2 * _WRAP and " " in line[_WRAP:]
            for block in po.blocks
            for line in block.text.splitlines()
            if line.startswith(('"', "msgid", "msgstr"))
        )
        return cls(found[0] if found else "\n", 0 if unwrapped else _WRAP)

    def block(self, message: Message, old: Block | None) -> Block:
        text = format_message(message, self.width).replace("\n", self.newline)
        if old is None:
            return Block(text, "", _NEW, _NEW, message.obsolete)
        return replace(old, text=text)

    def parted(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks with a blank line on either side of each new one, but none at the end."""
        out: list[Block] = []
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if following is None:
                out.append(block)
                continue
            text, gap = block.text, block.gap
            if not text.endswith(("\n", "\r")):
                text += self.newline
            if _NEW in (block.line, following.line):
                gap = gap or self.newline
            out.append(replace(block, text=text, gap=gap))
        return tuple(out)


def read_catalogue(path: Path) -> Catalogue:
    """Read a PO file in the encoding its header names.

    Raises :class:`CatalogueError` with file and line for syntax errors, conflict markers,
    duplicate messages and bytes that are not of that encoding.
    """
    data = read_bytes(path)
    found = _CHARSET.search(data)
    encoding = found[1].decode("ascii") if found else "utf-8"
    try:
        text = data.decode("utf-8" if encoding == "CHARSET" else encoding)
    except (LookupError, UnicodeDecodeError) as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise CatalogueError(
            f"the file is not {encoding.upper()}, as its header says it is",
            hint="Save it as UTF-8 with “charset=UTF-8” in its header.",
            file=str(path),
            line=data.count(b"\n", 0, start) + 1,
        ) from error
    return _from_text(path, text, "utf-8" if encoding == "CHARSET" else encoding)


def write_catalogue(catalogue: Catalogue) -> bool:
    """Write the file in one step and return whether that changed anything.

    Raises :class:`CatalogueError` where the file's encoding lacks a character.
    """
    try:
        data = catalogue.text.encode(catalogue.encoding)
    except UnicodeEncodeError as error:
        raise CatalogueError(
            f"{catalogue.encoding.upper()} has no “{error.object[error.start]}”",
            hint=f"Convert the catalogue first: msgconv -t UTF-8 -o {catalogue.path} "
            f"{catalogue.path}",
            file=str(catalogue.path),
        ) from error
    return write_bytes(catalogue.path, data)


def new_catalogue(path: Path, project: str, locale: Locale, created: datetime) -> Catalogue:
    """An empty catalogue for ``locale``, its header as babel writes it."""
    return _from_text(path, _header(project, locale, created), "utf-8")


def template_text(project: str, messages: Sequence[Message], created: datetime) -> str:
    """The text of a template (POT file) with these messages."""
    blocks = [_header(project, None, created), *(format_message(m, _WRAP) for m in messages)]
    return "\n".join(blocks)


def read_template_text(path: Path) -> str | None:
    """The text of the template that is there; None where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError):
            raise file_error(path, "read", error) from error
        return None  # a template is derived: one that cannot be read is written anew


def without_creation_date(text: str) -> str:
    """A PO text less its POT-Creation-Date, to tell whether anything else changed."""
    return re.sub(r'"POT-Creation-Date: [^"]*"', "", text, count=1)


def format_message(message: Message, width: int) -> str:
    """The message as PO lines, ``\\n`` at their ends, strings wrapped at ``width`` (0: never)."""
    lines = [f"# {line}".rstrip() for line in message.translator_comments]
    lines += [f"#. {line}".rstrip() for line in message.comments]
    lines += [f"#: {' '.join(map(_quoted_reference, message.references))}"] * bool(
        message.references
    )
    lines += [f"#, {', '.join(message.flags)}"] * bool(message.flags)
    entry = polib.POEntry(
        msgid=message.msgid,
        msgstr=message.msgstr,
        msgctxt=message.msgctxt,
        msgid_plural=message.msgid_plural or "",
        msgstr_plural=dict(enumerate(message.msgstr_plural)),
        previous_msgid=message.previous_msgid,
        previous_msgctxt=message.previous_msgctxt,
        obsolete=int(message.obsolete),
    )
    body = entry.__unicode__(wrapwidth=width).rstrip("\n")
    return "\n".join([*lines, body, ""])


def _quoted_reference(reference: str) -> str:
    """A reference with white space in it stands between U+2068 and U+2069 (gettext 0.22)."""
    path, colon, line = reference.rpartition(":")
    path, line = (path, colon + line) if line.isdigit() else (reference, "")
    return f"\u2068{path}\u2069{line}" if re.search(r"\s", path) else reference


def _from_text(path: Path, text: str, encoding: str) -> Catalogue:
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
    return Catalogue(path, po, header, entries, MappingProxyType(headers), encoding)


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


def _header(project: str, locale: Locale | None, created: datetime) -> str:
    """The header's lines as babel fills them, a catalogue's like msginit's without translator.

    A template's is fuzzy and keeps the defaults that msginit looks for.
    """
    catalog = Catalog(locale=locale.babel if locale else None, creation_date=created)
    own = {"Project-Id-Version": project, "Report-Msgid-Bugs-To": "", "Language": ""}
    if locale:
        own |= {
            "PO-Revision-Date": _gettext_date(created),
            "Last-Translator": "Automatically generated",
            "Language-Team": locale.display_name(Locale("en")),
            "Language": locale.name,
        }
    own |= {"Content-Type": "text/plain; charset=UTF-8", "X-Generator": "workflow"}
    fields = dict(catalog.mime_headers) | own
    del fields["Generated-By"]
    entry = polib.POEntry(msgid="", msgstr="".join(f"{k}: {v}\n" for k, v in fields.items()))
    flag = "" if locale else "#, fuzzy\n"
    return f"{flag}{entry.__unicode__(wrapwidth=0).rstrip()}\n"


def _gettext_date(date: datetime) -> str:
    return date.strftime("%Y-%m-%d %H:%M%z")
