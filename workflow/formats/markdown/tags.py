"""How tags of site generators are written: shortcodes, template tags, components."""

from __future__ import annotations

import re

VERBATIM = frozenset(
    ("code", "codeblock", "comment", "highlight", "katex", "math", "mermaid", "raw", "verbatim")
)
"""Names of tags between which tags are shown or dropped, not obeyed."""
EXPRESSION = r"\{(?:[^{}<]|\{[^{}<]*+\})*+\}"
"""An expression in braces (MDX), with one more level of braces inside at most."""


def quoted(inside: str) -> str:
    """A string in double or single quotes; Q in ``inside`` stands for the quote."""
    return "|".join(f"{quote}(?:{inside.replace('Q', quote)})*+{quote}" for quote in "\"'")


TAG = re.compile(
    r"\{\{[<%](?:(?![>%]\}\}|\{\{[<%]).)*+[>%]\}\}|\{%(?:(?!%\}|\{%).)*+%\}", re.DOTALL
)
"""A shortcode or a template tag."""
TAG_NAME = re.compile(r"\{(?:\{[<%]|%-?)\s*+(/?)\s*+([\w./-]*+)")
"""A slash, if it ends another, and the name."""
COMPONENT = re.compile(
    rf"""^[ \t]*+<(?P<name>[A-Z][\w.]*+)
      (?:\s++[\w:-]++(?:\s*+=\s*+(?:{quoted("[^Q]")}|{EXPRESSION}))?+)*+
    \s*+(?P<empty>/?)>[ \t]*+(?=[\r\n]|\Z)""",
    re.VERBOSE | re.MULTILINE,
)
"""A tag that opens a component (MDX), or is all of it, alone on its lines."""
EXPORT = r"""export[ \t]+(?:
      (?:const|let|var)[ \t]+(?:[{\[]|[\w$]++[ \t]*+(?:[=:,;]|(?=[\r\n]|\Z)))
    | (?:async[ \t]+)?function\b[ \t*]*+[\w$]*+[ \t]*+[(<]
    | default[ \t]+(?:[({\[<"'`] | (?:async|class|function|new)\b
        | [\w$.]++(?:\(|[ \t]*+(?:;|=>|(?=[\r\n]|\Z))))
    | class[ \t]+[\w$]++[^\r\n{]*+\{
    | (?:type|interface|enum)[ \t]+[\w$]++[ \t]*+[=<{]
    )"""
"""How a statement begins that exports (MDX), and no sentence does; to be read verbosely."""
COMPONENT_END = re.compile(r"^[ \t]*+</(?P<name>[A-Z][\w.]*+)\s*+>[ \t]*+(?=[\r\n]|\Z)", re.M)
"""The tag that closes one."""
