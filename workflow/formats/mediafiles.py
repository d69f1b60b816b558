"""Which files a page may bring along: by their names, and by what is in them.

A file goes out with a page only where its ending is one of these lists, no part of its path is
hidden, and its bytes are not those of something else. What a server says of a file follows from
its ending, so that a page of HTML named ``.png`` is either a hole in the page or an attack.
"""

from __future__ import annotations

import posixpath
from typing import Final

from workflow.model import lazy_re as re
from workflow.model.article import PICTURES, SOUND_AND_FILM
from workflow.model.phrase import phrase

_TEXTS: Final = frozenset({".csv", ".srt", ".vtt"})
_PACKED: Final = frozenset(
    {".epub", ".odp", ".ods", ".odt", ".xlsx", ".zip"},
)
ENDINGS: Final = PICTURES | SOUND_AND_FILM | _TEXTS | _PACKED | {".pdf"}
"""Endings of the files that pages may show or lead to, with the dot, lower case."""

_PICTURE: Final = rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|....ftyp(?:avi|mif)"
_SOUND: Final = rb"....ftyp|\x1a\x45\xdf\xa3|OggS|ID3|\xff[\xe2-\xfb]|RIFF....WAVE|fLaC"
_PICTURES: Final = phrase("a picture")
_SOUNDS: Final = phrase("sound or film")
_PACKAGE: Final = phrase("a packed file")
_PDF: Final = phrase("a PDF")
_TEXT: Final = phrase("text")
_KINDS: Final = (
    (re.compile(_PICTURE, re.DOTALL), _PICTURES),
    (re.compile(_SOUND, re.DOTALL), _SOUNDS),
    (re.compile(rb"%PDF-"), _PDF),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"), _PACKAGE),
    (re.compile(rb"\x7fELF|MZ|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe|#!"), phrase("a program")),
)
_BLANKS: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n\x0c"
_BINARY: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SUBTITLES: Final = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|\Z)")
"""How a file of subtitles begins (WebVTT, 4.1)."""
_LONG: Final = 64
"""Bytes that hardly happen to be without binary data."""
_HEAD: Final = 4096


def name_problem(path: str, *, shown: bool) -> str:
    """Why the file at ``path`` (POSIX, below the articles folder) may not go out, by its name.

    ``shown``: as a picture, not behind a link. Empty where nothing speaks against it.
    """
    # Here, not above: a run that finds nothing to do does not wait for the parsers.
    from workflow.formats.parsing import suffixes  # noqa: PLC0415

    parts = path.split("/")
    ending = posixpath.splitext(parts[-1])[1].lower()
    if any(part.startswith(".") for part in parts):
        return phrase("is hidden, and hidden files are not published")
    if ending in suffixes():
        return phrase("is an article’s source, not a picture or another medium")
    if ending not in ENDINGS:
        return phrase(
            "is of a kind that is not published ({ending})",
            ending=ending or phrase("it has no ending"),
        )
    if shown and ending not in PICTURES:
        return phrase("is no picture: write a link to it, without the exclamation mark")
    return ""


def content_problem(path: str, data: bytes) -> str:
    """Why the bytes of a file may not go out under its name; empty where they may.

    ``data`` is the file or its beginning. An SVG is read by :mod:`workflow.formats.svg`.
    """
    ending = posixpath.splitext(path)[1].lower()
    if ending == ".svg":
        return ""
    if not data:
        return phrase("is empty")
    kind = _kind(data[:_HEAD])
    if ending == ".vtt" and not _SUBTITLES.match(data):
        return phrase("holds no subtitles: the first line of a .vtt file is WEBVTT")
    if not kind or kind == _expected(ending):
        return ""
    return phrase("holds {kind}, other than its ending {ending} says", kind=kind, ending=ending)


def _expected(ending: str) -> str:
    if ending in PICTURES:
        return _PICTURES
    if ending in SOUND_AND_FILM:
        return _SOUNDS
    if ending in _PACKED:
        return _PACKAGE
    return _PDF if ending == ".pdf" else _TEXT


def _kind(head: bytes) -> str:
    """What the bytes are, in words; empty where nothing tells."""
    for pattern, kind in _KINDS:
        if pattern.match(head):
            return kind
    # Without zeros, UTF-16 reads as what it says. Browsers look for markup in the same way
    # (https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type).
    if head.replace(b"\0", b"").lstrip(_BLANKS).startswith(b"<"):
        return phrase("markup (HTML, XML or SVG)")
    return _TEXT if _is_text(head) else ""


def _is_text(head: bytes) -> bool:
    """Whether the bytes read as words in whatever encoding: long or parted, nothing binary.

    https://mimesniff.spec.whatwg.org/#binary-data-byte; and UTF-16 without its mark.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    odd, even = head[1::2], head[::2]
    # Every second byte is zero, as in UTF-16 of Latin letters, and no other.
    if (not any(odd) and all(even)) or (not any(even) and all(odd)):
        head = head.replace(b"\0", b"")
    worded = len(head) >= _LONG or re.search(rb"\s", head.strip())
    return bool(worded) and not _BINARY.search(head)
