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
    _places: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """(article, locale) → where its document begins in the spool, and how long it is."""

    def put(self, key: tuple[str, str], text: str) -> None:
        """Have a document that was just made, of (article, locale), for later."""
        data = text.encode()
        self._places[key] = (self._spool.seek(0, 2), len(data))
        self._spool.write(data)

    def has(self, page: Page, record: FileRecord) -> bool:
        """Whether the document of ``page``, which is that of ``record``, is to be had."""
        if page.key in self._places:
            return True
        try:
            return self.stock is not None and self.stock.document(page) == record
        except FileError:  # what is not whole any more is made again
            return False

    def text(self, page: Page, record: FileRecord) -> str:
        """The document of ``page``, which is that of ``record``, where :meth:`has` says so."""
        if place := self._places.get(page.key):
            return os.pread(self._spool.fileno(), place[1], place[0]).decode()
        if self.stock is None:
            raise KeyError(page.key)
        return self.stock.text(record)
