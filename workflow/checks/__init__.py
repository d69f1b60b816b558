"""Checks: one rule a unit, yielding findings; :mod:`.running` has them all."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workflow.checks.external import external_addresses
    from workflow.checks.mending import Mended, mended
    from workflow.checks.metadata import switched_off
    from workflow.checks.page_rules import EXTERNAL_LINKS
    from workflow.checks.rule import Example, Rule
    from workflow.checks.running import (
        IGNORING,
        built_in,
        check_answers,
        check_meanings,
        check_source,
        check_translation,
        rules,
    )
    from workflow.checks.semantic import compared_meaning
    from workflow.checks.source_mending import MendedSource, mended_source, mends_sources
    from workflow.checks.subject import Remark, Source, Subject, Translation
    from workflow.inline.constructs import link_references

__all__ = [
    "EXTERNAL_LINKS",
    "IGNORING",
    "Example",
    "Mended",
    "MendedSource",
    "Remark",
    "Rule",
    "Source",
    "Subject",
    "Translation",
    "built_in",
    "check_answers",
    "check_meanings",
    "check_source",
    "check_translation",
    "compared_meaning",
    "external_addresses",
    "link_references",
    "mended",
    "mended_source",
    "mends_sources",
    "rules",
    "switched_off",
]
_HOMES = {
    "external_addresses": "checks.external",
    "EXTERNAL_LINKS": "checks.page_rules",
    "Mended": "checks.mending",
    "mended": "checks.mending",
    "compared_meaning": "checks.semantic",
    "MendedSource": "checks.source_mending",
    "mended_source": "checks.source_mending",
    "mends_sources": "checks.source_mending",
    "switched_off": "checks.metadata",
    "Example": "checks.rule",
    "Rule": "checks.rule",
    "Remark": "checks.subject",
    "Source": "checks.subject",
    "Subject": "checks.subject",
    "Translation": "checks.subject",
    "link_references": "inline.constructs",
}
"""Where a name stands, if not in :mod:`.running`."""


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: a release needs few of the rules, and no fixes."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name, "checks.running")
    return getattr(importlib.import_module(f"workflow.{home}"), name)
