"""Reading TMX, the exchange format of translation memories, a unit at a time.

TMX 1.4b (https://www.gala-global.org/tmx-14b) and what is left of 1.1 to 1.3. No entity is
expanded, no DTD loaded, nothing fetched; of a file of any size one unit is held. Sections
named below are the specification's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from lxml import etree

from workflow.errors import ExchangeError, LocaleError
from workflow.files.atomic import file_error
from workflow.memory import (
    NOWHERE,
    STATES,
    Unit,
)
from workflow.memory.exchange import (
    Entry,
    Skip,
    Wanted,
    fit,
    foreign,
)
from workflow.model import Locale, State
from workflow.model.phrase import phrase

__all__ = ["Entry", "Skip", "Wanted", "read_entries", "read_tmx"]

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
EVERY = "*all*"
"""As ``srclang``: any of a unit's languages may be its source (section "Attributes")."""
OWN = (
    *("x-article", "x-state", "x-msgctxt", "x-before", "x-after"),
    *("x-drafted-by", "x-unedited"),
)
"""The ``prop`` types in which our files keep what a :class:`Unit` has and TMX has not."""

_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_RTF = re.compile(r"\s*(?:\{\\|\\[a-z]+-?\d|\}\s*$)")
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))
"""Inline elements that hold codes of the format a text comes from (section "Content Markup")."""


def read_tmx(path: Path) -> Iterator[Unit]:
    """Yield the units of a TMX file: from the language that it names as the source to each
    other one, from each to each where it names none (``*all*``).

    Raises what :func:`read_entries` does.
    """
    yield from (each.unit for each in read_entries(path) if isinstance(each, Entry))


def read_entries(
    path: Path, wanted: Wanted | None = None, advance: Callable[[int], None] = lambda _bytes: None
) -> Iterator[Entry | Skip]:
    """Yield what a TMX file has, in its order, and what of it cannot be used.

    ``advance`` is told of bytes that are read.

    Raises :class:`ExchangeError`, with the line, where it is not well-formed, not TMX or
    declares entities, and :class:`~workflow.errors.FileError` where it cannot be read.
    """
    reader = _Reader(str(path), wanted or Wanted())
    try:
        with path.open("rb") as file:
            done = 0
            for each in reader.entries(file):
                yield each
                if file.tell() != done:
                    advance(file.tell() - done)
                    done = file.tell()
    except OSError as error:
        raise file_error(path, "read", error) from error
    except etree.XMLSyntaxError as error:
        raise ExchangeError(
            phrase("not well-formed XML: {msg}", msg=error.msg),
            hint=phrase("Export the file anew from the tool it comes from, as UTF-8 or UTF-16."),
            file=str(path),
            line=error.lineno or 1,
        ) from error


@dataclass(frozen=True, slots=True)
class _Variant:
    """A ``tuv``: one language's text."""

    locale: Locale
    element: etree._Element
    text: str


class _Refusal(Exception):
    """Why a unit cannot be used."""


