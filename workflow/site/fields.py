"""Front matter as people write it → the plain strings and dates that pages print.

YAML gives whatever the author typed: a number as a title, one string where a list was meant,
a control character from a paste. Nothing here trusts a type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from workflow.errors import ArticleError
from workflow.inline.pattern import read
from workflow.model import Placeable, PlaceableKind, Text, moments
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.site.views import Publication

# The complement of the production Char of XML 1.0, which HTML shares in practice.
_NOT_CHARACTERS = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BETWEEN: Final = re.compile(r"[\W_]+")
_WAYS: Final = (PlaceableKind.EMAIL, PlaceableKind.PHONE, PlaceableKind.URL)
_BLANKS = re.compile("[ \t\r\n\x85\u2028\u2029]+")
_LIST_COMMAS = re.compile(r"[,;，；、،]")


def clean(value: str) -> str:
    """Replace what XML 1.0 does not count as a character (controls, surrogates) by U+FFFD."""
    return _NOT_CHARACTERS.sub("\ufffd", value)


def one_line(value: object) -> str:
    """``value`` as one line of text; an empty string for nothing and for lists and mappings.

    Spaces, tabs and line ends run together; the no-break spaces of French typography stay.
    """
    if value is None or isinstance(value, Mapping | list | tuple | set | bytes):
        return ""
    text = str(value)
    if text.isprintable() and "  " not in text:  # most are: then there is nothing to do
        return text.strip(" ")
    return _BLANKS.sub(" ", clean(text)).strip(" ")


def lines(value: object) -> tuple[str, ...]:
    """``value`` as lines: those of a string, or of each part of a list or mapping in order."""
    if isinstance(value, str):
        parts: Sequence[object] = value.splitlines()
    elif isinstance(value, Mapping):
        parts = [line for part in value.values() for line in lines(part)]
    elif isinstance(value, list | tuple):
        parts = [line for part in value for line in lines(part)]
    else:
        parts = [value]
    return tuple(line for line in map(one_line, parts) if line)


def field(publication: Publication, name: str) -> str:
    """The field ``name`` on one line, or an empty string."""
    return one_line(publication.fields.get(name))


def title(publication: Publication) -> str:
    """The article's title; raise :class:`ArticleError` where it has none."""
    found = field(publication, "title")
    if not found:
        raise ArticleError(
            phrase(
                "“{slug}” has no title in {locale}",
                slug=publication.slug,
                locale=publication.locale,
            ),
            hint=phrase(
                "Write `title: …` in the front matter, between the lines of three hyphens."
            ),
        )
    return found


def summary(publication: Publication) -> str:
    """What the article is about, in a sentence or two: ``summary``, else ``description``."""
    return field(publication, "summary") or field(publication, "description")


def keywords(publication: Publication) -> tuple[str, ...]:
    """``keywords`` and ``tags``, each a YAML list or one string with commas; each word once."""
    found: list[str] = []
    for name in ("keywords", "tags"):
        value = publication.fields.get(name)
        found += _LIST_COMMAS.split(value) if isinstance(value, str) else lines(value)
    return tuple(dict.fromkeys(word for word in map(one_line, found) if word))


def authors(publication: Publication) -> tuple[str, ...]:
    """Who wrote it: ``author`` or ``authors``, a name or a list of names.

    Other generators have a mapping for each, with the ``name`` in it.
    """
    value = publication.fields.get("author") or publication.fields.get("authors")
    each = value if isinstance(value, list) else [value]
    names = (one.get("name") if isinstance(one, Mapping) else one for one in each)
    return tuple(dict.fromkeys(name for name in map(one_line, names) if name))


class Standing(NamedTuple):
    """What makes a page of the project of an article: it is no news, and stands in no list."""

    menu: str
    """``header`` or ``footer``, which then name it; or empty."""
    order: int
    """Its place there: the lowest comes first."""


def standing(publication: Publication) -> Standing | None:
    """``menu`` and ``order`` of a page whose ``kind`` is ``page``; None for an article.

    Raises :class:`ArticleError` where they say nothing that can be done.
    """
    if field(publication, "kind").lower() != "page":
        return None
    menu, order = field(publication, "menu").lower(), field(publication, "order") or "0"
    if menu not in ("", "header", "footer"):
        raise ArticleError(
            phrase("“{slug}”: there is no menu “{menu}”", slug=publication.slug, menu=menu),
            hint=phrase("Write `menu: header` or `menu: footer`, or leave it out."),
        )
    if not re.fullmatch(r"-?[0-9]{1,6}", order):
        raise ArticleError(
            phrase(
                "“{slug}”: the order “{order}” is no whole number",
                slug=publication.slug,
                order=order,
            ),
            hint=phrase("Write `order: 1`; pages with a lower number come first in a menu."),
        )
    return Standing(menu, int(order))


