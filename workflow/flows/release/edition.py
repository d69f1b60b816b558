"""An edition: everything that would go out, as values, before a byte is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import WorkflowError
from workflow.files.atomic import file_error
from workflow.model.release import FileRecord, Manifest, PublishPlan
from workflow.project.builder import file_record

Files = Mapping[str, bytes | Path]
"""Path in the release (POSIX) → its bytes, or the file to copy."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The plan, and the site and documents it comes to."""

    plan: PublishPlan
    site: Files
    """By path below the site's folder; images and other media included."""
    content: Files
    """By path below the content folder: the documents the pages were made from, UTF-8."""
    manifest: Manifest
    notes: tuple[str, ...] = ()
    """What a publisher should know that keeps nothing from going out."""
    unread: tuple[WorkflowError, ...] = ()
    """What cannot be read; its pages are withheld, or stay as they are live."""

    @classmethod
    def of(
        cls,
        plan: PublishPlan,
        site: Files,
        content: Files,
        frame: str = "",
        notes: tuple[str, ...] = (),
        *,
        unread: tuple[WorkflowError, ...] = (),
    ) -> Edition:
        """The edition with the manifest that follows from its parts."""
        manifest = Manifest(plan.pages, file_records(site), file_records(content), frame)
        return cls(plan, site, content, manifest, notes, unread)


def file_records(files: Files) -> tuple[FileRecord, ...]:
    """The records of ``files``, sorted by path; raises :class:`FileError` for unreadable ones."""
    return tuple(_record(path, files[path]) for path in sorted(files))


def _record(path: str, data: bytes | Path) -> FileRecord:
    if isinstance(data, bytes):
        return FileRecord.of(path, data)
    try:
        return file_record(data.parent, data.name)._replace(path=path)
    except OSError as error:
        raise file_error(data, "read", error) from error
