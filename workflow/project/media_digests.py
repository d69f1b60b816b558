"""The files that articles show, as they are on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import FileError
from workflow.files.atomic import read_bytes
from workflow.formats import media
from workflow.model import Media, bytes_digest

if TYPE_CHECKING:
    from workflow.formats import Document


def media_file(folder: Path, path: str) -> Path | None:
    """The file in the articles' ``folder`` that ``path`` (POSIX, below it) names.

    None where there is none, or where a symbolic link leads out of the folder.
    """
    root = folder.resolve()
    try:
        file = (root / path).resolve()
        return file if file.is_file() and file.is_relative_to(root) else None
    except (OSError, RuntimeError):  # a name longer than the system allows, a loop of links
        return None


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
            file = media_file(self._folder, path)
            try:
                self._known[path] = bytes_digest(read_bytes(file)) if file else ""
            except FileError:  # no page can show what cannot be read
                self._known[path] = ""
        return self._known[path]
