"""Plain text: without what copying left in it, and as Markdown that renders as the text reads.

The Markdown is that of CommonMark 0.31 and GFM. Only what would be taken for Markdown gets a
backslash: what a translator reads in a catalogue should look as the author wrote it. Starts of
lines are escaped by the ``markdown`` format.
"""

from __future__ import annotations

import re
import unicodedata
from string import punctuation

from workflow.formats.markdown import skeleton
from workflow.inline.wrapping import escape_alt, escape_block, escape_heading

_LEFTOVER = re.compile("[\x80-\x9f]")
_FEEDS = re.compile("[\x0b\x0c]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
_URL = re.compile(r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?)\]'’]")
_SPECIAL = re.compile(r"[\\`*~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_LINKS = re.compile(r"\][\[(:]|\[[\^!]")
_PARAGRAPH = (("paragraph", None), ("end of", "paragraph"))
_CONTENT = ("text", "image")


def tidy(text: str) -> str:
    """Return ``text`` without control characters, byte-order marks and lone surrogates.

    C1 control characters stand for nothing in Unicode text; where they occur, Windows-1252 was
    read as Latin-1, and they are read again as the Windows-1252 they were (WHATWG Encoding
    Standard, index-windows-1252). Form feeds part lines. No-break spaces, which French
    typography needs, stay.
    """
    return _FEEDS.sub("\n", _UNWANTED.sub("", _LEFTOVER.sub(_windows_1252, text)))


def _windows_1252(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("cp1252", errors="ignore")


def one_line(text: str) -> str:
    """Return ``text`` on one line: each run of white space is one space, no-break spaces stay."""
    return _SPACES.sub(" ", tidy(text)).strip()


def squash(text: str) -> str:
    """Return the letters and digits of ``text``, in one case, to compare texts however spaced."""
    if text.isascii():
        return _NO_LETTERS.sub("", text.lower())
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def columns(text: str) -> int:
    """Return the width of ``text`` in columns: two for each wide character (UAX #11), else one."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


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
