"""HTML cut by tree-sitter's grammar, where the grammar and browsers see the same.

The grammar knows HTML as it should be written. Of anything else it makes error nodes, whose
extent is its own guess, and some things it takes without complaint for what no browser takes
them for. Both are left to :mod:`workflow.formats.html.tokens`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import tree_sitter
import tree_sitter_html

from workflow.formats.html.tags import read_tag
from workflow.formats.html.tokens import MARKUP, RAW, Kind, Token

_LANGUAGE: Final = tree_sitter.Language(tree_sitter_html.language())
_KINDS: Final[dict[str, Kind]] = {
    "start_tag": "start",
    "self_closing_tag": "start",
    "end_tag": "end",
    "erroneous_end_tag": "end",
    "comment": "comment",
    "doctype": "comment",
}
_LIMIT: Final = 1 << 17
"""In bytes: recovery takes time in the square of the errors (35 s for 600 kB of them)."""
_READ_OTHERWISE: Final = RAW - {"script", "style", "title"} | {"svg", "math"}
"""Elements whose content the grammar takes for HTML (13.2.5.1), or for none (13.2.6.5)."""


def read(data: bytes) -> list[Token] | None:
    """Return the tokens of ``data`` (UTF-8), or None where the standard's own rules are needed."""
    if len(data) > _LIMIT:
        return None
    tree = tree_sitter.Parser(_LANGUAGE).parse(data)
    if tree.root_node.has_error:
        return None
    tokens: list[Token] = []
    done, raw = 0, ""
    for kind, start, end in _markup(tree):
        if done < start:
            tokens.append(("raw" if raw else "text", done, start, None))
        token = _checked(data, kind, start, end)
        if token is None or (raw and not _ends(raw, token, data[done:start])):
            return None
        tokens.append(token)
        tag, done = token[3], end
        raw = tag.name if tag and kind == "start" and tag.name in RAW else ""
    if done < len(data):
        tokens.append(("text", done, len(data), None))
    return tokens


def _markup(tree: tree_sitter.Tree) -> Iterator[tuple[Kind, int, int]]:
    """Tags and comments in order; no recursion, for pages nest thousands of elements."""
    cursor = tree.walk()
    while (node := cursor.node) is not None:
        kind = _KINDS.get(node.type)
        if kind:
            yield kind, node.start_byte, node.end_byte
        elif cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _checked(data: bytes, kind: Kind, start: int, end: int) -> Token | None:
    """The token of a node, or None where browsers see something else there."""
    found = MARKUP.match(data, start)
    if found is None or found.end() != end or (found["name"] is None) != (kind == "comment"):
        return None
    tag = read_tag(found[0]) if found["name"] else None
    return None if tag and tag.name in _READ_OTHERWISE else (kind, start, end, tag)


def _ends(element: str, token: Token, content: bytes) -> bool:
    """Whether ``token`` ends the raw ``element``; a script with comments may go on (13.2.5.20)."""
    kind, _, _, tag = token
    is_end = kind == "end" and tag is not None and tag.name == element
    return is_end and not (element == "script" and b"<!--" in content)
