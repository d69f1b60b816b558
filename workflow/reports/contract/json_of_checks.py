"""Findings and the glossary as other programs read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workflow.reports.contract.json_shared import VERSION, Report, findings
from workflow.reports.findings import why_unchecked
from workflow.reports.json_text import Written

if TYPE_CHECKING:
    from workflow.errors import WorkflowError
    from workflow.glossary.merging import Merged
    from workflow.model import Concept, Finding
    from workflow.model.checked import Checked
    from workflow.reports.i18n import Words


def check(checked: Checked, words: Words) -> Report:
    """``check``."""
    told = checked.told
    return {
        **findings(checked.findings, words),
        **({"findings": Written(told.texts)} if told else {}),
        "unchecked": [
            {
                "article": each.article,
                "locale": each.locale,
                "reason": " ".join(words(why_unchecked(each)).split()),
            }
            for each in checked.unchecked
        ],
    }


def glossary_import(merged: Merged, left_out: Sequence[WorkflowError], words: Words) -> Report:
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
) -> Report:
    """``glossary check``: as ``check``, with the number of concepts and those no article names."""
    return {
        **findings(found, words),
        "concepts": concepts,
        "unused": [
            {"line": concept.line, "terms": [term.text for term in concept.terms]}
            for concept in unused
        ],
    }
