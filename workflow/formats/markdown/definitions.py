"""Link reference definitions: the title is a segment, label and address are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow.formats.commonmark import link_definitions
from workflow.formats.inline import needs_translation
from workflow.formats.markdown.places import Source
from workflow.formats.markdown.runs import Part
from workflow.formats.markdown.titles import IN_DEFINITION, find_title

_TITLED = re.compile(r"""\]:[>\s]*+(?:<[^<>\r\n]*+>|[^\s<]\S*+)\s[>\s]*+["'(]""")
"""Where this stands nowhere, no link definition has a title, and there is no need to parse."""


def definition_parts(source: Source) -> Iterator[Part]:
    """Yield each title of a link reference definition (CommonMark, section 4.7)."""
    if not source.labelled or not _TITLED.search(source.text):
        return
    for definition in link_definitions(source.masked).values():
        if not definition["title"]:
            continue
        start, end = definition["span"]["start"], definition["span"]["end"]
        raw = source.slice(start, end)
        title = find_title(IN_DEFINITION, raw, raw.count(">"))
        if title and needs_translation(title.text):
            first, last = start + title.start, start + title.end
            yield Part(first, last, title.text, "link title", title.encode, "text")
