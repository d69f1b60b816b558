"""Pictures and other files on their way into a release."""

from __future__ import annotations

from pathlib import Path

from workflow.errors import NotReadyError
from workflow.files.atomic import read_bytes
from workflow.flows.release.contents import Medium
from workflow.formats import svg
from workflow.model.digest import bytes_digest
from workflow.model.phrase import phrase
from workflow.project.builder import Builder
from workflow.project.picturefile import picture_of


def cleaned(medium: Medium) -> bytes:
    """The bytes of an SVG as they go out."""
    return svg.clean(read_bytes(medium.origin))


def file_of(medium: Medium, root: Path) -> Path:
    """Where the bytes of a file that is no SVG stand; ``root`` is the project's folder.

    A lighter copy of a picture is made again where it is not kept any more. Raises
    :class:`NotReadyError` where the picture is not what it was.
    """
    if medium.copied is None:
        return medium.origin
    if bytes_digest(read_bytes(medium.origin)) == medium.copied.blake2b:
        found = picture_of(root, medium.origin, medium.copied.path, medium.copied.blake2b)
        if not isinstance(found, str):
            for record, file in zip(found.records, found.files, strict=True):
                if record == medium.record:
                    return file
    raise _changed(medium)


def put(builder: Builder, medium: Medium, root: Path) -> None:
    """Have a file in the release.

    Raises :class:`NotReadyError` where it is not what it was any more, and what reading it
    raises.
    """
    record = medium.record
    if builder.keep("site", record):
        return
    if medium.cleaned:
        found = builder.write("site", record.path, (cleaned(medium),))
    else:
        found = builder.copy("site", record.path, file_of(medium, root))
    if found != record:
        raise _changed(medium)


def _changed(medium: Medium) -> NotReadyError:
    return NotReadyError(
        phrase("the file changed while the release was prepared"),
        hint=phrase("Run the command again."),
        file=medium.name or str(medium.origin),
    )
