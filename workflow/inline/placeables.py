"""Placeables: what a translation carries over as it is. Found here, used everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from workflow.inline.commonmark import (
    INLINE_OPTIONS,
    Undefined,
    events,
)
from workflow.model import Placeable, PlaceableKind

_SPACE = "[ \u00a0\u202f\u2009]"
_PLAIN = re.compile(
    rf"""
      (?P<SHORTCODE>\{{\{{[<%](?:(?!\{{\{{[<%]).)*?[>%]\}}\}}|\{{%(?:(?!\{{%).)*?%\}})
    | (?P<CODE>\$\$[^$]+\$\$                                                 # mathematics
             | (?<![\w$\\])\$(?=[^\s$])(?=[^$\n\\_^={{}}]*+[\\_^={{}}])[^$\n]*+(?<=\S)\$(?![\w$]))
    | (?P<FOOTNOTE>\[\^[^\[\]\s]++\])
    | (?P<URL>(?<![A-Za-z])(?:https?|ftp)://[^\s<>"'»”’）)\]，。；、]+[^\s<>"'»”’）)\]，。；、.,;:!?…])
    | (?P<EMAIL>(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*
                @(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}})
    | (?P<PHONE>\+{_SPACE}?\d{{1,3}}(?:{_SPACE}?[.\-(]?{_SPACE}?\d{{1,4}}\)?){{2,7}}(?!\d)
              | (?<![\d+])0\d(?:[ .\u00a0\u202f-]\d\d){{4}}(?!\d)
              | (?<![\d+-])0\d{{2,3}}-\d{{3,4}}[ -]?\d{{4}}(?!\d))
    | (?P<PLACEHOLDER>\{{\{{(?:(?!\{{\{{).)*?\}}\}}|\$?\{{[A-Za-z_][\w.]*\}}
                     |%\([A-Za-z_]\w*\)[sdif])
    """,
    re.VERBOSE,
)
_MARKS = re.compile(
    r"""
      (?P<CODE>%%(?:(?!%%)[^\n])++%%                                          # Obsidian
             | (?<!\+)\+\+(?=[A-Za-z"])[\w"-]++(?:\+[\w"-]++)*+\+\+(?!\+))     # keys
    | (?P<IMAGE>!\[\[[^\[\]\n]++\]\])
    | (?P<LINK>(?<=\[\[)(?![\d\s]*+[\]|])[^\[\]|\\\n]++(?=(?:\\?\|[^\[\]\n]*+)?+\]\](?![(\[]))
             | (?:(?<=\[)|(?<=;[ ]))-?@[A-Za-z0-9_][\w:.#-]*+(?=[\],;])
               (?=[^\[\]\n]*+\](?![(\[:]))
             | (?<![\w@.])@(?:fig|tbl|lst|tip|nte|wrn|imp|cau|thm|lem|cor|prp|cnj|def|exm|exr
               |sol|rem|alg|eq|sec)-[\w-]++
             | \(\([0-9a-f]{8}-[0-9a-f-]{27}\)\))
    | (?P<TAG>(?<=[\])`*_])\{:?[ \t]*+(?:[#.][^\W\d][\w:.-]*+|[A-Za-z][\w-]*+=[^\s{}]++)
               (?:[ \t]++[^{}\n]*+)?+\} | \{[A-Za-z][\w.]*+[:+][\w:+.-]++\}(?=`))
    | (?P<PLACEHOLDER>(?<![\w:]):(?:material|fontawesome|octicons|simple)-[\w-]++:)
    """,
    re.VERBOSE,
)
"""Marks of Markdown's dialects inside a text."""
_MARKS_HINT = re.compile(r"%%|\+\+[A-Za-z\"]|\[\[|@|\(\(|[\])`*_]\{|\}`|:[mfos]\w+-")
_PLAIN_HINT = re.compile(r"[{@$]|\[\^|%\(|://|\+[ \u00a0\u202f]?\d|0\d{1,3}[ .\u00a0\u202f-]\d")
_HINT = re.compile(rf"[\[<`]|{_PLAIN_HINT.pattern}")
_OPAQUE = {
    "Code": PlaceableKind.CODE,
    "InlineHtml": PlaceableKind.TAG,
    "Html": PlaceableKind.TAG,
    "FootnoteReference": PlaceableKind.FOOTNOTE,
}
_AUTOMATIC = {"Autolink": PlaceableKind.URL, "Email": PlaceableKind.EMAIL}
_INLINE = re.compile(
    r"""\]\(\s*(<(?:\\.|[^<>\\\n])+>|[^\s<)][^\s]*?)(?:\s+["'(].*)?\s*\)$""", re.DOTALL
)
_REFERENCE = re.compile(r"\]\[((?:\\.|[^\]\\])+)\]$", re.DOTALL)


@lru_cache(maxsize=65536)
def find_placeables(text: str, markup: str = "markdown") -> tuple[Placeable, ...]:
    """Return the placeables of a msgid or msgstr, in order; offsets in characters of ``text``.

    ``markup`` is what the text is written in: ``markdown``, ``html`` or plain ``text``. Of
    links and images in Markdown the address is the placeable (the text is translated); of a
    tag in HTML ``Placeable.text`` is its shape, in which attributes for readers are blank; of
    a telephone number it keeps the digits and the plus sign alone, since the spaces in it
    follow the locale's habit.
    """
    marked = markup == "markdown" and _MARKS_HINT.search(text) is not None
    if not (marked or _HINT.search(text)):
        return ()
    found = list(_MARKUP[markup](text))
    if marked:
        found += _apart(_MARKS, text, found)
    if _PLAIN_HINT.search(text):
        found += _apart(_PLAIN, text, found)
    return tuple(sorted(found, key=lambda each: each.start))


def _apart(pattern: re.Pattern[str], text: str, found: Sequence[Placeable]) -> Iterator[Placeable]:
    """What a pattern finds that no placeable found before has a part in."""
    taken = [(each.start, each.end) for each in found]
    for match in pattern.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield _plain(match)


def without_plain(text: str) -> str:
    """Return plain text (no Markdown) less the addresses, numbers and marks in it."""
    if _MARKS_HINT.search(text):
        text = _MARKS.sub("", text)
    return _PLAIN.sub("", text) if _PLAIN_HINT.search(text) else text


def without_placeables(text: str, markup: str = "markdown") -> str:
    """Return ``text`` with its placeables taken out."""
    parts: list[str] = []
    done = 0
    for placeable in find_placeables(text, markup):
        parts.append(text[done : placeable.start])
        done = max(done, placeable.end)
    return "".join([*parts, text[done:]])


def _plain(match: re.Match[str]) -> Placeable:
    kind = PlaceableKind[match.lastgroup or "PLACEHOLDER"]
    text = match[0]
    if kind is PlaceableKind.PHONE:
        text = re.sub(r"[^\d+]", "", text)
    return Placeable(kind, text, match.start(), match.end())


def _markdown(text: str) -> Iterator[Placeable]:
    """Code, tags, and the addresses of links and images, from the Markdown parser's events."""
    if not any(character in text for character in "[<`"):
        return
    found = dict.fromkeys(_parsed(text, _definition))
    if "][" in text:  # as a link inside its text a reference may hide one, if it leads nowhere
        found |= dict.fromkeys(_parsed(text, None))
    yield from found


def _parsed(text: str, definition: Undefined | None) -> Iterator[Placeable]:
    source = _Bytes(text.encode())
    links: list[_Link] = []
    # A letter before it keeps the text from starting a block: "<ul>" is a tag here, "- " a dash.
    for event, place in events(f"a{text}", INLINE_OPTIONS, definition):
        start, end = place["start"] - 1, place["end"] - 1
        kind, value = (event, None) if isinstance(event, str) else next(iter(event.items()))
        if kind == "Start" and isinstance(value, dict) and ("Link" in value or "Image" in value):
            ((name, data),) = value.items()
            links.append(_Link(name, data["link_type"], start, end, start + 1))
            continue
        if kind == "End" and value in ("Link", "Image"):
            link = links.pop()
            yield from link.target(source)
            end = link.end
        elif kind in _OPAQUE and not (links and links[-1].type in _AUTOMATIC):
            yield source.placeable(_OPAQUE[kind], start, end)
        if links:
            links[-1].inner_end = max(links[-1].inner_end, end)


def _html(text: str) -> Iterator[Placeable]:
    """Tags, comments, and the content of elements that hold code."""
    # Here, not above: the HTML format itself asks for placeables.
    from workflow.inline.html_elements import KEPT  # noqa: PLC0415
    from workflow.inline.html_tokens import tokenize  # noqa: PLC0415

    source = _Bytes(text.encode())
    kept, since = "", 0
    for kind, start, end, tag in tokenize(source.data):
        if kept:
            if tag is None or kind != "end" or tag.name != kept:
                continue
            if since < start:
                yield source.placeable(PlaceableKind.CODE, since, start)
            kept = ""
        if kind != "text":
            found = source.placeable(PlaceableKind.TAG, start, end)
            yield replace(found, text=tag.shape) if tag else found
        if kind == "start" and tag and tag.name in KEPT:
            kept, since = tag.name, end


def _text(_text: str) -> Iterator[Placeable]:
    """Plain text has no markup."""
    return iter(())


_MARKUP: Mapping[str, Callable[[str], Iterator[Placeable]]] = {
    "markdown": _markdown,
    "html": _html,
    "text": _text,
}


def _definition(link: Any) -> tuple[str, str] | None:
    """Take ``[text][label]`` for a link though its definition stands elsewhere.

    Brackets without a label of their own are taken for text, as they may be.
    """
    return ("", "") if link["link_type"] == "Reference" else None


@dataclass(frozen=True, slots=True)
class _Bytes:
    """A msgid in UTF-8, for the parser's offsets are in bytes."""

    data: bytes

    def placeable(self, kind: PlaceableKind, start: int, end: int) -> Placeable:
        first = len(self.data[:start].decode())
        raw = self.data[start:end].decode().rstrip("\r\n")
        return Placeable(kind, raw, first, first + len(raw))


@dataclass(slots=True)
class _Link:
    """A link or image the walk is in."""

    name: str
    type: str
    start: int
    end: int
    inner_end: int
    """Where its text ends, as far as the walk has come."""

    def target(self, source: _Bytes) -> Iterator[Placeable]:
        if self.type in _AUTOMATIC:
            yield source.placeable(_AUTOMATIC[self.type], self.start + 1, self.end - 1)
            return
        tail = source.data[self.inner_end : self.end].decode()
        if found := (_INLINE if self.type == "Inline" else _REFERENCE).search(tail):
            start = self.inner_end + len(tail[: found.start(1)].encode())
            kind = PlaceableKind.IMAGE if self.name == "Image" else PlaceableKind.LINK
            yield source.placeable(kind, start, start + len(found[1].encode()))
