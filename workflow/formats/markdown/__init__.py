"""Markdown (CommonMark, GFM): byte spans from pyromark's events, spliced, never rendered."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from workflow.formats.format import Origin, Remarks, SentenceEnds, Slot
from workflow.formats.html import Html
from workflow.formats.markdown.arguments import pending, shapes, without_components
from workflow.formats.markdown.dialect import (
    INLINE,
    OPAQUE,
    name_and_data,
    read,
)
from workflow.formats.markdown.places import Source
from workflow.formats.markdown.unseen import DirectiveWalker, pending_definitions
from workflow.formats.markdown.walk import Walker
from workflow.inline.commonmark import events
from workflow.model import SUFFIXES

__all__ = ["Markdown"]
NAMES = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "BlockQuote": "quotation",
    "List": "list",
    "Item": "list item",
    "Table": "table",
    "TableHead": "table head",
    "TableRow": "table row",
    "TableCell": "table cell",
    "FootnoteDefinition": "footnote",
    "DefinitionList": "definition list",
    "DefinitionListTitle": "definition term",
    "DefinitionListDefinition": "definition",
    "CodeBlock": "code",
    "HtmlBlock": "HTML",
}
"""The parser's names of blocks in words for people."""
_TEXT = (("text",),)
_LINKS = ("Link", "Image")


@dataclass(frozen=True, slots=True)
class Markdown:
    """The built-in format ``markdown``."""

    arguments: frozenset[str] = frozenset()
    """Names of the directives' arguments that are text."""
    name: ClassVar[str] = "markdown"
    suffixes: ClassVar[tuple[str, ...]] = SUFFIXES["markdown"]

    def slots(
        self, body: str, origin: Origin, sentences: SentenceEnds | None = None
    ) -> tuple[Slot, ...]:
        """See :class:`~workflow.formats.format.Format`."""
        source = Source(body, origin)
        arguments = pending(body, self.arguments) if self.arguments else ()
        unseen = [*arguments, *pending_definitions(source)]
        if unseen:
            unseen.sort(key=lambda each: each.start)
            walker: Walker = DirectiveWalker(source, sentences, unseen)
        else:
            walker = Walker(source, sentences)
        walker.walk()
        return tuple(walker.slots)

    def skeleton(self, body: str) -> tuple[Hashable, ...]:
        """See :class:`~workflow.formats.format.Format`."""
        return skeleton(body, self.arguments)


def skeleton(body: str, arguments: frozenset[str] = frozenset()) -> tuple[Hashable, ...]:
    """Return the blocks in order, opened and closed, with a mark where inline content stands.

    Comments meant for this tool are left out; the addresses of images that stand alone are in.
    Directives are in as they are, but for the texts of their ``arguments``.
    """
    parts: list[Hashable] = list(shapes(body, read(body)[1], arguments))
    for part in passed(body).parts:
        if isinstance(part, _Opaque):
            parts += part.shape(arguments)
        else:
            parts.append(part)
    return tuple(parts)


class Passed(NamedTuple):
    """What one pass over an article's events tells."""

    parts: tuple[Hashable, ...]
    """See :func:`skeleton`."""
    links: tuple[tuple[int, str, Any], ...]
    """Links and images: where each starts, in bytes of what the parser sees; which of the two it
    is; and what the parser says of it."""


@lru_cache(maxsize=4)  # structure and addresses of an article and a translation are asked in turn
def passed(body: str) -> Passed:  # noqa: PLR0912 - calls would cost more than the rest
    """Read the whole text once."""
    parts: list[Hashable] = []
    links: list[tuple[int, str, Any]] = []
    content: list[str] = []
    opaque = ""
    data: Any = None
    run = _Run()
    for event, span in events(read(body)[0]):
        if isinstance(event, str):
            kind, value = event, None
        else:
            ((kind, value),) = event.items()
        if kind in ("Start", "End"):
            name, details = (value, None) if isinstance(value, str) else name_and_data(value)
            if name in INLINE:
                run.inline(kind, name, details)
                if name in _LINKS and kind == "Start":
                    links.append((span["start"], name, details))
                continue
            parts += run.close()
            if name in OPAQUE:
                if kind == "End":
                    parts.append(_Opaque(opaque, data, "".join(content)))
                    opaque = ""
                else:
                    opaque, data, content = name, details, []
            else:
                parts.append(_block(kind, name, details))
        elif opaque:
            content.append(str(value))
        elif kind in ("Rule", "TaskListMarker"):
            parts += run.close()
            parts.append(("rule",) if kind == "Rule" else ("task", value))
        elif not run.other:
            run.text(kind, value)
    parts += run.close()
    return Passed(tuple(parts), tuple(links))


class _Run:
    """One block's inline content: there or not, and whether images are all of it."""

    def __init__(self) -> None:
        self.depth = 0
        self.images: list[str] = []
        self.other = False

    def inline(self, kind: str, name: str, details: Any) -> None:
        if kind == "End":
            self.depth -= 1
            return
        if self.depth == 0:
            if name == "Image":
                self.images.append(details["dest_url"])
            else:
                self.other = True
        self.depth += 1

    def text(self, kind: str, value: Any) -> None:
        idle = kind in ("SoftBreak", "HardBreak") or (kind == "Text" and not value.strip())
        if self.depth == 0 and not idle:
            self.other = True

    def close(self) -> Sequence[Hashable]:
        """What there was; then the next one begins."""
        if not (self.other or self.images):
            return ()
        found = _TEXT if self.other else [("image", address) for address in self.images]
        self.depth, self.images, self.other = 0, [], False
        return found


def _block(kind: str, name: str, details: Any) -> Hashable:
    words = NAMES.get(name, name)
    if kind == "End":
        return ("end of", words)
    if name == "Heading":
        return (words, details["level"], details["id"], details["classes"], details["attrs"])
    return (words, details)


class _Opaque(NamedTuple):
    """A block of code or HTML."""

    name: str
    data: Any
    content: str

    def shape(self, arguments: frozenset[str]) -> list[Hashable]:
        """Its part of a skeleton."""
        name, data, content = self
        if name == "HtmlBlock":
            if arguments:
                content = without_components(content, arguments)
            return [] if Remarks().read(content) else [("HTML",), *Html().skeleton(content)]
        # What stands behind a fence, and whether there is one; metadata likewise.
        if isinstance(data, dict):  # {"Fenced": "py"}
            info = " ".join(str(value) for value in data.values())
        else:
            info = "" if data is None else f"({str(data).lower()})"
        return [(NAMES.get(name, name), info, content)]
