"""What several objects of the contract have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workflow.reports.json_text import json_text
from workflow.reports.remarks import why_unused

if TYPE_CHECKING:
    from workflow.model import Finding
    from workflow.model.unused_file import Unused
    from workflow.reports.i18n import Words

Report = dict[str, Any]
"""One JSON object."""
VERSION = 1


def unused(found: Sequence[Unused], words: Words) -> list[dict[str, Any]]:
    """The value of ``unused``, which several reports have."""
    return [{"file": each.file, "reason": words(why_unused(each))} for each in found]


def findings(found: Sequence[Finding], words: Words) -> Report:
    """``check`` and what else has findings."""
    return {"version": VERSION, "findings": [_finding(each, words) for each in found]}


def findings_written(found: Sequence[Finding], words: Words) -> str:
    """The same as a part of the text of such a report, see :class:`.json_text.Written`."""
    return ",\n    ".join(json_text(_finding(each, words), "\n    ") for each in found)


def _finding(finding: Finding, words: Words) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "article": finding.article,
        "locale": finding.locale,
        "msgctxt": finding.msgctxt,
        "msgid": finding.msgid,
        "msgstr": finding.msgstr,
        "file": finding.file,
        "line": finding.line,
        "span": finding.span,
        "message": words(finding.message),
        "fix": finding.fix,
        "waived_by": finding.waived_by or None,
    }
