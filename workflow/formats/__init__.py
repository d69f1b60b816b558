"""Text ↔ segments: every format is parsed to byte spans and put back by splicing.

Nothing here reads a file; see ``docs/formats.md`` for what is a segment, per construct.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from workflow.model import FIELDS

if TYPE_CHECKING:
    from workflow.formats.document import Document, FormatName
    from workflow.formats.format import sentence_ends
    from workflow.formats.parsing import format_for, parse, suffixes

__all__ = [
    "FIELDS",
    "Document",
    "FormatName",
    "format_for",
    "parse",
    "sentence_ends",
    "suffixes",
]
_HOMES = {
    "Document": "document",
    "FormatName": "document",
    "format_for": "parsing",
    "parse": "parsing",
    "sentence_ends": "format",
    "suffixes": "parsing",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for only then: who needs a format's name need not wait for parsers."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
