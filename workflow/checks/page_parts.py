"""The headings, images, links and tables of an article or a message, read alike in Markdown and
HTML: constructs of Markdown are taken for the elements that they become.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from workflow.formats import Document
from workflow.formats.markdown.dialect import mask, name_and_data
from workflow.inline.commonmark import Event, InlineEvent, events, events_beside
from workflow.inline.html_elements import DRAWN, HEADINGS
from workflow.inline.html_references import plain
from workflow.inline.html_tokens import Token, tokenize, tokens_of
from workflow.model import Text
from workflow.model import lazy_re as re

_OPAQUE: Final = frozenset({"script", "style", "template", "svg", "math", "pre"})
"""Elements in which nothing is looked for."""
_VERBATIM: Final = frozenset({"code", "kbd", "samp", "var"})
"""Elements whose words stand between grave accents in the words of a part, as in Markdown."""
_CELLS: Final = frozenset({"caption", "td", "th"})
_READ: Final = HEADINGS | _CELLS | {"a", "table"}
"""Elements whose words are gathered."""
MARKDOWN: Final = "\0"
"""What stands among the attributes of a part that is written in Markdown; of a link or an image the
kind of it, as the parser calls it."""
_HIDDEN: Final = frozenset({"none", "presentation"})
_NAMES: Final = ("aria-label", "aria-labelledby", "title")
"""Attributes that name an element whose content has no words (Accessible Name 1.2)."""
_HINTS: Final = re.compile(r"[]<#|=-]")
"""One of these stands in every Markdown that has any of the parts."""
_DEEPEST: Final = 32
"""Parts within parts, at most; those beyond are not looked at."""
_BLANKS: Final = re.compile(r"\s+")


class Mark(NamedTuple):
    """A tag, or words."""

    kind: str
    """``start``, ``end`` or ``text``."""
    name: str
    """Of the element; or the words."""
    attributes: Mapping[str, str]
    start: int
    """In bytes of the body, or characters of the message."""
    end: int


@dataclass(slots=True)
class Part:
    """A heading (``h1`` …), an image (``img``), a link (``a``) or a table with what is in it."""

    name: str
    attributes: Mapping[str, str]
    start: int
    """Of its first mark: in a message in characters; in an article its line, counted from 1."""
    end: int
    words: list[str] = field(default_factory=list)
    images: list[Part] = field(default_factory=list)
    """Those in it."""
    links: int = 0
    """How many links begin in it."""
    cells: list[Part] = field(default_factory=list)
    """Of a table ``th``, ``td`` and ``caption``, in order."""

    @property
    def text(self) -> str:
        """Its words on one line, alternative texts of images among them."""
        return _BLANKS.sub(" ", "".join(self.words)).strip()

    @property
    def address(self) -> str:
        """Where a link leads, or what an image shows; empty for any other."""
        return (self.attributes.get("href") or self.attributes.get("src") or "").strip()

    @property
    def markdown(self) -> bool:
        """Whether it is written in Markdown, where an empty alternative text is none."""
        return MARKDOWN in self.attributes

    @property
    def hidden(self) -> bool:
        """Whether it says that it is none of a reader's business (WAI-ARIA 1.2)."""
        given = self.attributes
        return given.get("aria-hidden") == "true" or given.get("role", "") in _HIDDEN

    @property
    def named(self) -> bool:
        """Whether an attribute names it."""
        return any(self.attributes.get(each, "").strip() for each in _NAMES)


def parts_of_document(document: Document) -> tuple[Part, ...]:
    """The parts of an article's body in order, with their lines; plain text has none.

    Raises :class:`ArticleError` for what the parser fails on.
    """
    return _of_body(document.format.name, document.body, document.body_line)


@lru_cache(maxsize=4)  # several rules ask in turn
def _of_body(format: str, body: str, line: int) -> tuple[Part, ...]:
    if format == "html":
        data = body.encode()
        found = gathered(_of_html(data))
    elif format == "markdown" and _HINTS.search(body):
        masked = mask(body)
        data = masked.encode()
        found = gathered(_Markdown().marks(_flat(events(masked))))
        whole = body.encode()
        # a mark that titles a line is masked as that of a heading
        found = [
            each
            for each in found
            if not (each.name in HEADINGS and data[each.start] != whole[each.start])
        ]
    else:
        return ()
    ends = list(accumulate(len(each) + 1 for each in data.split(b"\n")))
    for part in found:
        part.start = line + bisect_right(ends, part.start)
    return tuple(found)


def parts_of_text(text: Text, references: str = "") -> list[Part]:
    """The parts of a message, whose article has these link definitions; raises as above."""
    value = text.value
    if text.markup == "html" and "<" in value:
        return gathered(_of_tokens(tokens_of(value), lambda start, end: value[start:end]))
    if text.markup == "markdown" and ("[" in value or "<" in value):
        found = gathered(_Markdown().marks(events_beside(value, references)))
        for part in found:  # a block of HTML ends with the line end that is added to read it
            part.end = min(part.end, len(value))
        return found
    return []


