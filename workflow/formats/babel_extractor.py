"""An extraction method for babel, so that ``pybabel extract -F babel.cfg`` reads articles too.

In ``babel.cfg``::

    [workflow: articles/**.md]
    fields = title, summary
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import BinaryIO

from workflow.errors import ArticleError, ConfigError, WorkflowError
from workflow.formats.document import Document
from workflow.formats.parsing import SEGMENTATION, parse_segmented, suffixes
from workflow.model import FIELDS
from workflow.model.phrase import listed, phrase

Extracted = tuple[int, str | None, str | tuple[str, str], list[str]]
OPTIONS = frozenset(
    {"directive_arguments", "encoding", "fields", "format", "segmentation", "source_locale"}
)


def extract(
    fileobj: BinaryIO,
    keywords: Collection[str],
    _comment_tags: Sequence[str],
    options: Mapping[str, str],
) -> Iterator[Extracted]:
    """Yield line, function, message and comments of each segment, as babel asks of a method.

    A segment with a context comes as a call of ``pgettext``, which has to be among
    ``keywords``. Options: ``format`` (default: by the file's name), ``fields``
    (comma-separated names of front-matter fields), ``directive_arguments`` (the same of
    arguments), ``segmentation`` and ``source_locale`` (for articles that do not say), and
    ``encoding`` (default UTF-8). Raises what :func:`workflow.formats.parse` raises, with the
    file's name, and :class:`ConfigError` for an option or keywords it cannot work with.
    """
    _check(options)
    name = str(getattr(fileobj, "name", "the article"))
    try:
        document = _parsed(fileobj.read(), PurePath(name).suffix.lower(), options)
    except WorkflowError as error:
        error.file = name
        raise
    for segment in document.segments:
        comments = [segment.kind, *segment.notes]
        if segment.context is None:
            yield segment.line, None, segment.text, comments
        elif "pgettext" in keywords:
            yield segment.line, "pgettext", (segment.context, segment.text), comments
        else:
            raise ConfigError(
                phrase("messages with a context need the keyword `pgettext`"),
                hint=phrase("Add it to the command: `-k pgettext:1c,2`"),
                file=name,
                line=segment.line,
            )


def _parsed(data: bytes, ending: str, options: Mapping[str, str]) -> Document:
    encoding = options.get("encoding", "utf-8")
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ArticleError(
            phrase("cannot be read as {encoding}: {error}", encoding=encoding, error=error),
            hint=phrase("Save it as UTF-8, or name its encoding in babel.cfg: `encoding = cp1252`"),
        ) from error
    return parse_segmented(
        text,
        format=options.get("format") or suffixes().get(ending, "markdown"),
        segmentation=options.get("segmentation", SEGMENTATION[0]),
        language=options.get("source_locale", ""),
        fields=_names(options["fields"]) if "fields" in options else FIELDS,
        arguments=frozenset(_names(options.get("directive_arguments", ""))),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _check(options: Mapping[str, str]) -> None:
    """Raise :class:`ConfigError` for an option that there is not: it would do nothing, unseen."""
    for name in options:
        if name not in OPTIONS:
            raise ConfigError(
                phrase("unknown option “{name}” of the method `workflow` in babel.cfg", name=name),
                hint=phrase("Options are: {names}.", names=listed(sorted(OPTIONS))),
            )
