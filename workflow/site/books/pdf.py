"""A book as PDF, by WeasyPrint (the extra ``pdf``), tagged for screen readers (PDF/UA-1).

Nothing is fetched: WeasyPrint asks for pictures, and gets those of the book or none. No clock
speaks in the bytes: times are those of the texts, the identifier is a digest over them. They
follow from the fonts of the machine, though, and from the versions of WeasyPrint and Pango.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote, unquote

from lxml.etree import SubElement

from workflow.errors import ConfigError
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.site.anchors import HEADINGS
from workflow.site.books.book import Book, Chapter, fingerprint
from workflow.site.books.page_notes import at_the_foot
from workflow.site.frame import Frame, render
from workflow.site.tree import Node, inner_html, tree_of

if TYPE_CHECKING:
    from weasyprint import HTML

_HERE: Final = "book:/"
"""Against what the addresses of pictures are read; no scheme that anybody knows."""
_MISSING: Final = re.compile(r"\(U\+([0-9A-F]{4,6})\)")
_UNSPACED: Final = ("zh", "ja")
"""Languages whose lines may break between any two characters."""
_END: Final = 4
"""Characters of a headline that stay together."""
_NAMING: Final = ("aria-labelledby", "aria-describedby")


class Printed(NamedTuple):
    """A PDF."""

    data: bytes
    pages: int
    missing: str
    """The characters that no font of this machine has, sorted: a box stands for each."""


def printed(book: Book) -> Printed:
    """``book`` as PDF.

    Raises :class:`ConfigError` where WeasyPrint or its libraries are not installed, and what
    reading a picture raises.
    """
    html_of = _weasyprint()
    html = _document(book)
    broken: list[Exception] = []
    with _watched() as missing:
        document = html_of(
            string=html, base_url=_HERE, url_fetcher=_Fetcher(book.files, broken)
        ).render(pdf_variant="pdf/ua-1")
        if broken:
            raise broken[0]
        data = document.write_pdf(pdf_identifier=fingerprint(html), pdf_variant="pdf/ua-1")
    return Printed(data, len(document.pages), "".join(sorted(missing)))


def _weasyprint() -> type[HTML]:
    try:
        from weasyprint import HTML  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigError(
            phrase("PDF needs WeasyPrint, which is not installed"),
            hint=phrase("Install it: `pip install 'workflow[pdf]'`"),
        ) from error
    except OSError as error:
        raise ConfigError(
            phrase("WeasyPrint does not find the libraries it needs: {reason}", reason=str(error)),
            hint=phrase(
                "Install Pango; on Debian and Ubuntu: `apt install libpango-1.0-0 "
                "libpangoft2-1.0-0 libharfbuzz-subset0`"
            ),
        ) from error
    found: type[HTML] = HTML
    return found


class _Fetcher:
    """What WeasyPrint gets where it asks for an address: a picture of the book, or nothing."""

    def __init__(self, known: Mapping[str, Callable[[], bytes]], broken: list[Exception]) -> None:
        self._known = known
        self._broken = broken

    def fetch(self, url: str, headers: object = None) -> Any:
        from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 - an extra

        find = self._known.get(unquote(url.removeprefix(_HERE)))
        if find is None:
            raise ValueError("nothing is fetched from elsewhere")
        try:
            return URLFetcherResponse(url, find())
        except Exception as error:  # WeasyPrint would go on without the picture
            self._broken.append(error)
            raise

    def __call__(self, url: str, **_: object) -> Any:
        return self.fetch(url)


@contextmanager
def _watched() -> Iterator[set[str]]:
    """Collects the characters that WeasyPrint finds no glyph for, and keeps it quiet."""
    found: set[str] = set()

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if match := _MISSING.search(record.getMessage()):
                found.add(chr(int(match[1], 16)))

    logger, handler = logging.getLogger("weasyprint"), Handler()
    before, through = logger.handlers[:], logger.propagate
    logger.handlers, logger.propagate = [handler], False
    try:
        yield found
    finally:
        logger.handlers, logger.propagate = before, through


def _document(book: Book) -> str:
    names = {each.address: f"article-{n}" for n, each in enumerate(book.chapters, start=1)}
    styles = files("workflow.site").joinpath("templates", "books", "print.css")
    page = render(
        "books/print.html.j2",
        Frame(locale=book.locale, site_title=book.site_title, stylesheets=()),
        book=book,
        chapters=[(names[each.address], each, _body(each, names)) for each in book.chapters],
        styles=styles.read_text("utf-8"),
        picture=quote(next(iter(book.places), "")) if book.issue else "",
        created=book.day.isoformat(),
        modified=book.updated.isoformat(timespec="seconds"),
    )
    return page.decode()


def _body(chapter: Chapter, names: Mapping[str, str]) -> Any:
    """Its text, with ids that no other has, and links to other articles of the book in it."""
    root = tree_of(chapter.html)
    at_the_foot(root)
    own = names[chapter.address]
    for element in root.iter("*"):
        if name := element.get("id"):
            element.set("id", f"{own}-{name}")
        for attribute in _NAMING:
            if named := element.get(attribute):
                element.set(attribute, " ".join(f"{own}-{each}" for each in named.split()))
        if element.tag == "a" and (href := element.get("href")):
            element.set("href", _led(href, own, names))
    _open(root)
    if chapter.locale.babel.language in _UNSPACED:
        _keep_ends(root)
    return inner_html(root)


def _led(href: str, own: str, names: Mapping[str, str]) -> str:
    address, _, fragment = href.partition("#")
    if not address:
        return f"#{own}-{fragment}"
    if address not in names:
        return href
    return f"#{names[address]}-{fragment}" if fragment else f"#{names[address]}"


def _keep_ends(root: Node) -> None:
    """No headline leaves a character alone on its last line."""
    for each in root.iter(*HEADINGS):
        if not len(each) and len(text := each.text or "") > 2 * _END:
            end = SubElement(each, "span", {"class": "together"})
            each.text, end.text = text[:-_END], text[-_END:]


def _open(root: Node) -> None:
    """Paper cannot be unfolded: what is folded stands open."""
    for each in root.iter("details", "summary"):
        each.set("class", each.tag)
        each.attrib.pop("open", None)
        each.tag = "div"
