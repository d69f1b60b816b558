"""Marks that some site generators read and others show as they are written.

Each belongs to a family; a generator names the families that it owns. Marks that no reader would
see anywhere (HTML comments, definitions of labels) are in none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from workflow.formats.markdown.dialect import directives, mask
from workflow.formats.markdown.notation import TAG
from workflow.generators.exported import Exported
from workflow.inline.commonmark import events
from workflow.model import lazy_re as re

_BY_KIND: Final = {
    "statement": "mdx",
    "admonition": "admonition",
    "callout": "callout",
    "heading": "heading-attributes",
    "attributes": "attributes",
    "contents": "toc",
    "abbreviation": "abbreviation",
    "formula": "math",
    "leaf": "leaf",
    "target": "myst",
    "break": "myst",
    "id": "obsidian",
    "property": "outline",
    "org": "outline",
    "command": "tex",
    "verse": "pandoc",
    "caption": "pandoc",
    "example": "pandoc",
}
_BY_START: Final = (
    (r"\{\{[<%]", "shortcode"),
    (r"\{%", "tag"),
    (r"\{/\*", "mdx"),
    (r"\{::", "kramdown"),
    (r"\{#", "tag"),
    (r":{3,}[ \t]*\{[A-Za-z]|`{3,}|~{3,}", "myst"),
    (r":{3,}", "container"),
    (r"::", "leaf"),
    (r"/{3,}", "admonition"),
    (r"-{1,2}8<|\{!|;?-", "snippet"),
    (r"<<<|@include|@\[code", "vue-include"),
    (r"!\[\[|%%", "obsidian"),
)
"""Of marks whose kind says less; the first that fits."""
_SILENT: Final = re.compile(r"\s*(?:<!--|\[[^\]]*\]:|\{\{!|%(?!%))")
"""What nobody sees, or is nothing but a comment."""
_ENDS: Final = re.compile(r"\s*(?::{3,}|/{3,}|`{3,}|~{3,})\s*")
"""The end of what began above."""


class Mark(NamedTuple):
    """A mark in a body."""

    family: str
    text: str
    """Its first line."""
    line: int
    """Of the body, counted from 1."""


def marks(body: str) -> Iterator[Mark]:
    """The marks of a Markdown body, those inside texts too; what is code has none."""
    data = body.encode()
    for each in directives(body):
        family = _family(each.kind, each.text)
        if family and not _ENDS.fullmatch(each.text):
            shown = each.text.strip().split("\n", 1)[0]
            yield Mark(family, shown, data.count(b"\n", 0, each.start) + 1)
    if "{{" in body or "{%" in body:
        for place, text in _tags(body):
            family = "tag" if text.startswith("{%") else "shortcode"
            yield Mark(family, text.split("\n", 1)[0], data.count(b"\n", 0, place) + 1)


def is_mdx(page: Exported) -> bool:
    """Whether a page is written for MDX: by its ending, or since it says so itself."""
    if page.shown.format != "markdown":
        return False
    if page.file == ".mdx":
        return True
    body = page.shown.body
    wanted = "import" in body or "export" in body or "{/*" in body
    return wanted and any(_family(each.kind, each.text) == "mdx" for each in directives(body))


def code(body: str) -> list[tuple[int, int]]:
    """Where code stands in a Markdown body, in bytes: blocks and spans."""
    found: list[tuple[int, int]] = []
    for event, span in events(mask(body)):
        if isinstance(event, dict) and (
            "Code" in event or ("Start" in event and "CodeBlock" in str(event["Start"])[:12])
        ):
            found.append((span["start"], span["end"]))
    return found


def _tags(body: str) -> Iterator[tuple[int, str]]:
    """Place in bytes and text of tags inside texts."""
    masked = mask(body)
    for event, span in events(masked):
        kind = next(iter(event)) if isinstance(event, dict) else event
        if kind == "Start" and next(iter(_named(event)), "") in ("Paragraph", "Item", "TableCell"):
            text = masked.encode()[span["start"] : span["end"]].decode("utf-8", "ignore")
            for found in TAG.finditer(text):
                yield span["start"] + len(text[: found.start()].encode()), found[0]


def _named(event: dict[str, object]) -> Iterator[str]:
    value = event["Start"]
    yield value if isinstance(value, str) else next(iter(value))  # type: ignore[call-overload]


def _family(kind: str, text: str) -> str:
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if _SILENT.match(text):
        return ""
    stripped = text.strip()
    return next((family for start, family in _BY_START if re.match(start, stripped)), "")
