"""Addresses and images of an article's HTML, made ready for Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urljoin

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.elements import (
    BLOCKS,
    drop,
    holds,
    holds_block,
    is_caption,
    is_image,
    replace,
    shown_text,
)
from workflow.importing.plain import one_line, squash

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
_CAPTIONED = "data-captioned"
"""Tells a title that is a caption from one that browsers show at the pointer."""
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
    else (a table, a quotation, a gallery of images with captions) becomes a paragraph.
    """
    for image in root.iter("img"):
        if image.get("title") == image.get("alt"):
            image.attrib.pop("title", None)
    for gallery in [one for one in root.iter("dl") if _is_gallery(one)]:
        for part in (gallery, *gallery.iter("dt", "dd")):
            part.tag = "div"
    for caption in [one for one in root.iterdescendants("*") if is_caption(one)]:
        _give_to_image(caption)
    for frame in [one for one in root.iter("figure", "div") if _frames_images(one)]:
        for image in list(frame.iter("img")):
            if next(image.iterancestors("figure", "div")) is frame:
                _put_into_paragraph(image, frame)
        frame.tag = "div"
        for rest in frame.findall("p"):
            if not (squash(shown_text(rest)) or holds(rest, "img")):
                drop(rest)


def _is_gallery(element: HtmlElement) -> bool:
    """Tell whether each term of a list of definitions is an image, as older WordPress has it."""
    terms = element.findall("dt")
    return len(terms) > 0 and all(map(is_image, terms))


def _frames_images(element: HtmlElement) -> bool:
    """Tell whether ``element`` is there to show images, not a table or quotation with one."""
    figure = element.tag == "figure" and not holds(
        element, "table", "blockquote", "pre", "ul", "ol"
    )
    return figure or (element.tag in {"div", "p"} and is_image(element))


def _give_to_image(caption: HtmlElement) -> None:
    """Make ``caption`` the title of the image it stands with, in a figure or after it.

    Where several images have captions, one that is about all of them becomes a paragraph.
    """
    holder, previous = _about(caption), caption.getprevious()
    if not _frames_images(holder) and previous is not None and is_image(previous):
        holder = previous
    framing = _frames_images(holder) or holder is previous
    images = list(holder.iter("img")) if framing else []
    others = any(is_caption(one) for one in holder.iterdescendants() if _is_other(one, caption))
    others = others or any(one.get(_CAPTIONED) for one in images)
    if len(images) == 1 or (images and not others):
        said = images[-1].get("title") if images[-1].get(_CAPTIONED) else None
        images[-1].set("title", " ".join(filter(None, (said, shown_text(caption)))))
        images[-1].set(_CAPTIONED, "1")
        caption.drop_tree()
    elif caption.tag in BLOCKS:
        caption.tag = "div" if holds_block(caption) else "p"


def _about(caption: HtmlElement) -> HtmlElement:
    """Return what ``caption`` stands in, past the paragraph that was made for it alone."""
    holder = caption.getparent()
    alone = holder.tag == "p" and shown_text(holder) == shown_text(caption)
    above = holder.getparent()
    return above if alone and above is not None and not holds(holder, "img") else holder


def _is_other(element: HtmlElement, caption: HtmlElement) -> bool:
    return caption not in (element, *element.iterancestors(), *element.iterdescendants())


def _put_into_paragraph(image: HtmlElement, frame: HtmlElement) -> None:
    """Put ``image``, with the link about it, into a paragraph of its own in ``frame``."""
    link = image.getparent()
    moved = link if link.tag == "a" else image
    child = next(one for one in (moved, *moved.iterancestors()) if one.getparent() is frame)
    paragraph = html.Element("p")
    child.addprevious(paragraph)
    replace(moved, html.Element("span"))
    paragraph.append(moved)
