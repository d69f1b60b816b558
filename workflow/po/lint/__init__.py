"""What is wrong with a PO file, all of it: from its bytes, not from what a reader makes of it.

A reader stops where it first cannot go on; here every line is looked at, so that a file is
mended in one go. The syntax is that of the gettext manual, "The Format of PO Files"; what
`msgfmt --check` refuses is an error here too.
"""

from __future__ import annotations

from workflow.po.lint.encoding import decode
from workflow.po.lint.entries import check_entries
from workflow.po.lint.header import check_header
from workflow.po.lint.lines import check_line_ends
from workflow.po.lint.problem import Problem
from workflow.po.lint.scan import scan

__all__ = ["Problem", "lint"]


def lint(data: bytes, *, template: bool, locale: str | None = None) -> tuple[Problem, ...]:
    """Return the problems of a PO file (``template``: of a POT file) in the order of its lines.

    ``data`` is the whole file; ``locale`` the gettext name of the locale that its place on
    disk stands for, if any.
    """
    text, encoding, problems = decode(data)
    if text is None:
        return tuple(problems)
    problems += check_line_ends(text)
    records, found = scan(text, encoding)
    problems += found
    problems += check_header(records, template=template, locale=locale)
    problems += check_entries(records, template=template)
    return tuple(sorted(problems, key=lambda problem: problem.line))
