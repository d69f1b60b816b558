"""One PO file as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import CatalogueError
from workflow.model import Key, Message
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.po.entries import Block, Found, PoText, split_po
from workflow.po.grammar import LINE_END, STRING
from workflow.po.messages import message_of
from workflow.po.quoting import decoded, unescaped
from workflow.po.serialize import Style, gettext_date

if TYPE_CHECKING:
    import polib

_HEADER = re.compile(r'^msgid[ \t]+""[ \t]*\r?\n?\r?msgstr', re.MULTILINE)
_STRING = re.compile(STRING)


@dataclass(frozen=True)
class Catalogue:
    """One PO file; made by :func:`read_catalogue` or :func:`parse_catalogue`."""

    path: Path
    po: PoText
    header: Block | None
    entries: tuple[tuple[Block, Message], ...]
    """Every message with its block, in file order, obsolete ones included."""
    encoding: str = "utf-8"
    on_disk: bytes | None = field(default=None, compare=False, repr=False)
    """What ``path`` held when it was read; None where there was no file."""

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """The header's fields by name."""
        return _header_fields(self.header, str(self.path)) if self.header else {}

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

    def translation_lines(self, key: Key) -> range:
        """Lines of the file that hold the message's msgstr, counted from 1; none without it."""
        entry = self._index.get(key)
        if entry is None:
            return range(0)
        lines = LINE_END.split(entry[0].text.rstrip("\r\n"))
        start = next(n for n, line in enumerate(lines) if line.lstrip().startswith("msgstr"))
        if len(lines) > start + 1 and lines[start].endswith(' ""'):
            start += 1  # the text begins on the next line
        return range(entry[0].line + start, entry[0].line + len(lines))

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
        old = {(message.key, message.obsolete): (block, message) for block, message in self.entries}
        style = Style.of(self.po)
        entries: list[tuple[Block, Message]] = []
        for message in messages:
            block, known = old.get((message.key, message.obsolete), (None, None))
            if block is None or (message is not known and message != known):
                block = style.block(message, block)
            entries.append((block, message))
        if len(entries) == len(self.entries) and all(
            new is old for (new, _), (old, _) in zip(entries, self.entries, strict=True)
        ):
            return self
        head = [self.header] if self.header else []
        blocks = style.parted(self.po, [*head, *(block for block, _ in entries)])
        return replace(
            self,
            po=replace(self.po, blocks=blocks),
            header=blocks[0] if head else None,
            entries=tuple(zip(blocks[len(head) :], messages, strict=True)),
        )

    def to_polib(self) -> polib.POFile:
        """A file of polib with the header and all messages, for scripts; ``.mo`` by its means."""
        from workflow.po.polib_files import to_file  # noqa: PLC0415 - few need it, it takes time

        return to_file(self.header, self.headers, self.entries)

    def with_polib(self, file: polib.POFile) -> Catalogue:
        """The catalogue with the header and messages of ``file``; what is the same keeps its bytes.

        ``file`` is one that :meth:`to_polib` gave, or another. Raises :class:`CatalogueError`
        where a message stands in it twice.
        """
        from workflow.po.polib_files import from_entry, header_text, to_file  # noqa: PLC0415

        known = {(message.key, message.obsolete): message for message in self.messages}
        messages = [
            from_entry(entry, known.get(((entry.msgctxt, entry.msgid), bool(entry.obsolete))))
            for entry in file
        ]
        header = header_text(file)
        same = header == header_text(to_file(self.header, self.headers, ()))
        made = (self if same else self._with_header(header)).merged(messages)
        _refuse_duplicates(made.entries, str(self.path))
        charset = re.search(r"charset=([\w.:-]+)", file.metadata.get("Content-Type", ""))
        return made if same or charset is None else replace(made, encoding=charset[1])

    def _with_header(self, text: str) -> Catalogue:
        """The catalogue with a header entry of this text, line ends as ``\\n``."""
        style = Style.of(self.po)
        written = [style.entry(text, self.header), *(block for block, _ in self.entries)]
        blocks = style.parted(self.po, written)
        return replace(
            self,
            po=replace(self.po, blocks=blocks),
            header=blocks[0],
            entries=tuple(zip(blocks[1:], self.messages, strict=True)),
        )

    def with_creation_date(self, date: datetime) -> Catalogue:
        """The catalogue with its header's POT-Creation-Date set, every other byte kept."""
        if self.header is None:
            return self
        text = re.sub(
            r'("POT-Creation-Date: )[^"\\]*', rf"\g<1>{gettext_date(date)}", self.header.text
        )
        header = replace(self.header, text=text)
        blocks = tuple(header if block is self.header else block for block in self.po.blocks)
        return replace(self, po=replace(self.po, blocks=blocks), header=header)

    def at(self, path: Path, on_disk: bytes | None) -> Catalogue:
        """The catalogue as one to write to ``path``, which holds ``on_disk`` (None: nothing)."""
        return replace(self, path=path, on_disk=on_disk)

    @property
    def text(self) -> str:
        """The whole file."""
        return str(self.po)

    def encoded(self) -> bytes:
        """The whole file's bytes; raises :class:`CatalogueError` for what its charset lacks."""
        try:
            return self.text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise CatalogueError(
                phrase(
                    "{encoding} has no “{object}”",
                    encoding=self.encoding.upper(),
                    object=error.object[error.start],
                ),
                hint=phrase(
                    "Convert the catalogue first: msgconv -t UTF-8 -o {path} {path}", path=self.path
                ),
                file=str(self.path),
            ) from error


