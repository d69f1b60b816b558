"""Articles that are Markdown already: the body stays, the front matter is completed."""

from __future__ import annotations

import re
from typing import Any

from workflow.formats import parse
from workflow.formats.document import Document
from workflow.formats.linking import references
from workflow.importing.draft import Draft, ImportedImage
from workflow.importing.plain import one_line, squash
from workflow.inline.commonmark import events
from workflow.model import Segment

_FENCES = re.compile(r"\A\ufeff?---[^\n]*\n|^(?:---|\.\.\.)[ \t]*\n?\Z", re.MULTILINE)
_OPENING = re.compile(rb"\s*(?:#[ \t]+)?")
_ATX_END = re.compile(rb"[^\n]*\n?")
_SETEXT_END = re.compile(rb"[^\n]*\n[ ]{0,3}=+[ \t]*(?:\n|\Z)")


def read(text: str) -> Draft:
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
        images=shown(document),
    )


def shown(document: Document) -> tuple[ImportedImage, ...]:
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
