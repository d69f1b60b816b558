"""Findings as JSON, as GitHub's workflow commands, and as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from workflow.model import Finding, Severity

VERSION = 1
_KEYS = (
    "check", "severity", "article", "locale", "msgctxt", "msgid", "msgstr", "file", "line",
    "span", "message", "fix",
)  # fmt: skip
"""In the order of the documented report."""
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_VISIBLE = {**dict.fromkeys((*range(32), *range(127, 160)), "�"), 9: "→", 10: "↵"}


def visible(text: str) -> str:
    """Return ``text`` with signs for control characters, one for one.

    So no catalogue can drive its reader's terminal.
    """
    return text.translate(_VISIBLE)


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the documented report (``workflow check --format json``)."""
    return {
        "version": VERSION,
        "findings": [{key: getattr(finding, key) for key in _KEYS} for finding in findings],
    }


def as_github(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield one workflow command a finding, which GitHub shows beside the line it means.

    Escaping: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    for finding in findings:
        place = f"file={_property(finding.file)},line={finding.line}"
        title = f"title={_property(f'{finding.check} ({finding.locale})')}"
        yield f"::{_COMMANDS[finding.severity]} {place},{title}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_text(findings: Sequence[Finding], width: int) -> Iterator[Text]:
    """Yield lines for people, grouped by file; excerpts are cut to ``width`` columns.

    The msgid stands under the first finding of its message alone.
    """
    by_file = groupby(sorted(findings, key=lambda each: each.file), key=lambda each: each.file)
    for number, (file, group) in enumerate(by_file):
        if number:
            yield Text()
        yield Text(file, style="bold")
        told = None
        for finding in group:
            yield _headline(finding)
            key = (finding.line, finding.msgctxt, finding.msgid)
            yield from _excerpts(finding, max(width, 40), with_msgid=key != told)
            told = key


def summary(findings: Sequence[Finding]) -> str:
    """Return one line: how many errors, warnings and notes."""
    counts = Counter(finding.severity for finding in findings)
    parts = [
        f"{counts[severity]} {severity}{'s' if counts[severity] > 1 else ''}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(parts) or "nothing found"


def _headline(finding: Finding) -> Text:
    return Text.assemble(
        f"  {finding.line}: ",
        (str(finding.severity), _STYLES[finding.severity]),
        (f" {finding.check}: ", "bold"),
        visible(finding.message),
    )


def _excerpts(finding: Finding, width: int, *, with_msgid: bool) -> Iterator[Text]:
    room = width - len("    msgid   ") - 1
    if finding.msgid and with_msgid:
        yield Text.assemble(("    msgid   ", "dim"), _cut(finding.msgid, (0, 0), room)[0])
    if not finding.msgstr or (finding.span is None and not with_msgid):
        return
    text, (start, end) = _cut(finding.msgstr, finding.span or (0, 0), room)
    yield Text.assemble(("    msgstr  ", "dim"), text)
    if finding.span is not None and end > start:
        mark = " " * cell_len(text[:start]) + "^" * cell_len(text[start:end])
        yield Text.assemble("            ", (mark, _STYLES[finding.severity]))
    if finding.fix:
        yield Text.assemble(("    fix     ", "dim"), _cut(finding.fix, (start, end), room)[0])


def _cut(text: str, span: tuple[int, int], room: int) -> tuple[str, tuple[int, int]]:
    """Cut ``text`` to ``room`` columns around ``span``; return it with the span moved along."""
    text = visible(text)
    start, end = span
    if cell_len(text) <= room:
        return text, span
    first = start
    while first > 0 and cell_len(text[first - 1 : end]) <= room // 2:
        first -= 1
    last = first
    while last < len(text) and cell_len(text[first : last + 1]) <= room - 2:
        last += 1
    before, after = "…" if first else "", "…" if last < len(text) else ""
    shift = len(before) - first
    return f"{before}{text[first:last]}{after}", (start + shift, min(end, last) + shift)
