"""What YAML and TOML front matter have in common: fields, their slots, quoted texts, shape."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from workflow.formats.format import Slot
from workflow.inline.wrapping import join_lines
from workflow.model import Segment

_TO_ESCAPE = "[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What YAML 1.2 (section 5.1) does not print and TOML 1.0 does not take, and what ends a line.

Compiled when it is first used, which takes longer than an article."""
ALIASES = "aliases"
"""The field that names the slugs an article had before."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a text, or the absence of one."""

    end: int = 0
    """Offset of the body's first character, in characters of the text."""
    find: Callable[[], Iterator[Slot]] = lambda: iter(())
    """Looks for :attr:`slots`, which are asked for of a source, not of its translations."""
    values: Mapping[str, object] = field(default_factory=dict)
    skeleton: tuple[Hashable, ...] = ()
    aliases: tuple[int, int] = (0, 0)
    """Where the lines of the field ``aliases`` stand, in characters of the text; equal where
    there is none, or where it cannot be told from the fields around it."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What is translated of it."""
        return tuple(self.find())


def field_slot(
    text: str, span: tuple[int, int], message: str, context: str, encode: Callable[[str], str]
) -> Slot:
    """A slot for the value at ``span`` (start and end in characters of the whole text).

    A value on one line stays on one, whatever line ends its translation has.
    """
    start, end = span
    segment = Segment(
        start=len(text[:start].encode()),
        end=len(text[:end].encode()),
        text=message,
        kind=f"front matter: {context}",
        line=text.count("\n", 0, start) + 1,
        context=context,
    )
    if "\n" in message:
        return Slot(segment, encode)
    return Slot(segment, lambda translation: encode(_on_one_line(translation)))


def _on_one_line(translation: str) -> str:
    if "\n" not in translation:
        return translation
    return join_lines(line.strip(" \t\r") for line in translation.split("\n"))


def is_printable(value: str) -> bool:
    """Whether a value can stand in single quotes, in which nothing escapes."""
    return re.search(_TO_ESCAPE, value) is None


def double_quoted(value: str) -> str:
    """``value`` in double quotes, with the escapes that JSON, YAML and TOML have in common."""
    return re.sub(_TO_ESCAPE, _escape, json.dumps(value, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def is_translated(path: str, fields: Collection[str]) -> bool:
    """Whether ``fields`` names the value at ``path`` (``image.caption``), by path or last key."""
    return path in fields or path.rpartition(".")[2] in fields


def shape(values: Mapping[str, object], fields: Collection[str]) -> tuple[Hashable, ...]:
    """The mapping with the translated strings blanked: what a translation may not change."""
    return tuple((str(key), _shape(item, str(key), fields)) for key, item in values.items())


def _shape(value: object, path: str, fields: Collection[str]) -> Hashable:
    if is_translated(path, fields):
        return _blank(value)
    if isinstance(value, list):
        return tuple(_shape(item, path, fields) for item in value)
    if isinstance(value, dict):
        return tuple(
            (str(key), _shape(item, f"{path}.{key}", fields)) for key, item in value.items()
        )
    return repr(value)


def _blank(value: object) -> Hashable:
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return tuple(_blank(item) for item in value)
    if isinstance(value, dict):
        return tuple((str(key), _blank(item)) for key, item in value.items())
    return repr(value)
