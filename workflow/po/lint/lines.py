"""The lines of a PO file and how they end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from workflow.model import Severity
from workflow.po.lint.problem import Problem

LINE_END = re.compile(r"\r\n|\n|\r")
BLANKS = r" \t\f\v"
"""White space between the words of a line, as of a class in a pattern: gettext knows no other."""
_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}


def check_line_ends(text: str) -> Iterator[Problem]:
    """Yield a warning where lines end in several ways, at the first that is unlike most."""
    ends = [(found.start(), found[0]) for found in LINE_END.finditer(text)]
    counts = Counter(end for _, end in ends)
    usual = counts.most_common(1)[0][0] if counts else "\n"
    odd = next((number for number, (_, end) in enumerate(ends, 1) if end != usual), None)
    if odd is not None:
        kinds = ", ".join(f"{counts[end]} × {name}" for end, name in _NAMES.items() if counts[end])
        message = f"lines end in several ways ({kinds}); save the file with one of them"
        yield Problem("line-ends", Severity.WARNING, odd, message)
    elif usual == "\r" and ends:
        message = "lines end in CR alone, which gettext takes for one line; save it with LF"
        yield Problem("line-ends", Severity.ERROR, 1, message)
