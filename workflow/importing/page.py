"""The article in a saved HTML page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from lxml import etree, html
from lxml.html import HtmlElement

from workflow.errors import ArticleError
from workflow.importing import people
from workflow.importing.blocks import (
    arrange,
)
from workflow.importing.boilerplate import LONG, kept_blocks, metadata_of
from workflow.importing.bylines import judge
from workflow.importing.clean import Ledger, clean
from workflow.importing.codes import make_code
from workflow.importing.convert import convert
from workflow.importing.draft import Draft
from workflow.importing.elements import BLOCKS, drop, names, own_text, shown_text
from workflow.importing.endnotes import find_notes, mark_notes
from workflow.importing.extent import cut
from workflow.importing.figures import absolute, figures
from workflow.importing.language import declared, detect
from workflow.importing.plain import one_line, squash, tidy
from workflow.importing.programs import translate
from workflow.importing.published import published
from workflow.importing.shapes import bracket, simplify
from workflow.importing.tables import flatten, unfold
from workflow.model import Locale
from workflow.model.phrase import phrase

_HEADINGS = ("h1", "h2", "h3")
_SHORTEST_TITLE = 4
"""Letters; a name of fewer is in too many others."""
_BOLD_PARAGRAPHS = re.compile(r"<[bi](?:\s[^<>]*)?>\s*<p[\s>]", re.IGNORECASE)
_BOLD_OR_ITALIC = re.compile(r"(?<=<)/?[bi](?=[\s>])", re.IGNORECASE)
_SAME = {"b": "strong", "/b": "/strong", "i": "em", "/i": "/em"}
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)")
"""Browsers write this comment on top of the pages they save (“mark of the web”)."""


def read(
    text: str,
    *,
    name: str,
    url: str | None,
    keep_all: bool = False,
    beside: Callable[[str], bool] = lambda _: False,
) -> Draft:
    """Return the article in ``text``, an HTML page saved as the file ``name`` from ``url``.

    Its source is the address that the page says it has. ``beside`` tells whether an image lies
    with the file. Every text that the page shows is in the article or, without ``keep_all``, among
    what was left out. Raises :class:`ArticleError` where the page has no article.
    """
    tree = _tree(tidy(text))
    ledger = Ledger(tree, keep_all=keep_all)
    translate(tree, ledger)
    saved = _SAVED_FROM.search(text)
    metadata = metadata_of(tree, url or (saved[1] if saved else None))
    called, locale = _names(tree, metadata), _locale(tree)
    said = published(tree, called, metadata.url or "", locale)
    authors = said.authors or tuple(filter(None, [one_line(metadata.author or "")]))
    _prepare(tree, ledger)
    blocks = _blocks(tree, name)
    heading = _heading(tree, blocks, called)
    title = "" if heading is None else shown_text(heading)
    notes, known = find_notes(tree), judge(locale, authors)
    root = tree.find("body") if keep_all else cut(blocks, heading, notes, known, ledger)
    mark_notes(root, notes)
    lang = _language(root)
    absolute(root, _base(tree, metadata.url), PurePath(name).stem, beside)
    figures(root)
    flatten(root)
    simple = simplify(root)
    return Draft(
        title=_take_title(simple, title, called) or _without_site(metadata),
        body=convert(simple),
        lang=lang,
        date=said.date,
        author="; ".join(authors),
        source=metadata.url or "",
        contact=people.contact(list(_texts(simple))) or "",
        left_out=ledger.entries(),
    )


def _tree(text: str) -> HtmlElement:
    """Parse ``text`` as browsers do; the bytes' encoding is told, whatever the page declares.

    libxml2 ends ``b`` and ``i`` where a paragraph begins in them, browsers do not.
    """
    if _BOLD_PARAGRAPHS.search(text):
        text = _BOLD_OR_ITALIC.sub(lambda found: _SAME[found[0].lower()], text)
    parser = html.HTMLParser(encoding="utf-8")
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # nothing in it
        return html.document_fromstring(b"<html><body></body></html>")


def _blocks(tree: HtmlElement, name: str) -> Sequence[HtmlElement]:
    """The blocks of the article's text; raises :class:`ArticleError` where there is none."""
    if blocks := kept_blocks(tree):
        return blocks
    raise ArticleError(
        phrase("no article found in this page"),
        hint=phrase("Open it in a browser: if the text is there, copy it to a UTF-8 text file."),
        file=name,
    )


