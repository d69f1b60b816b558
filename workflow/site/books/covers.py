"""The cover of an EPUB: an SVG of its title, as reading systems show it on their shelves."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from workflow.site.books.book import Book
from workflow.site.frame import Frame, render
from workflow.site.strings import length

_WIDTH: Final = 22
"""Letters that stand on a line …"""
_WIDE: Final = 10
"""… and Chinese characters."""
_MOST: Final = 8
"""Lines; what is left of a title is cut."""


def cover_svg(book: Book) -> str:
    """The cover."""
    found = render(
        "books/cover.svg.j2",
        Frame(locale=book.locale, site_title=book.site_title, stylesheets=()),
        book=book,
        lines=tuple(_lines(book.title)),
    )
    return found.decode()


def _lines(title: str) -> Iterator[str]:
    counted = length(title)
    if counted.characters > counted.words:
        whole = [title[at : at + _WIDE] for at in range(0, len(title), _WIDE)]
    else:
        whole = textwrap.wrap(title, _WIDTH, break_long_words=True)
    yield from whole[: _MOST - 1]
    if rest := whole[_MOST - 1 :]:
        yield rest[0] + ("…" if len(rest) > 1 else "")
