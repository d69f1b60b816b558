"""What a web server says of a file, by its path: its type, and how long it may be kept."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from workflow.model import lazy_re as re

PAGES: Final = "public, max-age=60, stale-while-revalidate=600"
"""A page may change with every release."""
MEDIA: Final = "public, max-age=3600, stale-while-revalidate=86400"
"""A picture may be replaced under its name."""
FOR_EVER: Final = "public, max-age=31536000, immutable"
"""The name of the file changes with its bytes (RFC 8246)."""
POINTER: Final = "no-cache, max-age=0"
"""Asked for anew each time."""

# Not `mimetypes`, which knows other types on each machine. Sources: the registry of media types
# at https://www.iana.org/assignments/media-types/, RFC 4287 and https://www.jsonfeed.org/.
_TEXTS: Final = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
}
_BYTES: Final = {
    "avif": "image/avif",
    "gif": "image/gif",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "m4a": "audio/mp4",
    "mp3": "audio/mpeg",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "m4v": "video/mp4",
    "mp4": "video/mp4",
    "ogv": "video/ogg",
    "webm": "video/webm",
    "epub": "application/epub+zip",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "wasm": "application/wasm",
    "woff": "font/woff",
    "woff2": "font/woff2",
}
_NAMED: Final = {"feed.xml": "application/atom+xml", "feed.json": "application/feed+json"}
_DATA: Final = frozenset({"html", "css", "js", "mjs", "json", "webmanifest", "xml", "atom", "txt"})
"""Endings of what changes with the pages."""
_DIGEST: Final = re.compile(r"[.-](?=[0-9]*[a-f])[0-9a-f]{12,64}(\.[0-9]+)?\.[a-z0-9]+")
"""At the end of a name, before a width as well; with a letter, for a date has none."""


def content_type(path: str) -> str:
    """The media type of the file at ``path``, with the encoding of texts."""
    name = PurePosixPath(path).name
    ending = name.rpartition(".")[2].lower()
    text = _NAMED.get(name) or _TEXTS.get(ending)
    if text:
        return f"{text}; charset=utf-8"
    return _BYTES.get(ending, "application/octet-stream")


def cache_control(path: str) -> str:
    """How long readers and what is between may keep the file at ``path``, as HTTP says it."""
    name = PurePosixPath(path).name
    match = _DIGEST.search(name)
    if match and match.end() == len(name):
        return FOR_EVER
    return PAGES if name.rpartition(".")[2].lower() in _DATA else MEDIA
