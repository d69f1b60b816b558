"""Where things stand in the site, and how one page points at another.

Paths are POSIX paths below the site's folder. Links between pages are relative and end in
``index.html``, so that the folder reads from a disk as well as from a server; the addresses
other machines use (canonical, hreflang, feed, sitemap) are absolute and end in a slash.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlsplit

from workflow.errors import ArticleError, ConfigError
from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

ROOT = "index.html"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"

_INDEX = "index.html"
_FEED = "feed.xml"
_JSON_FEED = "feed.json"
_ABOUT = "translation"
_SEARCH = "search"
_TAKEN = re.compile(
    r"((?:tags|authors|search)(?:/.*)?|archive(?:/[0-9]+(?:/.*)?)?|page/[0-9]+(?:/.*)?"
    r"|(?:feed\.xml|feed\.json|404\.html)(?:/.*)?)",
    re.IGNORECASE | re.DOTALL,
)
"""Slugs where the site has pages of its own."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?:\..*)?", re.IGNORECASE)
_LONGEST = 230
"""Bytes of a part of a slug: most disks hold names of 255, endings of files included."""
_ODD = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
"""Parts of a path that name no folder or file."""
_QUOTED = re.compile(r"[A-Za-z0-9/_.~-]*")
"""What is written in an address as it is (RFC 3986, section 2.3)."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")


def index_path(locale: Locale, number: int = 1) -> str:
    """A page of the list of articles in ``locale``, counted from 1."""
    return _paged(locale.bcp47, number)


def tags_path(locale: Locale, number: int = 1) -> str:
    """A page of the list of the tags in ``locale``."""
    return _paged(f"{locale.bcp47}/tags", number)


def tag_path(locale: Locale, name: str, number: int = 1) -> str:
    """A page of the list of articles with a tag; ``name`` is that of :func:`.naming.name_of`."""
    return _paged(f"{locale.bcp47}/tags/{name}", number)


def authors_path(locale: Locale, number: int = 1) -> str:
    """A page of the list of the authors in ``locale``."""
    return _paged(f"{locale.bcp47}/authors", number)


def author_path(locale: Locale, name: str, number: int = 1) -> str:
    """A page of the list of articles of an author; ``name`` as in :func:`tag_path`."""
    return _paged(f"{locale.bcp47}/authors/{name}", number)


def archive_path(locale: Locale) -> str:
    """The list of the years in which articles in ``locale`` were published."""
    return f"{locale.bcp47}/archive/{_INDEX}"


def year_path(locale: Locale, year: int, number: int = 1) -> str:
    """A page of the list of the articles of a year."""
    return _paged(f"{locale.bcp47}/archive/{year}", number)


def about_path(locale: Locale, slug: str) -> str:
    """What there is to know of a translation."""
    return f"{locale.bcp47}/{slug}/{_ABOUT}/{_INDEX}"


def lost_path(locale: Locale) -> str:
    """What a server may answer with in ``locale`` where there is no page."""
    return f"{locale.bcp47}/{NOT_FOUND}"


def _paged(folder: str, number: int) -> str:
    return f"{folder}/{_INDEX}" if number == 1 else f"{folder}/page/{number}/{_INDEX}"


def feed_path(locale: Locale) -> str:
    """The Atom feed of ``locale``."""
    return f"{locale.bcp47}/{_FEED}"


def json_feed_path(locale: Locale) -> str:
    """The JSON Feed of ``locale``."""
    return f"{locale.bcp47}/{_JSON_FEED}"


def sitemap_path(number: int) -> str:
    """The file of that number, where the sitemap is spread over several."""
    return f"sitemap-{number}.xml"


def search_path(locale: Locale) -> str:
    """The page on which readers search the articles in ``locale``."""
    return f"{locale.bcp47}/{_SEARCH}/{_INDEX}"


def found_path(language: str) -> str:
    """What a browser reads first of the index of a language."""
    return f"{_SEARCH}/{language}/index.json"


def shard_path(language: str, number: int) -> str:
    """A part of the words that articles in a language are found by."""
    return f"{_SEARCH}/{language}/words-{number}.txt"


def shown_path(language: str, number: int) -> str:
    """What results show of some of the articles in a language."""
    return f"{_SEARCH}/{language}/pages-{number}.json"


def article_path(locale: Locale, slug: str) -> str:
    """The page of an article in ``locale``."""
    return f"{locale.bcp47}/{slug}/{_INDEX}"


def rules_path(page: str) -> str:
    """What tells a web server of a page at ``page`` that is gone."""
    return f"{page.removesuffix(_INDEX)}.htaccess"


def media_path(path: str) -> str:
    """Where the file ``path`` of the articles folder is served from."""
    return f"media/{path}"


def relative(page: str, target: str) -> str:
    """The link that leads from the page at ``page`` to ``target``, percent-encoded."""
    here, there = _parts(page), _parts(target)
    if not (here and there):
        return quoted(posixpath.relpath(target, posixpath.dirname(page) or "."))
    shared, most = 0, min(len(here) - 1, len(there))
    while shared < most and here[shared] == there[shared]:
        shared += 1
    return quoted("/".join([*[".."] * (len(here) - 1 - shared), *there[shared:]]) or ".")


def quoted(path: str) -> str:
    """``path``, percent-encoded. Most need none, and to see that takes a tenth of the time."""
    return path if _QUOTED.fullmatch(path) else quote(path)


@lru_cache(maxsize=1_000)
def _parts(path: str) -> list[str]:
    """The folders and the file of ``path``; none where it has parts that name neither."""
    return [] if _ODD.search(path) else path.split("/")


def absolute(base_url: str, path: str) -> str:
    """The address of ``path`` on the web, percent-encoded, without ``index.html``."""
    return base_url.rstrip("/") + "/" + quoted(path.removesuffix(_INDEX))


def rooted(base_url: str, path: str) -> str:
    """The link to ``path`` from a page that is served at any depth, as 404 pages are."""
    return urlsplit(base_url).path.rstrip("/") + "/" + quoted(path)


def check(places: Iterable[tuple[Locale, str]], locales: Iterable[Locale]) -> None:
    """Raise :class:`ArticleError` or :class:`ConfigError` if two files would share a place.

    ``places`` are the language and the slug of each page.
    """
    tags: dict[str, Locale] = {}
    for locale in locales:
        other = tags.setdefault(locale.bcp47.lower(), locale)
        if other != locale:
            raise ConfigError(
                phrase(
                    "{other} and {locale} would share the folder “{bcp47}”",
                    other=other,
                    locale=locale,
                    bcp47=locale.bcp47,
                ),
                hint=phrase("Keep one of them in the settings."),
            )
    seen: set[tuple[Locale, str]] = set()
    for locale, slug in places:
        check_slug(slug)
        if (locale, slug) in seen:
            raise ArticleError(
                phrase("“{slug}” is published twice in {locale}", slug=slug, locale=locale)
            )
        seen.add((locale, slug))


def alias_paths(
    aliases: Iterable[str], locale: Locale, locales: Iterable[Locale]
) -> tuple[str, ...]:
    """Where pages stand that send readers on to one in ``locale`` that has ``aliases``.

    An alias is a slug; one that begins with the folder of one of the site's ``locales``, as an
    address copied from a browser does, means that language's page.
    """
    tags = {each.bcp47 for each in locales}
    paths = []
    for alias in aliases:
        folder, _, rest = alias.partition("/")
        if rest and folder in tags:
            paths += [f"{alias}/{_INDEX}"] if folder == locale.bcp47 else []
        else:
            paths.append(article_path(locale, alias))
    return tuple(dict.fromkeys(paths))


def page_address(base_url: str, locale: str, slug: str) -> str:
    """The address of an article's page on the web; ``locale`` in gettext's spelling."""
    return absolute(base_url, article_path(Locale(locale), slug))


def check_slug(slug: str) -> None:
    """Raise :class:`ArticleError` where no page can stand at ``slug`` on every system."""
    if problem := _slug_problem(slug):
        raise ArticleError(
            phrase(
                "“{slug}” cannot be the address of a page: {problem}", slug=slug, problem=problem
            ),
            hint=phrase(
                "Rename the article’s file: letters, digits and hyphens, in folders if need be."
            ),
        )


def is_page(path: str, locale: Locale) -> bool:
    """Whether an article's page in ``locale`` may stand at ``path``."""
    folder, _, rest = path.partition("/")
    slug = rest.removesuffix(f"/{_INDEX}")
    return folder == locale.bcp47 and slug != rest and not _slug_problem(slug)


