"""What feed readers read of a site: Atom and JSON Feed, with what the newest articles say.

Sources: RFC 4287 (Atom), RFC 5005 (a feed need not hold everything), and version 1.1 of JSON Feed
(https://www.jsonfeed.org/version/1.1/). No clock: every time in them comes from a publication.
Every address in them is absolute, for nobody agrees what a relative one would be read against.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import quote

from workflow.model import Locale, moments
from workflow.site import addresses
from workflow.site.cards import Teaser
from workflow.site.disclosing import SCHEME, UNKNOWN, Disclosure, Making, disclosure_of
from workflow.site.frame import Common, Versions, roots
from workflow.site.players import type_of
from workflow.site.xml_lines import DECLARATION, element, escaped, joined, quoted, stamp

NEWEST: Final = 50
"""Articles that a feed has: readers fetch it again and again."""
_FEED: Final = "application/atom+xml"
_PAGE: Final = "text/html"
_TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
_VERSION: Final = "https://jsonfeed.org/version/1.1"


class Entry(NamedTuple):
    """An article as a feed has it, its text left out."""

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
    image: str = ""
    """The path in the site of the picture that stands for it; empty without one."""
    played: tuple[tuple[str, int], ...] = ()
    """See :attr:`.Card.played`."""


class Feed(NamedTuple):
    """A feed in one language."""

    updated: datetime
    """When it was: RFC 4287 (4.1.1) knows none without a time."""
    entries: tuple[Entry, ...]
    """The newest first."""
    deleted: tuple[tuple[str, datetime], ...] = ()
    """Ids of entries that were withdrawn, and when (RFC 6721)."""


def atom(path: str, common: Common, feed: Feed, contents: tuple[bytes, ...] = ()) -> bytes:
    """The feed as Atom; of ``contents`` one each is of an entry."""
    locale, base_url = common.locale, common.base_url
    index = addresses.absolute(base_url, addresses.index_path(locale))
    lines = [
        DECLARATION,
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{locale.bcp47}">',
        element(1, "id", index),
        element(1, "title", common.site_title),
        element(1, "updated", stamp(feed.updated)),
        *_author(1, common.site_title),
        _link(1, "self", _FEED, "", addresses.absolute(base_url, path)),
        _link(1, "alternate", _PAGE, locale.bcp47, index),
        element(1, "generator", "workflow"),
    ]
    starts = roots(common)
    lines += (
        _entry(common, starts, entry, content.decode())
        for entry, content in zip(feed.entries, contents, strict=True)
    )
    lines += (
        f'  <at:deleted-entry xmlns:at="{_TOMBSTONES}" ref="{quoted(id_)}" when="{stamp(time)}"/>'
        for id_, time in feed.deleted
    )
    return joined(lines, "</feed>")


def _addressed(starts: Mapping[Locale, str], entry: Entry) -> list[tuple[str, str]]:
    """Language and address of an article in each of its languages, its own first."""
    own, place = entry.teaser.locale, quote(entry.teaser.slug)
    others = [each for each in entry.versions.locales if each is not own and each != own]
    return [(each.bcp47, f"{starts[each]}{place}/") for each in (own, *others)]


def _entry(common: Common, starts: Mapping[Locale, str], entry: Entry, content: str) -> str:
    """One article. Its address comes first among the links: readers that know one take that.

    What is told of machine translation is a category of the IPTC's scheme (RFC 4287, 4.2.2).
    """
    teaser, addressed = entry.teaser, _addressed(starts, entry)
    lines = [
        "  <entry>",
        element(2, "id", entry.id or addressed[0][1]),
        element(2, "title", teaser.title),
        element(2, "updated", stamp(entry.updated)),
    ]
    if published := moments.instant(teaser.moment):
        lines.append(element(2, "published", stamp(published)))
    for author in entry.authors:
        lines += _author(2, author)
    lines += [_link(2, "alternate", _PAGE, tag, address) for tag, address in addressed]
    lines += [
        _enclosure(type_of(place), size, addresses.absolute(common.base_url, place))
        for place, size in entry.played
    ]
    lines += [f'    <category term="{quoted(word)}"/>' for word in entry.keywords]
    told = _told(common, entry)
    if told is not None:
        label = quoted(told.line)
        lines.append(f'    <category scheme="{SCHEME}" term="{told.code}" label="{label}"/>')
    if entry.summary:
        lines.append(element(2, "summary", entry.summary))
    tag = teaser.locale.bcp47
    lines.append(f'    <content type="html" xml:lang="{tag}">{escaped(content)}</content>')
    lines.append("  </entry>")
    return "\n".join(lines)


def _told(common: Common, entry: Entry) -> Disclosure | None:
    spoken = common.spoken(entry.teaser.locale)
    return disclosure_of(entry.made, common.disclosure, common.responsible, spoken)


def _author(depth: int, name: str) -> tuple[str, str, str]:
    indent = "  " * depth
    return f"{indent}<author>", element(depth + 1, "name", name), f"{indent}</author>"


def _link(depth: int, rel: str, kind: str, tag: str, href: str) -> str:
    language = f' hreflang="{tag}"' if tag else ""
    link = f'<link rel="{rel}" type="{kind}"{language} href="{quoted(href)}"/>'
    return f"{'  ' * depth}{link}"


def _enclosure(kind: str, size: int, href: str) -> str:
    """A file that belongs to an entry (RFC 4287, 4.2.7.2)."""
    return f'    <link rel="enclosure" type="{kind}" length="{size}" href="{quoted(href)}"/>'


def json_feed(path: str, common: Common, feed: Feed, contents: tuple[bytes, ...] = ()) -> bytes:
    """The same feed as a JSON Feed; see :func:`atom`.

    It has no words for other languages of an article, nor for how a text came to be: these are
    extensions, whose names begin with an underscore there. Nor of what was withdrawn.
    """
    base_url, locale = common.base_url, common.locale
    starts = roots(common)
    values = {
        "version": _VERSION,
        "title": common.site_title,
        "home_page_url": addresses.absolute(base_url, addresses.index_path(locale)),
        "feed_url": addresses.absolute(base_url, path),
        "language": locale.bcp47,
        "authors": [{"name": common.site_title}],
        "_workflow": {"updated": stamp(feed.updated)},
        "items": [
            _item(common, starts, entry, content.decode())
            for entry, content in zip(feed.entries, contents, strict=True)
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(
    common: Common, starts: Mapping[Locale, str], entry: Entry, content: str
) -> dict[str, object]:
    teaser, addressed = entry.teaser, _addressed(starts, entry)
    (tag, address), *others = addressed
    published = moments.instant(teaser.moment)
    told = _told(common, entry)
    alternates = [{"language": each, "url": url} for each, url in others]
    said = told and {
        "text": told.line,
        "digital_source_type": told.source_type,
        **({"responsible": told.name} if told.name else {}),
    }
    values: dict[str, object] = {
        "id": entry.id or address,
        "url": address,
        "title": teaser.title,
        "summary": entry.summary,
        "content_html": content,
        "image": addresses.absolute(common.base_url, entry.image) if entry.image else "",
        "date_published": stamp(published) if published else "",
        "date_modified": stamp(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.keywords),
        "attachments": [
            {
                "url": addresses.absolute(common.base_url, place),
                "mime_type": type_of(place),
                "size_in_bytes": size,
            }
            for place, size in entry.played
        ],
        "language": tag,
        "_workflow": {"alternates": alternates} if alternates else None,
        "_disclosure": said,
    }
    # An item has a text, even where that is empty.
    return {name: value for name, value in values.items() if value or name == "content_html"}
