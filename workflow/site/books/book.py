"""What is printed or read offline: an article, or an issue of several, as values."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import NamedTuple

from markupsafe import Markup

from workflow.model import Locale
from workflow.site import strings


class Chapter(NamedTuple):
    """An article in one language, ready to stand in a book."""

    slug: str
    locale: Locale
    title: str
    authors: tuple[str, ...]
    summary: str
    keywords: tuple[str, ...]
    day: date | None
    """That of the field ``date``."""
    updated: datetime
    address: str
    """Its page on the web."""
    html: str
    """What stands in its ``article``; the addresses of pictures are places in the site, all others
    are absolute or lead to an id of its own."""
    pictures: tuple[str, ...]
    """The pictures it shows: places in the site, each once."""


class Book(NamedTuple):
    """An article, or an issue of several in one language."""

    title: str
    site_title: str
    locale: Locale
    written: Locale
    """Whose dates and lists it has."""
    chapters: tuple[Chapter, ...]
    issue: bool
    """Whether it has a cover page and a table of contents."""
    files: Mapping[str, Callable[[], bytes]]
    """Place in the site → the bytes of a picture."""

    @property
    def updated(self) -> datetime:
        """When the newest of its texts changed."""
        return max(each.updated for each in self.chapters)

    @property
    def day(self) -> date:
        """The day it is of: that of its newest article."""
        days = [each.day for each in self.chapters if each.day]
        return max(days) if days else self.updated.date()

    @property
    def dated(self) -> Markup:
        """The same, as its language writes it."""
        return strings.long_date(self.day, self.written)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who wrote it, each once."""
        return tuple(dict.fromkeys(name for each in self.chapters for name in each.authors))

    @property
    def summary(self) -> str:
        """What it is about; empty for an issue."""
        return "" if self.issue else self.chapters[0].summary

    @property
    def keywords(self) -> tuple[str, ...]:
        """Of all its articles, each once."""
        return tuple(dict.fromkeys(word for each in self.chapters for word in each.keywords))

    @property
    def identifier(self) -> str:
        """By which readers know it again, whatever becomes of its texts: a URN (RFC 9562)."""
        names = [each.address for each in self.chapters]
        said = names[0] if not self.issue else "\n".join((self.title, self.day.isoformat(), *names))
        return uuid.uuid5(uuid.NAMESPACE_URL, said).urn

    @property
    def places(self) -> tuple[str, ...]:
        """The pictures shown, each once."""
        return tuple(dict.fromkeys(place for each in self.chapters for place in each.pictures))


def fingerprint(text: str) -> bytes:
    """What stands in a PDF as its identifier (ISO 32000-2, 14.4): no clock, no chance."""
    return blake2b(text.encode(), digest_size=16).hexdigest().encode()
