"""A picture as pages show it: how large it is, and in which sizes there are copies."""

from __future__ import annotations

from typing import Any, NamedTuple


class PictureSizes(NamedTuple):
    """How large a picture is as readers see it, turned as its EXIF says."""

    width: int
    """In pixels."""
    height: int
    copies: tuple[tuple[int, str], ...] = ()
    """Width, and place in the site, of each smaller or lighter copy, the smallest first."""

    def of(self, ending: str) -> tuple[tuple[int, str], ...]:
        """The copies in one format."""
        return tuple(each for each in self.copies if each[1].endswith(ending))

    @classmethod
    def load(cls, found: list[Any]) -> PictureSizes:
        """Of what JSON makes of one; raises :class:`ValueError` or :class:`TypeError`."""
        width, height, copies = found
        return cls(width, height, tuple((each, str(place)) for each, place in copies))
