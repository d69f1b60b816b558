"""Front matter: YAML or TOML at the top of an article, spliced without touching the rest."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.formats.frontmatter.toml import read_toml
from workflow.formats.frontmatter.values import FrontMatter
from workflow.formats.frontmatter.yaml import read_yaml
from workflow.model import FIELDS

__all__ = ["FrontMatter", "read_front_matter"]


def read_front_matter(text: str, fields: Sequence[str] = FIELDS) -> FrontMatter:
    """Read the front matter of ``text`` (the whole file).

    It stands between lines of ``---`` (YAML) or ``+++`` (TOML); text that does not start with
    one, has no closing line, or holds no mapping between them has none. Raises
    :class:`~workflow.errors.ArticleError` with the line where it is broken.
    """
    bom = 1 if text.startswith("\ufeff") else 0
    return read_yaml(text, fields) or read_toml(text, fields) or FrontMatter(end=bom)
