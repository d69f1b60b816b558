"""Inline markup of one message, as a parser sees it: what it holds and what stays literal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from workflow.inline.active_content import (
    Active,
    active_in,
    scheme,
    schemes_in,
)
from workflow.inline.commonmark import (
    Event,
    events,
    link_definitions,
)
from workflow.inline.html_tokens import tokenize

_PREFIX = "x "
"""Keeps the parser from seeing a heading or list where a block of text begins; a space counts
for emphasis as the start of a line does (CommonMark 0.31, section 6.2)."""
_NAMES = {"Emphasis": "emphasis", "Strong": "strong emphasis", "Strikethrough": "strikethrough"}
_MARK = re.compile(r"\*+|_+|`+|~{2,}")
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
                   "track", "wbr"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of ``*``, ``_``, backticks or tildes that a reader would see."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Inline:
    """What one message holds."""

    constructs: Mapping[str, int]
    """``emphasis``, ``link``, ``<b>`` and so on, with how often each stands."""
    marks: tuple[Mark, ...]
    """Markdown's marks that mark nothing and are not escaped."""
    unnested: tuple[str, ...]
    """Tags that are opened and not closed, or closed and not opened."""
    active: frozenset[Active]
    """What a browser would run."""
    schemes: frozenset[str]
    """Of links and images, in lower case; relative addresses have none."""


@lru_cache(maxsize=4096)
def read_inline(text: str, markup: str, references: str = "") -> Inline:
    """Read a message written in ``markup`` (``markdown`` or ``html``).

    ``references`` are link reference definitions the text may refer to.
    """
    if markup == "html":
        tags = _Tags()
        tags.read(text)
        return tags.inline(Counter(), ())
    return _read_markdown(text, references)


def link_references(body: str) -> str:
    """Return the link reference definitions of a Markdown text, as they stand there."""
    data = body.encode()
    spans = (each["span"] for each in link_definitions(body).values())
    return "\n".join(data[span["start"] : span["end"]].decode() for span in spans)


def _read_markdown(text: str, references: str) -> Inline:
    source = f"{_PREFIX}{text}\n\n{references}"
    end = len(f"{_PREFIX}{text}".encode())
    found = [(event, span) for event, span in events(source) if span["start"] < end]
    tags = _Tags()
    counts: Counter[str] = Counter()
    for event, _ in found:
        counts.update(_construct(event))
        tags.schemes.update(_link_schemes(event))
    for html in _html(found):
        tags.read(html)
    return tags.inline(counts, tuple(_marks(source, found)))


def _html(events: Sequence[Event]) -> Iterator[str]:
    """Each piece of HTML: a tag in a line, or a block, of which the parser gives the lines."""
    block = ""
    for event, _ in events:
        line = event.get("Html") if isinstance(event, dict) else None
        if line is None and block:
            yield block
        block = f"{block}{line}" if line else ""
        if isinstance(event, dict) and (html := event.get("InlineHtml")):
            yield html
    if block:
        yield block


def _construct(event: Any) -> Sequence[str]:
    start = event.get("Start") if isinstance(event, dict) else None
    if isinstance(start, str) and start in _NAMES:
        return [_NAMES[start]]
    if isinstance(start, dict):
        return [kind.lower() for kind in ("Link", "Image") if kind in start]
    return ["code"] if isinstance(event, dict) and "Code" in event else []


def _link_schemes(event: Any) -> Iterator[str]:
    start = event.get("Start") if isinstance(event, dict) else None
    if isinstance(start, dict):
        for kind in ("Link", "Image"):
            if target := start.get(kind):
                email = target["link_type"] == "Email"
                yield from scheme("mailto:" if email else target["dest_url"])


def _marks(source: str, events: Sequence[Event]) -> Iterator[Mark]:
    """The runs of unescaped marks in text events, with offsets in the message's characters."""
    data = source.encode()
    loose: list[int] = []
    done = at = characters = 0
    for event, span in events:
        start, end = span["start"], span["end"]
        if isinstance(event, dict) and "Text" in event:
            raw = data[start:end].decode()
            if event["Text"] == raw:  # an entity is not its text
                characters = characters if start >= at else 0
                characters += len(data[at if start >= at else 0 : start].decode())
                at = start
                escaped = start > done and data[start - 1 : start] == b"\\"
                loose += range(characters + escaped, characters + len(raw))
        if not (isinstance(event, dict) and "Start" in event):
            done = end
    chars = set(loose)
    for found in _MARK.finditer("".join(c if i in chars else " " for i, c in enumerate(source))):
        start, end = found.span()
        if not (found[0][0] == "_" and _in_name(source[start - 1], source[end : end + 1])):
            yield Mark(found[0], start - len(_PREFIX), end - len(_PREFIX))


def _in_name(before: str, after: str) -> bool:
    """Whether a ``_`` between these stands in a name such as snake_case."""
    return (before + after).isascii() and before.isalnum() and after.isalnum()


class _Tags:
    """Counts tags and notes what is active, as browsers read them."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.active: set[Active] = set()
        self.schemes: set[str] = set()
        self._open: list[str] = []
        self._stray: list[str] = []

    def read(self, html: str) -> None:
        """Read a piece of HTML to its end; the next piece starts afresh."""
        data = html.encode()
        for kind, start, end, tag in tokenize(data):
            if kind == "start" and tag is not None:
                self.counts[f"<{tag.name}>"] += 1
                if tag.name not in _VOID:
                    self._open.append(tag.name)
            elif kind == "end" and tag is not None:
                self._close(tag.name)
            elif kind == "lost" or (kind == "comment" and not data.endswith(b">", start, end)):
                self._stray.append("<")
        self.active.update(active_in(data))
        self.schemes.update(schemes_in(data))

    def inline(self, counts: Counter[str], marks: tuple[Mark, ...]) -> Inline:
        """What was read, together with what a Markdown parser found."""
        return Inline(
            constructs=counts + self.counts,
            marks=marks,
            unnested=(*self._stray, *(f"<{tag}>" for tag in self._open)),
            active=frozenset(self.active),
            schemes=frozenset(self.schemes),
        )

    def _close(self, name: str) -> None:
        self.counts[f"</{name}>"] += 1
        if self._open and self._open[-1] == name:
            self._open.pop()
        else:
            self._stray.append(f"</{name}>")
