"""The documents that pages are made from, wherever they are."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from workflow.errors import FileError
from workflow.model.release import FileRecord, Page
from workflow.project.stock import Stock


@dataclass(slots=True)
class Documents:
    """Gives the document of any page that goes out; holds none of them in memory."""

    stock: Stock | None
    """The live release."""
    _spool: IO[bytes] = field(
        default_factory=lambda: TemporaryFile(buffering=0)  # noqa: SIM115 - as long as this lives
    )
    _places: dict[object, tuple[int, int]] = field(default_factory=dict)
    """Where what was put begins in the spool, and how long it is."""

    def put(self, key: object, data: bytes) -> None:
        """Have something that was just made for later: a document under (article, locale)."""
        self._places[key] = (self._spool.seek(0, 2), len(data))
        self._spool.write(data)

    def has_put(self, key: object) -> bool:
        """Whether :meth:`put` was given something under ``key``."""
        return key in self._places

    def get(self, key: object) -> bytes:
        """What :meth:`put` was given."""
        start, length = self._places[key]
        return os.pread(self._spool.fileno(), length, start)

    def has(self, page: Page, record: FileRecord) -> bool:
        """Whether the document of ``page``, which is that of ``record``, is to be had."""
        if self.has_put(page.key):
            return True
        try:
            return self.stock is not None and self.stock.document(page) == record
        except FileError:  # what is not whole any more is made again
            return False

    def text(self, page: Page, record: FileRecord) -> str:
        """The document of ``page``, which is that of ``record``, where :meth:`has` says so."""
        if self.has_put(page.key):
            return self.get(page.key).decode()
        if self.stock is None:
            raise KeyError(page.key)
        return self.stock.text(record)
