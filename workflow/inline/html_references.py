"""Character references: markup ↔ characters (HTML standard, 13.1.4 and 13.2.5.72).

Three writings meet here. In *text* a msgid is a fragment of HTML in which every reference is
the character it stands for, but for ``&lt;`` where a bare ``<`` would begin a tag and
``&amp;`` where a bare ``&`` would begin a reference. In *values* (attributes, the page's
title) a msgid is plain text.
"""

from __future__ import annotations

import html
import html.entities

from workflow.inline.wrapping import soft_break
from workflow.model import lazy_re as re

SPACE = " \t\n\f\r"
"""ASCII white space (Infra standard, 4.6); a no-break space is a character like others."""
_SPACE_BYTES = SPACE.encode()
_SPACES = re.compile(r" *+[\t\n\f\r][ \t\n\f\r]*+|  ++")
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;?)")
_OPENS_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")


def collapse(text: str) -> str:
    """Return ``text`` with each run of white space made one space.

    A line break between two characters of a script without word spaces leaves nothing
    (CSS Text 3, 4.1.3).
    """
    return _SPACES.sub(_one_space, text)


def is_blank(raw: bytes) -> bool:
    """Whether a piece of text (UTF-8) is white space alone, written as such or as ``&#13;``."""
    if raw.isspace():
        return True
    return raw.lstrip().startswith(b"&") and not html.unescape(raw.decode()).strip(SPACE)


def strip(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Return the span without the white space at its ends."""
    raw = data[start:end]
    return (
        start + len(raw) - len(raw.lstrip(_SPACE_BYTES)),
        end - len(raw) + len(raw.rstrip(_SPACE_BYTES)),
    )


def _one_space(found: re.Match[str]) -> str:
    text, (start, end) = found.string, found.span()
    if "\n" not in found[0] and "\r" not in found[0]:
        return " "
    return soft_break(text[start - 1 : start], text[end : end + 1])


def text_to_msgid(source: str) -> str:
    """Return the msgid for ``source``, a piece of text without tags."""
    if "&" in source:
        source = _bare_ampersands(html.unescape(source))
    return collapse(escape_markup(source) if "<" in source else source)


def escape_markup(text: str) -> str:
    """Escape each ``<`` that would begin a tag or a comment; ``a < b`` and ``<%`` stay."""
    return _OPENS_MARKUP.sub("&lt;", text)


def _bare_ampersands(text: str) -> str:
    """Escape the ampersands of ``text`` that would be read as the start of a reference."""
    return _REFERENCE.sub(
        lambda found: found[0] if html.unescape(found[0]) == found[0] else "&amp;" + found[0][1:],
        text,
    )


def plain(source: str) -> str:
    """Return the characters of ``source``, a piece of text without tags, on one line."""
    return collapse(html.unescape(source))


def encode_raw_text(translation: str) -> str:
    """Return a msgstr, plain text, as content of ``<title>``."""
    text = _bare_ampersands(collapse(translation).strip(SPACE))
    return text.replace("<", "&lt;")


def decode_value(source: str) -> str:
    """Return the value an attribute written as ``source`` has (13.2.5.73).

    Unlike in text, ``&copy=`` and ``&copyright`` are no references here.
    """
    return _REFERENCE.sub(_decode_in_value, source) if "&" in source else source


def _decode_in_value(found: re.Match[str]) -> str:
    name = found[0][1:]
    if name[0] == "#":
        return html.unescape(found[0])
    if not name.endswith(";") and found.string[found.end() : found.end() + 1] == "=":
        return found[0]
    return html.entities.html5.get(name, found[0])


def encode_value(translation: str, quote: str) -> str:
    """Return a msgstr, plain text, for an attribute's place.

    ``quote`` is what the source's value stands in; where that is nothing, quotes are added.
    ``<`` is escaped for the sake of pages whose attribute is read as text (in ``<noscript>``).
    """
    text = _REFERENCE.sub(
        lambda found: found[0] if _decode_in_value(found) == found[0] else "&amp;" + found[0][1:],
        collapse(translation).strip(SPACE),
    ).replace("<", "&lt;")
    if quote == "'":
        return text.replace("'", "&#39;")
    text = text.replace('"', "&quot;")
    return text if quote else f'"{text}"'
