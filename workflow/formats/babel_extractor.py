"""An extraction method for babel, so that ``pybabel extract -F babel.cfg`` reads articles too.

In ``babel.cfg``::

    [workflow: articles/**.md]
    fields = title, summary
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import BinaryIO

from workflow.formats.registry import parse, suffixes
from workflow.model import FIELDS

Extracted = tuple[int, str | None, str | tuple[str, str], list[str]]


def extract(
    fileobj: BinaryIO,
    _keywords: Mapping[str, object],
    _comment_tags: Sequence[str],
    options: Mapping[str, str],
) -> Iterator[Extracted]:
    """Yield line, function, message and comments of each segment, as babel asks of a method.

    A segment with a context comes as a call of ``pgettext``. Options: ``format`` (default: by
    the file's name), ``fields`` (comma-separated names of front-matter fields) and
    ``encoding`` (default UTF-8). Raises what :func:`workflow.formats.parse` raises.
    """
    text = fileobj.read().decode(options.get("encoding", "utf-8"))
    ending = PurePath(str(getattr(fileobj, "name", ""))).suffix.lower()
    name = options.get("format") or suffixes().get(ending, "markdown")
    fields = options["fields"].split(",") if "fields" in options else FIELDS
    document = parse(text, format=name, fields=[field.strip() for field in fields])
    for segment in document.segments:
        comments = [segment.kind, *segment.notes]
        if segment.context is None:
            yield segment.line, None, segment.text, comments
        else:
            yield segment.line, "pgettext", (segment.context, segment.text), comments
