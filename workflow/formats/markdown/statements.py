"""Statements of JavaScript in Markdown (MDX) that run over several lines."""

from __future__ import annotations

import re

from workflow.formats.markdown.marks import FENCE
from workflow.formats.markdown.tags import EXPORT

_NAMED = r"[^{}()\"'`~;<>=]*+"
_FROM = r"from\s*+(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+')"
_NAMES = re.compile(
    rf"""(?:import[ \t]*+(?:type[ \t]++)?(?:[\w$]++[ \t]*+,[ \t]*+)?\{{{_NAMED}\}}\s*+{_FROM}
      | export[ \t]*+(?:type[ \t]++)?\{{{_NAMED}\}}(?:\s*+{_FROM})?+
    )[ \t]*+;?[ \t]*+(?=[\r\n]|\Z)""",
    re.VERBOSE,
)
"""An import or export of names."""
_EXPORT = re.compile(EXPORT, re.VERBOSE)
_CODE = re.compile(
    r"""(?P<line>\r?\n) | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | "(?:\\.|[^"\\\r\n])*+"? | (?<!\w)'(?:\\.|[^'\\\r\n])*+'? | `(?:\\.|[^`\\])*+`?
    | /\*(?:(?!\*/).)*+(?:\*/)? | (?<!:)//[^\r\n]*+
    | (?P<other>[^\r\n()\[\]{}"'`/]++ | ['/\r])
    """,
    re.VERBOSE | re.DOTALL,
)
"""What JavaScript is made of, as far as brackets and line ends are concerned."""
_STOP = re.compile(
    rf"^(?:(?:import|export)\b|{FENCE}|[ \t]*+\r?\n(?![ \t\r\n)\]}}]))", re.MULTILINE
)
"""What no statement runs across: another, fenced code, a blank line before text."""
_ENDS_STATEMENT = tuple(")]};,>\"'`")


def statement_end(text: str, start: int) -> int | None:
    """Where a statement ends that begins at ``start`` and has more lines than one."""
    if names := _NAMES.match(text, start):
        return names.end() if "\n" in names[0] else None
    if not _EXPORT.match(text, start):
        return None
    stop = _STOP.search(text, start + 1)
    limit = stop.start() if stop else len(text)
    depth, last, lines = 0, "", 0
    for token in _CODE.finditer(text, start, limit):
        if token["line"] is None:
            depth += bool(token["open"]) - bool(token["close"])
            last = token[0].rstrip() or last
        elif depth <= 0 and not last.endswith(("=", "=>")):
            limit = token.start()
            break
        else:
            lines += 1
    ended = depth == 0 and lines > 0 and last.endswith(_ENDS_STATEMENT)
    return limit if ended else None
