"""One PO file as a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from workflow.errors import CatalogueError
from workflow.model import Key, Message
from workflow.po.blocks import Block, PoText
from workflow.po.reading import (
    header_fields,
    read_content,
)
from workflow.po.writing import (
    Style,
    gettext_date,
)


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
        return header_fields(self.header, self.path) if self.header else {}

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
                f"{self.encoding.upper()} has no “{error.object[error.start]}”",
                hint=f"Convert the catalogue first: msgconv -t UTF-8 -o {self.path} {self.path}",
                file=str(self.path),
            ) from error


def parse_catalogue(path: Path, text: str, encoding: str = "utf-8") -> Catalogue:
    """The catalogue with this text; ``path`` is where it is, or will be, on disk.

    Raises what :func:`~workflow.po.reading.read_content` raises.
    """
    content = read_content(path, text, encoding)
    return Catalogue(path, content.po, content.header, content.entries, encoding)
