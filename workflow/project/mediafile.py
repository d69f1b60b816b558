"""A file that articles show, as it is on disk: all that anybody asks of it."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from workflow.errors import ArticleError
from workflow.files.atomic import file_error
from workflow.formats import svg
from workflow.formats.mediafiles import content_problem
from workflow.formats.movie import frame_size

_BLOCK: Final = 1 << 20


class MediaFile(NamedTuple):
    """What there is to know of a file before it goes out."""

    size: int
    """In bytes."""
    blake2b: str
    """BLAKE2b-128 of the bytes, in hex."""
    problem: str
    """Why its bytes may not go out under its name; empty where they may."""
    cleaned: bytes | ArticleError | None
    """An SVG as it goes out, or why it does not; None for any other file."""


def read_medium(file: Path, path: str) -> MediaFile:
    """Read the ``file`` that a page shows as ``path``, once; raises :class:`OSError`."""
    drawing = file.suffix.lower() == ".svg" or path.lower().endswith(".svg")
    state, size = blake2b(digest_size=16), 0
    with file.open("rb", buffering=0) as opened:
        head = block = opened.read(_BLOCK)
        kept = []
        while block:
            state.update(block)
            size += len(block)
            if drawing:
                kept.append(block)
            block = opened.read(_BLOCK)
    cleaned: bytes | ArticleError | None = None
    problem = content_problem(path, head[:4096])
    if drawing and not problem:
        try:
            cleaned = svg.clean(b"".join(kept))
        except ArticleError as error:
            cleaned = error
    return MediaFile(size, state.hexdigest(), problem, cleaned)


def film_size(file: Path) -> tuple[int, int] | None:
    """Width and height of a film, where it says so; raises :class:`FileError`."""
    try:
        with file.open("rb") as opened:
            return frame_size(opened)
    except OSError as error:
        raise file_error(file, "read", error) from error
