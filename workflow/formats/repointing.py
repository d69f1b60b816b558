"""The links and images of a Markdown body led elsewhere; every other byte of it stays.

What is found is what :func:`.linking.references` tells of: inline links and images, definitions
of labels, and the attributes of HTML that browsers load a file from. Code, comments and the marks
of other programs are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from workflow.formats.linking import label_of, sets, sources, unshown
from workflow.formats.markdown.dialect import mask, name_and_data
from workflow.inline.commonmark import events, html_alone, link_definitions
from workflow.inline.html_references import SPACE
from workflow.inline.html_tags import Attribute, Tag
from workflow.inline.html_tokens import tokenize
from workflow.model import lazy_re as re


class Place(NamedTuple):
    """Where an address stands."""

    url: str
    shown: bool
    """Whether a page shows what is there; else it links to it."""
    html: bool
    """Whether it is in a tag of HTML."""


Point = Callable[[Place], str | None]
"""Gives what is to stand in the place of an address, or the address itself. None: it leads
nowhere, and only its text stays."""

_INLINE: Final = "Inline"
_BY_LABEL: Final = frozenset({"Reference", "Collapsed", "Shortcut"})
_GAP: Final = rb"(?:[ \t]|\r?\n[ \t]*+(?:>[ \t]*+)*+)*+"
"""What may stand before a destination: a line end as well, and the marks of a quotation."""
_DESTINATION: Final = rb"(?P<to><(?:\\.|[^<>\\\r\n])*+>|[^\s<][^\s]*+)"
_AFTER_TEXT: Final = re.compile(rb"\s*+\]\(" + _GAP + _DESTINATION, re.DOTALL)
_AFTER_LABEL: Final = re.compile(rb"\[(?:\\.|[^\]\\])*+\]:" + _GAP + _DESTINATION, re.DOTALL)
_KEY: Final = re.compile(rb"[\t\n\f\r /]*+[^\t\n\f\r />=]++[\t\n\f\r ]*+=[\t\n\f\r ]*+[\"']?\Z")
_CANDIDATE: Final = re.compile(r"(?P<url>[^\s,]\S*)(?P<more>(?:\s+[\d.]+[wxh])?)\s*(?:,|\Z)")


@dataclass(slots=True)
class _Link:
    """A link or an image, in bytes of the body."""

    said: Any
    shown: bool
    start: int
    end: int
    inner: int
    """Where what stands in its brackets ends."""


_Edit = tuple[int, int, bytes]


def repointed(body: str, point: Point) -> str:
    """``body`` with its addresses as ``point`` gives them.

    Raises :class:`ArticleError` for what the parser fails on.
    """
    masked = mask(body)
    data = body.encode()
    definitions = link_definitions(masked) if "]:" in masked else {}
    labels: dict[str, bool] = {}
    edits: list[_Edit] = []
    for link in _links(masked):
        kind, url = link.said["link_type"], link.said["dest_url"].strip(SPACE)
        if kind in _BY_LABEL:
            label = label_of(link.said["id"])
            labels[label] = labels.get(label, False) or link.shown
        elif kind != _INLINE:
            continue
        if url and (new := point(Place(url, link.shown, html=False))) != url:
            edits += _of_link(data, link, new)
    edits += _of_definitions(data, definitions, labels, point)
    if "<" in masked:
        edits += _in_html(html_alone(masked), point)
    return _edited(data, edits).decode()


def _links(masked: str) -> Iterator[_Link]:
    """Each once all in it was met."""
    inside: list[_Link] = []
    for event, span in events(masked):
        kind, value = next(iter(event.items())) if isinstance(event, dict) else (event, None)
        name, said = name_and_data(value) if kind in ("Start", "End") else ("", None)
        if name not in ("Link", "Image"):
            if inside:
                inside[-1].inner = max(inside[-1].inner, span["end"])
        elif kind == "Start":
            shown = name == "Image"
            opened = span["start"] + (2 if shown else 1)
            inside.append(_Link(said, shown, span["start"], span["end"], opened))
        else:
            link = inside.pop()
            if inside:
                inside[-1].inner = max(inside[-1].inner, link.end)
            yield link


def _of_link(data: bytes, link: _Link, new: str | None) -> Iterator[_Edit]:
    """What becomes of one: its destination is another, or its brackets go."""
    if new is None:
        # The parser counts the empty brackets of a collapsed reference out.
        after = 2 if data[link.end : link.end + 2] == b"[]" else 0
        collapsed = link.said["link_type"] == "Collapsed"
        yield link.start, link.start + (2 if link.shown else 1), b""
        yield link.inner, link.end + (after if collapsed else 0), b""
    elif link.said["link_type"] == _INLINE:
        found = _AFTER_TEXT.match(data, link.inner, link.end)
        if found:
            yield found.start("to"), _end_of(found, link.end - 1), new.encode()


def _of_definitions(
    data: bytes, definitions: Mapping[str, Any], labels: Mapping[str, bool], point: Point
) -> Iterator[_Edit]:
    for label, defined in definitions.items():
        url = defined["dest"].strip(SPACE)
        shown = labels.get(label_of(label))
        if shown is None or not url:
            continue
        new, span = point(Place(url, shown, html=False)), defined["span"]
        found = _AFTER_LABEL.match(data, span["start"], span["end"])
        if found and new is not None and new != url:
            yield *found.span("to"), new.encode()


def _end_of(found: re.Match[bytes], limit: int) -> int:
    """Where a destination ends: a bare one before the bracket that closes the link."""
    start, end = found.span("to")
    if found["to"].startswith(b"<"):
        return end
    depth, place, data = 0, start, found.string
    while place < min(end, limit):
        sign = data[place : place + 1]
        if sign == b"\\":
            place += 1
        elif sign == b"(":
            depth += 1
        elif sign == b")":
            if not depth:
                break
            depth -= 1
        place += 1
    return min(place, limit)


def _in_html(html: bytes, point: Point) -> Iterator[_Edit]:
    for kind, start, _, tag in tokenize(html):
        if kind == "start" and tag is not None and not unshown(tag.name):
            for each in tag.written:
                yield from _of_attribute(tag, each, start, point)


def _of_attribute(tag: Tag, each: Attribute, start: int, point: Point) -> Iterator[_Edit]:
    url, new = each.value.strip(SPACE), None
    if not url or not (sources(each.name) or sets(each.name)):
        return
    if sources(each.name):
        new = point(Place(url, tag.name not in ("a", "area"), html=True))
    else:
        new = _set(url, point)
    if new is None:
        key = _KEY.search(tag.raw, 0, each.start)
        if key:
            yield start + key.start(), start + each.end + len(each.quote), b""
    elif new != url:
        quoted = new.replace("&", "&amp;").replace('"', "&quot;")
        value = quoted if each.quote == '"' else new.replace("'", "&#39;")
        value = value if each.quote else f'"{quoted}"'
        yield start + each.start, start + each.end, value.encode()


def _set(value: str, point: Point) -> str | None:
    """A ``srcset`` (HTML standard, 4.8.4.2.1) of what is left of it."""
    found = [
        (point(Place(each["url"].rstrip(","), shown=True, html=True)), each["more"])
        for each in _CANDIDATE.finditer(value)
    ]
    kept = [f"{new}{more}" for new, more in found if new is not None]
    return ", ".join(kept) or None


def _edited(data: bytes, edits: list[_Edit]) -> bytes:
    """``data`` with its edits, which do not overlap; of equal places the first counts."""
    parts: list[bytes] = []
    done = 0
    for start, end, new in sorted(edits, key=lambda each: (each[0], each[1])):
        if start >= done:
            parts += (data[done:start], new)
            done = end
    parts.append(data[done:])
    return b"".join(parts)
