"""Where things stand in the site, and how one page points at another.

Paths are POSIX paths below the site's folder. Links between pages are relative and end in
``index.html``, so that the folder reads from a disk as well as from a server; the addresses
other machines use (canonical, hreflang, feed, sitemap) are absolute and end in a slash.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from workflow.errors import ArticleError, ConfigError
from workflow.model import Locale
from workflow.site.views import Publication

ROOT = "index.html"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

_INDEX = "index.html"
_FEED = "feed.xml"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def index_path(locale: Locale) -> str:
    """The list of articles in ``locale``."""
    return f"{locale.bcp47}/{_INDEX}"


def folder_names(locale: Locale) -> tuple[str, str]:
    """How a link may name the folder of ``locale``, in lower case: ``zh-hans`` and ``zh``."""
    return locale.bcp47.lower(), locale.name.lower()


def feed_path(locale: Locale) -> str:
    """The Atom feed of ``locale``."""
    return f"{locale.bcp47}/{_FEED}"


def article_path(locale: Locale, slug: str) -> str:
    """The page of an article in ``locale``."""
    return f"{locale.bcp47}/{slug}/{_INDEX}"


def media_path(path: str) -> str:
    """Where the file ``path`` of the articles folder is served from."""
    return f"media/{path}"


def relative(page: str, target: str) -> str:
    """The link that leads from the page at ``page`` to ``target``, percent-encoded."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))


def absolute(base_url: str, path: str) -> str:
    """The address of ``path`` on the web, percent-encoded, without ``index.html``."""
    return base_url.rstrip("/") + "/" + quote(path.removesuffix(_INDEX))


def rooted(base_url: str, path: str) -> str:
    """The link to ``path`` from a page that is served at any depth, as 404 pages are."""
    return urlsplit(base_url).path.rstrip("/") + "/" + quote(path)


def check(publications: Iterable[Publication], locales: Iterable[Locale]) -> None:
    """Raise :class:`ArticleError` or :class:`ConfigError` if two files would share a place."""
    tags: dict[str, Locale] = {}
    for locale in locales:
        other = tags.setdefault(locale.bcp47.lower(), locale)
        if other != locale:
            raise ConfigError(
                f"{other} and {locale} would share the folder “{locale.bcp47}”",
                hint="Keep one of them in the settings.",
            )
    seen: set[tuple[Locale, str]] = set()
    for publication in publications:
        _check_slug(publication.slug)
        key = (publication.locale, publication.slug)
        if key in seen:
            raise ArticleError(f"“{publication.slug}” is published twice in {publication.locale}")
        seen.add(key)


def _check_slug(slug: str) -> None:
    parts = slug.split("/")
    taken = {"", ".", "..", _INDEX}
    if taken.intersection(parts) or parts[0] == _FEED or _UNSAFE.search(slug):
        raise ArticleError(
            f"“{slug}” cannot be the address of a page",
            hint="Rename the article's file: letters, digits, hyphens, and folders if need be.",
        )
