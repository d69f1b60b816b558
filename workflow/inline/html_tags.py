"""One tag, read as browsers read it (HTML standard, 13.2.5.6 to 13.2.5.40)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from workflow.inline.html_elements import text_attributes
from workflow.inline.html_references import (
    SPACE,
    decode_value,
)
from workflow.model import lazy_re as re

NAME: Final = rb"[A-Za-z] [^\t\n\f\r />]*+"
"""A tag's name. These patterns are verbose ones."""
_KEY = rb"[^\t\n\f\r />] [^\t\n\f\r />=]*+"
_EQUALS = rb"[\t\n\f\r ]*+ = [\t\n\f\r ]*+"
_VALUE = rb"""
    "[^"]*+ (?: " | \Z ) | '[^']*+ (?: ' | \Z ) | [^\t\n\f\r >"'] [^\t\n\f\r >]*+ | (?= > | \Z )
"""
ATTRIBUTE: Final = rb"(?:" + _KEY + rb"(?:" + _EQUALS + rb"(?:" + _VALUE + rb"))?+ )"
"""An attribute; a quote that is never closed takes the rest of the text."""
_NAME: Final = re.compile(rb"</? " + NAME, re.VERBOSE)
_ATTRIBUTE: Final = re.compile(
    rb"(?P<key>" + _KEY + rb") (?:" + _EQUALS + rb"(?P<value>" + _VALUE + rb") )?+", re.VERBOSE
)
_SPACES: Final = re.compile(f"[{SPACE}]+")
_ASKING: Final = frozenset({"class", "lang", "translate", "xml:lang"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute, as written in a tag."""

    name: str
    """In lower case."""
    value: str
    """Decoded; empty where the attribute has none."""
    start: int
    """Bytes of the tag before the value; its quotes are no part of it."""
    end: int
    quote: str
    """``"``, ``'`` or nothing."""


@dataclass(frozen=True)
class Tag:
    """A start or end tag."""

    raw: bytes
    """As written, from its ``<`` to its ``>``."""
    name: str
    """In lower case."""
    written: tuple[Attribute, ...]
    """Its attributes in order."""
    attributes: Mapping[str, str]
    """Name → value; of two attributes with one name the first counts (13.2.5.33)."""
    asks: bool
    """Whether they may say of a language, or of translation."""
    self_closing: bool
    texts: tuple[tuple[Attribute, str], ...]
    """The attributes with text for readers, each with its kind."""

    @cached_property
    def msgid(self) -> str:
        """The tag as msgids show it: as written, but for the white space between attributes."""
        return _msgid(self.raw)

    @cached_property
    def shape(self) -> str:
        """The tag as skeletons hold it: text for readers blanked, however it is quoted."""
        slash = "/" if self.raw.startswith(b"</") else ""
        kinds = {} if slash else dict(text_attributes(self.name, self.attributes))
        return f"<{slash}{self.name}{_shape(self.written, kinds)}>"


@lru_cache(maxsize=16384)
def read_tag(raw: bytes) -> Tag:
    """Read a whole tag, from its ``<`` to its ``>``; raises ValueError for anything else."""
    name_end = _end_of_name(raw)
    slash = "/" if raw.startswith(b"</") else ""
    # Only ASCII letters have a lower case here: U+212A is no k (13.2.5.8).
    name = raw[1 + len(slash) : name_end].lower().decode()
    matches = list(_ATTRIBUTE.finditer(raw, name_end, len(raw) - 1))
    found = tuple(_attribute(each) for each in matches)
    first = {each.name: each for each in reversed(found)}
    attributes = {each.name: each.value for each in first.values()}
    kinds = {} if slash else dict(text_attributes(name, attributes))
    last = matches[-1].end() if matches else name_end
    return Tag(
        raw=raw,
        name=name,
        written=found,
        attributes=attributes,
        asks=not _ASKING.isdisjoint(attributes),
        self_closing=raw.endswith(b"/>") and last < len(raw) - 1,
        texts=tuple(
            (each, kinds[each.name])
            for each in (found if kinds else ())
            if each.name in kinds and each is first[each.name] and each.value.strip()
        ),
    )


def escape_values(raw: bytes) -> bytes:
    """Return the tag ``raw`` with each ``<`` in a value escaped; its values stay the same.

    In ``<noscript>`` a browser that runs scripts reads tags as text, and an end tag in a value
    as an end tag.
    """
    if b"<" not in raw[1:]:
        return raw
    name_end = _end_of_name(raw)
    return raw[:name_end] + _ATTRIBUTE.sub(_escape_value, raw[name_end:])


def _escape_value(found: re.Match[bytes]) -> bytes:
    value = found["value"] or b""
    return found[0].removesuffix(value) + value.replace(b"<", b"&lt;")


def _end_of_name(raw: bytes) -> int:
    found = _NAME.match(raw)
    if found is None:
        raise ValueError(f"not a tag: {raw!r}")
    return found.end()


def _attribute(found: re.Match[bytes]) -> Attribute:
    key, raw = found.groups()
    start, end = found.span("value") if raw is not None else (found.end(),) * 2
    quote = ""
    if raw and raw[:1] in (b'"', b"'"):
        quote = raw[:1].decode()
        start, end = start + 1, end - 1
    value = decode_value(found.string[start:end].decode())
    if "\r" in value:  # line ends are one character before anything else is read (13.2.3.5)
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return Attribute(key.lower().decode(), value, start, end, quote)


def _msgid(raw: bytes) -> str:
    raw = escape_values(raw)
    done = _end_of_name(raw)
    parts = [raw[:done].decode()]
    for found in _ATTRIBUTE.finditer(raw, done, len(raw) - 1):
        parts += (_SPACES.sub(" ", raw[done : found.start()].decode()), found[0].decode())
        done = found.end()
    return "".join([*parts, _SPACES.sub(" ", raw[done:].decode())])


def _shape(attributes: Sequence[Attribute], kinds: Mapping[str, str]) -> str:
    """The attributes in one spelling: different attributes never look the same."""
    parts: list[str] = []
    blanked: set[str] = set()
    for each in attributes:
        value = each.value
        if each.name in kinds and each.name not in blanked:
            blanked.add(each.name)
            value = "…"
        value = value.replace("&", "&amp;").replace('"', "&quot;")
        parts.append(f' {each.name}="{value}"')
    return "".join(parts)
