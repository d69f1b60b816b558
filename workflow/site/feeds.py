"""What machines read of a site: Atom feeds, the sitemap, robots.txt.

Sources: RFC 4287 (Atom), sitemaps.org, and the xhtml:link alternates that search engines
read in sitemaps (https://developers.google.com/search/docs/specialty/international).
No clock: every time in them comes from a publication.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from lxml import etree

from workflow.model import Locale, moments
from workflow.site import addresses, fields
from workflow.site.shelf import Shelf
from workflow.site.views import Publication

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_ATOM: Final = "http://www.w3.org/2005/Atom"
_TYPE: Final = "application/atom+xml"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(shelf: Shelf, locale: Locale) -> bytes:
    """The Atom feed of ``locale``: title, summary and dates of every article, newest first.

    Only for a site with an article in some language: where ``locale`` has none yet, the feed
    is as old as the newest of them, for RFC 4287 (4.1.1) knows no feed without a time.
    """
    base_url = shelf.settings.base_url
    title = shelf.settings.title(locale)
    index = addresses.absolute(base_url, addresses.index_path(locale))
    root = etree.fromstring(f'<feed xmlns="{_ATOM}"/>')
    root.set(_LANG, locale.bcp47)
    _text(root, "id", index)
    _text(root, "title", title)
    listed = shelf.lists[locale]
    _text(root, "updated", _stamp(max(map(fields.updated, listed or shelf.publications))))
    _text(etree.SubElement(root, f"{{{_ATOM}}}author"), "name", title)
    _link(root, "self", addresses.absolute(base_url, addresses.feed_path(locale)), _TYPE)
    for tag, address in index_alternates(shelf):
        if tag == locale.bcp47:
            _link(root, "alternate", address, "text/html", tag)
    _text(root, "generator", "workflow")
    for publication in listed:
        _entry(root, shelf, publication)
    return _bytes(root)


def _entry(root: etree._Element, shelf: Shelf, publication: Publication) -> None:
    """One article. Its address comes first among the links: readers that know one take that."""
    entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
    _text(entry, "id", publication.id or _address(shelf, publication))
    _text(entry, "title", fields.title(publication))
    _text(entry, "updated", _stamp(fields.updated(publication)))
    if published := moments.instant(fields.moment(publication)):
        _text(entry, "published", _stamp(published))
    for author in fields.authors(publication):
        _text(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", author)
    _link(entry, "alternate", _address(shelf, publication), "text/html", publication.locale.bcp47)
    for locale, version in shelf.versions[publication.slug].items():
        if version is not publication:
            _link(entry, "alternate", _address(shelf, version), "text/html", locale.bcp47)
    for word in fields.keywords(publication):
        etree.SubElement(entry, f"{{{_ATOM}}}category", {"term": word})
    if summary := fields.summary(publication):
        _text(entry, "summary", summary)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: etree._Element, rel: str, href: str, kind: str, tag: str = "") -> None:
    values = {"rel": rel, "type": kind, "hreflang": tag, "href": href}
    etree.SubElement(
        parent, f"{{{_ATOM}}}link", {name: value for name, value in values.items() if value}
    )


def _stamp(moment: datetime) -> str:
    """As RFC 3339 has it, which Atom asks for (RFC 4287, 3.3)."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


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
    return _bytes(root)


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
