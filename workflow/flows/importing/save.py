"""Putting an imported article into its project."""

from __future__ import annotations

import re
from pathlib import Path

from workflow.errors import ArticleError
from workflow.flows.importing.article import ImportedArticle
from workflow.stores import files
from workflow.stores.workspace import Workspace

_SLUG = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-_.][a-z0-9]+)*)*")


def save_article(workspace: Workspace, imported: ImportedArticle, slug: str | None) -> Path:
    """Write the article as ``articles/<slug>.md`` and return the file's path.

    ``slug`` None takes the one proposed. Raises :class:`ArticleError` where the slug is not
    fit for addresses, or there is an article with it already: that one stays as it is.
    """
    name = imported.slug if slug is None else slug
    if not _SLUG.fullmatch(name):
        raise ArticleError(
            f"“{name}” cannot be a slug",
            hint="Use lower-case letters without accents, digits and hyphens, as in "
            "--slug nanning-workshop.",
        )
    path = workspace.articles_folder / f"{name}.md"
    with workspace.lock():
        if name in workspace.slugs() or path.exists():
            raise ArticleError(
                f"there is an article “{name}” already",
                hint="Nothing was changed. Give another name with --slug, or remove that file.",
                file=str(path),
            )
        files.save(path, None, imported.to_markdown().encode())
    return path
