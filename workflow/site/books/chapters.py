"""An article as books show it: the notices of its page, its picture and its text.

It is read without the site: every address is absolute, and pictures come along whole, in one
size.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from urllib.parse import unquote, urljoin

from lxml.etree import Element

from workflow.site import addresses, fields
from workflow.site.bodies import render_body
from workflow.site.books.book import Chapter
from workflow.site.cards import Card, headings
from workflow.site.content import Content
from workflow.site.frame import Common, Frame, render
from workflow.site.pages import Around, notices
from workflow.site.strings import listed
from workflow.site.teasers import listed_as
from workflow.site.tree import Node, inner_html, tree_of

_OF_PAGES: Final = ("loading", "decoding", "fetchpriority", "tabindex")
"""Attributes that mean something in a browser alone."""
_OF_ITS_OWN: Final = ("scroll",)
"""Boxes that are there for browsers alone."""


def chapter_of(path: str, common: Common, around: Around, card: Card, content: Content) -> Chapter:
    """The article whose page stands at ``path``."""
    content = content._replace(pictures=())
    body = render_body(content, path, around.targets, headings(around.names))
    teaser, written = card.teaser, common.written(card.locale)
    if fields.says_first(body.text, teaser.dateline):
        teaser = teaser._replace(dateline="")
    address = addresses.absolute(common.base_url, path)
    html = render(
        "books/chapter.html.j2",
        Frame(locale=card.locale, site_title=common.site_title, stylesheets=()),
        body=body,
        card=listed_as(path, common, teaser, card.summary),
        authors=listed(card.authors, written) if card.authors else "",
        contact=()
        if fields.says_contact(body.text, content.contact)
        else fields.linked_lines(content.contact),
        source=[line for line in fields.linked_lines(content.source) if "<a " in line],
        address=address,
        **notices(path, common, around, card, content),
    )
    root = tree_of(html.decode())
    shown = _placed(root, common.base_url, path)
    moment = card.teaser.moment
    return Chapter(
        slug=card.slug,
        locale=card.locale,
        title=card.teaser.title,
        authors=card.authors,
        summary=card.summary,
        keywords=card.keywords,
        day=moment.date() if isinstance(moment, datetime) else moment,
        updated=card.updated,
        address=address,
        html=str(inner_html(root)).strip(),
        pictures=shown,
    )


def _placed(root: Node, base_url: str, path: str) -> tuple[str, ...]:
    """Make the addresses in ``root`` fit a book; return the places of the pictures it shows."""
    page = addresses.absolute(base_url, path) + "index.html"
    home = addresses.absolute(base_url, "")
    shown: dict[str, None] = {}
    for player in list(root.iter("video", "audio")):
        _stand_in(player)
    for element in root.iter("*"):
        for name in _OF_PAGES:
            element.attrib.pop(name, None)
        if element.get("class") in _OF_ITS_OWN:
            for name in ("role", "aria-label"):
                element.attrib.pop(name, None)
        if src := element.get("src"):
            place = urljoin(page, src).removeprefix(home)
            element.set("src", place)
            shown[unquote(place)] = None
        for name in ("href", "cite"):
            value = element.get(name)
            if value and not value.startswith("#"):
                element.set(name, _absolute(page, home, value))
    return tuple(shown)


def _stand_in(player: Node) -> None:
    """Nothing plays in a book: the picture of a film, or what it is called, stands in its place.

    The link to the file is beside it, as on the page.
    """
    label = player.get("aria-label", "")
    poster = player.get("poster", "")
    given = Element("img", {"src": poster, "alt": label}) if poster else Element("span")
    if not poster:
        given.text = label
    given.tail = player.tail
    player.getparent().replace(player, given)


def _absolute(page: str, home: str, value: str) -> str:
    address, mark, fragment = urljoin(page, value).partition("#")
    if address.startswith(home):
        address = address.removesuffix("index.html")
    return address + mark + fragment
