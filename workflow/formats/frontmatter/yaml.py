"""YAML front matter: scalar values found by the marks of the library's nodes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from workflow.errors import ArticleError
from workflow.formats.format import Slot
from workflow.formats.frontmatter.loader import (
    STRING,
    CharacterError,
    MappingNode,
    MarkedYAMLError,
    Node,
    ScalarNode,
    SequenceNode,
    YAMLError,
    hint,
    is_text,
    line_of,
    load,
    name,
    odd_one,
)
from workflow.formats.frontmatter.values import (
    ALIASES,
    FrontMatter,
    double_quoted,
    field_slot,
    is_printable,
    is_translated,
    shape,
)
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_BLOCK = re.compile(
    r"\A\ufeff?---[ \t]*(?:\r\n|\n|\r)"
    r"(?P<yaml>(?:.*?(?:\r\n|\n|\r))??)"
    r"(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)",
    re.DOTALL,
)
_PROSE = re.compile(
    r"[^\W\d_][\w’.()/-]*(?:[ \u00a0\u202f][\w’.()/«»-]+)*[ \u00a0\u202f][\w’.()/«»]+"
)
"""Words such as no YAML reads as anything else; asking the parser takes longer."""


def read_yaml(text: str, fields: Sequence[str]) -> FrontMatter | None:
    """Read YAML between ``---`` lines; None where there is none, or it is no mapping.

    Raises :class:`ArticleError` with the line where it is broken.
    """
    block = _BLOCK.match(text)
    if block is None:
        return None
    root, values = _load(block["yaml"])
    if not isinstance(root, MappingNode) or not isinstance(values, dict):
        return None
    named = frozenset(fields)
    slots = partial(_slots, root, "", named, text, block.start("yaml"))
    aliases = (0, 0)
    if ALIASES in values and not root.flow_style:
        aliases = _entry(root, ALIASES, block["yaml"], values, block.start("yaml"))
    return FrontMatter(block.end(), slots, values, shape(values, named), aliases)


def _entry(
    root: MappingNode, name: str, yaml: str, values: dict[Any, Any], shift: int
) -> tuple[int, int]:
    """The lines of a field, shifted; (0, 0) where the other fields are not as before without."""
    key, value = next(pair for pair in root.value if pair[0].value == name)
    start, last = key.start_mark.index, _end(value)
    end = yaml.find("\n", last) + 1 or len(yaml)
    try:
        left = load(yaml[:start] + yaml[end:])[1] or {}
    except (YAMLError, ValueError):
        return (0, 0)
    alike = left == {each: values[each] for each in values if each != name}
    return (shift + start, shift + end) if alike else (0, 0)


def _end(node: Node) -> int:
    """Where a value ends; the mark of a list over several lines is at what comes next."""
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    return int(node.end_mark.index)


def _load(yaml: str) -> tuple[Node | None, Any]:
    try:
        return load(yaml)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        advice: str = phrase("Check the YAML there: a value with `: ` or `#` in it needs quotes.")
        line = 2
        if mark is not None:
            line = mark.line + 2
            odd = odd_one(yaml, (error.context_mark or mark).index, mark.index)
            if odd is not None:
                advice, line = hint(yaml, odd), line_of(yaml, odd) + 2
        raise ArticleError(
            phrase("broken front matter: {what}", what=error.problem or error.context),
            hint=advice,
            line=line,
        ) from error
    except CharacterError as error:
        raise ArticleError(
            phrase(
                "broken front matter: YAML does not take this here: {name}",
                name=name(yaml[error.index]),
            ),
            hint=hint(yaml, error.index),
            line=line_of(yaml, error.index) + 2,
        ) from error
    except (YAMLError, ValueError) as error:
        raise ArticleError(
            phrase("broken front matter: {splitlines}", splitlines=str(error).splitlines()[0]),
            hint=phrase("Check the YAML between the `---` lines."),
            line=2,
        ) from error


def _slots(node: Node, path: str, fields: Collection[str], text: str, shift: int) -> Iterator[Slot]:
    """Slots of what ``fields`` names in a mapping, and in those inside it and its lists."""
    if _is_the_authors(node, text, shift):
        return
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _slots(item, path, fields, text, shift)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                inner = f"{path}.{key.value}" if path else str(key.value)
                if is_translated(inner, fields):
                    yield from _value_slots(value, inner, text, shift)
                else:
                    yield from _slots(value, inner, fields, text, shift)


def _value_slots(node: Node, context: str, text: str, shift: int) -> Iterator[Slot]:
    """Slots of a value that is named, or is in one that is."""
    if _is_the_authors(node, text, shift):
        return
    if isinstance(node, SequenceNode):
        for item in node.value:
            yield from _value_slots(item, context, text, shift)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _value_slots(value, f"{context}.{key.value}", text, shift)
    elif isinstance(node, ScalarNode) and node.tag == STRING and node.value.strip():
        yield _scalar_slot(node, context, text, shift)


def _is_the_authors(node: Node, text: str, shift: int) -> bool:
    """Whether it has an anchor or a tag (YAML 1.2, section 6.9): such values stay as they are."""
    return text[shift + node.start_mark.index : shift + node.start_mark.index + 1] in ("&", "!")


def _scalar_slot(node: ScalarNode, context: str, text: str, shift: int) -> Slot:
    start, end = shift + node.start_mark.index, shift + node.end_mark.index
    if node.style in ("|", ">"):
        end = start + len(text[start:end].rstrip("\r\n \t"))
    value = str(node.value)
    message = value.rstrip("\n")
    encode = _encoder(node.style or None, value[len(message) :])
    return field_slot(text, (start, end), message, context, encode)


def _encoder(style: str | None, tail: str) -> Callable[[str], str]:
    def encode(translation: str) -> str:
        value = translation + tail
        if style is None and is_plain(value):
            return value
        if style == "'" and is_printable(value):
            return "'" + value.replace("'", "''") + "'"
        return double_quoted(value)

    return encode


@lru_cache(maxsize=4096)
def is_plain(value: str) -> bool:
    """Whether ``value`` may stand unquoted in block or flow context and read back the same.

    To every reader: U+2028 is text in YAML 1.2, and the end of a line in 1.1.
    """
    if _PROSE.fullmatch(value):
        return True
    if value != value.strip() or "\n" in value or value[:1] in ("", "&", "*", "!"):
        return False
    if not (is_printable(value) and is_text(value)):
        return False
    try:
        _, loaded = load(f"k: {value}\nl: [{value}]\n")
    except (YAMLError, ValueError):
        return False
    return bool(loaded == {"k": value, "l": [value]})
