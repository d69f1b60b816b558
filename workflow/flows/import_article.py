"""Import: a source, brought in as an article in the project's folder, with the images it shows."""

from __future__ import annotations

import copy
import os
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from html import escape as html_escape
from pathlib import Path, PurePosixPath
from typing import cast
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from workflow.errors import ArticleError, FileError
from workflow.files import atomic as files
from workflow.files.atomic import read_bytes, remove
from workflow.formats.mediafiles import content_problem, name_problem
from workflow.importing import plain
from workflow.importing.draft import ImportedArticle, slug
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace

FOLDER = "images"
"""Below the articles' folder."""
_MAGIC = {
    b"\x89PNG\r\n": ".png", b"\xff\xd8\xff": ".jpg", b"GIF87a": ".gif", b"GIF89a": ".gif",
}  # fmt: skip
"""How pictures begin; browsers save some without an ending."""
_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-_.][a-z0-9]+)*)*")
_KEYS = ("src", "url", "path", "file")


@dataclass(frozen=True, slots=True)
class SavedImage:
    """An image that the article shows."""

    source: str
    """Its address or path in the imported file."""
    file: Path | None
    """The copy that the article shows; None: it is still to be fetched."""
    problem: str = ""
    """Why there is no copy, for people."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What an import wrote."""

    path: Path
    """The article."""
    images: tuple[SavedImage, ...]


def save_article(
    workspace: Workspace, imported: ImportedArticle, slug: str | None, folder: Path
) -> Saved:
    """Write the article as ``articles/<slug>.md`` and its images to ``articles/images/``.

    ``slug`` None takes the one proposed; ``folder`` is where the imported file lies. The article
    shows the copies; a copy takes no file's place that holds other bytes. Raises
    :class:`ArticleError` where the slug is not fit for addresses, or there is an article with it
    already: that one stays as it is. Where the article cannot be written, no copy stays.
    """
    name = imported.slug if slug is None else slug
    if not _SLUG.fullmatch(name):
        raise ArticleError(
            phrase("“{name}” cannot be a slug", name=name),
            hint=phrase(
                "Use lower-case letters without accents, digits and hyphens, as in --slug "
                "nanning-workshop."
            ),
        )
    path = workspace.articles_folder / f"{name}.md"
    with workspace.lock(), ExitStack() as undo:
        if name in workspace.slugs() or path.exists():
            raise ArticleError(
                phrase("there is an article “{name}” already", name=name),
                hint=phrase(
                    "Nothing was changed. Give another name with --slug, or remove that file."
                ),
                file=str(path),
            )
        images = tuple(
            _copy(workspace.articles_folder, one.source, folder, undo) for one in imported.images
        )
        files.save(path, None, _shown(imported, images, path).to_markdown().encode())
        undo.pop_all()
    return Saved(path, images)


def _copy(articles: Path, source: str, folder: Path, undo: ExitStack) -> SavedImage:
    """Copy one image, if it lies in ``folder``; ``undo`` takes the copy back."""
    found = _find(source, folder)
    if not found.name:
        return SavedImage(source, None, found.problem)
    for name in _other_names(found.name):
        file = articles / FOLDER / name
        if not os.path.lexists(file):
            files.save(file, None, found.data)
            undo.callback(remove, file, found.data)
            break
        if file.is_file() and read_bytes(file) == found.data:
            break
    return SavedImage(source, file)


def _shown(
    imported: ImportedArticle, images: tuple[SavedImage, ...], path: Path
) -> ImportedArticle:
    """Return the article with the copies in the place of their sources."""
    targets = {
        one.source: posixpath.relpath(one.file.as_posix(), path.parent.as_posix())
        for one in images
        if one.file
    }
    fields = cast(MutableMapping[str, object], copy.copy(imported.fields))
    _relink_field(fields, targets)
    return replace(imported, fields=fields, body=relink(imported.body, targets))


def is_beside(source: str, folder: Path) -> bool:
    """Tell whether ``source`` is an address of a file in ``folder``."""
    return any(_inside(folder, path) for path in _paths(source))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of an image that an article shows."""

    name: str = ""
    """The name for its copy; empty where it is not copied."""
    data: bytes = b""
    problem: str = ""
    """Why it is not copied, for people."""


def _find(source: str, folder: Path) -> _Found:
    """Look for the image ``source``, an address in a file that lies in ``folder``.

    Only a picture is copied, by its name and its bytes, and only from ``folder`` or below it,
    symbolic links followed.
    """
    paths = list(_paths(source))
    if not paths:
        return _Found(problem=phrase("on the web: to be fetched"))
    file = next(filter(None, (_inside(folder, path) for path in paths)), None)
    if file is None:
        return _Found(problem=phrase("not there, or not in the folder of the imported file"))
    try:
        data = read_bytes(file)
    except FileError as error:
        return _Found(problem=error.message)
    if any(part.startswith(".") for part in file.relative_to(folder.resolve()).parts):
        return _Found(problem=phrase("is hidden, and hidden files are not published"))
    name = _safe(paths[-1], data)
    problem = name_problem(name, shown=True) or content_problem(name, data)
    return _Found(problem=problem) if problem else _Found(name, data)


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
    name = slug(stem, f"{stem}.x")
    return (FOLDER[:-1] if name == "article" else name) + ending.lower()


def _other_names(name: str) -> Iterator[str]:
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
        spellings = {source, plain.destination(source).strip("<>"), html_escape(source)}
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
        return f"{found['open']}{plain.destination(target)}"

    return replace


def _relink_field(fields: MutableMapping[str, object], targets: Mapping[str, str]) -> None:
    """Put new addresses into the front matter's ``image``, an address or a mapping with one."""
    image = fields.get("image")
    if isinstance(image, str):
        fields["image"] = targets.get(image, image)
    elif isinstance(image, MutableMapping):
        for key in _KEYS:
            if isinstance(image.get(key), str):
                image[key] = targets.get(image[key], image[key])
