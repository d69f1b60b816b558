"""Inline markup of a text as its readers get it: what it holds and what stays literal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workflow.inline.active_content import Active, dangers, scheme
from workflow.inline.commonmark import InlineEvent, events_beside, link_definitions
from workflow.inline.html_tokens import tokens_of
from workflow.model import Text
from workflow.model import lazy_re as re

_NAMES = {"Emphasis": "emphasis", "Strong": "strong emphasis", "Strikethrough": "strikethrough"}
_LINKS = frozenset({"Link", "Image"})
_SPECIAL = re.compile(r"[][*_`~<]")
"""What every text has that has any markup in it."""
_MARK_SIGN = re.compile(r"[*_`~]")
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
    """What one text holds."""

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


_NOTHING = Inline({}, (), (), frozenset(), frozenset())


@lru_cache(maxsize=4096)
def constructs_in(text: Text, references: str) -> Inline:
    """Read a text in Markdown or HTML; plain text has no markup.

    ``references`` are link reference definitions that Markdown may refer to.
    """
    if text.markup == "text" or not _SPECIAL.search(text.value):
        return _NOTHING
    tags = _Tags()
    if text.markup == "html":
        tags.read(text.value)
        return tags.inline(Counter(), ())
    found = events_beside(text.value, references)
    counts: Counter[str] = Counter()
    for event in found:
        if event.kind == "Start":
            if event.name in _LINKS:
                counts[event.name.lower()] += 1
                email = event.data["link_type"] == "Email"
                tags.schemes.update(scheme("mailto:" if email else event.data["dest_url"]))
            elif event.name in _NAMES:
                counts[_NAMES[event.name]] += 1
        elif event.kind == "Code":
            counts["code"] += 1
    for html in _html(found):
        tags.read(html)
    return tags.inline(counts, tuple(_marks(text.value, found)))


def link_references(body: str) -> str:
    """Return the link reference definitions of a Markdown text, as they stand there."""
    if "]:" not in body:
        return ""
    data = body.encode()
    spans = (each["span"] for each in link_definitions(body).values())
    return "\n".join(data[span["start"] : span["end"]].decode() for span in spans)


def _html(events: Sequence[InlineEvent]) -> Iterator[str]:
    """Each piece of HTML: a tag in a line, or a block, of which the parser gives the lines."""
    block = ""
    for event in events:
        if event.kind == "Html":
            block += event.data
            continue
        if block:
            yield block
            block = ""
        if event.kind == "InlineHtml":
            yield event.data
    if block:
        yield block


def _marks(text: str, events: Sequence[InlineEvent]) -> Iterator[Mark]:
    """The runs of unescaped marks in text events."""
    if not any(event.kind == "Text" and _MARK_SIGN.search(event.data) for event in events):
        return
    text = f"{text}\n"  # a last line of code has a line end to the parser
    loose = [" "] * len(text)
    done = 0
    for event in events:
        if event.kind == "Text" and event.data == text[event.start : event.end]:
            # An entity is not its text.
            escaped = event.start > done and text[event.start - 1] == "\\"
            start = event.start + escaped
            loose[start : event.end] = text[start : event.end]
        if event.kind != "Start":
            done = event.end
    for found in _MARK.finditer("".join(loose)):
        start, end = found.span()
        if not (
            found[0][0] == "_" and _in_name(text[max(0, start - 1) : start], text[end : end + 1])
        ):
            yield Mark(found[0], start, end)


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
        for kind, start, end, tag in tokens_of(html):
            if kind == "start" and tag is not None:
                self.counts[f"<{tag.name}>"] += 1
                if tag.name not in _VOID:
                    self._open.append(tag.name)
            elif kind == "end" and tag is not None:
                self._close(tag.name)
            elif kind == "lost" or (kind == "comment" and not html.endswith(">", start, end)):
                self._stray.append("<")
        active, schemes = dangers(html)
        self.active |= active
        self.schemes |= schemes

    def inline(self, counts: Counter[str], marks: tuple[Mark, ...]) -> Inline:
        """What was read, together with what a Markdown parser found."""
        return Inline(
            constructs={**counts, **self.counts},
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
