"""YAML 1.2 read by libyaml: nodes with marks, and their values.

PyYAML reads YAML 1.1, in which ``no`` is a truth value and ``12:30`` a number. What a plain
scalar means is told here by the core schema of YAML 1.2 (section 10.3.2), and by the types
``timestamp`` and ``merge`` that every writer of front matter knows.

libyaml keeps to YAML 1.1 in its characters as well: U+0085, U+2028 and U+2029 end a line there,
and control characters are refused in quotes. In YAML 1.2 the three are text (section 5.4), and
quotes may hold whatever JSON may (``nb-json``, section 5.1). libyaml therefore reads other
characters in the place of these, as many, and what it read gets them back.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import yaml

from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

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
_NOWHERE = "[\0-\x08\x0b\x0c\x0e-\x1f]"
_IN_QUOTES = "[\x7f-\x84\x86-\x9f\ufffe\uffff]"
_STAND_INS_FOR = "[\x7f-\x9f\u2028\u2029\ufffe\uffff]"
_INVISIBLE = (
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\ufeff\ufffe\uffff]"
)
_NO_BLANK = re.compile(rf"^[ ]*(?:- +)*(?:[^\s:#]+:|-)(?P<odd>{_INVISIBLE})", re.MULTILINE)
_FIRST_STAND_IN = 0x10FF00  # private use; 254 of them, many more than there is to stand in for
_NAMES = {
    "\0": "null character",
    "\t": "tab",
    "\x0b": "vertical tab, the line break of word processors",
    "\x0c": "form feed, a page break",
    "\x1b": "escape character",
    "\x7f": "delete character",
    "\x85": "next line",
    "\ufeff": "byte-order mark",
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


@cache
def _resolvers() -> tuple[Any, ...]:
    return (yaml.SafeLoader(""), _Loader(""))


def is_text(value: str) -> bool:
    """Whether a plain scalar is text to all: to YAML 1.1, to whom ``NO`` is false, and to 1.2."""
    resolved = {each.resolve(ScalarNode, value, (True, False)) for each in _resolvers()}
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


@dataclass(frozen=True, slots=True)
class StandIns:
    """The characters that libyaml reads otherwise, and what stands in their place meanwhile."""

    to: dict[int, int]
    """From each of the characters in the text to one that is not in it."""

    @classmethod
    def of(cls, text: str) -> StandIns:
        """Return those that ``text`` needs: none, as a rule."""
        needed = sorted(set(re.findall(_STAND_INS_FOR, text)))
        free = (code for code in range(_FIRST_STAND_IN, 0x10FFFE) if chr(code) not in text)
        return cls({ord(char): next(free) for char in needed})

    def put(self, text: str) -> str:
        """Return ``text`` with them in it, as long as before."""
        return text.translate(self.to) if self.to else text

    def back(self, text: str) -> str:
        """Return ``text`` as it was."""
        return text.translate({stand_in: char for char, stand_in in self.to.items()})


def first_nowhere(text: str) -> int | None:
    """Where the first character stands that may stand nowhere; None where there is none."""
    found = re.search(_NOWHERE, text)
    return found.start() if found else None


def only_in_quotes(text: str) -> tuple[int, ...]:
    """Where those stand that may stand in quotes alone."""
    return tuple(found.start() for found in re.finditer(_IN_QUOTES, text))


def name(char: str) -> str:
    """What to call a character that nobody sees: “line separator (U+2028)”."""
    known = _NAMES.get(char) or unicodedata.name(char, "control character").lower()
    return f"{known} (U+{ord(char):04X})"


def odd_at(text: str, index: int) -> bool:
    """Whether a character stands at ``index`` that nobody sees and no blank is."""
    return bool(re.match(_INVISIBLE, text[index : index + 1]))


def line_of(text: str, index: int) -> int:
    """The line of a character, counted from 0, in text whose lines end as YAML's do."""
    return len(re.findall(r"\r\n|\r|\n", text[:index]))


def hint(text: str, index: int) -> str:
    """What to do about the character at ``index``, which no reader of the file sees."""
    before = re.split(r"[\r\n]", text[:index])[-1].strip()[-20:]
    sign = name(text[index])
    if not before:
        return phrase(
            "Nobody sees it, at the start of the line: {sign}. Delete it, or type a blank there.",
            sign=sign,
        )
    return phrase(
        "Nobody sees it, after “{before}”: {sign}. Delete it, or type a blank there.",
        before=before,
        sign=sign,
    )


def odd_one(text: str, first: int, last: int) -> int | None:
    """Where an invisible character stands that explains an error between two places, if one does.

    It does at the last place itself, and behind the colon of a key or the dash of an item, where
    a blank belongs; from the line before the first place on.
    """
    if odd_at(text, last) or text[last : last + 1] == "\t":
        return last
    if text[last - 1 : last] == "\ufeff":  # libyaml passes over it at the start of a line
        return last - 1
    begin = text.rfind("\n", 0, max(0, text.rfind("\n", 0, first))) + 1
    found = _NO_BLANK.search(text, begin, last)
    return found.start("odd") if found else None
