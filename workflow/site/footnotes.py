"""Footnotes: from where they were written to a numbered list at the end.

Numbers follow the first reference, whatever the order of the definitions; a note nobody
refers to is left out, as cmark-gfm does. The roles are those of DPUB-ARIA 1.1.
"""

from __future__ import annotations

from urllib.parse import unquote

from lxml.etree import SubElement

from workflow.model import Locale
from workflow.site.cldr import number
from workflow.site.sanitising import Parsed
from workflow.site.strings import translations
from workflow.site.tree import Node, append_text, drop

_REFERENCE = "footnote-reference"
_DEFINITION = "footnote-definition"
_LABEL = "footnote-definition-label"
_BACK = "↩\ufe0e"  # with the selector that keeps it from becoming a coloured emoji


def gather(parsed: Parsed, locale: Locale) -> None:
    """Number the references in a body and move the notes into a list at its end."""
    root = parsed.root
    if "footnote-" not in parsed.html:
        return
    definitions = _take_definitions(root)
    referred = _referred(root, definitions)
    if not referred:
        return
    section = SubElement(root, "section", {"class": "notes", "role": "doc-endnotes"})
    section.set("aria-labelledby", "page:notes")
    heading = SubElement(section, "h2", {"id": "page:notes"})
    # Translators: heading of the footnotes.
    heading.text = translations(locale).gettext("Notes")
    notes = SubElement(section, "ol")
    for index, (name, references) in enumerate(referred.items(), start=1):
        note = definitions[name]
        note.tag = "li"
        note.attrib.clear()
        note.set("id", f"fn:{index}")
        notes.append(note)
        for count, reference in enumerate(references, start=1):
            mark = f"fnref:{index}" + (f":{count}" if count > 1 else "")
            _link(reference, index, mark, locale)
            _link_back(note, mark, locale)


def _take_definitions(root: Node) -> dict[str, Node]:
    definitions: dict[str, Node] = {}
    for element in list(root.iter("div")):
        if element.get("class") != _DEFINITION or element.get("id") is None:
            continue
        definitions.setdefault(unquote(element.attrib.pop("id")), element)
        drop(element)
        for label in element.findall("sup"):
            if label.get("class") == _LABEL:
                drop(label)
    return definitions


def _referred(root: Node, definitions: dict[str, Node]) -> dict[str, list[Node]]:
    """Map the names of notes, in order of first reference, to their references.

    A note may refer to others: these come after those of the text.
    """
    found: dict[str, list[Node]] = {}
    queue = [root]
    for element in queue:
        marks = (each for each in element.iter("sup") if each.get("class") == _REFERENCE)
        for reference in [each for mark in marks for each in mark.iterchildren("a")]:
            if "href" not in reference.attrib:
                continue
            name = unquote(reference.get("href")).removeprefix("#")
            if name not in definitions:
                continue
            if name not in found:
                queue.append(definitions[name])
            found.setdefault(name, []).append(reference)
    return found


def _link(reference: Node, index: int, mark: str, locale: Locale) -> None:
    # Translators: name of a footnote mark in the text; read aloud by screen readers.
    label = translations(locale).gettext("Note %(number)s")
    reference.text = number(index, locale)
    reference.set("href", f"#fn:{index}")
    reference.set("id", mark)
    reference.set("role", "doc-noteref")
    reference.set("aria-label", label % {"number": reference.text})


def _link_back(note: Node, mark: str, locale: Locale) -> None:
    home = note[-1] if len(note) and note[-1].tag == "p" else SubElement(note, "p")
    if len(home) or home.text:
        append_text(home, "\u00a0")
    link = SubElement(home, "a", {"href": f"#{mark}", "class": "back", "role": "doc-backlink"})
    link.set("aria-label", translations(locale).gettext("Back to the text"))
    link.text = _BACK
