"""Checks: one rule a unit, yielding findings; :mod:`.running` lists them."""

from workflow.checks.metadata import switched_off
from workflow.checks.running import CHECKS, Check, check_source, check_translation
from workflow.checks.subject import Remark, Source, Subject, Translation
from workflow.inline.constructs import link_references

__all__ = [
    "CHECKS",
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
