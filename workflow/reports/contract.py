"""What other programs read: the object of every ``--format json``, key by key.

Keys, types and meanings are those of ``docs/reports.md``; the values of enums never change with
the language, texts for people do. Every function takes values and returns the whole object, its
keys in the documented order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workflow.errors import WorkflowError
from workflow.glossary.merging import Merged
from workflow.model import Concept, Finding
from workflow.reports.i18n import Words

VERSION = 1


def findings(found: Sequence[Finding], words: Words) -> dict[str, Any]:
    """``check`` and what else has findings."""
    return {"version": VERSION, "findings": [_finding(each, words) for each in found]}


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
    }


def glossary_import(
    merged: Merged, left_out: Sequence[WorkflowError], words: Words
) -> dict[str, Any]:
    """``glossary import``."""
    return {
        "version": VERSION,
        "file": merged.glossary.file,
        "added": merged.added,
        "changed": merged.changed,
        "unchanged": merged.unchanged,
        "left_out": [{"line": each.line, "reason": words(each.message)} for each in left_out],
    }


def glossary_check(
    found: Sequence[Finding], concepts: int, unused: Sequence[Concept], words: Words
) -> dict[str, Any]:
    """``glossary check``: as ``check``, with the number of concepts and those no article names."""
    return {
        **findings(found, words),
        "concepts": concepts,
        "unused": [
            {"line": concept.line, "terms": [term.text for term in concept.terms]}
            for concept in unused
        ],
    }
