"""Front matter: YAML between ``---`` lines, whose values are spliced without touching the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from workflow.errors import ArticleError
from workflow.formats.interface import Slot
from workflow.model import Segment

FIELDS = ("title", "summary", "description", "keywords", "caption", "dateline", "contact")
"""Fields whose values are translated, unless the project says otherwise."""

_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*(?:\r\n|\n|\r)"
    r"(?P<yaml>(?:.*?(?:\r\n|\n|\r))??)"
    r"(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)",
    re.DOTALL,
)
_TO_ESCAPE = re.compile(
    "[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML 1.2 (section 5.1) does not print, and what ends a line."""
_PROSE = re.compile(
    r"[^\W\d_][\w’.()/-]*(?:[ \u00a0\u202f][\w’.()/«»-]+)*[ \u00a0\u202f][\w’.()/«»]+"
)
"""Words such as no YAML reads as anything else; asking the parser takes a thousand times longer."""
_STRING = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a text, or the absence of one."""

    end: int = 0
    """Offset of the body's first character, in characters of the text."""
    slots: tuple[Slot, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)
    skeleton: tuple[Hashable, ...] = ()


def read_front_matter(text: str, fields: Sequence[str] = FIELDS) -> FrontMatter:
    """Read the front matter of ``text`` (the whole file).

    Text that does not start with a ``---`` line, has no closing line, or holds no mapping
    between them has none. Raises :class:`ArticleError` with the line where the YAML is broken.
    """
    block = _BLOCK.match(text)
    if block is None:
        return FrontMatter(end=_bom(text))
    yaml = block["yaml"]
    root, values = _load(yaml)
    if not isinstance(root, MappingNode) or not isinstance(values, dict):
        return FrontMatter(end=_bom(text))
    place = _Place(text, block.start("yaml"))
    slots = tuple(_slots(root, fields, place))
    return FrontMatter(block.end(), slots, values, _shape(values, frozenset(fields)))


def _bom(text: str) -> int:
    return 1 if text.startswith("\ufeff") else 0


def _load(yaml: str) -> tuple[Node | None, Any]:
    loader = YAML(typ="safe", pure=True)
    try:
        root = loader.compose(yaml)
        return root, None if root is None else loader.constructor.construct_document(root)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ArticleError(
            f"broken front matter: {error.problem or error.context}",
            hint="Check the YAML there: a value with “: ” or “#” in it needs quotes.",
            line=mark.line + 2 if mark is not None else 2,
        ) from error
    except (YAMLError, ValueError) as error:
        raise ArticleError(
            f"broken front matter: {str(error).splitlines()[0]}",
            hint="Check the YAML between the --- lines.",
            line=2,
        ) from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Converts the YAML library's offsets to those of the whole text."""

    text: str
    start: int

    def bytes(self, index: int) -> int:
        return len(self.text[: self.start + index].encode())


def _slots(root: MappingNode, fields: Sequence[str], place: _Place) -> Iterator[Slot]:
    for key, value in root.value:
        if isinstance(key, ScalarNode) and key.value in fields:
            yield from _value_slots(value, str(key.value), place)


def _value_slots(node: Node, context: str, place: _Place) -> Iterator[Slot]:
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _value_slots(item, context, place)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _value_slots(value, f"{context}.{key.value}", place)
    elif _is_text(node):
        yield _scalar_slot(node, context, place)


def _is_text(node: Node) -> TypeGuard[ScalarNode]:
    """Whether the node is a string of its own: one that others refer to stays the author's."""
    return (
        isinstance(node, ScalarNode)
        and node.tag == _STRING
        and node.anchor is None
        and bool(node.value.strip())
    )


def _scalar_slot(node: ScalarNode, context: str, place: _Place) -> Slot:
    start, end = node.start_mark.index, node.end_mark.index
    raw = place.text[place.start + start : place.start + end]
    kept = len(raw.rstrip("\r\n \t")) if node.style in ("|", ">") else len(raw)
    value = str(node.value)
    message = value.rstrip("\n")
    tail = value[len(message) :]
    segment = Segment(
        start=place.bytes(start),
        end=place.bytes(start + kept),
        text=message,
        kind=f"front matter: {context}",
        line=place.text.count("\n", 0, place.start + start) + 1,
        context=context,
    )
    return Slot(segment, _encoder(node.style, tail))


def _encoder(style: str | None, tail: str) -> Callable[[str], str]:
    def encode(translation: str) -> str:
        value = translation + tail
        if style is None and is_plain(value):
            return value
        if style == "'" and not _TO_ESCAPE.search(value):
            return "'" + value.replace("'", "''") + "'"
        return _TO_ESCAPE.sub(_escape, json.dumps(value, ensure_ascii=False))

    return encode


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def is_plain(value: str) -> bool:
    """Whether ``value`` may stand unquoted in block or flow context and read back the same."""
    if _PROSE.fullmatch(value):
        return True
    if value != value.strip() or "\n" in value or value[:1] in ("", "&", "*", "!"):
        return False
    try:
        loaded = YAML(typ="safe", pure=True).load(f"k: {value}\nl: [{value}]\n")
    except (YAMLError, ValueError):
        return False
    return bool(loaded == {"k": value, "l": [value]})


def _shape(value: dict[object, object], fields: frozenset[str]) -> tuple[Hashable, ...]:
    """The mapping with the translated strings blanked: what a translation may not change."""
    return tuple(
        (str(key), _blank(item) if key in fields else repr(item)) for key, item in value.items()
    )


def _blank(value: object) -> Hashable:
    if isinstance(value, str):
        return "text"
    if isinstance(value, list):
        return tuple(_blank(item) for item in value)
    if isinstance(value, dict):
        return tuple((str(key), _blank(item)) for key, item in value.items())
    return repr(value)
