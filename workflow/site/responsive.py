"""Images in the sizes that there are of them, so that a telephone loads no more than it shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml.etree import Element

from workflow.model.picture_sizes import PictureSizes
from workflow.site.addresses import relative
from workflow.site.tree import Node, wrap

IN_TEXT: Final = "(min-width: 50rem) 46rem, 92vw"
"""How wide an image is in a text …"""
LEADING: Final = "(min-width: 72rem) 68rem, 94vw"
"""… the one that stands for the article, on its page …"""
LISTED: Final = "(min-width: 63rem) 15rem, (min-width: 28rem) 24vw, 6.5rem"
"""… and in lists."""
SMALL: Final = 480
"""Pixels up to which an image is shown no larger than it is."""
_TYPES: Final = ("avif", "webp")


def srcset(page: str, sizes: PictureSizes | None, ending: str) -> str:
    """The copies in one format as the page at ``page`` names them; empty where there is none."""
    copies = sizes.of(f".{ending}") if sizes else ()
    return ", ".join(f"{relative(page, place)} {width}w" for width, place in copies)


def sources(page: str, sizes: PictureSizes | None) -> tuple[tuple[str, str], ...]:
    """Type and ``srcset`` of each format that there are copies in, the lightest first."""
    found = ((f"image/{each}", srcset(page, sizes, each)) for each in _TYPES)
    return tuple(each for each in found if each[1])


def show_sizes(page: str, pictures: Iterable[tuple[Node, PictureSizes]]) -> None:
    """Have images on ``page`` say how large they are, and offer their copies.

    What an author says of the size stays.
    """
    for image, sizes in pictures:
        if image.getparent() is None:
            continue
        if not (image.get("width") or image.get("height")):
            image.set("width", str(sizes.width))
            image.set("height", str(sizes.height))
            if sizes.width <= SMALL:
                image.set("class", "small")
        offered = sources(page, sizes)
        if not offered:
            continue
        picture = Element("picture")
        wrap(image, picture)
        for number, (kind, candidates) in enumerate(offered):
            source = Element("source", {"type": kind, "srcset": candidates, "sizes": IN_TEXT})
            picture.insert(number, source)
