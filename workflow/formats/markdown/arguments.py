"""The text arguments of directives: where they stand, how they are read and written.

Directives are what site generators read as instructions: shortcodes, template tags, containers,
admonitions, components. A setting names the arguments that are text (``caption``, ``title``); all
else of a directive is part of the skeleton, so that no msgstr can change it.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from workflow.formats.markdown.dialect import Directive, code_indented, directives, mask, spans
from workflow.formats.markdown.multiline import CODE_INDENT, columns
from workflow.formats.markdown.notation import COMPONENT, TAG, TAG_NAME, VERBATIM, Form
from workflow.formats.markdown.runs import Part
from workflow.formats.markdown.syntaxes import Argument, arguments_of, component_arguments
from workflow.inline.placeables import without_plain
from workflow.inline.wrapping import needs_translation
from workflow.model import lazy_re as re

_MARKDOWN_KINDS = frozenset(("admonition title", "container title", "tab title"))
"""Kinds of arguments that site generators read as Markdown; the others are plain text."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*+>?|<[!?][^<>]*+>?|\]\([^()]*+\)?|\{[^{}]*+\}?")
"""What a msgstr may not add, drop or change: tags, addresses of links, expressions."""
_NOT_HIDDEN = (Form.ITSELF, Form.TEXT)
"""Forms of what is text, on the page as well."""


class Pending(NamedTuple):
    """The segments of one directive."""

    start: int
    """Bytes of the body before its first character that is no space."""
    indent: int
    """Columns before it."""
    parts: tuple[Part, ...]
    component: bool
    """Whether the Markdown parser sees it, as HTML."""


def pending(body: str, names: frozenset[str]) -> list[Pending]:
    """Return the directives of ``body`` that have arguments in ``names`` with text.

    Code and comments are for the caller to tell, but for indented code and what stands between
    tags like ``{% raw %}`` and ``{% endraw %}``.
    """
    masked = directives(body)
    hidden = _hidden(masked)
    found = [
        _pending(each, arguments_of(each.text, names), component=False)
        for number, each in enumerate(masked)
        if number not in hidden
    ]
    found += [
        _pending(each, component_arguments(each.text, names), component=True)
        for each in components(body)
    ]
    found = sorted(each for each in found if each.parts)
    if not any(each.indent >= CODE_INDENT for each in found):
        return found
    code = code_indented(body)
    return [each for each in found if not _inside(each.start, code)]


def shapes(body: str, hidden: Iterable[Directive], names: frozenset[str]) -> Iterator[Hashable]:
    """Yield all that is ``hidden`` of ``body`` without the texts of arguments in ``names``."""
    for each in hidden:
        if each.form not in _NOT_HIDDEN:
            yield _shape(each.text, arguments_of(each.text, names) if names else ())
    if names:
        for tag in components(body):
            yield _shape(tag.text, component_arguments(tag.text, names))


def components(body: str) -> Iterator[Directive]:
    """Yield the tags of components that stand alone on their lines, in source order."""
    if "<" in body:
        masked = mask(body)
        data = masked.encode()
        for start, end in spans(COMPONENT, masked):
            yield Directive(start, end, data[start:end].decode(), "component", Form.ITSELF)


def without_components(html: str, names: frozenset[str]) -> str:
    """Return ``html`` with the arguments of components that are text blanked."""
    return COMPONENT.sub(lambda tag: _blanked(tag[0], component_arguments(tag[0], names)), html)


def _inside(offset: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the ranges, which are in order, holds the offset."""
    number = bisect(ranges, (offset, offset)) - 1
    return any(start <= offset < end for start, end in ranges[max(number, 0) : number + 2])


def _pending(directive: Directive, arguments: Sequence[Argument], *, component: bool) -> Pending:
    text = directive.text
    parts = tuple(
        Part(
            directive.start + len(text[: each.start].encode()),
            directive.start + len(text[: each.end].encode()),
            each.text,
            each.kind,
            each.encode,
            "markdown" if each.kind in _MARKDOWN_KINDS else "text",
        )
        for each in arguments
        if needs_translation(without_plain(each.text))
    )
    spaces = text[: len(text) - len(text.lstrip(" \t"))]
    start = directive.start + len(spaces)
    return Pending(start, columns(spaces), parts, component)


def _shape(text: str, arguments: Sequence[Argument]) -> Hashable:
    """The directive for people, its texts left out, then the markup in each of these."""
    markup = (" ".join(sorted(_MARKUP.findall(each.text))) for each in arguments)
    return (_blanked(text, arguments), *markup)


def _blanked(text: str, arguments: Sequence[Argument]) -> str:
    parts: list[str] = []
    done = 0
    for each in arguments:
        parts += (text[done : each.start], "…")
        done = each.end
    return "".join((*parts, text[done:])).strip()


def _hidden(found: Sequence[Directive]) -> frozenset[int]:
    """The numbers of the directives that stand between tags like ``{% raw %}`` and its end."""
    tags = [
        (number, tag[2].removeprefix("end"), bool(tag[1]) or tag[2].startswith("end"))
        for number, each in enumerate(found)
        for tag in map(TAG_NAME.match, TAG.findall(each.text))
        if tag is not None and tag[2].removeprefix("end") in VERBATIM
    ]
    last = {name: number for number, name, closes in tags if closes}
    hidden: set[int] = set()
    opened: tuple[int, str] | None = None
    for number, name, closes in tags:
        if opened is None and not closes and last.get(name, -1) >= number:
            opened = number, name
        elif opened is not None and closes and name == opened[1]:
            hidden.update(range(opened[0], number + 1))
            opened = None
    return frozenset(hidden)
