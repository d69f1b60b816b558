"""Footnotes of a body as books have them: at the foot of a printed page, in the text of an EPUB.

On a page of the site they are a list at its end, to and from which links lead
(:mod:`workflow.site.anchors`).
"""

from __future__ import annotations

from typing import Final

from lxml.etree import Element

from workflow.site.anchors import HEADINGS
from workflow.site.tree import Node, drop

_BLOCKS: Final = frozenset(
    {"p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "div", "pre", "figure", "figcaption"}
)
"""Of what a note may hold, all that cannot stand in a paragraph."""
_NO_FOOT: Final = (*HEADINGS, "table", "figure", "details")
"""Where the way to the foot of the page is not sure."""
_LIST: Final = "./section[@class='notes']"
OPS: Final = "http://www.idpf.org/2007/ops"
"""The namespace of EPUB's own attributes."""


def at_the_foot(root: Node) -> None:
    """Put each note where it is first referred to, for style sheets to float it.

    Where a reference stands in a heading, a table or another note, all notes stay at the end of
    the text: one list is better than two.
    """
    for section in root.xpath(f".//{_LIST[2:]}"):
        notes = {f"#{note.get('id')}": note for note in section.iter("li") if note.get("id")}
        marks = _references(root)
        if any(_is_apart(mark, section) for mark in marks):
            return
        for mark in marks:
            link = mark[0]
            note = notes.pop(link.get("href", ""), None)
            if note is not None:
                _place(mark, note, link.text or "")
        drop(section)


def in_the_text(root: Node) -> None:
    """Mark references and notes for readers that show a note beside its reference (EPUB 3.3)."""
    for mark in _references(root):
        mark[0].set(f"{{{OPS}}}type", "noteref")
    for section in root.xpath(f".//{_LIST[2:]}"):
        section.set(f"{{{OPS}}}type", "footnotes")
        section.attrib.pop("role", None)
        for note in [each for each in section.iter("li") if each.get("id", "").startswith("fn:")]:
            aside = Element("aside", {"id": note.attrib.pop("id"), "role": "doc-footnote"})
            aside.set(f"{{{OPS}}}type", "footnote")
            aside.text, note.text = note.text, None
            aside.extend(list(note))
            note.append(aside)


def _references(root: Node) -> list[Node]:
    return [
        each
        for each in root.iter("sup")
        if each.get("class") == "footnote-reference" and len(each) and each[0].tag == "a"
    ]


def _is_apart(mark: Node, section: Node) -> bool:
    return any(above is section or above.tag in _NO_FOOT for above in mark.iterancestors())


def _place(mark: Node, note: Node, number: str) -> None:
    """Put ``note`` in the place of its reference."""
    for link in [each for each in note.iter("a") if each.get("class") == "back"]:
        drop(link)
    for element in note.iter("*"):
        if element.tag in _BLOCKS:
            element.set("class", f"block {element.tag}")
            element.tag = "span"
    note.tag = "span"
    note.set("class", "footnote")
    note.set("data-number", number)
    _trim(note)
    note.tail = mark.tail
    mark.getparent().replace(mark, note)


def _trim(note: Node) -> None:
    """Take out the blanks around what stands in a note and at the end of its last paragraph."""
    note.text = (note.text or "").lstrip()
    last: Node = note
    while len(last):
        last = last[-1]
        last.tail = (last.tail or "").rstrip("\u00a0 \n")
    last.text = (last.text or "").rstrip("\u00a0 \n")
