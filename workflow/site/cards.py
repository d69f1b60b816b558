"""What a site knows of a page without its text: lists, feeds and links need no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from sys import intern
from typing import Any, NamedTuple

from workflow.model import Locale, digest
from workflow.site import anchors, fields, footnotes, links
from workflow.site.addresses import media_path
from workflow.site.links import MediaUse
from workflow.site.markup import parse
from workflow.site.views import Publication


class Teaser(NamedTuple):
    """What other pages say of an article."""

    slug: str
    locale: Locale
    title: str
    dateline: str
    moment: date | datetime | None
    """The field ``date``; None where it is absent or no date."""
    words: Locale | None
    """The language of its words, where a preview shows them untranslated."""


class Card(NamedTuple):
    """One publication, its text left out."""

    teaser: Teaser
    source_locale: Locale
    summary: str
    image: str
    """The path in the site of the picture that stands for it; empty without one."""
    updated: datetime
    keywords: tuple[str, ...]
    authors: tuple[str, ...]
    id: str
    aliases: tuple[str, ...]
    uses: tuple[MediaUse, ...]
    """The files it shows or leads to."""
    links: tuple[str, ...]
    """The addresses in its text, each once, that are to lead to pages of the site."""
    names: str
    """The names of its headings, see :func:`headings`."""
    digest: str
    """Over all that its page is made of but the rest of the site."""

    @property
    def slug(self) -> str:
        """The article's path below the articles folder without the ending."""
        return self.teaser.slug

    @property
    def locale(self) -> Locale:
        """The language of the page."""
        return self.teaser.locale

    @property
    def translated(self) -> bool:
        """Whether the page is a translation."""
        return self.teaser.locale != self.source_locale

    def __reduce__(self) -> tuple[object, ...]:
        return _shared, (tuple(self.teaser), tuple(self[1:]))


def describe(publication: Publication) -> Card:
    """The card of ``publication``.

    Raises :class:`ArticleError` for an article without title, a time that is not ISO 8601 or
    an unknown format.
    """
    parsed = parse(publication)
    uses = links.uses(parsed.root, publication)
    found = links.rewrite(parsed.root, publication, "")
    footnotes.gather(parsed, publication.locale)
    names = anchors.identify(parsed, older=publication.older_ids)
    teaser = (
        publication.slug,
        publication.locale,
        fields.title(publication),
        fields.field(publication, "dateline"),
        fields.moment(publication),
        publication.source_locale if publication.untranslated else None,
    )
    rest = (
        publication.source_locale,
        fields.summary(publication),
        links.lead_place(publication) or next(iter(found.images), ""),
        fields.updated(publication),
        fields.keywords(publication),
        fields.authors(publication),
        publication.id,
        publication.aliases,
        uses,
        found.lost,
        "\n".join(map(" ".join, names)),
        _digest(publication),
    )
    return _shared(teaser, rest)


def headings(names: str) -> tuple[anchors.Names, ...]:
    """The names of headings as a card has them: a line each, parted by blanks, as none has one."""
    return tuple(tuple(line.split(" ")) for line in names.split("\n")) if names else ()


def _shared(teaser: tuple[Any, ...], rest: tuple[Any, ...]) -> Card:
    """A card of these values, in which strings that other cards have as well are the same."""
    slug, locale, title, dateline, *others = teaser
    source, summary, image, updated, keywords, authors, *more = rest
    return Card(
        Teaser(intern(slug), locale, title, intern(dateline), *others),
        source,
        summary,
        intern(image),
        updated,
        tuple(map(intern, keywords)),
        tuple(map(intern, authors)),
        *more,
    )


def _digest(publication: Publication) -> str:
    """Over everything in ``publication``; that a file stands where it usually does says nothing."""
    moved = {path: at for path, at in publication.places.items() if at != media_path(path)}
    return digest("publication", repr(replace(publication, places=dict(sorted(moved.items())))))
