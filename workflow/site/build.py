"""The whole site as values: publications in, path → bytes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.model import bytes_digest, digest
from workflow.site import addresses, fields
from workflow.site.cards import describe
from workflow.site.content import Content
from workflow.site.frame import templates
from workflow.site.structure import Site, render
from workflow.site.views import Publication, SiteSettings

Lost = Callable[[Publication, str], None]
"""Takes a page, and an address in its text that leads to no page of the site."""


def build_site(
    publications: Sequence[Publication],
    settings: SiteSettings,
    lost: Lost = lambda _publication, _url: None,
) -> dict[str, bytes]:
    """Return every file of the site but the media: path → bytes, sorted by path.

    ``lost`` is called for each link that is plain text on its page, as it leads nowhere.

    Text is UTF-8. The same input gives the same bytes on every machine, whatever the order
    of ``publications``. Raises :class:`ArticleError` for an article without title, with an
    impossible slug, a time that is not ISO 8601 or an unknown format, and
    :class:`ConfigError` where two locales share a folder or there is
    no locale at all.
    """
    contents = [Content.of(each) for each in publications]
    site = Site(map(describe, publications, contents), settings)
    known = {(each.locale, each.slug): each for each in publications}
    for card, url in site.lost():
        lost(known[card.locale, card.slug], url)
    shown = {(each.locale, each.slug): each for each in contents}
    return {
        path: render(task, shown[task.card.locale.name, task.card.slug] if task.card else None)
        for path, task in site.items()
    }


def check_publication(publication: Publication) -> None:
    """Raise :class:`ArticleError` where this page alone would keep the site from being built."""
    fields.title(publication)
    fields.updated(publication)
    for slug in (publication.slug, *publication.aliases):
        addresses.check_slug(slug)


def frame_digest(settings: SiteSettings) -> str:
    """The digest of what pages of all languages share: the site without an article.

    Its files hold the settings and the style sheet; the templates come on top.
    """
    shared = {**build_site((), settings), **templates()}
    return digest("workflow frame", *(f"{bytes_digest(shared[name])} {name}" for name in shared))
