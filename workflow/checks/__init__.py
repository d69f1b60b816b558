"""Checks: one rule a unit, yielding findings; :mod:`.registry` lists them."""

from workflow.checks.inline import link_references
from workflow.checks.metadata import switched_off
from workflow.checks.registry import CHECKS, NAMES, Check, check_source, check_translation
from workflow.checks.subject import Remark, Source, Subject, Translation

__all__ = [
    "CHECKS",
    "NAMES",
    "Check",
    "Remark",
    "Source",
    "Subject",
    "Translation",
    "check_source",
    "check_translation",
    "link_references",
    "switched_off",
]
