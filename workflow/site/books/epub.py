"""A book as EPUB 3.3 (https://www.w3.org/TR/epub-33/), made of this program's own files alone.

The bytes follow from the texts: times are theirs, files stand in a fixed order and are stored,
not compressed (what deflate makes of the same bytes depends on the library and its version;
pictures, the greater part, would not get smaller).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from typing import Final, NamedTuple
from urllib.parse import unquote
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from lxml import etree
from markupsafe import Markup

from workflow.site.books.book import Book, Chapter
from workflow.site.books.covers import cover_svg
from workflow.site.books.page_notes import in_the_text
from workflow.site.books.pictures import as_core
from workflow.site.frame import Frame, render
from workflow.site.tree import Node, drop, tree_of

_FIRST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the earliest that ZIP can write."""
_CONTAINER: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
_TYPES: Final = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".xhtml": "application/xhtml+xml",
}
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_OBSOLETE: Final = (("td", "scope"), ("img", "class"))
"""What nobody misses, and validators refuse."""


class Item(NamedTuple):
    """A line of the manifest."""

    id: str
    href: str
    type: str
    properties: str = ""


class Entry(NamedTuple):
    """An article as the table of contents and the reading order name it."""

    id: str
    href: str
    chapter: Chapter


def bound(book: Book) -> bytes:
    """``book`` as EPUB; raises what reading a picture raises."""
    pictures = dict(_pictures(book))
    entries = [
        Entry(f"article-{number}", f"text/article-{number}.xhtml", each)
        for number, each in enumerate(book.chapters, start=1)
    ]
    hrefs = {each.chapter.address: posixpath.basename(each.href) for each in entries}
    made: dict[str, bytes] = {f"images/{name}": data for name, data in pictures.values()}
    made["images/cover.svg"] = cover_svg(book).encode()
    made["styles/book.css"] = _styles()
    parts = {
        each.href: _text(book, each, hrefs, {at: name for at, (name, _) in pictures.items()})
        for each in entries
    }
    made |= parts
    made["nav.xhtml"] = _page(book, "nav", entries=entries)
    made["cover.xhtml"] = _page(book, "cover")
    if book.issue:
        made["title.xhtml"] = _page(book, "title", entries=entries)
    items = [_item(path, made[path]) for path in sorted(made)]
    made["package.opf"] = _page(
        book,
        "package",
        items=items,
        entries=entries,
        modified=book.updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
        visual=bool(pictures),
    )
    return _zipped({f"EPUB/{path}": data for path, data in made.items()})


def _zipped(made: Mapping[str, bytes]) -> bytes:
    """The archive: what it is comes first, uncompressed (OCF, 4.3)."""
    archive = BytesIO()
    whole = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER,
        **dict(sorted(made.items())),
    }
    with ZipFile(archive, "w", ZIP_STORED) as zipped:
        for path, data in whole.items():
            info = ZipInfo(path, _FIRST)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            zipped.writestr(info, data)
    return archive.getvalue()


def _pictures(book: Book) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Place in the site → name and bytes of each picture, as reading systems can show it."""
    for number, place in enumerate(book.places, start=1):
        ending, data = as_core(place, book.files[place]())
        yield place, (f"picture-{number}{ending}", data)


def _item(path: str, data: bytes) -> Item:
    stem, ending = posixpath.splitext(path)
    properties = {"nav.xhtml": "nav", "images/cover.svg": "cover-image"}.get(path, "")
    if ending == ".xhtml" and b"<svg" in data:
        properties = "svg"
    return Item(stem.replace("/", "-"), path, _TYPES[ending], properties)


def _styles() -> bytes:
    return files("workflow.site").joinpath("templates", "books", "epub.css").read_bytes()


def _page(book: Book, name: str, **values: object) -> bytes:
    frame = Frame(locale=book.locale, site_title=book.site_title, stylesheets=())
    return render(f"books/{name}.xml.j2", frame, book=book, **values)


def _text(book: Book, entry: Entry, hrefs: Mapping[str, str], pictures: Mapping[str, str]) -> bytes:
    root = tree_of(entry.chapter.html)
    in_the_text(root)
    for element in root.iter("*"):
        _make_xml(element)
        if element.tag == "img":
            element.set("src", f"../images/{pictures[unquote(element.get('src', ''))]}")
        elif element.tag == "a" and (href := element.get("href")):
            address, mark, fragment = href.partition("#")
            if address in hrefs:
                element.set("href", hrefs[address] + mark + fragment)
    _finish(root)
    return _page(book, "text", chapter=entry.chapter, body=Markup(_xhtml(root)))  # noqa: S704


def _make_xml(element: Node) -> None:
    language = element.attrib.pop("xml:lang", "") or element.get("lang")
    if language:
        element.set("lang", language)
        element.set(f"{_XML}lang", language)
    for tag, name in _OBSOLETE:
        if element.tag == tag:
            element.attrib.pop(name, None)


def _finish(root: Node) -> None:
    """Leave out what stands where nothing of its kind may."""
    ids = {each.get("id") for each in root.iter("*")}
    for link in list(root.iter("a")):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            del link.attrib["href"]
    for box in list(root.iter("input")):
        box.tail = ("\u2611 " if box.get("checked") is not None else "\u2610 ") + (box.tail or "")
        drop(box)


def _xhtml(root: Node) -> str:
    """What stands in ``root``, well-formed."""
    etree.cleanup_namespaces(
        root, {"epub": "http://www.idpf.org/2007/ops"}, keep_ns_prefixes=["epub"]
    )
    text = etree.tostring(root, encoding="unicode", method="xml", with_tail=False)
    return text[text.index(">") + 1 : text.rindex("<")]
