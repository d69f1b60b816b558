"""Lines that Markdown's dialects title by a mark, on a page of ours.

In the Markdown that is rendered each is a heading that begins with an empty element of a class of
ours, which the sanitised tree still has: what it says is made of the heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml.etree import Element
from markupsafe import Markup

from workflow.site.inlines import replace_in_texts
from workflow.site.tree import Node, drop, unwrap, words

CLASS: Final = "mark-"
_KNOWN: Final = re.compile(r"\[!(note|tip|important|warning|caution)\b", re.IGNORECASE)
_KEY: Final = re.compile(r"\*\[([^\[\]]+)\]")


def marked(kind: str, text: str) -> str:
    """Return the start of a heading that says what the mark ``text`` makes of its line."""
    classes, title = f"{CLASS}{kind}", ""
    if kind == "callout" and (found := _KNOWN.match(text)):
        classes += f" markdown-alert-{found[1].lower()}"
    if kind == "abbreviation" and (key := _KEY.match(text)):
        title = key[1].strip()
    return str(Markup('# <span class="{}" title="{}"></span>').format(classes, title))


def make(root: Node) -> None:
    """Make of the marked headings what they title."""
    expansions: dict[str, str] = {}
    marks = [each for each in root.iter("span") if each.get("class", "").startswith(CLASS)]
    for mark in marks:
        heading = mark.getparent()
        kind, _, known = mark.get("class", "").removeprefix(CLASS).partition(" ")
        if heading is None or heading.tag != "h1":  # in a text: nobody but the author wrote it
            unwrap(mark)
            continue
        title = mark.get("title", "")
        drop(mark)
        match kind:
            case "callout":
                _callout(heading, known)
            case "abbreviation":
                expansions[title] = " ".join(words(heading).split())
                drop(heading)
            case "caption":
                _caption(heading)
            case "verse":
                _verse(heading)
            case "leaf":
                heading.tag = "p"
            case _:
                _drop(heading)
    if any(expansions.values()):
        _abbreviate(root, {key: text for key, text in expansions.items() if key and text})


def _callout(heading: Node, known: str) -> None:
    """The quotation that a callout titles is a box."""
    quote = heading.getparent()
    titled = bool(words(heading).strip()) or len(heading)
    if titled:
        heading.tag = "p"
        heading.set("class", "label")
    else:
        drop(heading)
    if quote is None or quote.tag != "blockquote":
        return
    if known and not titled:
        quote.set("class", known)
        return
    quote.tag = "aside"
    quote.attrib.clear()
    quote.set("role", "note")


def _caption(heading: Node) -> None:
    """The caption of the table above, or else of that below."""
    above, below = heading.getprevious(), heading.getnext()
    for table in (above, below):
        if table is not None and table.tag == "table" and table.find("caption") is None:
            heading.tag = "caption"
            heading.tail = None
            table.insert(0, heading)
            return
    heading.tag = "p"


def _verse(heading: Node) -> None:
    """A line of verse: a paragraph, which goes on with the next."""
    before = heading.getprevious()
    if before is None or before.get("class") != "verse" or (before.tail or "").strip():
        heading.tag = "p"
        heading.set("class", "verse")
        return
    line = Element("br")
    line.tail = heading.text
    before.append(line)
    before.extend(list(heading))
    heading.getparent().remove(heading)


def _drop(heading: Node) -> None:
    item = heading.getparent()
    drop(heading)
    if item is not None and item.tag == "li" and not len(item) and not (item.text or "").strip():
        drop(item)


def _abbreviate(root: Node, expansions: Mapping[str, str]) -> None:
    """Put ``abbr`` around each whole word that has an expansion."""
    keys = "|".join(re.escape(key) for key in sorted(expansions, key=len, reverse=True))

    def element(found: re.Match[str]) -> Node:
        abbreviation = Element("abbr", {"title": expansions[found[0]]})
        abbreviation.text = found[0]
        return abbreviation

    replace_in_texts(root, re.compile(rf"(?<![A-Za-z0-9_])(?:{keys})(?![A-Za-z0-9_])"), element)
