"""Plain text to Markdown that renders as the text reads (CommonMark 0.31, GFM).

Only what would be taken for Markdown gets a backslash: what a translator reads in a catalogue
should look as the author wrote it. Starts of lines are escaped by the ``markdown`` format.
"""

from __future__ import annotations

import re
from string import punctuation

from workflow.formats.markdown.skeleton import skeleton
from workflow.inline.marks import (
    escape_alt,
    escape_block,
    escape_heading,
)

_URL = re.compile(r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?)\]'’]")
_SPECIAL = re.compile(r"[\\`*~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_LINKS = re.compile(r"\][\[(:]|\[[\^!]")

_PARAGRAPH = (("paragraph", None), ("end of", "paragraph"))
_CONTENT = ("text", "image")


def inline(text: str) -> str:
    """Return ``text`` so that no part of it is read as inline markup; URLs stay whole."""
    done, end = [], 0
    for url in _URL.finditer(text):
        done += [_plain(text[end : url.start()]), _url(url[0])]
        end = url.end()
    return "".join([*done, _plain(text[end:])])


def _url(url: str) -> str:
    """An address with markup characters becomes an autolink, in which none of them counts."""
    return f"<{url}>" if _SPECIAL.search(url) else url


def _plain(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    return re.sub(r"[\[\]]", r"\\\g<0>", escaped) if _LINKS.search(text) else escaped


def block(text: str) -> str:
    """Return ``text``, one line of plain text, as a paragraph."""
    return paragraph(inline(text))


def paragraph(markdown: str) -> str:
    """Return inline Markdown as a paragraph, none of whose lines opens a block of its own.

    What its lines might be taken for besides (directives of site generators, say) the format
    itself tells: a paragraph must read back as one.
    """
    written = escape_block(markdown, newline="\n", prefix="")
    if _is_paragraph(written):
        return written
    return "\n".join(map(_as_text, written.split("\n")))


def _is_paragraph(markdown: str) -> bool:
    """Tell whether ``markdown`` reads back as one paragraph, or as nothing."""
    parts = skeleton(markdown) or _PARAGRAPH
    content = parts[1:-1]
    return (parts[0], parts[-1]) == _PARAGRAPH and all(
        isinstance(one, tuple) and one[0] in _CONTENT for one in content
    )


def _as_text(line: str) -> str:
    """Return ``line`` with its first character escaped: marks by a backslash, letters by name."""
    first = line[:1]
    if first in punctuation or not first:
        return f"\\{line}" if first not in {"", "\\"} else line
    return f"&#{ord(first)};{line[1:]}"


def heading(text: str) -> str:
    """Return ``text``, one line of plain text, as a heading's content."""
    return heading_end(inline(text))


def heading_end(markdown: str) -> str:
    """Return inline Markdown for a heading, its end neither attributes nor a closing of it."""
    return re.sub(r"(?<!\\)\}$", r"\\}", escape_heading(markdown))


def alt(text: str) -> str:
    """Return ``text``, one line of plain text, as the text of an image."""
    return escape_alt(inline(text))


def destination(url: str) -> str:
    """Return ``url`` as a link destination, in angle brackets where it has spaces or brackets."""
    if re.search(r"[\s()<>]", url) or not url:
        return "<" + re.sub(r"[<>\\]", r"\\\g<0>", re.sub(r"\s", " ", url)) + ">"
    return url


def title(text: str) -> str:
    """Return ``text`` as the title of a link or image, quotation marks included."""
    return '"' + re.sub(r'["\\]|&(?=#?\w+;)', r"\\\g<0>", text) + '"'
