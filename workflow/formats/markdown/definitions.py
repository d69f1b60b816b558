"""Link reference definitions: the title is a segment, label and address are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow.formats.markdown.arguments import Pending
from workflow.formats.markdown.passages import columns
from workflow.formats.markdown.places import Source
from workflow.formats.markdown.runs import Part
from workflow.formats.markdown.titles import IN_DEFINITION, find_title
from workflow.inline.commonmark import link_definitions
from workflow.inline.marks import needs_translation

_TITLED = re.compile(r"""\]:[>\s]*+(?:<[^<>\r\n]*+>|[^\s<]\S*+)\s[>\s]*+["'(]""")
"""Where this stands nowhere, no link definition has a title."""


def pending_definitions(source: Source) -> Iterator[Pending]:
    """Yield the link reference definitions (CommonMark 0.31, section 4.7) that matter.

    These are those with a title, and where authors may speak to the tool all of them: what is
    said before a definition is said of it, not of the block after it.
    """
    if not source.labelled or not ("<!--" in source.text or _TITLED.search(source.text)):
        return
    for definition in link_definitions(source.masked).values():
        start, end = definition["span"]["start"], definition["span"]["end"]
        indent = columns(source.prefix(start))
        yield Pending(start, indent, tuple(_title(source, start, end)), component=False)


def _title(source: Source, start: int, end: int) -> Iterator[Part]:
    raw = source.slice(start, end)
    title = find_title(IN_DEFINITION, raw, raw.count(">"))
    if title and needs_translation(title.text):
        first, last = start + title.start, start + title.end
        yield Part(first, last, title.text, "link title", title.encode, "text")
