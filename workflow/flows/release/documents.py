"""The documents that pages are made from, wherever they are."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from workflow.errors import FileError, NotReadyError
from workflow.flows.release.candidates import entrant
from workflow.model import Locale
from workflow.model.release import FileRecord, Page
from workflow.project.stock import Stock
from workflow.project.workspace import Workspace


@dataclass(slots=True)
class Documents:
    """Gives the document of any page that goes out; holds none of them in memory."""

    workspace: Workspace
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

    def text(self, page: Page, record: FileRecord) -> str:
        """The document of ``page``, which is that of ``record``.

        Raises :class:`NotReadyError` where it is not to be had any more.
        """
        if place := self._places.get(page.key):
            return os.pread(self._spool.fileno(), place[1], place[0]).decode()
        if self.stock and self.stock.record("content", record.path) == record:
            with suppress(FileError):  # what is not whole any more is made again
                return self.stock.text(record)
        (article,) = self.workspace.select([page.article])
        _, made = entrant(self.workspace.translation(article, Locale(page.locale)))
        if made is None or FileRecord.of(record.path, made.text.encode()) != record:
            raise NotReadyError(
                "the files of this article changed while the release was prepared",
                hint="Run the command again.",
                file=article.path,
            )
        return made.text
