"""Lighter copies of pictures, made once and kept below ``.workflow/images``.

What is kept there can be thrown away: it is made anew, with the same bytes.
"""

from __future__ import annotations

import json
import posixpath
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from workflow.files.atomic import write_bytes
from workflow.formats.raster import program, read_raster
from workflow.model.digest import bytes_digest, digest
from workflow.model.picture_sizes import PictureSizes
from workflow.model.release import FileRecord
from workflow.project.settings import STATE_FOLDER

ENDINGS: Final = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})
"""Of pictures that are made of pixels."""
FOLDER: Final = "sizes"
"""Of the site, in which copies stand."""


class PictureFile(NamedTuple):
    """What pages show of a picture."""

    sizes: PictureSizes
    records: tuple[FileRecord, ...]
    """Of the copies, one each."""
    files: tuple[Path, ...]
    """Where these are kept."""


def is_picture(path: str) -> bool:
    """Whether ``path`` names a picture that is made of pixels."""
    return posixpath.splitext(path)[1].lower() in ENDINGS


def picture_of(root: Path, file: Path, path: str, blake2b_: str) -> PictureFile | str:
    """What pages show of the picture ``file``, or why they cannot show it, for people.

    ``path`` is its path below the articles folder, ``blake2b_`` its digest; ``root`` is the
    project's folder. Raises :class:`OSError`.
    """
    folder = root / STATE_FOLDER / "images" / _key(blake2b_)
    found = _kept(folder)
    if found is None:
        raster = read_raster(file.read_bytes())
        if isinstance(raster, str):
            return raster
        names = []
        for copy in raster.copies:
            name = f"{copy.width}.{copy.ending}"
            _put(folder / name, copy.data)
            names.append([copy.width, name, len(copy.data), bytes_digest(copy.data)])
        found = [raster.width, raster.height, names]
        _put(folder / "sizes.json", json.dumps(found).encode())
    width, height, copies = found
    stem = f"{FOLDER}/{posixpath.splitext(path)[0]}.{blake2b_[:12]}"
    places = [f"{stem}.{name}" for _, name, _, _ in copies]
    pairs = list(zip(copies, places, strict=True))
    return PictureFile(
        PictureSizes(width, height, tuple((each[0], place) for each, place in pairs)),
        tuple(FileRecord(place, each[2], each[3]) for each, place in pairs),
        tuple(folder / name for _, name, _, _ in copies),
    )


@cache
def _program() -> str:
    return program()


def _key(original: str) -> str:
    return digest("picture", original, _program())


def _kept(folder: Path) -> list[Any] | None:
    """What is kept of a picture, if it is whole."""
    try:
        width, height, copies = json.loads((folder / "sizes.json").read_bytes())
        whole = all(
            bytes_digest((folder / name).read_bytes()) == told for _, name, _, told in copies
        )
    except (OSError, ValueError, TypeError):  # never made, thrown away, or damaged
        return None
    return [width, height, copies] if whole else None


def _put(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(file, data)
