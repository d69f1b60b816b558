"""Files that a page shows, plays, or leads to."""

from __future__ import annotations

from typing import NamedTuple


class MediaUse(NamedTuple):
    """A file that a page shows, or leads to for a download."""

    url: str
    """As the text has it."""
    path: str | None
    """POSIX, below the articles folder; None where it leads out of that."""
    shown: bool
    """Whether it is a picture on the page; else it is played, or stands behind a link."""
    played: bool = False
    """Whether it is sound or a film that the page plays."""
