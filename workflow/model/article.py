"""Articles: source documents as they stand on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workflow.model.digest import digest
from workflow.model.locale import Locale

SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "markdown": (".md", ".markdown", ".mdx"),
        "html": (".html", ".htm"),
        "text": (".txt",),
    }
)
"""Built-in format → the endings of its files, with the dot, lower case."""
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
FILMS = frozenset({".m4v", ".mp4", ".ogv", ".webm"})
SOUND_AND_FILM = FILMS | {".aac", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav"}
"""Endings of media, with the dot, lower case."""

FIELDS = (
    "title", "summary", "description", "keywords", "tags", "caption", "dateline", "contact",
    "image_alt", "image_caption", "image.alt",
)  # fmt: skip
"""Fields of the front matter whose values are translated, unless the project says otherwise."""

KNOWN_FIELDS = (
    *FIELDS, "lang", "date", "updated", "author", "authors", "source", "image", "aliases",
    "draft", "published", "status", "publish_at", "segmentation", "checks_off", "group",
    "kind", "menu", "order",
)  # fmt: skip
"""Fields of the front matter that mean something to this program, of docs/pages.md."""

UNSEEN_FIELDS = frozenset(
    {"aliases", "checks_off", "draft", "group", "publish_at", "published", "segmentation", "status"}
    | {"updated", "kind", "menu", "order"}
)
"""Fields of the front matter that no reader sees."""


@dataclass(frozen=True, slots=True)
class Article:
    """One source document."""

    slug: str
    """Path below the articles folder without the ending; also the gettext domain."""
    path: str
    """POSIX path relative to the project's folder, for references and reports."""
    format: str
    """``markdown``, ``html`` or ``text``."""
    locale: Locale
    """The language the article is written in."""
    text: str
    """The whole file, front matter, BOM and line ends included."""
    aliases: tuple[str, ...] = ()
    """Slugs the article had before (``aliases`` in the front matter)."""
    unbound: tuple[int, int] = (0, 0)
    """Where the entry of ``aliases`` stands, start and end in characters of :attr:`text`."""

    @property
    def names(self) -> tuple[str, ...]:
        """The slug, then those it had before."""
        return (self.slug, *(each for each in self.aliases if each != self.slug))

    @property
    def digest(self) -> str:
        """The source digest an approval binds: of the text without the entry of ``aliases``.

        Readers never see it, and who renames an article takes its approvals along.
        """
        start, end = self.unbound
        return digest(self.text[:start] + self.text[end:])