def _prepare(tree: HtmlElement, ledger: Ledger) -> None:
    """Leave in ``tree`` what its reader sees, in blocks of text."""
    clean(tree, ledger)
    make_code(tree)
    bracket(tree)
    unfold(tree)
    arrange(tree)


def _names(tree: HtmlElement, metadata: Any) -> str:
    """Return, squashed, what the page's head calls it: titles, often with the site's name."""
    said = [metadata.title or "", *(one.text_content() for one in tree.iter("title"))]
    return " ".join(map(squash, said))


def _heading(tree: HtmlElement, blocks: Sequence[HtmlElement], called: str) -> HtmlElement | None:
    """Return the heading nearest before the article's text that the page's head repeats."""
    texts = [one for one in blocks if one.tag not in _HEADINGS]
    long = [one for one in texts if len(squash(own_text(one))) >= LONG]
    text = next(iter(long or texts), None)
    said = "".join(squash(one.text_content()) for one in tree.iter("title"))
    for element in tree.iter("p", *((text.tag,) if text is not None else ())):
        if element is text:
            break
        if _is_titled(element) and (not said or squash(shown_text(element)) in said):
            return element
    nearest = None
    for element in tree.iter(*_HEADINGS, *((text.tag,) if text is not None else ())):
        if element is text:
            break
        if element.tag in _HEADINGS and _is_name(element, called):
            nearest = element
    return nearest


def _is_titled(element: HtmlElement) -> bool:
    """Tell whether a word processor's style says that ``element`` is the title."""
    return bool(names(element) & {"title", "msotitle"}) and squash(shown_text(element)) != ""


def _is_name(element: HtmlElement, called: str) -> bool:
    text = squash(shown_text(element))
    return len(text) >= _SHORTEST_TITLE and text in called


def _take_title(root: HtmlElement, title: str, called: str) -> str:
    """Return the title and take the block that says it out of the article.

    Where no heading does, the article's first line may be a title only in its looks.
    """
    first = next((one for one in root.iter(*BLOCKS) if squash(own_text(one))), None)
    if first is not None and (
        squash(shown_text(first)) == squash(title) if title else _is_name(first, called)
    ):
        title = title or one_line(shown_text(first))
        drop(first)
    for heading in list(root.iter("h1", "h2")):
        if title and squash(shown_text(heading)) == squash(title):
            drop(heading)
    return title


def _without_site(metadata: Any) -> str:
    """Return the metadata's title without the site's name at its end."""
    title, site = one_line(metadata.title or ""), one_line(metadata.sitename or "")
    return re.sub(rf"\s+[|–—·»:-]\s+{re.escape(site)}$", "", title) if site else title


def _language(root: HtmlElement) -> str | None:
    """Return the ``lang`` that holds for ``root`` (HTML Standard, section 3.2.6.2)."""
    declared = (one.get("lang") for one in (root, *root.iterancestors()))
    return next(filter(None, declared), None)


def _locale(tree: HtmlElement) -> Locale:
    """Return the language that dates and authors' lines in the page are read in."""
    lang = next((one.get("lang", "") for one in tree.iter("html", "body", "article")), "")
    english = Locale("en")
    return declared(lang, None) or detect(one_line(tree.text_content()), english)


def _base(tree: HtmlElement, url: str | None) -> str | None:
    """Return what relative addresses are relative to, if that is on the web."""
    bases = [base.get("href", "") for base in tree.iter("base")]
    return next((base for base in bases if base.startswith(("http://", "https://"))), url)


def _texts(root: HtmlElement) -> Iterator[str]:
    for block in root.iter(*BLOCKS):
        if text := one_line(own_text(block)):
            yield text
