"""An article parsed as its front matter, or its project, wants it parted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflow.errors import ArticleError
from workflow.formats.document import Document
from workflow.formats.registry import parse
from workflow.formats.sentences import sentence_ends
from workflow.model import FIELDS

SEGMENTATION = ("block", "sentence")
"""What a segment is."""


def parse_segmented(
    text: str,
    *,
    format: str,
    segmentation: str = SEGMENTATION[0],
    language: str = "",
    fields: Sequence[str] = FIELDS,
    arguments: frozenset[str] = frozenset(),
) -> Document:
    """Parse as :func:`workflow.formats.parse` does, a segment a block or a sentence.

    ``segmentation`` and ``language`` (BCP 47 or gettext's spelling) are for articles whose
    front matter says nothing of either (``segmentation``, ``lang``). Raises what ``parse``
    does, and :class:`ArticleError` with the line for a segmentation that there is not.
    """
    document = parse(text, format=format, fields=fields, arguments=arguments)
    wanted = document.front_matter.get("segmentation", segmentation)
    if wanted == "block":
        return document
    if wanted not in SEGMENTATION:
        raise ArticleError(
            f"unknown segmentation “{wanted}”",
            hint="It is “block” or “sentence”.",
            line=field_line(document, "segmentation"),
        )
    spoken = str(document.front_matter.get("lang", language))[:2]
    return parse(
        text, format=format, fields=fields, sentences=sentence_ends(spoken), arguments=arguments
    )


def field_line(document: Document, name: str) -> int:
    """Line of a front-matter field, counted from 1 (1 where the field is not there)."""
    found = re.search(rf"^{re.escape(name)}[ \t]*:", document.text, re.MULTILINE)
    return document.text.count("\n", 0, found.start()) + 1 if found else 1
