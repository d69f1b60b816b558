"""An article as feeds show it: the notices of its page, its picture and its text.

It is read far from the page, often among others: every address is absolute, nothing has an id
that another article may have as well, and nothing is left that only our own style sheet knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from workflow.site import addresses
from workflow.site.bodies import render_body
from workflow.site.cards import Card, headings
from workflow.site.content import Content
from workflow.site.frame import Common, Frame, render
from workflow.site.pages import Around, notices
from workflow.site.teasers import listed_as
from workflow.site.tree import Node, inner_html, tree_of

_ADDRESSES = ("href", "src", "cite", "poster")
_OF_PAGES = ("id", "tabindex", "loading", "decoding", "fetchpriority", "aria-describedby")
"""Attributes that mean something on the page alone."""


def entry_content(path: str, common: Common, around: Around, card: Card, content: Content) -> bytes:
    """What a feed shows of the article whose page stands at ``path``: HTML, in UTF-8."""
    body = render_body(content, path, around.targets, headings(around.names))
    html = render(
        "entry.html.j2",
        Frame(locale=card.locale, site_title=common.site_title, stylesheets=()),
        body=body,
        card=listed_as(path, common, card.teaser),
        **notices(path, common, around, card, content),
    )
    root = tree_of(html.decode())
    _make_absolute(root, common.base_url, path)
    return str(inner_html(root)).strip().encode()


def _make_absolute(root: Node, base_url: str, path: str) -> None:
    here = addresses.absolute(base_url, path)
    page = f"{here}index.html"
    home = addresses.absolute(base_url, "")
    for element in root.iter("*"):
        for name in _OF_PAGES:
            element.attrib.pop(name, None)
        for name in _ADDRESSES:
            value = element.get(name)
            if value is None:
                continue
            place = _absolute(page, home, value)
            element.set(name, f"{here}{value}" if value.startswith("#") else place)
        if sizes := element.get("srcset"):
            element.set("srcset", ", ".join(_candidates(sizes, page)))


def _absolute(page: str, home: str, value: str) -> str:
    """``value`` on ``page``; pages of this site have addresses without the file's name."""
    found = urljoin(page, value)
    address, mark, fragment = found.partition("#")
    if address.startswith(home):
        address = address.removesuffix("index.html")
    return address + mark + fragment


def _candidates(sizes: str, page: str) -> Iterator[str]:
    """Those of a ``srcset``, as this program writes it."""
    for candidate in sizes.split(", "):
        address, _, width = candidate.partition(" ")
        yield f"{urljoin(page, address)} {width}"
