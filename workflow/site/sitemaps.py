"""What search engines read of a site: the sitemap, in as many files as it takes, and robots.txt.

Sources: sitemaps.org, which allows a file 50,000 addresses and 50 MB; and the xhtml:link alternates
that search engines read (https://developers.google.com/search/docs/specialty/international).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, TypeVar
from urllib.parse import quote

from workflow.model import Locale
from workflow.site import addresses
from workflow.site.frame import Common, Versions, alternates, roots
from workflow.site.xml_lines import DECLARATION, element, joined, quoted

MOST: Final = 50_000
"""Addresses of one file (sitemaps.org)."""
LARGEST: Final = 50_000_000
"""Bytes of one file; sitemaps.org says 52,428,800."""
_SCHEMA: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MARKS: Final = 90
"""Bytes at most of the tags about one address."""

T = TypeVar("T")
Places = tuple[tuple[str, Locale, datetime, Versions], ...]
"""Of articles: slug, language, when it was last changed, and what it is published in."""


def spread(common: Common, slugs: Iterable[str], pages: tuple[T, ...]) -> tuple[tuple[T, ...], ...]:
    """``pages`` of the articles ``slugs`` as files have room for them; mostly one has for all."""
    longest = max((len(quote(each)) for each in slugs), default=0) + _MARKS
    longest += max(map(len, roots(common).values()))
    # Each language of an article is named, the default twice, and its own address before them.
    size = longest * (len(common.locales) + 2)
    indexes = len(common.locales) + 1
    most = max(1, min(MOST, LARGEST // size) - indexes)
    return tuple(pages[start : start + most] for start in range(0, len(pages), most)) or ((),)


def sitemap(_path: str, common: Common, places: Places, *, indexes: bool = True) -> bytes:
    """Every article of ``places`` with its other languages, and if asked every index."""
    lines = [
        DECLARATION,
        f'<urlset xmlns="{_SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    if indexes:
        found = alternates(common)
        shown = _others(found)
        lines += (_url(address, "", shown) for _, address in found)
    starts, others = roots(common), dict[str, str]()
    for slug, locale, updated, versions in places:
        if slug not in others:
            others[slug] = _others(alternates(common, versions, slug))
        page = f"{starts[locale]}{quote(slug)}/"
        lines.append(_url(page, updated.isoformat(), others[slug]))
    return joined(lines, "</urlset>")


def more_of_sitemap(path: str, common: Common, places: Places) -> bytes:
    """A further file of the sitemap."""
    return sitemap(path, common, places, indexes=False)


def sitemap_index(_path: str, common: Common, newest: Sequence[datetime]) -> bytes:
    """What names the files of a sitemap that is spread over several; ``newest`` of each."""
    lines = [DECLARATION, f'<sitemapindex xmlns="{_SCHEMA}">']
    for number, updated in enumerate(newest, start=1):
        address = addresses.absolute(common.base_url, addresses.sitemap_path(number))
        lines += [
            "  <sitemap>",
            element(2, "loc", address),
            element(2, "lastmod", updated.isoformat()),
            "  </sitemap>",
        ]
    return joined(lines, "</sitemapindex>")


def _url(address: str, modified: str, others: str) -> str:
    last = f"\n{element(2, 'lastmod', modified)}" if modified else ""
    return f"  <url>\n{element(2, 'loc', address)}{last}\n{others}\n  </url>"


def _others(alternates: Sequence[tuple[str, str]]) -> str:
    return "\n".join(
        f'    <xhtml:link rel="alternate" hreflang="{tag}" href="{quoted(address)}"/>'
        for tag, address in alternates
    )


def robots(_path: str, base_url: str) -> bytes:
    """Everything may be read; the sitemap says what there is (RFC 9309)."""
    address = addresses.absolute(base_url, addresses.SITEMAP)
    return f"User-agent: *\nAllow: /\n\nSitemap: {address}\n".encode()
