"""What kind of source some bytes are, and their text; sources that are Markdown already.

Of those the body stays, and the front matter is completed.
"""

from __future__ import annotations

import codecs
import re
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

import charset_normalizer

from workflow.errors import ArticleError, FileError
from workflow.formats import parse
from workflow.formats.document import Document
from workflow.formats.frontmatter import read_front_matter
from workflow.formats.linking import references
from workflow.importing.draft import Draft, ImportedImage
from workflow.importing.plain import one_line, squash
from workflow.inline.commonmark import events
from workflow.model import Segment
from workflow.model.encoding import decode
from workflow.model.phrase import phrase

_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BEFORE = r"(?:\s|<!--(?:(?!-->).)*-->|<\?xml[^>]*>)*"
_DOCUMENT = re.compile(
    _BEFORE + r"<(?:!doctype\s+html|html|head|body|title|meta|link)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    _BEFORE + r"<(?:article|main|section|div|p|h[1-6]|table|ul|blockquote|figure)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_BYTES = 4096
_CHARSET = re.compile(
    rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Encodings that stand for wider ones on the web (WHATWG Encoding Standard, section 4.2)."""
_WEB_ENCODING = re.compile(
    r"utf-8|cp(?:125\d|866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-\w+|gb18030|big5hkscs|euc_jp"
    r"|iso2022_jp"
)
_GB_EVERYDAY = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")
_GB_LEAST = 4
_GB_MOSTLY = 0.95
_FOREIGN = {b"%PDF-": "a PDF document", b"PK\x03\x04": "a zipped document (Word, EPUB …)"}
_HEADING = re.compile(r"(?:\A|\n[ \t]*\n)(?: {0,3}#{1,6}[ \t]+[^\s#]|\S[^\n]*\n=+[ \t]*(?:\n|\Z))")
"""After a blank line, as Markdown is written; a dump may well have a line that starts with #."""
_MARKUP = re.compile(r"\]\([^()\n]++\)|\*\*\S|^(?:```|~~~|> |\|.*\|)", re.MULTILINE)
_FENCES = re.compile(r"\A\ufeff?---[^\n]*\n|^(?:---|\.\.\.)[ \t]*\n?\Z", re.MULTILINE)
_OPENING = re.compile(rb"\s*(?:#[ \t]+)?")
_ATX_END = re.compile(rb"[^\n]*\n?")
_SETEXT_END = re.compile(rb"[^\n]*\n[ ]{0,3}=+[ \t]*(?:\n|\Z)")


class Kind(StrEnum):
    """Kinds of sources that can be imported."""

    PAGE = "page"
    """HTML."""
    MARKDOWN = "markdown"
    DUMP = "dump"
    """Text copied from a page, menus and all."""


def sniff(data: bytes, name: str) -> tuple[Kind, str]:
    """Return the kind of ``data``, the contents of the file ``name``, and its text.

    Content decides: the name's ending only says whether emphasis or a link, which are Markdown
    without being a sign of it, are meant. Raises :class:`ArticleError` for what is neither HTML
    nor text, and :class:`FileError` (with the line) for text in an unknown encoding.
    """
    if not data.strip():
        raise ArticleError(
            phrase("the file is empty"), hint=phrase("Save the page or text again."), file=name
        )
    for start, what in _FOREIGN.items():
        if data.startswith(start):
            raise _not_text(name, what)
    opening = data[:_FIRST_BYTES].decode(_bom(data) or "utf-8", errors="ignore")
    if _DOCUMENT.match(opening):
        return Kind.PAGE, _decode_page(data, name)
    fragment = _FRAGMENT.match(opening) is not None
    text = _decode_page(data, name) if fragment else _decode_text(data, name)
    if "\0" in text:
        raise _not_text(name, "no text")
    text = re.sub(r"\r\n?", "\n", text)
    if _is_markdown(text, name):
        return Kind.MARKDOWN, text
    return (Kind.PAGE if fragment else Kind.DUMP), text


def _not_text(name: str, what: str) -> ArticleError:
    return ArticleError(
        phrase("cannot import this file: it is {what}", what=what),
        hint=phrase("Save the article as an HTML page, or its text as UTF-8."),
        file=name,
    )


def _bom(data: bytes) -> str | None:
    return next((encoding for bom, encoding in _BOMS.items() if data.startswith(bom)), None)


def _decode_text(data: bytes, name: str) -> str:
    """Decode by the byte-order mark, as UTF-8, or as GB 18030 where that is what it looks like.

    A wrong guess would go unseen; so nothing else is guessed.
    """
    if _bom(data) == "utf-16":
        try:
            return data.decode("utf-16").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise FileError(
                phrase("not UTF-16, though it begins as that"),
                hint=phrase("Save the file as UTF-8 (in most editors: “Save with encoding”)."),
                file=name,
                line=data.count(b"\n", 0, error.start) + 1,
            ) from error
    if _looks_like_gb(data):
        return data.decode("gb18030")
    return decode(data, Path(name)).removeprefix("\ufeff")


def _looks_like_gb(data: bytes) -> bool:
    """Tell whether ``data``, no UTF-8, is Chinese in GB 18030.

    Nearly all pairs are then in the part of it that GB 2312 had, the characters of everyday,
    with both bytes from A1 on. In Western encodings such bytes stand beside ASCII letters.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return False
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    pairs = len(_GB_EVERYDAY.findall(data))
    return pairs >= _GB_LEAST and pairs * 2 >= _GB_MOSTLY * len(_HIGH.findall(data))


def _decode_page(data: bytes, name: str) -> str:
    """Decode by the byte-order mark, as UTF-8, by the declared charset, or by a good guess.

    UTF-8 goes before the declaration: text in another encoding is hardly ever valid UTF-8,
    while browsers save pages as UTF-8 and do not always mend the declaration.
    """
    found = _CHARSET.search(data[:_FIRST_BYTES])
    declared = _codec((found[1] or found[2]).decode("ascii")) if found else None
    for encoding in (_bom(data) or "utf-8", declared or "utf-8"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    if declared == "utf-8":
        return decode(data, Path(name))  # raises, and says which line is wrong
    return _guess(data, name)


def _codec(label: str) -> str | None:
    """Return Python's name of the encoding that ``label`` stands for on the web."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _READ_AS.get(name, name)
    return name if _WEB_ENCODING.fullmatch(name) else None


def _guess(data: bytes, name: str) -> str:
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise ArticleError(
            phrase("cannot tell the page’s encoding"),
            hint=phrase("Save the page again as UTF-8."),
            file=name,
        )
    return str(best)


def _is_markdown(text: str, name: str) -> bool:
    """Tell whether ``text`` has front matter or headings, or the name and markup say Markdown."""
    if read_front_matter(text).values or _HEADING.search(text):
        return True
    named = PurePath(name).suffix.lower() in (".md", ".markdown")
    return named and _MARKUP.search(text) is not None


def read_markdown(text: str) -> Draft:
    """Return the article in ``text``, Markdown with ``\\n`` line ends.

    The title is that of the front matter, else the first heading of level 1. The heading that
    says the title is taken out of the body where it is the body's first block. Raises
    :class:`ArticleError`, with the line, where the front matter is broken.
    """
    document = parse(text, format="markdown")
    heading = next((one for one in document.segments if one.kind == "heading 1"), None)
    said = document.front_matter.get("title")
    title = one_line(str(said)) if said else plain(heading.text) if heading else ""
    body = document.body
    if heading and squash(plain(heading.text)) == squash(title):
        body = _without(document, heading)
    lang = document.front_matter.get("lang")
    return Draft(
        title=title,
        body=body.strip("\n"),
        lang=str(lang) if lang else None,
        front_matter=dict(document.front_matter),
        head=_head(document),
        images=shown_images(document),
    )


def shown_images(document: Document) -> tuple[ImportedImage, ...]:
    """Return the images that ``document`` shows, those of its front matter among them."""
    return tuple(ImportedImage(one.url) for one in references(document) if one.shown)


def plain(markdown: str) -> str:
    """Return the text of inline Markdown, without its markup, on one line."""
    return one_line("".join(_text(event) for event, _ in events(markdown)))


def _text(event: Any) -> str:
    """Return the text of one of the parser's events."""
    if isinstance(event, str):
        return " " if event in ("SoftBreak", "HardBreak") else ""
    return str(event.get("Text", event.get("Code", "")))


def _without(document: Document, heading: Segment) -> str:
    """Return the body without ``heading`` if that is its first block."""
    data = document.text.encode()
    start = len(data) - len(document.body.encode())
    opening = data[start : heading.start]
    if not _OPENING.fullmatch(opening):
        return document.body
    end = _ATX_END if b"#" in opening else _SETEXT_END
    rest = end.match(data, heading.end)
    return data[rest.end() :].decode() if rest else document.body


def _head(document: Document) -> str:
    """Return the YAML of the front matter, without the lines around it; of TOML nothing."""
    text = document.text[: len(document.text) - len(document.body)]
    return "" if text.startswith("+++") else _FENCES.sub("", text)
