"""What machines read of a site: Atom feeds, the sitemap, robots.txt, schema.org's JSON-LD.

Sources: RFC 4287 (Atom), sitemaps.org, and the xhtml:link alternates that search engines
read in sitemaps (https://developers.google.com/search/docs/specialty/international).
No clock: every time in them comes from a publication. They are written as lines, for a tree of
ten thousand entries takes more memory and time than all else about them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Final, NamedTuple
from urllib.parse import quote

from workflow.model import Locale, moments
from workflow.model import lazy_re as re
from workflow.site import addresses
from workflow.site.cards import Card, Teaser
from workflow.site.disclosing import SCHEME, UNKNOWN, Making, disclosure_of, named
from workflow.site.frame import Common, Versions, alternates

_DECLARATION: Final = "<?xml version='1.0' encoding='UTF-8'?>"
_FEED: Final = "application/atom+xml"
_PAGE: Final = "text/html"
_TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
_MARKED: Final = re.compile('[&<>\r"\t\n]')
"""What XML writes otherwise, in a text or an attribute."""


class Entry(NamedTuple):
    """An article as a feed has it."""

    id: str
    """What the feed knows the page by; empty where that is its address now."""
    teaser: Teaser
    summary: str
    updated: datetime
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    versions: Versions
    made: Making = UNKNOWN
    """How its text came to be."""


def atom(
    path: str,
    common: Common,
    updated: datetime,
    entries: tuple[Entry, ...],
    deleted: tuple[tuple[str, datetime], ...] = (),
) -> bytes:
    """The Atom feed of one language: title, summary and dates of every article, newest first.

    ``deleted``: ids of entries that were withdrawn, and when (RFC 6721).

    ``updated`` is when the feed was: RFC 4287 (4.1.1) knows none without a time.
    """
    locale, base_url = common.locale, common.base_url
    index = addresses.absolute(base_url, addresses.index_path(locale))
    lines = [
        _DECLARATION,
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{locale.bcp47}">',
        _text(1, "id", index),
        _text(1, "title", common.site_title),
        _text(1, "updated", _stamp(updated)),
        *_author(1, common.site_title),
        _link(1, "self", _FEED, "", addresses.absolute(base_url, path)),
        _link(1, "alternate", _PAGE, locale.bcp47, index),
        _text(1, "generator", "workflow"),
    ]
    roots = _roots(common)
    lines += (_entry(common, roots, entry) for entry in entries)
    lines += (
        f'  <at:deleted-entry xmlns:at="{_TOMBSTONES}" ref="{_quoted(id_)}" when="{_stamp(time)}"/>'
        for id_, time in deleted
    )
    return _bytes(lines, "</feed>")


def _roots(common: Common) -> Mapping[Locale, str]:
    """The address that those of all pages in a language begin with."""
    paths = ((each, addresses.index_path(each)) for each in common.locales)
    return {each: addresses.absolute(common.base_url, path) for each, path in paths}


def _entry(common: Common, roots: Mapping[Locale, str], entry: Entry) -> str:
    """One article. Its address comes first among the links: readers that know one take that.

    What is told of machine translation is a category of the IPTC's scheme (RFC 4287, 4.2.2).
    """
    teaser, place = entry.teaser, quote(entry.teaser.slug)
    own = teaser.locale
    others = [each for each in entry.versions.locales if each is not own and each != own]
    addressed = [(each.bcp47, f"{roots[each]}{place}/") for each in (own, *others)]
    lines = [
        "  <entry>",
        _text(2, "id", entry.id or addressed[0][1]),
        _text(2, "title", teaser.title),
        _text(2, "updated", _stamp(entry.updated)),
    ]
    if published := moments.instant(teaser.moment):
        lines.append(_text(2, "published", _stamp(published)))
    for author in entry.authors:
        lines += _author(2, author)
    lines += [_link(2, "alternate", _PAGE, tag, address) for tag, address in addressed]
    lines += [f'    <category term="{_quoted(word)}"/>' for word in entry.keywords]
    told = disclosure_of(entry.made, common.disclosure, common.responsible, own)
    if told is not None:
        label = _quoted(told.line)
        lines.append(f'    <category scheme="{SCHEME}" term="{told.code}" label="{label}"/>')
    if entry.summary:
        lines.append(_text(2, "summary", entry.summary))
    lines.append("  </entry>")
    return "\n".join(lines)


def _author(depth: int, name: str) -> tuple[str, str, str]:
    indent = "  " * depth
    return f"{indent}<author>", _text(depth + 1, "name", name), f"{indent}</author>"


def _link(depth: int, rel: str, kind: str, tag: str, href: str) -> str:
    language = f' hreflang="{tag}"' if tag else ""
    link = f'<link rel="{rel}" type="{kind}"{language} href="{_quoted(href)}"/>'
    return f"{'  ' * depth}{link}"


def _text(depth: int, name: str, text: str) -> str:
    return f"{'  ' * depth}<{name}>{_escaped(text)}</{name}>"


def _escaped(text: str) -> str:
    if not _MARKED.search(text):  # hardly any is: to see that takes a third of the time
        return text
    return escape(text, quote=False).replace("\r", "&#13;")


def _quoted(value: str) -> str:
    if not _MARKED.search(value):
        return value
    text = _escaped(value).replace('"', "&quot;")
    return text.replace("\t", "&#9;").replace("\n", "&#10;")


def _stamp(moment: datetime) -> str:
    """As RFC 3339 has it, which Atom asks for (RFC 4287, 3.3)."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _bytes(lines: list[str], end: str) -> bytes:
    return "\n".join((*lines, end, "")).encode()


