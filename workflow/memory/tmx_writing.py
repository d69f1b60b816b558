"""Writing TMX 1.4b (https://www.gala-global.org/tmx-14b), a unit at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lxml import etree

from workflow import __version__
from workflow.files.atomic import replacing
from workflow.memory import (
    NOWHERE,
    Unit,
)
from workflow.memory.exchange import Entry
from workflow.memory.tmx import (
    EVERY,
    LANGUAGE,
)
from workflow.model import Locale

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 file can hold, escaped or not (XML 1.0, production 2)."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that no TMX file can hold."""

    unit: Unit
    character: str
    """The first one that XML does not allow."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the units."""

    units: int
    refused: tuple[Refused, ...]
    changed: bool
    """Whether the file is another than before."""


def write_tmx(
    path: Path,
    entries: Iterable[Entry],
    source: Locale | None,
    segments: Literal["paragraph", "sentence"] = "paragraph",
) -> Written:
    """Write ``entries`` in one step, one ``tu`` a unit, and tell what became of them.

    ``source``: the language all of them translate from; None where there are several.
    ``segments``: what a unit mostly is. A unit with a character that XML does not allow is
    left out and told of. Equal entries give equal bytes. Raises
    :class:`~workflow.errors.FileError`; the old file then stands, as it does where
    ``entries`` raises.
    """
    refused: list[Refused] = []
    count = 0
    with (
        replacing(path) as replacement,
        etree.xmlfile(replacement.file, encoding="utf-8") as xml,
    ):
        xml.write_declaration()
        xml.write_doctype('<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
        with xml.element("tmx", version="1.4"):
            xml.write("\n", _header(source, segments), "\n")
            with xml.element("body"):
                xml.write("\n")
                for entry in entries:
                    if found := _ILLEGAL.search("".join(_strings(entry))):
                        refused.append(Refused(entry.unit, found[0]))
                        continue
                    xml.write(_unit(entry, named=source is None), "\n")
                    count += 1
            xml.write("\n")
    return Written(count, tuple(refused), replacement.changed)


def _header(source: Locale | None, segments: str) -> etree._Element:
    return etree.Element(
        "header",
        {
            "creationtool": "workflow",
            "creationtoolversion": __version__,
            "segtype": segments,
            "o-tmf": "workflow",
            "adminlang": "en",
            "srclang": _tag(source) if source else EVERY,
            "datatype": "plaintext",
        },
    )


def _unit(entry: Entry, *, named: bool) -> etree._Element:
    """``named``: the unit itself says which language it translates from."""
    unit = entry.unit
    element = etree.Element("tu")
    if named:
        element.set("srclang", _tag(unit.source_locale))
    if unit.date:
        element.set("changedate", f"{unit.date.replace('-', '')}T000000Z")
    if unit.translator:
        element.set("changeid", unit.translator)
    for note in entry.notes:
        etree.SubElement(element, "note").text = note
    for kind, value in (*_own_props(unit), *entry.props):
        etree.SubElement(element, "prop", type=kind).text = value
    for locale, text in ((unit.source_locale, unit.source), (unit.target_locale, unit.target)):
        variant = etree.SubElement(element, "tuv", {LANGUAGE: _tag(locale)})
        etree.SubElement(variant, "seg").text = text
    return element


def _own_props(unit: Unit) -> Iterator[tuple[str, str]]:
    if unit.article:
        yield "x-article", unit.article
    yield "x-state", unit.state.value
    if unit.msgctxt is not None:
        yield "x-msgctxt", unit.msgctxt
    for kind, value in (("x-before", unit.before), ("x-after", unit.after)):
        if value != NOWHERE:
            yield kind, value
    if unit.drafted_by:
        yield "x-drafted-by", unit.drafted_by
    if unit.unedited:
        yield "x-unedited", "yes"


def _strings(entry: Entry) -> Iterator[str]:
    unit = entry.unit
    yield from (unit.source, unit.target, unit.article, unit.msgctxt or "", unit.translator)
    yield unit.drafted_by
    yield from entry.notes
    yield from (text for prop in entry.props for text in prop)


def _tag(locale: Locale) -> str:
    """BCP 47 as gettext's spelling is read back: no script that the locale does not name."""
    return locale.name.replace("_", "-")
