"""A handout as XLIFF 2.1 (https://docs.oasis-open.org/xliff/xliff-core/v2.1/).

One file element an article, one unit with one segment a message. Inline codes are ``pc`` and
``ph`` whose bytes stand in ``originalData``; terms that stay as they are are ``mrk`` with
``translate="no"``. Terms go out by the glossary module, what the memory has by the module of
translation candidates, limits by the module of size restrictions, digests by metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, cast

from lxml import etree

from workflow.exchange.handout import Handout, HandoutUnit, note_mark, unit_id, writable
from workflow.exchange.inline_codes import BREAK, ESCAPE, Coded, Part, coded
from workflow.exchange.xliff_states import OURS, TWO
from workflow.model import Text

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
GLOSSARY: Final = "urn:oasis:names:tc:xliff:glossary:2.0"
MATCHES: Final = "urn:oasis:names:tc:xliff:matches:2.0"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
SIZES: Final = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
_PREFIXES: Final = {
    None: CORE,
    "gls": GLOSSARY,
    "mtc": MATCHES,
    "mda": METADATA,
    "slr": SIZES,
}
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "Strong": ("fmt", "xlf:b"),
    "Emphasis": ("fmt", "xlf:i"),
    "Link": ("link", ""),
    "Image": ("image", ""),
    "b": ("fmt", "xlf:b"),
    "i": ("fmt", "xlf:i"),
    "u": ("fmt", "xlf:u"),
    "a": ("link", ""),
    "img": ("image", ""),
    "br": ("fmt", "xlf:lb"),
    BREAK: ("fmt", "xlf:lb"),
    ESCAPE: ("other", ""),
}
"""Names of codes → type and subType (4.3.1.37 and 4.3.1.30)."""


def xliff2(handouts: Sequence[Handout]) -> bytes:
    """The file; all ``handouts`` are from one language into one other."""
    first = handouts[0]
    root = etree.Element(_name(CORE, "xliff"), nsmap=cast("dict[str, str]", _PREFIXES))
    root.set("version", "2.1")
    root.set("srcLang", first.source.bcp47)
    root.set("trgLang", first.target.bcp47)
    for number, handout in enumerate(handouts, start=1):
        file = etree.SubElement(root, _name(CORE, "file"), id=f"f{number}")
        file.set("original", writable(handout.article))
        profiles = etree.SubElement(file, _name(SIZES, "profiles"))
        profiles.set("generalProfile", "xliff:codepoints")
        etree.SubElement(profiles, _name(SIZES, "normalization"))
        for unit in handout.units:
            _unit(file, handout, unit)
    _indented(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _name(space: str, name: str) -> str:
    return f"{{{space}}}{name}"


def _unit(file: Any, handout: Handout, unit: HandoutUnit) -> None:
    element = etree.SubElement(file, _name(CORE, "unit"), id=unit_id(handout.article, unit.key))
    if unit.max_length:
        element.set(_name(SIZES, "sizeRestriction"), str(unit.max_length))
    parts = coded(unit.source, unit.target)
    _modules(element, unit)
    _notes(element, unit)
    data = _original_data(element, parts)
    segment = etree.SubElement(element, _name(CORE, "segment"), id="s1")
    state, sub = TWO[unit.state]
    segment.set("state", state)
    if sub:
        segment.set("subState", f"{OURS}{sub}")
    source = etree.SubElement(segment, _name(CORE, "source"))
    _Inline(source, data).write(_kept(parts.source, unit))
    if unit.msgstr:
        target = etree.SubElement(segment, _name(CORE, "target"))
        _Inline(target, data).write(parts.target)
    for each in segment:
        each.set(XML_SPACE, "preserve")


def _modules(element: Any, unit: HandoutUnit) -> None:
    if unit.matches:
        matches = etree.SubElement(element, _name(MATCHES, "matches"))
        for each in unit.matches:
            match = etree.SubElement(matches, _name(MATCHES, "match"), ref="#s1")
            match.set("matchQuality", f"{min(each.score, 100)}.0")
            match.set("origin", writable(each.origin))
            texts = (Text(writable(text), unit.markup) for text in (each.source, each.target))
            parts = coded(*texts)
            data = _original_data(match, parts)
            for name, some in (("source", parts.source), ("target", parts.target)):
                child = etree.SubElement(match, _name(CORE, name))
                child.set(XML_SPACE, "preserve")
                _Inline(child, data).write(some)
    if unit.terms:
        glossary = etree.SubElement(element, _name(GLOSSARY, "glossary"))
        for term in unit.terms:
            entry = etree.SubElement(glossary, _name(GLOSSARY, "glossEntry"))
            etree.SubElement(entry, _name(GLOSSARY, "term")).text = writable(term.text)
            for text in term.translations or (term.text,):
                etree.SubElement(entry, _name(GLOSSARY, "translation")).text = writable(text)
            if term.definition:
                found = etree.SubElement(entry, _name(GLOSSARY, "definition"))
                found.text = writable(term.definition)
    metadata = etree.SubElement(element, _name(METADATA, "metadata"))
    group = etree.SubElement(metadata, _name(METADATA, "metaGroup"), category="workflow")
    told = {"shown": unit.shown}
    if unit.key[0] is not None:
        told["msgctxt"] = unit.key[0]
    for name, value in told.items():
        meta = etree.SubElement(group, _name(METADATA, "meta"), type=name)
        meta.text = writable(value)


def _notes(element: Any, unit: HandoutUnit) -> None:
    told = [("context", unit.context)] if unit.context else []
    told += [("author", each) for each in unit.notes]
    told += [("comment", each) for each in unit.comments]
    if not told:
        return
    notes = etree.SubElement(element, _name(CORE, "notes"))
    for number, (category, text) in enumerate(told, start=1):
        note = etree.SubElement(notes, _name(CORE, "note"), id=f"n{number}-{note_mark(text)}")
        note.set("category", category)
        note.text = writable(text)


def _original_data(element: Any, parts: Coded) -> dict[str, str]:
    """Write the bytes of all codes; their text → its id."""
    codes = [each.text for each in (*parts.source, *parts.target) if each.id]
    data = {text: f"d{number}" for number, text in enumerate(dict.fromkeys(codes), start=1)}
    if data:
        place = etree.SubElement(element, _name(CORE, "originalData"))
        for text, name in data.items():
            etree.SubElement(place, _name(CORE, "data"), id=name).text = writable(text)
            place[-1].set(XML_SPACE, "preserve")
    return data


def _kept(parts: Iterable[Part], unit: HandoutUnit) -> Iterable[Part]:
    """The parts of the source, cut where a term that is not translated begins and ends."""
    done, marks = 0, 0
    edges = sorted({edge for span in unit.keep for edge in span})
    starts = dict(unit.keep)
    for part in parts:
        end = done + len(part.text)
        if part.role != "words":
            yield part
        else:
            inner = [done, *(each for each in edges if done < each < end), end]
            for first, last in pairwise(inner):
                marks += starts.get(first) == last
                name = f"m{marks}" if starts.get(first) == last else ""
                yield Part("words", part.text[first - done : last - done], name)
        done = end


class _Inline:
    """Writes parts as inline elements."""

    def __init__(self, element: Any, data: Mapping[str, str]) -> None:
        self._inside = [element]
        self._data = data

    def write(self, parts: Iterable[Part]) -> None:
        """Write all of them."""
        for part in parts:
            if part.role == "words":
                self._words(part)
            elif part.role == "close":
                element = self._inside.pop()
                element.set("dataRefEnd", self._data[part.text])
                element.set("dispEnd", writable(part.text))
            else:
                self._code(part)

    def _words(self, part: Part) -> None:
        here = self._inside[-1]
        if part.name:
            mark = etree.SubElement(here, _name(CORE, "mrk"), id=part.name, translate="no")
            mark.text = writable(part.text)
            return
        text = writable(part.text)
        if len(here):
            here[-1].tail = (here[-1].tail or "") + text
        else:
            here.text = (here.text or "") + text

    def _code(self, part: Part) -> None:
        paired = part.role == "open"
        element = etree.SubElement(self._inside[-1], _name(CORE, "pc" if paired else "ph"))
        element.set("id", part.id)
        end = "Start" if paired else ""
        element.set(f"dataRef{end}", self._data[part.text])
        element.set(f"disp{end}", writable(part.text))
        kind, sub = _KINDS.get(part.name, ("other", ""))
        element.set("type", kind)
        if sub:
            element.set("subType", sub)
        if part.name != ESCAPE:
            element.set("canDelete", "no")
        if paired:
            self._inside.append(element)


def _indented(element: Any, depth: int = 0) -> None:
    """Put line ends and blanks where they mean nothing: nowhere in a text, however deep."""
    if element.get(XML_SPACE) == "preserve" or element.text or not len(element):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in element:
        _indented(child, depth + 1)
        child.tail = inner
    element[-1].tail = "\n" + "  " * depth
