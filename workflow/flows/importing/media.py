"""Addresses and images of an article's HTML, made ready for Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urljoin

from lxml import html
from lxml.html import HtmlElement

from workflow.flows.importing.characters import one_line
from workflow.flows.importing.elements import holds, is_caption, is_image

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-original-src", "data-actualsrc")
"""Where scripts that load images late keep the address."""
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|\Z)")
_PLACEHOLDER = re.compile(
    r"\Adata:|(?:^|[/_.-])(?:blank|empty|placeholder|spacer|loading|loader|lazy(?:load)?|transparent"
    r"|pixel|1x1|gr[ae]y)[\w-]*\.(?:gif|png|svg|jpe?g|webp)\Z",
    re.IGNORECASE,
)
"""What stands in an image's place until it is loaded."""
_SMALLEST = 2
"""Pixels; anything smaller counts visits."""


def absolute(root: HtmlElement, base: str | None, stem: str, beside: Callable[[str], bool]) -> None:
    """Make the addresses in ``root`` absolute by ``base``, the page's own address.

    What a browser saved beside the page ``STEM.html``, in the folder ``STEM_files`` (or as its
    language has it), keeps its path, and so does an image that is ``beside`` the page. Links
    that lead nowhere (scripts) become plain text.
    """
    for link in list(root.iter("a")):
        href = one_line(link.get("href", ""))
        if href and not href.lower().startswith(("javascript:", "data:")):
            link.set("href", _address(href, base, stem))
        else:
            link.drop_tag()
    for image in list(root.iter("img")):
        src = _source(image)
        if src and not _counts_visits(image):
            image.set("src", src if beside(src) else _address(src, base, stem))
        else:
            image.drop_tree()


def _address(url: str, base: str | None, stem: str) -> str:
    try:
        return url if base is None or _is_saved(url, stem) else urljoin(base, url)
    except ValueError:  # brackets that hold no IPv6 address
        return url


def _source(image: HtmlElement) -> str:
    """Return the address of ``image``, the largest of a set; not of what stands in its place."""
    src = one_line(image.get("src", ""))
    if src and not _PLACEHOLDER.search(src):
        return src
    lazy = next(filter(None, (one_line(image.get(name, "")) for name in _LAZY)), "")
    sources = [one for holder in image.iterancestors("picture") for one in holder.iter("source")]
    sets = (one.get(name, "") for one in (image, *sources) for name in _SETS)
    return lazy or next(filter(None, map(_largest, sets)), "") or src


def _largest(srcset: str) -> str:
    """Return the address of the largest image in a ``srcset`` (HTML Standard, 4.8.4.2.1)."""
    found = [
        (float(size or 1), url)
        for url, size in _CANDIDATE.findall(one_line(srcset))
        if not url.startswith("data:")
    ]
    return max(found, key=lambda one: one[0], default=(0.0, ""))[1]


def _counts_visits(image: HtmlElement) -> bool:
    sizes = [image.get("width", ""), image.get("height", "")]
    return all(size.isdecimal() and int(size) <= _SMALLEST for size in sizes)


def _is_saved(url: str, stem: str) -> bool:
    """Tell whether ``url`` is a path into the folder that a browser saves a page's images in."""
    first, slash, _ = unquote(url).removeprefix("./").partition("/")
    return slash != "" and (first.endswith("_files") or first.startswith(f"{stem}_"))


def figures(root: HtmlElement) -> None:
    """Make each image of a figure a paragraph of its own, with the caption as its title.

    Where a figure has several images, the caption goes with the last. The caption of anything
    else (a table, a quotation) becomes a paragraph.
    """
    for image in root.iter("img"):
        if image.get("title") == image.get("alt"):
            image.attrib.pop("title", None)
    for caption in [one for one in root.iterdescendants("*") if is_caption(one)]:
        _give_to_image(caption)
    for frame in [one for one in root.iter("figure", "div") if _frames_images(one)]:
        for image in list(frame.iter("img")):
            frame.append(_paragraph(image))
        frame.tag = "div"


def _frames_images(element: HtmlElement) -> bool:
    """Tell whether ``element`` is there to show images, not a table or quotation with one."""
    figure = element.tag == "figure" and not holds(
        element, "table", "blockquote", "pre", "ul", "ol"
    )
    return figure or (element.tag == "div" and is_image(element))


def _give_to_image(caption: HtmlElement) -> None:
    """Make ``caption`` the title of the image it stands with, in a figure or after it."""
    holder, previous = caption.getparent(), caption.getprevious()
    if not _frames_images(holder) and previous is not None and is_image(previous):
        holder = previous
    images = list(holder.iter("img")) if _frames_images(holder) or holder is previous else []
    if images:
        images[-1].set("title", one_line(caption.text_content()))
        caption.drop_tree()
    else:
        caption.tag = "p"


def _paragraph(image: HtmlElement) -> HtmlElement:
    """Return ``image``, moved out of its place, with the link about it, in a new paragraph."""
    link = image.getparent()
    moved = link if link.tag == "a" else image
    paragraph = html.Element("p")
    paragraph.tail, moved.tail = moved.tail, None
    paragraph.append(moved)
    return paragraph
