"""Sound or a film as pages play it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Player(NamedTuple):
    """What there is to say of a file that is played. Paths are POSIX, below the articles folder."""

    size: int
    """Of the file, in bytes."""
    width: int = 0
    """Of a film, in pixels, as it is shown; 0 where it is not known, as its height is then."""
    height: int = 0
    poster: str = ""
    """The picture that is shown until it plays; empty without one."""
    tracks: tuple[tuple[str, str], ...] = ()
    """Language, in gettext spelling, and path of its subtitles, sorted."""

    on: str = ""
    """The language of the subtitles that are shown until a reader turns them off; or empty."""

    @classmethod
    def load(cls, found: list[Any]) -> Player:
        """Of what JSON makes of one; raises :class:`ValueError` or :class:`TypeError`."""
        size, width, height, poster, tracks, on = found
        listed = tuple((str(language), str(path)) for language, path in tracks)
        return cls(size, width, height, str(poster), listed, str(on))
