"""The files that articles show, as they are on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workflow.files.stamps import StampIndex
from workflow.formats import media
from workflow.model import Media
from workflow.project.sources import media_digest

if TYPE_CHECKING:
    from workflow.formats import Document


class MediaReader:
    """Digests of the files below the articles' ``folder``; reads each file once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, str] = {}

    def of(self, slug: str, document: Document) -> tuple[Media, ...]:
        """What a page of ``document`` under ``slug`` shows, by path; see :func:`media.files`."""
        return tuple(Media(path, self._digest(path)) for path in media.files(slug, document))

    def _digest(self, path: str) -> str:
        if path not in self._known:
            digest = StampIndex().digest
            self._known[path] = media_digest(self._folder, path, lambda file: digest(str(file)))
        return self._known[path]
