"""Images that lie beside an imported file: found, named safely, and linked to where they go."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from html import escape as html_escape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from workflow.errors import FileError
from workflow.files.atomic import read_bytes
from workflow.formats.mediafiles import content_problem, name_problem
from workflow.importing import escape
from workflow.importing.article import slug

FOLDER = "images"
"""Below the articles' folder."""
_MAGIC = {
    b"\x89PNG\r\n": ".png", b"\xff\xd8\xff": ".jpg", b"GIF87a": ".gif", b"GIF89a": ".gif",
}  # fmt: skip
"""How pictures begin; browsers save some without an ending."""
_KEYS = ("src", "url", "path", "file")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of an image that an article shows."""

    name: str = ""
    """The name for its copy; empty where it is not copied."""
    data: bytes = b""
    problem: str = ""
    """Why it is not copied, for people."""


def is_beside(source: str, folder: Path) -> bool:
    """Tell whether ``source`` is an address of a file in ``folder``."""
    return any(_inside(folder, path) for path in _paths(source))


def find(source: str, folder: Path) -> Found:
    """Look for the image ``source``, an address in a file that lies in ``folder``.

    Only a picture is copied, by its name and its bytes, and only from ``folder`` or below it,
    symbolic links followed.
    """
    paths = list(_paths(source))
    if not paths:
        return Found(problem="on the web: to be fetched")
    file = next(filter(None, (_inside(folder, path) for path in paths)), None)
    if file is None:
        return Found(problem="not there, or not in the folder of the imported file")
    try:
        data = read_bytes(file)
    except FileError as error:
        return Found(problem=error.message)
    if any(part.startswith(".") for part in file.relative_to(folder.resolve()).parts):
        return Found(problem="is hidden, and hidden files are not published")
    name = _safe(paths[-1], data)
    problem = name_problem(name, shown=True) or content_problem(name, data)
    return Found(problem=problem) if problem else Found(name, data)


def _paths(source: str) -> Iterator[str]:
    """Yield the paths that ``source`` may mean on disk, the likeliest last; none: it has a host."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        yield url2pathname(parts.path)
    elif not parts.scheme and not parts.netloc and parts.path:
        yield source
        if parts.query:
            yield unquote(f"{parts.path}?{parts.query}")
        yield unquote(parts.path)


def _inside(folder: Path, path: str) -> Path | None:
    """Return the file at ``path`` where it is one in ``folder``, however its name is composed."""
    root = folder.resolve()
    for form in ("NFC", "NFD"):
        try:
            file = (root / unicodedata.normalize(form, path)).resolve()
            if file.is_file() and file.is_relative_to(root):
                return file
        except (OSError, RuntimeError, ValueError):  # too long a name, a loop of links, a NUL
            continue
    return None


def _safe(path: str, data: bytes) -> str:
    """Return a name for the copy, ASCII in lower case; the bytes tell an ending that it lacks."""
    stem, ending = posixpath.splitext(PurePosixPath(path).name)
    if not re.fullmatch(r"\.[A-Za-z0-9]{1,5}", ending):
        ending = next((end for start, end in _MAGIC.items() if data.startswith(start)), ending)
    plain = slug(stem, f"{stem}.x")
    return (FOLDER[:-1] if plain == "article" else plain) + ending.lower()


def other_names(name: str) -> Iterator[str]:
    """Yield ``name``, then ``name-2`` and so on, each with the ending."""
    stem, ending = posixpath.splitext(name)
    yield name
    count = 2
    while True:
        yield f"{stem}-{count}{ending}"
        count += 1


def relink(body: str, targets: Mapping[str, str]) -> str:
    """Return ``body``, Markdown, with images shown from elsewhere: address → new address."""
    for source, target in targets.items():
        spellings = {source, escape.destination(source).strip("<>"), html_escape(source)}
        known = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
        address = re.compile(
            rf"(?P<open>\]\(\s*|\]:\s*)(?:<(?:{known})>|(?:{known}))(?=[\s)]|\Z)"
            rf"|(?P<attribute>\bsrc\s*=\s*[\"']?)(?:{known})(?=[\"'\s>])"
        )
        body = address.sub(_replacement(target), body)
    return body


def _replacement(target: str) -> Callable[[re.Match[str]], str]:
    def replace(found: re.Match[str]) -> str:
        if found["attribute"]:
            return f"{found['attribute']}{html_escape(target)}"
        return f"{found['open']}{escape.destination(target)}"

    return replace


def relink_field(fields: MutableMapping[str, object], targets: Mapping[str, str]) -> None:
    """Put new addresses into the front matter's ``image``, an address or a mapping with one."""
    image = fields.get("image")
    if isinstance(image, str):
        fields["image"] = targets.get(image, image)
    elif isinstance(image, MutableMapping):
        for key in _KEYS:
            if isinstance(image.get(key), str):
                image[key] = targets.get(image[key], image[key])
