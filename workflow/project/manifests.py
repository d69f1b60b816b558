"""``manifest.json``: what a release is, as a file.

::

    {"version": 1, "digest": "…",
     "pages":   [{"article": "rain", "locale": "en", …}, …],
     "files":   [{"path": "en/rain/index.html", "size": 9123, "blake2b": "…"}, …],
     "content": [{"path": "en/rain.md", …}, …],
     "frame": "…"}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from sys import intern
from typing import Any, Final

from workflow.errors import FileError
from workflow.files.atomic import read_text
from workflow.model.phrase import phrase
from workflow.model.release import VERSION, FileRecord, Manifest, Page, PageMedia, page_json


def read_manifest(path: Path) -> Manifest:
    """Read a manifest; :class:`FileError` where it is missing, damaged or of another version."""
    try:
        return parse_manifest(read_text(path))
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(path, error) from error


def parse_manifest(text: str) -> Manifest:
    """Read what :func:`manifest_text` gives.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` where ``text`` is something else or
    does not have the digest it names.
    """
    value = json.loads(text, object_hook=_record)
    if value["version"] != VERSION:
        raise ValueError(f"version {value['version']} is not known here")
    pages, files, content = (tuple(value[name]) for name in ("pages", "files", "content"))
    if {*map(type, pages)} - {Page} or {*map(type, files + content)} - {FileRecord}:
        raise TypeError("it lists what is no page or file")
    manifest = Manifest(pages, files, content, value.get("frame", ""))
    if manifest.digest != value["digest"]:
        raise ValueError("its content does not have the digest it names")
    return manifest


def manifest_text(manifest: Manifest) -> Iterator[str]:
    """The text of the file, in parts, as ``json.dumps`` gives it with an indent of one blank."""
    yield f'{{\n "version": {VERSION},\n "digest": {_encode(manifest.digest, 1)}'
    for name, records in (
        ("pages", map(page_json, manifest.pages)),
        ("files", map(FileRecord._asdict, manifest.files)),
        ("content", map(FileRecord._asdict, manifest.content)),
    ):
        yield f',\n "{name}": '
        yield from _listed(records, 2)
    yield f',\n "frame": {_encode(manifest.frame, 1)}\n}}\n' if manifest.frame else "\n}\n"


def damaged(path: Path, error: Exception) -> FileError:
    """What to say of a file of a release that is not as it was written."""
    return FileError(
        phrase("damaged: {error}", error=error),
        hint=phrase("Restore the file from a backup, or roll back to another release."),
        file=str(path),
    )


_SHARED: Final = ("article", "locale", "source_locale", "format", "source_digest")
"""Fields that several pages have alike; they are in memory once."""


def _record(found: dict[str, Any]) -> object:
    """A page, a file or media for each object as it is read, so that few wait in memory."""
    if "size" in found:
        return FileRecord(**found)
    if "place" in found:
        return PageMedia(**{name: intern(text) for name, text in found.items()})
    if "article" in found:
        shared = {name: intern(found[name]) for name in _SHARED}
        return Page(**{**found, **shared, "media": tuple(found.get("media", ()))})
    return found


_ENCODERS: Final = tuple(
    json.JSONEncoder(ensure_ascii=False, separators=(",\n" + " " * depth, ": ")).encode
    for depth in range(6)
)
"""For values without lists in them, at each depth: far faster than ``json`` with an indent."""


def _encode(value: object, depth: int) -> str:
    return _ENCODERS[depth](value)


def _listed(records: Iterable[dict[str, Any]], depth: int) -> Iterator[str]:
    """A list of objects at ``depth``; only ``media`` may have objects in it in turn."""
    outer, inner = "\n" + " " * depth, "\n" + " " * (depth + 1)
    before = "["
    for record in records:
        media = record.get("media")
        text = _encode({**record, "media": []} if media else record, depth + 1)
        if media:
            # No text can hold this: the quotation marks in it are escaped.
            text = text.replace('"media": []', '"media": ' + "".join(_listed(media, depth + 2)))
        yield f"{before}{outer}{{{inner}{text[1:-1]}{outer}}}"
        before = ","
    yield "[]" if before == "[" else "\n" + " " * (depth - 1) + "]"
