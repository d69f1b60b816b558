"""Text ↔ segments: every format is parsed to byte spans and put back by splicing.

Nothing here reads a file; see ``docs/formats.md`` for what is a segment, per construct.
"""

from workflow.formats.document import Document, FormatName
from workflow.formats.placeables import find_placeables
from workflow.formats.registry import format_for, parse, suffixes
from workflow.formats.sentences import sentence_ends
from workflow.model import FIELDS

__all__ = [
    "FIELDS",
    "Document",
    "FormatName",
    "find_placeables",
    "format_for",
    "parse",
    "sentence_ends",
    "suffixes",
]