class _Reader:
    """Reads units; what they need of the header is remembered."""

    def __init__(self, file: str, wanted: Wanted) -> None:
        self._file = file
        self._wanted = wanted
        self._source = EVERY

    def entries(self, file: Any) -> Iterator[Entry | Skip]:
        context = etree.iterparse(
            file,
            events=("start", "end"),
            tag=("{*}tmx", "{*}header", "{*}tu"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        found = False
        for event, element in context:
            name = _name(element)
            if event == "start":
                if name == "tmx":
                    found = True
                    self._check_entities(element)
                elif name == "header":
                    self._source = element.get("srclang") or EVERY
            elif name == "tu":
                yield from self._unit(element)
                _release(element)
        if not found:
            raise ExchangeError(
                phrase("not TMX: it begins with <{name}>", name=_name(context.root)),
                hint=phrase("Name a file with `<tmx>` at its start."),
                file=self._file,
                line=1,
            )

    def _check_entities(self, root: etree._Element) -> None:
        # lxml's stubs do not know what a DTD can be asked.
        definition: Any = root.getroottree().docinfo.internalDTD
        if definition is not None and any(True for _ in definition.iterentities()):
            raise ExchangeError(
                phrase("declares entities, which are not expanded"),
                hint=phrase("Write the characters themselves, or export the file anew."),
                file=self._file,
                line=1,
            )

    def _unit(self, element: etree._Element) -> Iterator[Entry | Skip]:
        line = _line(element)
        try:
            variants, left = self._variants(element)
            if left and len(variants) < 2:
                raise _Refusal(left[0])
            for source, target in self._pairs(element, variants):
                yield _entry(element, source, target, line)
        except _Refusal as refusal:
            yield Skip(line, str(refusal))
            return
        if self._wanted.all:
            yield from (Skip(line, reason) for reason in left)

    def _variants(self, element: etree._Element) -> tuple[list[_Variant], list[str]]:
        """The texts in languages of the project, and why each of the others is left out."""
        variants: list[_Variant] = []
        left: list[str] = []
        for each in element.iterchildren("{*}tuv"):
            tag = each.get(LANGUAGE) or each.get("lang") or ""
            try:
                locale = Locale.parse(tag)
            except LocaleError:
                left.append(f"the language “{tag}” is not known")
                continue
            own = fit(locale, self._wanted.locales) if self._wanted.locales else locale
            if own is not None:
                variants.append(_Variant(own, each, _segment(each)))
            else:
                left.append(foreign(locale))
        return variants, left

    def _pairs(
        self, element: etree._Element, variants: Sequence[_Variant]
    ) -> list[tuple[_Variant, _Variant]]:
        """The pairs that are asked for; raises :class:`_Refusal` where there is none."""
        sources = self._sources(element.get("srclang") or self._source, variants)
        target = self._wanted.target
        pairs = [
            (one, other)
            for one, other in product(sources, variants)
            if one.locale != other.locale and target in (None, other.locale)
        ]
        if not pairs:
            raise _Refusal(f"there is no text in {target}" if target else "one language only")
        full = [(one, other) for one, other in pairs if one.text and other.text]
        if not full:
            raise _Refusal("a text is empty")
        return full

    def _sources(self, named: str, variants: Sequence[_Variant]) -> list[_Variant]:
        source = self._wanted.source
        if source is None:
            if named.lower() == EVERY:
                return list(variants)
            source = _parsed(named)
            known = [each.locale for each in variants]
            source = source if source in known else fit(source, known) if source else None
        found = [each for each in variants if each.locale == source]
        if not found:
            raise _Refusal(f"there is no text in {source or named}")
        return found[:1]


def _entry(element: etree._Element, source: _Variant, target: _Variant, line: int) -> Entry:
    places = (target.element, element, source.element)
    props = [prop for place in places for prop in _props(place)]
    own: Mapping[str, str] = {kind: value for kind, value in reversed(props) if kind in OWN}
    unit = Unit(
        source.locale,
        target.locale,
        source.text,
        target.text,
        _state(own.get("x-state", State.TRANSLATED)),
        own.get("x-article", ""),
        own.get("x-msgctxt"),
        own.get("x-before", NOWHERE),
        own.get("x-after", NOWHERE),
        _attribute(places[:2], "changeid", "creationid"),
        _date(_attribute(places[:2], "changedate", "creationdate")),
        own.get("x-drafted-by", ""),
        own.get("x-unedited") == "yes",
    )
    notes = (each.text for place in places for each in place.iterchildren("{*}note"))
    others = tuple(prop for prop in props if prop[0] not in OWN)
    return Entry(unit, tuple(filter(None, notes)), others, line)


def _state(value: str) -> State:
    """What a unit is; one that nobody vouches for is refused."""
    if value not in list(State):
        return State.TRANSLATED
    if value not in STATES:
        raise _Refusal(f"its state is {value}")
    return State(value)


def _parsed(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag)
    except LocaleError:
        return None


def _segment(variant: etree._Element) -> str:
    segment = next(variant.iterchildren("{*}seg"), None)
    return "" if segment is None else "".join(_text(segment))


def _text(element: etree._Element) -> Iterator[str]:
    """The text of a segment, codes included that are mark-up; those of RTF say nothing here."""
    code = _name(element) in _CODES
    if (text := element.text) and not (code and _RTF.match(text)):
        yield text
    for child in element:
        if isinstance(child, etree._Entity):
            raise _Refusal(f"it uses the entity {child.text}, which is not expanded")
        yield from _text(child)
        if (tail := child.tail) and not (code and _RTF.match(tail)):
            yield tail


def _props(element: etree._Element) -> Iterator[tuple[str, str]]:
    for each in element.iterchildren("{*}prop"):
        yield each.get("type", ""), each.text or ""


def _attribute(elements: Sequence[etree._Element], *names: str) -> str:
    found = (element.get(name) for element in elements for name in names)
    return next((value for value in found if value), "")


def _date(value: str) -> str:
    """The day of a TMX date (``YYYYMMDDThhmmssZ``) in ISO 8601."""
    found = _DATE.match(value)
    return "-".join(found.groups()) if found else ""


def _line(element: Any) -> int:
    return element.sourceline or 1


def _name(element: Any) -> str:
    return etree.QName(element).localname


def _release(element: etree._Element) -> None:
    """Forget a unit that is done with, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
