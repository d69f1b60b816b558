"""Putting an imported article, and the images that lie beside it, into its project."""

from __future__ import annotations

import copy
import os
import posixpath
import re
from collections.abc import MutableMapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from workflow.errors import ArticleError
from workflow.files import atomic as files
from workflow.files.atomic import (
    read_bytes,
    remove,
)
from workflow.flows import import_images as local_images
from workflow.importing.article import ImportedArticle
from workflow.project.workspace import Workspace

_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-_.][a-z0-9]+)*)*")


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
            f"“{name}” cannot be a slug",
            hint="Use lower-case letters without accents, digits and hyphens, as in "
            "--slug nanning-workshop.",
        )
    path = workspace.articles_folder / f"{name}.md"
    with workspace.lock(), ExitStack() as undo:
        if name in workspace.slugs() or path.exists():
            raise ArticleError(
                f"there is an article “{name}” already",
                hint="Nothing was changed. Give another name with --slug, or remove that file.",
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
    found = local_images.find(source, folder)
    if not found.name:
        return SavedImage(source, None, found.problem)
    for name in local_images.other_names(found.name):
        file = articles / local_images.FOLDER / name
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
    local_images.relink_field(fields, targets)
    return replace(imported, fields=fields, body=local_images.relink(imported.body, targets))
