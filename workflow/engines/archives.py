"""What an archive of a model holds, read into memory within bounds; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from workflow.errors import ConfigError
from workflow.files.atomic import file_error
from workflow.model.phrase import phrase

MOST = 2 << 30
"""Bytes of an archive, and of all that it holds."""
_MOST_FILES = 2_000
_RATIO, _MUCH = 10, 64 << 20
"""What unpacks to more than this many times its size, and to more bytes than that, is a bomb."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive made here: the same folder gives the same digest."""
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    struct.error,
    ValueError,
    IndexError,
    OverflowError,
)
"""What the libraries raise for damaged archives, in and out of their documentation."""

Contents = Mapping[str, bytes]
"""Name of a file (POSIX, without the folder in which all of them lie) → its bytes."""


def unpacked(file: IO[bytes], name: str) -> Contents:
    """Return the files of a ZIP or tar archive; those that end in ``.gz`` themselves unpacked.

    ``name`` is for errors. Raises :class:`ConfigError` for what is no archive or a damaged one,
    for one that unpacks to too much, and for one with links, devices, passwords, or names that
    lead out of it.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    found: dict[str, bytes] = {}
    room = min(MOST, max(_MUCH, _RATIO * size))
    try:
        members = _zip_members(file) if zipfile.is_zipfile(file) else _tar_members(file)
        for path, stream in members:
            if path in found or not _is_inside(path):
                raise _refused(name, phrase("it holds “{path}”", path=path))
            data = _read(stream, room)
            room -= len(data)
            if path.endswith(".gz"):
                data = _read(gzip.GzipFile(fileobj=io.BytesIO(data)), room)
                room -= len(data)
            found[path.removesuffix(".gz")] = data
            if room <= 0 or len(found) > _MOST_FILES:
                raise _refused(name, phrase("it holds too much"))
    except _BROKEN as error:
        raise _refused(name, phrase("it is no ZIP or TAR archive, or is damaged")) from error
    except (RuntimeError, NotImplementedError) as error:  # zipfile: a password, a method
        raise _refused(name, phrase("it cannot be unpacked: {error}", error=error)) from error
    except OSError as error:
        if error.errno:
            raise
        raise _refused(name, phrase("a file in it is damaged")) from error
    return _without_top(found)


def packed(folder: Path) -> IO[bytes]:
    """Return a ZIP archive of the files of a folder, always the same for the same files.

    Raises :class:`ConfigError` for more than an archive may hold, :class:`FileError`.
    """
    archive = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked for it closes it
    try:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        if len(paths) > _MOST_FILES or sum(path.stat().st_size for path in paths) > MOST:
            raise _refused(str(folder), phrase("it holds too much"))
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as file:
            for path in paths:
                info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
                file.writestr(info, path.read_bytes())
    except OSError as error:
        raise file_error(folder, "read", error) from error
    archive.seek(0)
    return archive


def _zip_members(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(file) as archive:
        for each in archive.infolist():
            kind = each.external_attr >> 28
            if kind not in (0, 4, 8):  # as st_mode has it: not told, a folder, a file
                yield "../" + each.filename, io.BytesIO()
            if not each.is_dir():
                with archive.open(each) as stream:
                    yield each.filename, stream


def _tar_members(file: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    file.seek(0)
    with tarfile.open(fileobj=file, mode="r:*") as archive:
        for each in archive:
            if each.isdir():
                continue
            stream = archive.extractfile(each) if each.isreg() else None
            yield each.name if stream else "../" + each.name, stream or io.BytesIO()


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and not set(path) & {"\\", ":", "\0"} and not {"/", ".."} & {*parts}


def _read(stream: IO[bytes] | gzip.GzipFile, room: int) -> bytes:
    """At most ``room`` bytes and one; whoever asked sees that there were more."""
    return stream.read(max(0, room) + 1)


def _without_top(found: Mapping[str, bytes]) -> Contents:
    paths = {name: PurePosixPath(name) for name in found}
    tops = {path.parts[0] for path in paths.values()}
    if len(tops) == 1 and all(len(path.parts) > 1 for path in paths.values()):
        return {"/".join(paths[name].parts[1:]): data for name, data in found.items()}
    return {path.as_posix(): found[name] for name, path in paths.items()}


def _refused(name: str, reason: str) -> ConfigError:
    return ConfigError(
        phrase("{name} cannot be installed: {reason}", name=name, reason=reason),
        hint=phrase("Get the model again, from the place that its makers name."),
    )