def _slug_problem(slug: str) -> str:
    """Why ``slug`` cannot be an address; empty where it can.

    Names of devices: https://learn.microsoft.com/windows/win32/fileio/naming-a-file.
    """
    parts = slug.split("/")
    if _UNSAFE.search(slug):
        return "it has a character that no file name can have everywhere"
    if _TAKEN.fullmatch(slug):
        return f"the site has a page or a feed of its own at “{'/'.join(parts[:2])}”"
    if len(parts) > 1 and parts[-1].casefold() == _ABOUT:
        return f"“{parts[-1]}” is the page that tells of the translation of “{parts[-2]}”"
    return next(filter(None, map(_part_problem, parts)), "")


def _part_problem(part: str) -> str:
    problems = {
        "a part of it is empty, or leads elsewhere": part in {"", ".", ".."},
        "a part of it is hidden": part.startswith("."),
        f"“{part}” begins or ends with a blank or a dot, which Windows drops": (
            part != part.strip() or part.endswith(".")
        ),
        f"“{part}” is the name of every page's own file": part.casefold() == _INDEX,
        f"“{part}” is the name of a device on Windows": _DEVICE.fullmatch(part) is not None,
        f"“{part[:20]}…” is longer than the {_LONGEST} bytes that disks have room for": (
            len(part.encode("utf-8", "replace")) > _LONGEST
        ),
    }
    return next((problem for problem, applies in problems.items() if applies), "")
