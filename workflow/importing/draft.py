"""What a reader of some kind of source found, before it is given its language and its fields."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from workflow.importing.findings import (
    ImportedImage,
    LeftOut,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as one reader (page, dump, Markdown) found it; empty strings for the unknown."""

    title: str
    body: str
    """Markdown without the title."""
    lang: str | None = None
    """What the source says it is written in, as it says it."""
    date: str = ""
    """ISO 8601."""
    author: str = ""
    """Several are parted by semicolons."""
    source: str = ""
    """Address of the page."""
    dateline: str = ""
    contact: str = ""
    front_matter: MutableMapping[str, object] = field(default_factory=dict)
    """What the source's own front matter says, which goes before everything else."""
    left_out: tuple[LeftOut, ...] = ()
    """What of the source is not in the article, in its order."""
    images: tuple[ImportedImage, ...] = ()
    """The images in the body, each once, in its order."""
