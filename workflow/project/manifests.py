"""``manifest.json``: what a release is, as a file.

::

    {"version": 1, "digest": "…",
     "pages":   [{"article": "rain", "locale": "en", …}, …],
     "files":   [{"path": "en/rain/index.html", "size": 9123, "blake2b": "…"}, …],
     "content": [{"path": "en/rain.md", …}, …],
     "frame": "…",
     "gone":    [{"event": "…", "article": "flood", …}, …]}
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from sys import intern
from typing import Any, Final

from workflow.errors import FileError
from workflow.files.atomic import read_text
from workflow.model.phrase import phrase
from workflow.model.picture_sizes import PictureSizes
from workflow.model.player import Player
from workflow.model.release import (
    VERSION,
    FileRecord,
    Manifest,
    Page,
    PageMedia,
    gone_json,
    page_json,
    record_json,
    together,
)
from workflow.model.tombstone import Correction, Gone, GonePage


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
    gone = tuple(value.get("gone", ()))
    if {*map(type, gone)} - {Gone}:
        raise TypeError("it lists what was never withdrawn")
    manifest = Manifest(pages, files, content, value.get("frame", ""), gone)
    if manifest.digest != value["digest"]:
        raise ValueError("its content does not have the digest it names")
    return manifest


def manifest_text(manifest: Manifest) -> Iterator[str]:
    """The text of the file, in parts: JSON with an indent of one blank; a tombstone is one line."""
    yield f'{{\n "version": {VERSION},\n "digest": "{manifest.digest}"'
    deep = " " * _DEPTH
    for name, records in (
        ("pages", (page_json(each, _DEPTH) for each in manifest.pages)),
        ("files", (record_json(each, _DEPTH) for each in manifest.files)),
        ("content", (record_json(each, _DEPTH) for each in manifest.content)),
    ):
        before = f"[\n{deep}"
        yield f',\n "{name}": '
        for text in together(records, f",\n{deep}"):
            yield before + text
            before = ""
        yield "[]" if before else "\n ]"
    if manifest.frame:
        yield f',\n "frame": {json.dumps(manifest.frame, ensure_ascii=False)}'
    if manifest.gone:
        told = f",\n{deep}".join(map(gone_json, manifest.gone))
        yield f',\n "gone": [\n{deep}{told}\n ]'
    yield "\n}\n"


def damaged(path: Path, error: Exception) -> FileError:
    """What to say of a file of a release that is not as it was written."""
    return FileError(
        phrase("damaged: {error}", error=error),
        hint=phrase("Restore the file from a backup, or roll back to another release."),
        file=str(path),
    )


_DEPTH: Final = 2
"""How deep the records of a manifest stand."""
_SHARED: Final = ("article", "locale", "source_locale", "format", "source_digest")
"""Fields that several pages have alike; they are in memory once."""


def _media(
    path: str, blake2b: str, place: str, *, sizes: Any = None, named: str = "", player: Any = None
) -> PageMedia:
    return PageMedia(
        intern(path),
        intern(blake2b),
        intern(place),
        None if sizes is None else PictureSizes.load(sizes),
        intern(named),
        None if player is None else Player.load(player),
    )


def _record(found: dict[str, Any]) -> object:
    """A page, a file or media for each object as it is read, so that few wait in memory."""
    if "size" in found:
        return FileRecord(**found)
    if "place" in found:
        return _media(**found)
    if "event" in found:
        for name in ("names", "digests", "pages"):
            found[name] = tuple(found[name])
        return Gone(**found)
    if "article" in found:
        for name in _SHARED:
            found[name] = intern(found[name])
        for name in ("media", "corrections", "behind"):
            found[name] = tuple(found.get(name, ()))
        for name in ("engines", "translators", "reviewers"):
            found[name] = tuple(map(intern, found.get(name, ())))
        return Page(**found)
    if "path" in found:
        return GonePage(**found)
    return Correction(**found) if "date" in found else found