class Lead(NamedTuple):
    """The image that stands for the article."""

    url: str
    alt: str
    caption: str


def lead(publication: Publication) -> Lead | None:
    """``image`` with ``image_alt`` and ``image_caption`` (or ``caption``); None without one.

    The image is an address, or a mapping with ``src``, ``alt`` and ``caption``; of a list, the
    first.
    """
    image = publication.fields.get("image")
    image = next(iter(image), None) if isinstance(image, list) else image
    own: Mapping[str, object] = image if isinstance(image, Mapping) else {"src": image}
    url = next(filter(None, (one_line(own.get(key)) for key in ("src", "url", "path", "file"))), "")
    alt = one_line(own.get("alt")) or field(publication, "image_alt")
    captions = (own.get("caption"), *map(publication.fields.get, ("image_caption", "caption")))
    caption = next(filter(None, map(one_line, captions)), "")
    return Lead(url, alt, caption) if url else None


def moment(publication: Publication) -> date | datetime | None:
    """The day, or the time with its zone, of the field ``date``; None where it is neither."""
    return moments.moment(publication.fields.get("date"))


def published(publication: Publication) -> date | None:
    """The day of the field ``date``; None where that is absent or no date."""
    found = moment(publication)
    return found.date() if isinstance(found, datetime) else found


def iso_date(value: str) -> date | None:
    """The day that ``value``, an ISO 8601 date or time, starts with; None for other text."""
    found = moments.moment(value)
    return found.date() if isinstance(found, datetime) else found


def updated(publication: Publication) -> datetime:
    """``publication.updated`` as a time with its zone, UTC where it names none.

    Raises :class:`ArticleError` where it is not ISO 8601.
    """
    time = moments.instant(publication.updated)
    if time is None:
        raise ArticleError(
            phrase(
                "“{slug}”: “{updated}” is not an ISO 8601 time",
                slug=publication.slug,
                updated=publication.updated,
            ),
            hint=phrase("Write it as 2026-11-24 or 2026-11-24T06:00:00Z."),
        )
    return time


def linked_lines(written: Iterable[str]) -> tuple[Markup, ...]:
    """Lines, escaped; addresses, e-mail addresses and telephone numbers linked."""
    return tuple(map(_linked, written))


def says_contact(text: str, wanted: Sequence[str]) -> bool:
    """Whether ``text`` gives the contact already: all its addresses and numbers, or its words."""
    ways = [
        (each.text, line[each.start : each.end])
        for line in wanted
        for each in _placeables(line)
        if each.kind in _WAYS
    ] or [(line, line) for line in wanted]
    if not all(written in text for _, written in ways):
        words = _words(text)
        return all(_words(way) in words for way, _ in ways)
    return bool(wanted)


def says_first(text: str, words: str) -> bool:
    """Whether ``text`` begins with ``words``."""
    return bool(_words(words)) and _words(text[: 2 * len(words) + 40]).startswith(_words(words))


def _words(text: str) -> str:
    """Letters and digits alone, so that neither case nor punctuation parts the same words."""
    return _BETWEEN.sub("", text.casefold())


def _linked(line: str) -> Markup:
    parts: list[Markup] = []
    end = 0
    for placeable in _placeables(line):
        link = _link(placeable, line[placeable.start : placeable.end])
        if link is None or placeable.start < end:
            continue
        parts += [escape(line[end : placeable.start]), link]
        end = placeable.end
    return Markup("").join([*parts, escape(line[end:])])


def _placeables(line: str) -> Sequence[Placeable]:
    return read(Text(line, "markdown")).placeables


def _link(placeable: Placeable, text: str) -> Markup | None:
    match placeable.kind:
        case PlaceableKind.URL if text.startswith(("http://", "https://")):
            return Markup('<a href="{}" rel="noopener">{}</a>').format(text, text)
        case PlaceableKind.EMAIL:
            return Markup('<a href="mailto:{}">{}</a>').format(text, text)
        case PlaceableKind.PHONE:
            return Markup('<a href="tel:{}" dir="ltr">{}</a>').format(placeable.text, text)
    return None
