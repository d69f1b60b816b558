"""YAML 1.2 read by libyaml: nodes with marks, and their values.

PyYAML reads YAML 1.1, in which ``no`` is a truth value and ``12:30`` a number. What a plain
scalar means is told here by the core schema of YAML 1.2 (section 10.3.2), and by the types
``timestamp`` and ``merge`` that every writer of front matter knows. What ends a line, and which
characters there may be, is YAML 1.2's as well (:mod:`.characters`).
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml

from workflow.formats.frontmatter.characters import StandIns, first_nowhere, only_in_quotes

Node = yaml.Node
MappingNode = yaml.MappingNode
ScalarNode = yaml.ScalarNode
SequenceNode = yaml.SequenceNode
YAMLError = yaml.YAMLError
MarkedYAMLError = yaml.MarkedYAMLError

STRING = "tag:yaml.org,2002:str"
MOST_NODES = 10_000
"""Nodes a front matter may have, those that aliases repeat counted each time."""

_CORE = {
    "null": (r"~|null|Null|NULL|", "~nN\0"),
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    "float": (
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+.0123456789",
    ),
    "timestamp": (
        r"\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?"
        r"(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?",
        "0123456789",
    ),
    "merge": (r"<<", "<"),
}


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Scalars by the core schema; a key that stands twice is an error."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_int(self, node: ScalarNode) -> int:
        text = node.value
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))

    def construct_timestamp(self, node: ScalarNode) -> object:
        """A day that there is not, the 31st of February, stays text; a check names it."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[object] = set()
        for key, _ in node.value:
            if isinstance(key, ScalarNode) and key.value != "<<":
                if key.value in seen:
                    raise MarkedYAMLError(
                        problem=f"the key “{key.value}” stands there twice",
                        problem_mark=key.start_mark,
                    )
                seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


for _name, (_pattern, _first) in _CORE.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}",
        re.compile(rf"(?:{_pattern})\Z"),
        [each if each != "\0" else "" for each in _first],
    )
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_int)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _Loader.construct_timestamp)


def is_text(value: str) -> bool:
    """Whether a plain scalar is text to all: to YAML 1.1, to whom ``NO`` is false, and to 1.2."""
    resolvers: tuple[Any, ...] = (yaml.SafeLoader(""), _Loader(""))
    resolved = {each.resolve(ScalarNode, value, (True, False)) for each in resolvers}
    return resolved == {STRING} and value.lower() not in ("y", "n")


class CharacterError(ValueError):
    """A character that YAML takes at no such place; ``index`` counts those of the text."""

    def __init__(self, index: int) -> None:
        super().__init__(f"a character that YAML does not take, at {index}")
        self.index = index


def load(text: str) -> tuple[Node | None, Any]:
    """Return the root node of one YAML document, and its value.

    Marks count characters of ``text``. Raises :class:`YAMLError`, :class:`CharacterError`, or
    :class:`ValueError` for a number that there is not, for aliases that repeat more than
    :data:`MOST_NODES` nodes, and for nesting too deep to follow.
    """
    nowhere = first_nowhere(text)
    if nowhere is not None:
        raise CharacterError(nowhere)
    stand_ins = StandIns.of(text)
    loader = _Loader(stand_ins.put(text))
    try:
        root = loader.get_single_node()
        if stand_ins.to:
            _restore(root, text, stand_ins)
        if root is None:
            return None, None
        if _size(root, {}) > MOST_NODES:
            raise ValueError(f"it has more than {MOST_NODES} values, or aliases that repeat them")
        return root, loader.construct_document(root)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    finally:
        loader.dispose()


def _restore(root: Node | None, text: str, stand_ins: StandIns) -> None:
    """Give the scalars below ``root`` their characters; those that need quotes must have them."""
    quoted = set(only_in_quotes(text))
    nodes, seen = [root], set()
    while nodes:
        node = nodes.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            node.value = stand_ins.back(node.value)
            if node.style in ("'", '"'):
                quoted.difference_update(range(node.start_mark.index, node.end_mark.index))
        elif isinstance(node, MappingNode):
            nodes += [each for pair in node.value for each in pair]
        else:
            nodes += node.value
    if quoted:
        raise CharacterError(min(quoted))


def _size(node: Node, known: dict[int, int]) -> int:
    """Nodes in ``node``, itself included; what an alias names counts wherever it is named."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MOST_NODES + 1  # a node inside itself
    size = 1
    if isinstance(node, MappingNode):
        size += sum(_size(key, known) + _size(value, known) for key, value in node.value)
    elif isinstance(node, SequenceNode):
        size += sum(_size(item, known) for item in node.value)
    known[id(node)] = size
    return size
