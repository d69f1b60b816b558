"""Fields written as YAML, into a front matter that is there already or into one of their own.

What the fields do not change keeps its bytes, comments and quotation marks included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yaml import SafeDumper, dump

from workflow.formats.frontmatter.loader import (
    MappingNode,
    Node,
    ScalarNode,
    YAMLError,
    is_text,
    load,
)

_UNFOLDED = 1 << 30
"""Columns at which a long value would be folded: never."""


class _Dumper(SafeDumper):
    """Quotes what some reader of YAML would not take for text; names nothing to repeat it."""

    def represent_text(self, data: str) -> ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, None if is_text(data) else "'")

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(str, _Dumper.represent_text)


def write_yaml(fields: Mapping[str, object], head: str = "") -> str:
    """Return ``fields`` as YAML in block style; ``head`` is what of it there is already.

    Plain text in ``head`` that readers of YAML 1.1 take for something else gets quotation marks,
    too. Raises what :func:`~workflow.formats.frontmatter.loader.load` does for ``head``.
    """
    root, values = load(head)
    if not isinstance(root, MappingNode) or root.flow_style:
        return _dumped(fields)
    written = head
    for start, end, text in sorted(_edits(root, values, fields), reverse=True):
        written = written[:start] + text + written[end:]
    if written and not written.endswith("\n"):
        written += "\n"
    added = {key: value for key, value in fields.items() if key not in values}
    written += _dumped(added) if added else ""
    return written if _reads_as(written, fields) else _dumped(fields)


def _reads_as(text: str, fields: Mapping[str, object]) -> bool:
    """Whether all edits meant what they say; a value that is named elsewhere (&x, *x) may not."""
    try:
        return bool(load(text)[1] == fields)
    except (YAMLError, ValueError):
        return False


def _edits(
    root: MappingNode, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and new text of each value of a mapping that reads otherwise now."""
    for key, node in root.value:
        old, new = before.get(key.value), after.get(key.value)
        if isinstance(node, MappingNode) and isinstance(new, Mapping):
            yield from _edits(node, old or {}, new)
        elif old != new or not _is_safe(node, new):
            start, end = node.start_mark.index, node.end_mark.index
            text = _dumped({"k": new}).removeprefix("k:").removesuffix("\n")
            if isinstance(node, ScalarNode) and node.style == '"' and isinstance(new, str):
                text = dump(new, default_style='"', allow_unicode=True, width=_UNFOLDED)
                text = " " + text.removesuffix("\n")
            yield start, end, text if start == end else text.removeprefix(" ")


def _is_safe(node: Node, value: object) -> bool:
    plain = isinstance(node, ScalarNode) and not node.style and isinstance(value, str)
    return not plain or is_text(str(value))


def _dumped(fields: Mapping[str, object]) -> str:
    return dump(dict(fields), Dumper=_Dumper, allow_unicode=True, width=_UNFOLDED, sort_keys=False)