def gathered(marks: Iterable[Mark]) -> list[Part]:
    """The parts that a row of marks makes up, in the order of their starts."""
    found: list[Part] = []
    opened: list[Part] = []
    opaque = ""
    for kind, name, attributes, start, end in marks:
        if opaque:
            opaque = "" if kind == "end" and name == opaque else opaque
        elif kind == "text":
            for part in opened:
                part.words.append(name)
        elif name in _OPAQUE:
            opaque = name if kind == "start" else ""
        elif name in _VERBATIM:
            for part in opened:
                part.words.append("`")
        elif name == "img" and kind == "start":
            image = Part(name, attributes, start, end, [attributes.get("alt", "")])
            found.append(image)
            for part in opened:
                part.words.append(f" {image.text} ")
                part.images.append(image)
        elif name in _READ:
            if kind == "start":
                _open(Part(name, attributes, start, end), opened, found)
            else:
                _close(name, opened, end)
    return found


def _open(part: Part, opened: list[Part], found: list[Part]) -> None:
    """Take up a part; a cell ends the one before, a heading or a link its like."""
    last = opened[-1].name if opened else ""
    if part.name in _CELLS:
        while opened and opened[-1].name != "table":
            opened.pop()
        if not opened:
            return
        opened[-1].cells.append(part)
    else:
        if part.name == "a":
            for around in opened:
                around.links += 1
        if last == part.name == "a" or (last in HEADINGS and part.name in HEADINGS):
            opened.pop()
        if len(opened) >= _DEEPEST:
            return
        found.append(part)
    opened.append(part)


def _close(name: str, opened: list[Part], end: int) -> None:
    """End the innermost part of a name, and what was left open in it; none around its table."""
    for place in range(len(opened) - 1, -1, -1):
        if opened[place].name == name:
            opened[place].end = end
            del opened[place:]
            return
        if opened[place].name == "table":
            return


def _of_html(data: bytes) -> Iterator[Mark]:
    """The marks of HTML; offsets in bytes."""
    return _of_tokens(tokenize(data), lambda start, end: data[start:end].decode())


def _of_tokens(tokens: Iterable[Token], words: Callable[[int, int], str]) -> Iterator[Mark]:
    """The marks of tokens; ``words`` gives what stands between two of their offsets."""
    for kind, start, end, tag in tokens:
        if tag is not None:
            yield Mark(kind, tag.name, tag.attributes, start, end)
            if tag.self_closing and tag.name in DRAWN:
                yield Mark("end", tag.name, {}, start, end)
        elif kind == "text":
            yield Mark("text", plain(words(start, end)), {}, start, end)


class _Markdown:
    """Turns events of the parser into marks, whose offsets are those of the events."""

    def __init__(self) -> None:
        self.alt: list[str] | None = None
        """The words so far of the image that the events are in."""
        self.html: list[InlineEvent] = []
        """The lines so far of a block of HTML."""
        self.head = False
        """Whether the events are in the head of a table."""
        self.quotes = 0
        """How many quotations they are in: their headings have an order of their own."""

    def marks(self, stream: Iterable[InlineEvent]) -> Iterator[Mark]:
        """The marks that ``stream`` stands for."""
        for event in stream:
            match event.kind:
                case "Text" | "Code" | "SoftBreak" | "HardBreak":
                    words = f"`{event.data}`" if event.kind == "Code" else event.data or " "
                    if self.alt is not None:
                        self.alt.append(words)
                    else:
                        yield Mark("text", words, {}, event.start, event.end)
                case "Html":
                    self.html.append(event)
                case "InlineHtml":
                    for mark in _of_html(event.data.encode()):
                        yield mark._replace(start=event.start, end=event.end)
                case "Start" | "End":
                    yield from self._construct(event, opens=event.kind == "Start")

    def _construct(self, event: InlineEvent, *, opens: bool) -> Iterator[Mark]:
        name, data = event.name, event.data
        if name == "Heading" and self.quotes:
            return
        kind = "start" if opens else "end"
        element, attributes = "", {}
        match name:
            case "HtmlBlock":
                yield from self._block()
            case "BlockQuote":
                self.quotes += 1 if opens else -1
            case "TableHead":
                self.head = opens
            case "Image" if opens:
                self.alt = []
                self.image = {"src": data["dest_url"], MARKDOWN: data["link_type"]}
            case "Image":
                element, kind = "img", "start"
                attributes = {**self.image, "alt": "".join(self.alt or ())}
                self.alt = None
            case "Heading":
                element = str(data["level"] if opens else data).lower()
            case "Link":
                element = "a"
                if opens:
                    attributes = {"href": data["dest_url"], MARKDOWN: data["link_type"]}
                    attributes |= {"title": data["title"]} if data["title"] else {}
            case "CodeBlock" | "Table" | "TableCell":
                element = {"CodeBlock": "pre", "TableCell": "th" if self.head else "td"}.get(
                    name, "table"
                )
        if element:
            given = {MARKDOWN: ""} | attributes
            yield Mark(kind, element, given, event.start, event.end)

    def _block(self) -> Iterator[Mark]:
        """The marks of a block of HTML, which comes line by line."""
        lines = [each.data.encode() for each in self.html]
        ends = list(accumulate(map(len, lines)))
        for mark in _of_html(b"".join(lines)):
            line = self.html[bisect_right(ends, mark.start)]
            yield mark._replace(start=line.start, end=line.end)
        self.html.clear()


def _flat(stream: Iterable[Event]) -> Iterator[InlineEvent]:
    """The events of an article as those of a message are."""
    for event, span in stream:
        kind, name, data = event, "", None
        if isinstance(event, dict):
            ((kind, data),) = event.items()
            if kind in {"Start", "End"}:
                name, data = name_and_data(data)
        yield InlineEvent(kind, name, data, span["start"], span["end"])