def sitemap(
    path: str, common: Common, places: tuple[tuple[str, Locale, datetime, Versions], ...]
) -> bytes:
    """Every index and article, with its other languages.

    Of each article: its slug, its language, when it was last changed, and what it is published in.
    """
    lines = [
        _DECLARATION,
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    indexes = alternates(common)
    for _, address in indexes:
        lines.append(_url(address, "", _others(indexes)))
    roots, others = _roots(common), dict[str, str]()
    for slug, locale, updated, versions in places:
        if slug not in others:
            others[slug] = _others(alternates(common, versions, slug))
        page = f"{roots[locale]}{quote(slug)}/"
        lines.append(_url(page, updated.isoformat(), others[slug]))
    return _bytes(lines, "</urlset>")


def _url(address: str, modified: str, others: str) -> str:
    last = f"\n{_text(2, 'lastmod', modified)}" if modified else ""
    return f"  <url>\n{_text(2, 'loc', address)}{last}\n{others}\n  </url>"


def _others(alternates: list[tuple[str, str]]) -> str:
    return "\n".join(
        f'    <xhtml:link rel="alternate" hreflang="{tag}" href="{_quoted(address)}"/>'
        for tag, address in alternates
    )


def robots(_path: str, base_url: str) -> bytes:
    """Everything may be read; the sitemap says what there is (RFC 9309)."""
    address = addresses.absolute(base_url, addresses.SITEMAP)
    return f"User-agent: *\nAllow: /\n\nSitemap: {address}\n".encode()


def news_article(
    common: Common,
    versions: Versions,
    card: Card,
    based_on: str,
    images: tuple[str, ...],
) -> dict[str, object]:
    """The article as a JSON object; absent fields are left out.

    ``images`` are paths in the site. The template writes it with Jinja's ``tojson``, which
    escapes ``<``, ``>``, ``&`` and ``'``, so that no value can end the script element.
    """
    base_url, locale = common.base_url, card.locale
    told = disclosure_of(card.made, common.disclosure, common.responsible, locale)
    address = addresses.absolute(base_url, addresses.article_path(locale, card.slug))
    day = card.teaser.moment
    published = moments.instant(day) if isinstance(day, datetime) else day
    source, original = card.source_locale, {}
    if card.translated and source in versions.locales:
        page = addresses.absolute(base_url, addresses.article_path(source, card.slug))
        original = {"@type": "NewsArticle", "@id": page, "inLanguage": source.bcp47}
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "mainEntityOfPage": address,
        "headline": card.teaser.title,
        "description": card.summary,
        "inLanguage": locale.bcp47,
        "datePublished": published.isoformat() if published else "",
        "dateModified": card.updated.isoformat(),
        "dateline": card.teaser.dateline,
        "keywords": list(card.keywords),
        "image": [addresses.absolute(base_url, image) for image in images],
        "author": _persons(card.authors),
        "translator": _persons(named(card.made.translators, common.credits)),
        "publisher": {"@type": "Organization", "name": common.site_title},
        "isBasedOn": based_on if based_on.startswith(("http://", "https://")) else "",
        "translationOfWork": original,
        "digitalSourceType": told.source_type if told else "",
    }
    return {name: value for name, value in values.items() if value}


def _persons(names: Sequence[str]) -> list[dict[str, str]] | dict[str, str] | str:
    """One person, several, or nobody."""
    persons = [{"@type": "Person", "name": name} for name in names]
    return persons if len(persons) > 1 else next(iter(persons), "")
