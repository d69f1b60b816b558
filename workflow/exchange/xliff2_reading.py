"""XLIFF 2.0, 2.1 and 2.2 that come back: targets, states and notes.

(https://docs.oasis-open.org/xliff/xliff-core/v2.1/, https://docs.oasis-open.org/xliff/xliff-core/v2.2/)
A tool may cut a unit into several segments, put them in another order, and write pairs of codes as
``sc`` and ``ec``: the text of a unit is that of its segments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from workflow.exchange.handout import Returned, ReturnedUnit, note_mark
from workflow.exchange.xliff_states import from_two
from workflow.exchange.xml_parsing import (
    DamagedError,
    child,
    line_of,
    local_name,
    space_of,
)
from workflow.model import State
from workflow.model.phrase import phrase

SPACE: Final = "urn:oasis:names:tc:xliff:document:2."
"""What the namespace of every version begins with."""
_SEGMENTS: Final = ("segment", "ignorable")
_MARKS: Final = frozenset({"mrk", "sm", "em"})


def read_xliff2(root: Any) -> tuple[Returned, ...]:
    """What the files of a document bring back; raises :class:`DamagedError`."""
    locale = root.get("trgLang") or ""
    if not locale:
        raise DamagedError(phrase("it has no trgLang: which language it is in is not known"), 1)
    return tuple(
        Returned(file.get("original") or "", locale, tuple(map(_unit, _units(file))))
        for file in root
        if local_name(file) == "file"
    )


def _units(element: Any) -> Iterator[Any]:
    for each in element:
        if local_name(each) == "unit" and space_of(each).startswith(SPACE):
            yield each
        elif local_name(each) == "group":
            yield from _units(each)


class _Text(NamedTuple):
    """A source or a target."""

    value: str
    codes: tuple[str, ...]
    """Ids of its codes, in their order."""
    needed: tuple[str, ...] = ()
    """Of these, those that no target may lack."""
    broken: str = ""


_NOTHING = _Text("", ())


def _unit(unit: Any) -> ReturnedUnit:
    data = _data(unit)
    segments = [each for each in unit if local_name(each) in _SEGMENTS]
    sources = [_text(child(each, "source"), data) for each in segments]
    targets = [_target(each, data) for each in segments]
    done = [each for each in targets if each is not None]
    source = _together(sources)
    target = _together(each for each in _in_order(segments, targets) if each is not None)
    broken = target.broken
    if done and len(done) < len(segments) and not broken:
        broken = phrase("only a part of it is translated")
    doubled = [name for name, count in Counter(target.codes).items() if count > 1]
    if doubled and not broken:
        broken = phrase("the code {id} is there twice", id=doubled[0])
    meta = _metadata(unit)
    return ReturnedUnit(
        id=unit.get("id") or "",
        target=target.value if done else None,
        shown=meta.get("shown", ""),
        source=source.value,
        context=meta.get("msgctxt"),
        state=_state(segments),
        firm=True,
        notes=tuple(_notes(unit)),
        lost=tuple(each for each in source.needed if each not in target.codes) if done else (),
        broken=broken,
        line=line_of(unit),
    )


def _target(segment: Any, data: Mapping[str, str]) -> _Text | None:
    """The target of a segment; of what is only blank between segments, else its source."""
    target = child(segment, "target")
    if target is None and local_name(segment) == "ignorable":
        target = child(segment, "source")
    return None if target is None else _text(target, data)


def _in_order(segments: Iterable[Any], targets: Iterable[_Text | None]) -> list[_Text | None]:
    """The targets in the order of the translation, as the attribute ``order`` has it."""
    places: list[tuple[int, int, _Text | None]] = []
    for number, (segment, target) in enumerate(zip(segments, targets, strict=True), start=1):
        element = child(segment, "target")
        order = "" if element is None else element.get("order") or ""
        places.append((int(order) if order.isdecimal() else number, number, target))
    return [target for _, _, target in sorted(places, key=lambda place: place[:2])]


def _together(texts: Iterable[_Text]) -> _Text:
    found = list(texts)
    return _Text(
        "".join(each.value for each in found),
        tuple(code for each in found for code in each.codes),
        tuple(code for each in found for code in each.needed),
        next((each.broken for each in found if each.broken), ""),
    )


def _data(unit: Any) -> Mapping[str, str]:
    place = child(unit, "originalData")
    if place is None:
        return {}
    return {each.get("id") or "": "".join(_characters(each)) for each in place}


def _characters(element: Any) -> Iterator[str]:
    """The text of an element that has no children but ``cp``."""
    yield element.text or ""
    for each in element:
        if local_name(each) == "cp":
            yield _character(each)
        yield each.tail or ""


def _character(element: Any) -> str:
    try:
        return chr(int(element.get("hex") or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _text(element: Any, data: Mapping[str, str]) -> _Text:
    if element is None:
        return _NOTHING
    reader = _Reader(data)
    reader.inside(element)
    return _Text("".join(reader.texts), tuple(reader.codes), tuple(reader.needed), reader.broken)


class _Reader:
    """Reads inline content."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self._data = data
        self.texts: list[str] = []
        self.codes: list[str] = []
        self.needed: list[str] = []
        self.broken = ""

    def inside(self, element: Any) -> None:
        """Read what stands in an element."""
        self.texts.append(element.text or "")
        for each in element:
            self._inline(each)
            self.texts.append(each.tail or "")

    def _inline(self, element: Any) -> None:
        name = local_name(element)
        if name == "pc":
            self._code(element, "dataRefStart")
            self.inside(element)
            self._bytes(element, "dataRefEnd")
        elif name in ("ph", "sc"):
            self._code(element, "dataRef")
        elif name == "ec":
            if element.get("startRef") is None:
                self._code(element, "dataRef")
            else:
                self._bytes(element, "dataRef")
        elif name == "cp":
            self.texts.append(_character(element))
        elif name in _MARKS:
            self.inside(element)
        else:
            self.broken = phrase("it has the element “{name}”, which is not known", name=name)

    def _code(self, element: Any, name: str) -> None:
        known = element.get("id") or "?"
        self.codes.append(known)
        if element.get("canDelete") == "no":
            self.needed.append(known)
        if element.get("copyOf"):
            self.broken = phrase("the code {id} is there twice", id=element.get("copyOf"))
        self._bytes(element, name)

    def _bytes(self, element: Any, name: str) -> None:
        reference = element.get(name)
        if reference in self._data:
            self.texts.append(self._data[reference])
        else:
            what = element.get("id") or element.get("startRef") or "?"
            self.broken = phrase("what the code {id} stands for is not in the file", id=what)


def _metadata(unit: Any) -> Mapping[str, str]:
    place = child(unit, "metadata")
    groups = [] if place is None else list(place)
    return {
        each.get("type") or "": each.text or ""
        for group in groups
        if group.get("category") == "workflow"
        for each in group
    }


def _state(segments: Iterable[Any]) -> State | None:
    """The state of the segment that is least far."""
    order = list(State)
    states = [
        from_two(each.get("state") or "initial", each.get("subState") or "")
        for each in segments
        if local_name(each) == "segment"
    ]
    known = [each for each in states if each is not None]
    return min(known, key=order.index) if known and len(known) == len(states) else None


def _notes(unit: Any) -> Iterator[str]:
    """The notes that were not handed out, or were changed."""
    place = child(unit, "notes")
    for each in () if place is None else place:
        text = (each.text or "").strip()
        if text and not (each.get("id") or "").endswith(note_mark(each.text or "")):
            yield text
