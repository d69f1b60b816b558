"""Checks: one rule a unit, yielding findings; :mod:`.running` has them all."""

from workflow.checks.mending import Mended, mended
from workflow.checks.metadata import switched_off
from workflow.checks.rule import Example, Rule
from workflow.checks.running import BUILT_IN, IGNORING, check_source, check_translation, rules
from workflow.checks.subject import Remark, Source, Subject, Translation
from workflow.inline.constructs import link_references

__all__ = [
    "BUILT_IN",
    "IGNORING",
    "Example",
    "Mended",
    "Remark",
    "Rule",
    "Source",
    "Subject",
    "Translation",
    "check_source",
    "check_translation",
    "link_references",
    "mended",
    "rules",
    "switched_off",
]
