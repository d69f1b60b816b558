"""Findings as a log in SARIF 2.1.0, which code hosts and editors show beside the lines they mean.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; the sections named below
are of that text.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from workflow import __version__
from workflow.errors import WorkflowError
from workflow.model import Finding, Severity
from workflow.model.digest import digest
from workflow.reports.i18n import Words
from workflow.reports.rule_texts import help_text

if TYPE_CHECKING:
    from workflow.checks import Rule

_LEVELS = MappingProxyType(
    {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
)


def as_sarif(
    findings: Sequence[Finding],
    errors: Sequence[WorkflowError],
    words: Words,
    rules: Sequence[Rule] = (),
) -> dict[str, Any]:
    """The log of one run; ``errors`` are of files that could not be read, ``rules`` all there are.

    Paths are relative to the project's folder. A result's fingerprint (3.27.17) hangs on check,
    place and texts, not on the line, so that it is known again after lines have moved. What
    SARIF has no name for stands under ``properties``, by the names of ``--format json``.
    """
    checks = sorted({each.check for each in findings})
    known = {rule.name: rule for rule in rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "workflow",
                        "version": __version__,
                        "rules": [_rule(check, known.get(check), words) for check in checks],
                    }
                },
                "language": words.language,
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(errors, words)],
                "results": [_result(each, checks.index(each.check), words) for each in findings],
            }
        ],
    }


def _rule(name: str, rule: Rule | None, words: Words) -> dict[str, Any]:
    """A rule's descriptor (3.49); of one that is none of the checks, its name alone."""
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": words(rule.title)},
        "fullDescription": {"text": words(rule.explanation)},
        "help": {"text": help_text(rule, words)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _invocation(errors: Sequence[WorkflowError], words: Words) -> dict[str, Any]:
    told = [
        {
            "level": "error",
            "message": {"text": " ".join(filter(None, (words(each.message), words(each.hint))))},
            **({"locations": [_location(each.file, each.line)]} if each.file else {}),
        }
        for each in errors
    ]
    return {"executionSuccessful": not errors, "toolExecutionNotifications": told}


def _result(finding: Finding, rule: int, words: Words) -> dict[str, Any]:
    place = (finding.check, finding.article, finding.locale, finding.msgctxt or "")
    known = digest(*place, finding.msgid, finding.msgstr, finding.message)
    return {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": words(finding.message)},
        "locations": [_location(finding.file, finding.line)],
        "partialFingerprints": {"finding/v1": known},
        "properties": {
            "article": finding.article,
            "locale": finding.locale,
            "msgctxt": finding.msgctxt,
            "msgid": finding.msgid,
            "msgstr": finding.msgstr,
            "span": finding.span,
            "fix": finding.fix,
        },
    }


def _location(file: str, line: int | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(file)}}
    if line is not None:
        physical["region"] = {"startLine": line}
    return {"physicalLocation": physical}
