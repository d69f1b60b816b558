"""Links and images of a body: what they refer to, and where that stands in the site.

A relative address is read against the folder of the article that holds it. It names an image
or another file below the articles folder, which is served from ``media/``, or another
article, which becomes a link to that article's page (:mod:`workflow.formats.linking`). What leads
nowhere in the site loses its link and keeps its text; the check ``links`` names it before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from lxml.etree import Element

from workflow.formats.companions import is_played
from workflow.formats.linking import Page, inside, is_file, pages
from workflow.model.picture_sizes import PictureSizes
from workflow.site.addresses import relative
from workflow.site.content import Content
from workflow.site.players import DOWNLOAD, play_all
from workflow.site.tree import Node
from workflow.site.uses import MediaUse
from workflow.site.views import Publication


class Target(NamedTuple):
    """Another page of the site, as a link leads to it."""

    url: str
    """As the text has it."""
    path: str
    hreflang: str | None = None
    """Its language, where it is not that of the page with the link."""


@dataclass(frozen=True, slots=True)
class Links:
    """What became of the links and images of a body."""

    images: tuple[str, ...]
    """Paths in the site of the images shown, in order."""
    lost: tuple[str, ...]
    """Addresses, as the text has them, that lead to no page of the site: plain text now."""
    pictures: tuple[tuple[Node, PictureSizes], ...]
    """The images of which it is known how large they are."""
    uses: tuple[MediaUse, ...]
    """The files that the page shows or leads to, that of the field ``image`` first; each once."""


def media_uses(publication: Publication) -> tuple[MediaUse, ...]:
    """What the page would bring along, in the order of the text, each once.

    Raises :class:`ArticleError` for a format this room does not know.
    """
    content = Content.of(publication)
    return rewrite(content.parsed().root, content, "").uses


def lead_place(content: Content) -> str | None:
    """The path in the site of the picture that the field ``image`` names; None without one."""
    lead = content.lead
    file = inside(content.slug, lead.url) if lead and _means_file("img", lead.url) else None
    return content.place(file) if file else None


def rewrite(root: Node, content: Content, page: str, targets: Sequence[Target] = ()) -> Links:
    """Point the links and images of ``root``, the body of ``content``, at the site.

    ``page`` is the path of the page that will hold it, ``targets`` the pages that it links to.
    What leads out of the articles folder leads nowhere.
    """
    known = {target.url: target for target in targets}
    images: list[str] = []
    lost: dict[str, None] = {}
    found: list[MediaUse] = []
    sizes, pictures = dict(content.pictures), list[tuple[Node, PictureSizes]]()
    if content.lead and _means_file("img", content.lead.url):
        found.append(MediaUse(content.lead.url, inside(content.slug, content.lead.url), shown=True))
    found += play_all(root, content, page)
    for element, name, url in list(_addresses(root)):
        if element.get("class") == DOWNLOAD:
            continue
        file = None
        if _means_file(element.tag, url):
            file = inside(content.slug, url)
            found.append(MediaUse(url, file, shown=name == "src"))
        if file is not None:
            place = content.place(file)
            element.set(name, relative(page, place))
            images += [place] if name == "src" else []
            if name == "src" and file in sizes:
                pictures.append((element, sizes[file]))
        elif name == "src":
            _replace_image(element, url)
        elif not _leads_elsewhere(element, url):
            if url not in known:
                lost[url] = None
            _lead(element, url, page, known.get(url))
    for element in list(root.iter("a", "img")):
        if element.tag == "img" and not element.get("src"):
            _replace_image(element, "")
        elif element.tag == "a" and not element.get("href"):
            element.tag = "span"
    uses = tuple(dict.fromkeys(found))
    return Links(tuple(images), tuple(lost), tuple(pictures), uses)


def _addresses(root: Node) -> Iterator[tuple[Node, str, str]]:
    for element in root.iter("a", "img"):
        name = "href" if element.tag == "a" else "src"
        if url := element.get(name):
            yield element, name, url.strip()


def _means_file(tag: str, url: str) -> bool:
    """Whether ``url`` means a file of the articles folder. Of a link the ending decides."""
    split = _split(url)
    if split is None or split.scheme or split.netloc or not split.path:
        return False
    return tag == "img" or is_file(url)


def _leads_elsewhere(link: Node, url: str) -> bool:
    """Whether a link leads out of the site, or to a place on its own page."""
    split = _split(url)
    if split is not None and (split.scheme or split.netloc):
        _mark_external(link, split)
        return True
    return split is not None and not split.path and bool(split.fragment)


def _lead(link: Node, url: str, page: str, target: Target | None) -> None:
    """Have ``link``, on the page at ``page``, lead to ``target``, or nowhere."""
    if target is None:
        del link.attrib["href"]
        return
    fragment = urlsplit(url).fragment
    link.set("href", relative(page, target.path) + (f"#{fragment}" if fragment else ""))
    if target.hreflang:
        link.set("hreflang", target.hreflang)


def named(slug: str, url: str) -> tuple[Page, ...]:
    """The pages that ``url``, in the article ``slug``, may mean, the likeliest first."""
    return pages(slug, url) if _split(url) is not None else ()


def external(url: str) -> str:
    """``url`` where it is the address of a page or file on another host; else nothing."""
    split = _split(url)
    if split is None or not split.netloc or split.scheme not in {"", "http", "https"}:
        return ""
    return split._replace(scheme=split.scheme or "https").geturl()


def _mark_external(link: Node, split: SplitResult) -> None:
    scheme = split.scheme or "https"
    link.set("href", split._replace(scheme=scheme).geturl())
    if scheme in {"http", "https"}:
        link.set("rel", "noopener")
    if scheme == "tel":
        link.set("dir", "ltr")  # digits keep their order in a right-to-left text
        if link.text == split.geturl():
            link.text = split.path


def _replace_image(image: Node, url: str) -> None:
    """Put a link (or the bare text) in the place of an image the site does not serve.

    Pages load nothing from elsewhere, so an image on another host is a link to it.
    """
    split = _split(url)
    inside_link = any(True for _ in image.iterancestors("a"))
    elsewhere = split is not None and bool(split.netloc) and not inside_link
    stand_in = Element("a" if elsewhere else "span")
    stand_in.text = image.get("alt") or (url if elsewhere else "")
    if elsewhere and split is not None and image.get("alt") and is_played(split.path):
        stand_in.text += f" ({split.hostname})"  # it is not played here: where does it lead?
    stand_in.tail = image.tail
    if elsewhere and split is not None:
        stand_in.set("href", url)
        _mark_external(stand_in, split)
    caption = image.get("title", "")
    parent = image.getparent()
    if parent is not None:
        parent.replace(image, stand_in)
        if caption:
            _say_caption(parent if parent.tag == "a" else stand_in, caption)


def _say_caption(stand_in: Node, caption: str) -> None:
    """Show the caption of an image that the page does not: below it, or beside it in a text."""
    holder = stand_in.getparent()
    if holder is None:
        return
    alone = holder.tag == "p" and len(holder) == 1
    if alone and not f"{holder.text or ''}{stand_in.tail or ''}".strip():
        holder.tag = "figure"
        element = Element("figcaption")
        element.text = caption
        holder.append(element)
    else:
        stand_in.tail = f" ({caption}){stand_in.tail or ''}"


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # a bracketed host that is no IPv6 address
        return None
