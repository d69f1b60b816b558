"""The formats there are, and an article parsed by one, as its front matter wants it parted.

There are the built-in ones, and those of the entry points ``workflow.formats``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from workflow.errors import ArticleError, ConfigError
from workflow.formats.document import Document
from workflow.formats.format import Format, SentenceEnds, sentence_ends
from workflow.formats.html import Html
from workflow.formats.markdown import Markdown
from workflow.formats.plaintext import PlainText
from workflow.model import FIELDS
from workflow.model.phrase import phrase

_BUILT_IN: dict[str, Format] = {each.name: each for each in (Markdown(), Html(), PlainText())}
SEGMENTATION = ("block", "sentence")
"""What a segment is."""


@cache
def formats() -> Mapping[str, Format]:
    """Every format by name; an entry point cannot take a built-in one's name."""
    # Here, not above: who parses what is built in need not wait for the search of all packages.
    from importlib.metadata import entry_points  # noqa: PLC0415

    found = {entry.name: entry.load()() for entry in entry_points(group="workflow.formats")}
    return found | _BUILT_IN


def suffixes() -> Mapping[str, str]:
    """File name ending (with the dot) → name of its format."""
    return {suffix: each.name for each in formats().values() for suffix in each.suffixes}


def format_for(name: str) -> Format:
    """The format called ``name``; raises :class:`ConfigError` where there is none."""
    found = _BUILT_IN.get(name) or formats().get(name)
    if found is None:
        known = ", ".join(sorted(formats()))
        raise ConfigError(
            phrase("unknown format “{name}”", name=name),
            hint=phrase("Formats are: {known}.", known=known),
        )
    return found


def parse(
    text: str,
    *,
    format: str = "markdown",
    fields: Sequence[str] = FIELDS,
    sentences: SentenceEnds | None = None,
    arguments: frozenset[str] = frozenset(),
) -> Document:
    """Parse a document, front matter included.

    ``text`` is the whole file (BOM and line ends as they are), ``fields`` names the
    front-matter fields that are translated; ``sentences`` (see
    :func:`workflow.formats.format.sentence_ends`) asks for a segment a sentence.
    ``arguments`` names the arguments of Markdown's directives (shortcodes, template tags,
    containers, admonitions, components) that are translated: ``caption``, ``title``, …

    Raises :class:`~workflow.errors.ArticleError` where the front matter is not valid, or ``text``
    cannot be encoded as UTF-8 (lone surrogates), and
    :class:`~workflow.errors.ConfigError` for an unknown format.
    """
    chosen = format_for(format)
    if arguments and isinstance(chosen, Markdown):
        chosen = Markdown(arguments)
    return Document.parse(text, chosen, tuple(fields), sentences)


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
            phrase("unknown segmentation “{wanted}”", wanted=wanted),
            hint=phrase("It is “block” or “sentence”."),
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
