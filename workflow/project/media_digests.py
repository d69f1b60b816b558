"""The files that articles show, as they are on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workflow.files.stamps import StampIndex
from workflow.formats import linking
from workflow.project.sources import media_answer

if TYPE_CHECKING:
    from workflow.formats import Document


class MediaReader:
    """Digests of the files below the articles' ``folder``; reads each file once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, str] = {}

    def of(self, slug: str, document: Document) -> dict[str, str]:
        """What a page of ``document`` under ``slug`` shows: path → :func:`media_answer`."""
        return {path: self._answer(path) for path in linking.files(slug, document)}

    def _answer(self, path: str) -> str:
        if path not in self._known:
            digest = StampIndex().digest
            self._known[path] = media_answer(self._folder, path, lambda file: digest(str(file)))
        return self._known[path]
