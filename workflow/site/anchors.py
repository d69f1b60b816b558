"""What links within pages lead to: the ids of headings, and footnotes.

Ids are as GitHub makes them, with every name that a link may know besides. An id that a page once
had is never taken away, for others have linked to it: where the rule has changed, or a section is
known by another name, an empty anchor stands in the heading.

Footnotes go from where they were written to a numbered list at the end. Numbers follow the first
reference, whatever the order of the definitions; a note nobody refers to is left out, as cmark-gfm
does. The roles are those of DPUB-ARIA 1.1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final
from urllib.parse import unquote

from lxml.etree import Element, SubElement

from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.site.content import Parsed
from workflow.site.strings import number, translations
from workflow.site.tree import Node, append_text, drop, words

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")

_KEPT: Final = frozenset({"Nd", "Nl", "Pc"})
_CIRCLED: Final = re.compile(
    "[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]"
)
"""Letters in circles and squares: symbols, and alphabetic (Unicode's Other_Alphabetic)."""
_WORDS: Final = ".//text()[not(ancestor::sup[@class='footnote-reference'])]"
_HINTS: Final = ('id="', 'name="', "footnote-")
"""One of these stands in what a tree is read from that has ids: the author's, or footnotes'."""
_BLANK: Final = re.compile(r"\s")
_NO_BREAK: Final = re.compile("[\u00a0\u202f]")
_UNNAMED: Final = "section"
"""The id of a heading without a letter."""

Names = tuple[str, ...]
"""What a link may call one heading; its id comes first."""
_REFERENCE = "footnote-reference"
_DEFINITION = "footnote-definition"
_LABEL = "footnote-definition-label"
_BACK = "↩\ufe0e"  # with the selector that keeps it from becoming a coloured emoji


def identify(
    parsed: Parsed, anchors: Sequence[Names] = (), *, older: bool = False
) -> tuple[Names, ...]:
    """Give every heading an id; return the names of each, in order.

    Ids of the author's stand, and none occurs twice. ``anchors`` is what this returned for the
    source: a translation with as many headings takes the names over, so that a link to a
    section leads there in every language. What else a link may say, the id by the heading's own
    words and the one that pages had before the rule was GitHub's, becomes an anchor in the
    heading; so does the id it had before its spaces became such that no line breaks at them.
    The two rules number equal headings differently (``a``, ``a-1``, ``a-2``; before: ``a``,
    ``a-2``, ``a-3``): ``older`` says that the page was out when it had the ids of before, and
    what one of these led to, it leads to still.
    """
    taken = _authors_ids(parsed)
    headings = list(parsed.root.iter(*HEADINGS))
    shared = anchors if len(anchors) == len(headings) else [()] * len(headings)
    authors = [heading.get("id", "") for heading in headings]
    texts = [words(each) for each in headings]
    slugs = [
        slug("".join(each.xpath(_WORDS)) if len(each) and "footnote-" in parsed.html else text)
        for each, text in zip(headings, texts, strict=True)
    ]
    own = _numbered(slugs, authors, taken, 1)
    first = _numbered(
        [names[0] if names else name for names, name in zip(shared, slugs, strict=True)],
        authors, taken, 1,
    )  # fmt: skip
    old = _numbered(list(map(_old_slug, texts)), authors, taken, 2)
    if older and not any(shared):
        owners = {name: number for number, name in enumerate(old)}
        first = [
            name if owners.get(name, number) == number else old[number]
            for number, name in enumerate(first)
        ]
    ranks = [zip(old), zip(own)] if older else [zip(own), zip(old)]
    if any(_NO_BREAK.search(text) for text in texts):
        spaced = [_NO_BREAK.sub(" ", text) for text in texts]
        ranks.append(zip(_numbered(list(map(slug, spaced)), authors, taken, 1)))
    found = _shared_out(first, [shared, *map(list, ranks)], taken)
    for heading, names in zip(headings, found, strict=True):
        _write(heading, names)
    return found


def _shared_out(
    first: Sequence[str], ranks: Sequence[Sequence[Names]], taken: set[str]
) -> tuple[Names, ...]:
    """The names of each heading: its id in ``first``, and of each rank those not yet used."""
    used = taken | set(first)
    found: list[list[str]] = [[name] for name in first]
    for rank in ranks:
        for names, more in zip(found, rank, strict=True):
            for name in more:
                if name not in used:
                    used.add(name)
                    names.append(name)
    return tuple(map(tuple, found))


def all_ids(root: Node) -> frozenset[str]:
    """Every id in ``root``, which is what a link to it may name."""
    return frozenset(map(str, root.xpath(".//@id")))


@lru_cache(maxsize=10_000)
def slug(text: str) -> str:
    """The id of a heading that says ``text``, as GitHub makes it (github-slugger 2.0).

    Letters in lower case with their marks, digits, ``_`` and hyphens, and a hyphen for each
    space; everything else goes.
    """
    return "".join(map(_kept, text.strip().lower())) or _UNNAMED


@cache
def _kept(char: str) -> str:
    if char in " -":
        return "-"
    category = unicodedata.category(char)
    return char if category[0] in "LM" or category in _KEPT or _CIRCLED.match(char) else ""


@lru_cache(maxsize=10_000)
def _old_slug(text: str) -> str:
    """What the id was before: without accents lost, but with one hyphen for all that is between."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-_") or _UNNAMED


def _authors_ids(parsed: Parsed) -> set[str]:
    """The ids in the text; those that occur twice, or that no link can name, are taken out."""
    taken: set[str] = set()
    if not any(hint in parsed.html for hint in _HINTS):
        return taken
    for link in parsed.root.xpath(".//*[@name]") if 'name="' in parsed.html else ():
        name = link.attrib.pop("name")  # how HTML 4 wrote an anchor
        link.set("id", link.get("id") or name)
    for element in parsed.root.iterdescendants():
        name = element.get("id")
        if name is None:
            continue
        if name in taken or _BLANK.search(name):
            del element.attrib["id"]
        else:
            taken.add(name)
    return taken


def _numbered(
    wanted: Sequence[str], authors: Sequence[str], taken: set[str], first: int
) -> list[str]:
    """``wanted``, with numbers from ``first`` on where one is taken; the authors' as they are."""
    used = set(taken)
    counts: dict[str, int] = {}
    found = []
    for name, author in zip(wanted, authors, strict=True):
        unused = author or name
        while not author and unused in used:
            count = counts.get(name, first)
            counts[name] = count + 1
            unused = f"{name}-{count}"
        used.add(unused)
        found.append(unused)
    return found


def _write(heading: Node, names: Names) -> None:
    heading.set("id", names[0])
    spans = [Element("span", {"id": name}) for name in names[1:]]
    if spans:
        spans[-1].tail, heading.text = heading.text, None
    for place, span in enumerate(spans):
        heading.insert(place, span)


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
