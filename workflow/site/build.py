"""The whole site as values: publications in, path → bytes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workflow.formats.links import Page, plain
from workflow.model import Locale
from workflow.site import addresses, feeds, fields, pages
from workflow.site.anchors import Names
from workflow.site.bodies import Body, render_body
from workflow.site.frame import stylesheet, stylesheet_path
from workflow.site.links import FindPage, Target
from workflow.site.shelf import Shelf, shelve
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
    shelf = shelve(publications, settings)
    bodies = _bodies(shelf)
    for publication in shelf.publications:
        for url in bodies[publication.locale, publication.slug].lost:
            lost(publication, url)
    files = {
        stylesheet_path(): stylesheet(),
        addresses.ROOT: pages.root_page(shelf, bodies),
        addresses.NOT_FOUND: pages.not_found_page(shelf, bodies),
        addresses.SITEMAP: feeds.sitemap(shelf),
        addresses.ROBOTS: feeds.robots(shelf),
    }
    for locale in shelf.locales:
        files[addresses.index_path(locale)] = pages.index_page(shelf, locale, bodies)
        if shelf.publications:
            files[addresses.feed_path(locale)] = feeds.atom(shelf, locale)
    for publication in shelf.publications:
        path = addresses.article_path(publication.locale, publication.slug)
        files[path] = pages.article_page(shelf, publication, bodies)
    for publication in shelf.publications:
        for path in addresses.alias_paths(publication, shelf.locales):
            files.setdefault(path, pages.moved_page(shelf, publication, path))
    return dict(sorted(files.items()))


def check_publication(publication: Publication) -> None:
    """Raise :class:`ArticleError` where this page alone would keep the site from being built."""
    fields.title(publication)
    fields.updated(publication)
    for slug in (publication.slug, *publication.aliases):
        addresses.check_slug(slug)


def _bodies(shelf: Shelf) -> dict[tuple[Locale, str], Body]:
    """Render every body, the originals first: their headings' names serve the translations."""
    headings: dict[str, tuple[Names, ...]] = {}
    bodies: dict[tuple[Locale, str], Body] = {}
    slugs = _slugs(shelf)
    ordered = sorted(shelf.publications, key=lambda publication: publication.translated)
    for publication in ordered:
        locale, slug = publication.locale, publication.slug
        page = addresses.article_path(locale, slug)
        find_page = _finder(shelf, slugs, locale, page)
        body = render_body(publication, page, find_page, headings.get(slug, ()))
        headings.setdefault(slug, body.anchors)
        bodies[locale, slug] = body
    return bodies


def _slugs(shelf: Shelf) -> Mapping[str, str]:
    """How a link may name an article → its slug: as it is now, or as it was before."""
    old = {plain(name): each.slug for each in shelf.publications for name in each.aliases}
    return {**old, **{plain(slug): slug for slug in shelf.versions}}


def _finder(shelf: Shelf, slugs: Mapping[str, str], locale: Locale, here: str) -> FindPage:
    """What finds a page as the page at ``here``, in ``locale``, links to it.

    The article in the language that is named, else in that of the page, else in its own.
    """

    def find(page: Page) -> Target | None:
        named = Locale.among(page.tag, shelf.locales) if page.tag else None
        if page.tag and named is None:
            return None
        if not page.slug:
            path = addresses.index_path(named) if named else addresses.ROOT
            return Target(addresses.relative(here, path))
        slug = page.slug if page.slug in shelf.versions else slugs.get(plain(page.slug), "")
        versions = shelf.versions.get(slug, {})
        version = versions.get(named or locale) or versions.get(locale) or shelf.default(slug)
        if version is None:
            return None
        path = addresses.article_path(version.locale, slug)
        other = version.locale != locale
        return Target(addresses.relative(here, path), version.locale.bcp47 if other else None)

    return find
