"""A body as HTML, as the site renders it, with the addresses that another generator has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote

from workflow.generators.exported import Edition, Exported
from workflow.generators.generator import Generator
from workflow.model import lazy_re as re
from workflow.site import Content
from workflow.site.addresses import ROOT, article_path, index_path
from workflow.site.bodies import render_body
from workflow.site.links import Target
from workflow.site.tree import Node, inner_html, tree_of

_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_BLANK = re.compile(r"\n\s*\n")


class Rendered(NamedTuple):
    """A body."""

    body: str
    text: str
    """Its words."""
    lost: tuple[str, ...]
    """Addresses that lead to nothing that is written out: plain text now."""

    @property
    def flat(self) -> str:
        """The body as one block of HTML in Markdown, which a blank line would end."""
        whole = _PRE.sub(lambda found: found[0].replace("\n", "&#10;"), self.body)
        inner = _BLANK.sub("\n", whole.strip())
        return f"<div>\n{inner}\n</div>"


def rendered(generator: Generator, edition: Edition, page: Exported) -> Rendered:
    """The body of ``page``; a translation has the ids of its source's headings."""
    addresses: dict[str, str] = {}
    lost: list[str] = []
    targets = tuple(_targets(generator, edition, page, addresses, lost))
    source = edition.by_slug[page.shown.slug].get(page.shown.source_locale)
    shared = render_body(_content(source), "").anchors if source and source is not page else ()
    body = render_body(_content(page), "", targets, shared)
    root = tree_of(str(body.html))
    for element in root.iter("a", "img"):
        name = "href" if element.tag == "a" else "src"
        url = element.get(name)
        if url and not re.match(r"[a-z][a-z0-9+.-]*:|#|//", url):
            element.set(name, _address(generator, edition, page, url, addresses))
    return Rendered(str(inner_html(root)).strip(), body.text, tuple(dict.fromkeys(lost)))


def _content(page: Exported) -> Content:
    return Content.of(replace(page.shown, sizes={}, behind=()))


def _targets(
    generator: Generator,
    edition: Edition,
    page: Exported,
    addresses: dict[str, str],
    lost: list[str],
) -> Iterator[Target]:
    """Where links lead on our own site; ``addresses`` gets what that is on the other."""
    for url in _links(_content(page).parsed().root):
        led = edition.leads(page, url, shown=False)
        if led is None or led.medium:
            continue
        if led.page is not None:
            shown = led.page.shown
            path = article_path(shown.locale, shown.slug)
            other = shown.locale.bcp47 if shown.locale != page.shown.locale else None
            addresses[path] = generator.root(edition, generator.address(edition, led.page))
            yield Target(url, path, other)
        elif led.home is not None:
            path = index_path(led.home) if led.home else ROOT
            addresses[path] = generator.root(edition, generator.home(edition, led.home))
            yield Target(url, path)
        else:
            lost.append(url)


def _links(root: Node) -> Iterator[str]:
    for element in root.iter("a"):
        if url := (element.get("href") or "").strip():
            yield url


def _address(
    generator: Generator, edition: Edition, page: Exported, url: str, addresses: dict[str, str]
) -> str:
    path, mark, fragment = url.partition("#")
    found = addresses.get(unquote(path))
    if found is None:
        found = generator.medium(edition, page, unquote(path), html=True)
    return found + mark + fragment
