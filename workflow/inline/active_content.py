"""What of a piece of HTML a browser would run, fetch or open, wherever the piece stands.

It is read by the one tokeniser, which cuts as browsers do. A piece may come to stand inside SVG,
where no content is raw, or inside an element whose content is, and may end within a tag that
what follows closes; so it is read in each of these ways, and what one of them finds counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import (
    RAW,
    Token,
    tokenize,
)
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_ELEMENTS: Final = frozenset(
    # animate and set, of SVG, give an element an event handler or an address.
    "animate animatecolor animatemotion animatetransform applet base bgsound button embed "
    "fencedframe form frame frameset iframe image input isindex keygen link math meta object "
    "param portal script select set style svg template textarea use".split()
)
_HANDED: Final = frozenset({"attributename", "formaction", "http-equiv", "srcdoc"})
"""Attributes that make something run, or send it somewhere."""
_TARGETS: Final = frozenset(
    "action archive background cite classid code codebase data dynsrc formaction href "
    "imagesrcset longdesc lowsrc manifest ping poster profile src srcset xlink:href".split()
)
_FREE: Final = frozenset({"alt", "aria-label", "class", "id", "label", "placeholder", "title"})
"""Attributes whose values are no addresses, whatever they look like."""
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_RUN: Final = re.compile(
    r"(?:^|[^a-z0-9+.-])(data|javascript|livescript|mocha|vbscript):", re.IGNORECASE
)
_STYLE: Final = re.compile(
    r"url\s*\(|image-set|image\s*\(|src\s*\(|expression|@import|binding|behavior|\\|/\*",
    re.IGNORECASE,
)
_ENDS_RAW: Final = re.compile(
    rb"</(?P<name>" + b"|".join(sorted(name.encode() for name in RAW | {"noscript"})) + rb")"
    rb"(?=[\t\n\f\r />])",
    re.IGNORECASE,
)


class Active(NamedTuple):
    """Something active."""

    what: str
    """For people: ``the element <script>``, ``the attribute onclick``."""
    detail: str
    """What it runs, fetches or says, so that another one is another."""


@lru_cache(maxsize=4096)
def dangers(html: str) -> tuple[frozenset[Active], frozenset[str]]:
    """All that is active in ``html``, however it comes to be read, and its addresses' schemes.

    Schemes are in lower case.
    """
    active: set[Active] = set()
    schemes: set[str] = set()
    for data, first in _readings(html.encode()):
        tokens = list(tokenize(data))
        for number, (kind, start, end, tag) in enumerate(tokens):
            if kind == "start" and tag is not None:
                schemes.update(_schemes(tag))
                if start >= first:
                    active.update(_of_tag(tag, _raw_after(data, tokens, number)))
            elif kind == "lost":
                for closed in _closed(data[start:end]):
                    schemes.update(_schemes(closed))
                    active.update(_of_tag(closed, ""))
    return frozenset(active), frozenset(schemes)


def scheme(url: str) -> Iterator[str]:
    """The scheme a browser sees: it drops control characters (WHATWG URL, 4.4)."""
    found = _SCHEME.match("".join(char for char in url if char > " "))
    if found:
        yield found[1].lower()


def _readings(html: bytes) -> Iterator[tuple[bytes, int]]:
    """``html`` as it is, inside SVG, and what of it is left after a raw element around it.

    With each, where what is read begins.
    """
    yield html, 0
    if b"<" not in html:
        return
    yield b"<svg>" + html, len(b"<svg>")
    seen: set[bytes] = set()
    for found in _ENDS_RAW.finditer(html):
        if (name := found["name"].lower()) not in seen:
            seen.add(name)
            yield html[found.start() :], 0


def _raw_after(data: bytes, tokens: list[Token], number: int) -> str:
    """The content of an element whose content is one token."""
    if number + 1 == len(tokens) or tokens[number + 1][0] != "raw":
        return ""
    _, start, end, _ = tokens[number + 1]
    return data[start:end].decode()


def _closed(raw: bytes) -> Iterator[Tag]:
    """A tag that never ends, as what follows may end it."""
    for ending in (b">", b'">', b"'>"):
        for kind, _, _, tag in tokenize(raw + ending):
            if kind == "start" and tag is not None:
                yield tag
            break


def _of_tag(tag: Tag, content: str) -> Iterator[Active]:
    if tag.name in _ELEMENTS:
        yield Active(phrase("the element <{tag}>", tag=tag.name), f"{tag.shape}{content}")
    for name, value in tag.attributes.items():
        if name.startswith("on") or name in _HANDED:
            yield Active(phrase("the attribute {name}", name=name), value)
        elif name == "style" and _STYLE.search(value):
            yield Active(phrase("the attribute `style` with an address or a script"), value)


def _schemes(tag: Tag) -> Iterator[str]:
    for name, value in tag.attributes.items():
        if name in _TARGETS:
            yield from scheme(value)
        if name not in _FREE:
            plain = "".join(char for char in value if char >= " ")
            yield from (found[1].lower() for found in _RUN.finditer(plain))
