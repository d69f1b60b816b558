"""What machines read of a site: Atom feeds, the sitemap, robots.txt.

Sources: RFC 4287 (Atom), sitemaps.org, and the xhtml:link alternates that search engines
read in sitemaps (https://developers.google.com/search/docs/specialty/international).
No clock: every time in them comes from a publication.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Final

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from workflow.model import Locale
from workflow.site import addresses, fields
from workflow.site.shelf import Shelf
from workflow.site.views import Publication

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def atom(shelf: Shelf, locale: Locale) -> bytes:
    """The Atom feed of ``locale``: title, summary and dates of every article, newest first."""
    base_url = shelf.settings.base_url
    index = addresses.absolute(base_url, addresses.index_path(locale))
    feed = FeedGenerator()
    feed.id(index)
    feed.title(shelf.settings.title(locale))
    feed.language(locale.bcp47)
    feed.author({"name": shelf.settings.title(locale)})
    feed.link(href=addresses.absolute(base_url, addresses.feed_path(locale)), rel="self")
    feed.link(href=index, rel="alternate", type="text/html", hreflang=locale.bcp47)
    feed.generator("workflow")  # feedgen's own default would name its version
    listed = shelf.lists[locale]
    feed.updated(max(map(fields.updated, listed), default=_EPOCH))
    for publication in listed:
        feed.add_entry(_entry(publication, base_url), order="append")
    return bytes(feed.atom_str(pretty=True))


def _entry(publication: Publication, base_url: str) -> FeedEntry:
    page = addresses.article_path(publication.locale, publication.slug)
    address = addresses.absolute(base_url, page)
    entry = FeedEntry()
    entry.id(address)
    entry.title(fields.title(publication))
    entry.link(href=address, rel="alternate", hreflang=publication.locale.bcp47)
    entry.updated(fields.updated(publication))
    if day := fields.published(publication):
        entry.published(datetime.combine(day, time(), tzinfo=UTC))
    if summary := fields.field(publication, "summary"):
        entry.summary(summary)
    if author := fields.field(publication, "author"):
        entry.author({"name": author})
    for word in fields.keywords(publication):
        entry.category({"term": word})
    return entry


def sitemap(shelf: Shelf) -> bytes:
    """Every index and article, with its other languages."""
    base_url = shelf.settings.base_url
    root = etree.fromstring(f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}"/>')
    indexes = index_alternates(shelf)
    for _, address in indexes:
        _url(root, address, "", indexes)
    for publication in shelf.publications:
        page = addresses.article_path(publication.locale, publication.slug)
        day = fields.updated(publication).isoformat()
        others = alternates(shelf, publication)
        _url(root, addresses.absolute(base_url, page), day, others)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def alternates(shelf: Shelf, publication: Publication) -> list[tuple[str, str]]:
    """(hreflang, address) of every language of an article, itself included, and x-default."""
    versions = shelf.versions[publication.slug]
    found = [(locale.bcp47, _address(shelf, version)) for locale, version in versions.items()]
    default = shelf.default(publication.slug) or publication
    return [*found, ("x-default", _address(shelf, default))]


def index_alternates(shelf: Shelf) -> list[tuple[str, str]]:
    """(hreflang, address) of every index, and of the root page as x-default."""
    base_url = shelf.settings.base_url
    found = [
        (locale.bcp47, addresses.absolute(base_url, addresses.index_path(locale)))
        for locale in shelf.locales
    ]
    return [*found, ("x-default", addresses.absolute(base_url, addresses.ROOT))]


def robots(shelf: Shelf) -> bytes:
    """Everything may be read; the sitemap says what there is (RFC 9309)."""
    address = addresses.absolute(shelf.settings.base_url, addresses.SITEMAP)
    return f"User-agent: *\nAllow: /\n\nSitemap: {address}\n".encode()


def _address(shelf: Shelf, publication: Publication) -> str:
    path = addresses.article_path(publication.locale, publication.slug)
    return addresses.absolute(shelf.settings.base_url, path)


def _url(root: etree._Element, address: str, modified: str, others: list[tuple[str, str]]) -> None:
    url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
    etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = address
    if modified:
        etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = modified
    for tag, other in others:
        link = etree.SubElement(url, f"{{{_XHTML}}}link")
        link.set("rel", "alternate")
        link.set("hreflang", tag)
        link.set("href", other)