def parse_catalogue(path: Path, text: str, encoding: str = "utf-8") -> Catalogue:
    """The catalogue with this text; ``path`` is where it is, or will be, on disk.

    Escapes stand for bytes of ``encoding``. Raises :class:`CatalogueError` with file and line
    for syntax errors, conflict markers, escapes that are no text in that encoding, and duplicate
    messages.
    """
    file = str(path)
    header: Block | None = None
    entries: list[tuple[Block, Message]] = []

    def read(block: Block, found: Found) -> None:
        nonlocal header
        if header is None and _HEADER.search(block.text):
            header = block
            return
        try:
            entries.append((block, message_of(block, found, file, encoding)))
        except UnicodeError as error:
            raise _no_text(block, file, encoding) from error

    po = split_po(text, file, read)
    _refuse_duplicates(entries, file)
    return Catalogue(path, po, header, tuple(entries), encoding)


def _refuse_duplicates(entries: Iterable[tuple[Block, Message]], file: str) -> None:
    seen: dict[Key, Block] = {}
    for block, message in entries:
        if message.obsolete:
            continue
        if (first := seen.setdefault(message.key, block)) is not block:
            raise CatalogueError(
                phrase(
                    "the message stands there twice, first in line {message_line}",
                    message_line=first.message_line,
                ),
                hint=phrase("Delete the one whose translation is worse."),
                file=file,
                line=block.message_line,
            )


def _header_fields(header: Block, file: str) -> Mapping[str, str]:
    """The fields of a header entry by name, in their order."""
    start = found.end() if (found := _HEADER.search(header.text)) else 0
    strings = (each[0][1:-1] for each in _STRING.finditer(header.text, start))
    try:
        text = decoded("".join(map(unescaped, strings)))
    except UnicodeError as error:
        raise _no_text(header, file, "utf-8") from error
    fields: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip()] = value.strip()
        elif fields and line.strip():  # a value in two lines
            name = list(fields)[-1]
            fields[name] = f"{fields[name]}\n{line.strip()}"
    return fields


def _no_text(block: Block, file: str, encoding: str) -> CatalogueError:
    return CatalogueError(
        phrase("escapes in the message are no letters of {encoding}", encoding=encoding.upper()),
        hint=phrase("An escape such as \\303 is one byte of a letter; write the letter itself."),
        file=file,
        line=block.message_line,
    )
