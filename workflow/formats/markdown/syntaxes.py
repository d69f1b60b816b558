"""How the arguments of directives are read and written, for each of their syntaxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from workflow.formats.markdown.notation import EXPRESSION, TAG, TAG_NAME, quoted
from workflow.formats.markdown.places import Encoder
from workflow.inline.html_references import (
    SPACE,
    collapse,
    decode_value,
    encode_value,
)
from workflow.inline.wrapping import (
    escape_alt,
    escape_line,
)
from workflow.model import lazy_re as re

_TITLE = "title"


def _tokens(quotes: str, string: str, equals: str = "=") -> re.Pattern[str]:
    """What the inside of a directive is made of: arguments with their values, strings, words."""
    return re.compile(
        rf"(?P<key>[\w-]++)\s*+[{equals}]\s*+(?P<value>{string})"
        rf"|{string}|(?P<open>[{quotes}])|[^\s{equals}{quotes}]++",
        re.DOTALL,
    )


_IN_SHORTCODE = _tokens('"`', r'"(?:\\"|[^"\r\n])*+"|`[^`]*+`')
"""Hugo: a backslash escapes a double quote alone; nothing escapes in a raw string."""
_IN_TAG = _tokens("\"'", quoted(r"\\.|[^Q\\]"), equals="=:")
"""Jekyll: a backslash and what follows it belong together; Liquid's own tags have a colon."""
_IN_BRACES = _tokens("\"'", quoted(r"[^Q\r\n]"))
_IN_COMPONENT = _tokens("\"'{", f"{quoted('[^Q]')}|{EXPRESSION}")

_CONTAINER = re.compile(r"[ \t]*:{2,}(?:[ \t]*(?P<name>[\w-]++))?+")
_NAMED_CONTAINER = re.compile(
    r"""[ \t]*+(?:(?::{3,}|`{3,}+|~{3,}+)[ \t]*+\{(?P<name>[A-Za-z][\w:+.-]*+)\}
      |/{3,}+[ \t]++[\w-]++[ \t]*+\|)(?P<title>[^\r\n]*+)""",
    re.VERBOSE,
)
"""MyST's name in braces, and PyMdown's bar, before a title."""
_UNTITLED = frozenset(
    "code-block code-cell div figure grid iframe image include literalinclude math raw toctree "
    "versionadded versionchanged deprecated".split()
)
"""Directives of MyST whose argument is no text."""
_OPTION = re.compile(r"\n[ \t>]*+:(?P<key>[\w-]++):[ \t]++(?P<value>[^\s][^\r\n]*+)")
_BRACES = re.compile(r"""[ \t]*+\{(?P<inner>(?:"[^"]*+"|'[^']*+'|[^{}"'])*+)\}""")
_ASSIGNED = re.compile(r"\s*+[\w-]++=")
"""What is no title: ``::: code-group labels=[npm,pnpm]``."""
_LABEL_PART = re.compile(r"\\.|[\[\]]", re.DOTALL)
_ADMONITION_HEAD = re.compile(
    r"[ \t]*+(?:(?P<tab>===[!+]*+)|(?:!!!|\?\?\?\+?)(?:[ \t]++[\w-]++)*+)[ \t]++\""
)
_LINE_END = re.compile(r"[ \t]*+[\r\n]\s*+")


class Argument(NamedTuple):
    """An argument that the setting names; offsets in characters of its directive."""

    start: int
    end: int
    text: str
    kind: str
    encode: Encoder


class _Syntax(NamedTuple):
    """How arguments with a name and a quoted value are written."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[str, str], str | None]
    """Takes a value and its quote, returns the text; None where it may mean something else."""
    encoder: Callable[[str], Encoder]
    """Takes the quote."""


def arguments_of(text: str, names: frozenset[str]) -> tuple[Argument, ...]:
    """The arguments in ``names`` that are not blank, of a directive of any syntax."""
    mark = text.lstrip(" \t")[:2]
    if mark in ("::", "//", "``", "~~"):
        return tuple(_in_container(text, names))
    if mark in ("!!", "??", "=="):
        return tuple(_in_admonition(text, names))
    if mark[:1] == "<":
        return component_arguments(text, names)
    if mark not in ("{{", "{%"):
        return ()
    return tuple(found for tag in TAG.finditer(text) for found in _in_tag(tag, names))


def component_arguments(text: str, names: frozenset[str]) -> tuple[Argument, ...]:
    """The same for the tag of a component."""
    return _named(_COMPONENT, text, 0, names)


def _in_tag(tag: re.Match[str], names: frozenset[str]) -> tuple[Argument, ...]:
    raw = tag[0]
    if raw.startswith("{%"):
        name = TAG_NAME.match(raw)
        include = name is not None and name[2].startswith("include")
        return _named(_INCLUDE if include else _TEMPLATE_TAG, raw[2:-2], tag.start() + 2, names)
    if raw[3:].lstrip().startswith("/*"):  # Hugo's way to show a shortcode
        return ()
    return _named(_SHORTCODE, raw[3:-3], tag.start() + 3, names)


def _in_container(text: str, names: frozenset[str]) -> Iterator[Argument]:
    if named_head := _NAMED_CONTAINER.match(text):
        if _TITLE in names and named_head["name"] not in _UNTITLED:
            yield from _title(text, *named_head.span("title"), "container title", escape_line)
        for found in _OPTION.finditer(text, named_head.end()):
            if found["key"] in names:
                kind = f"container {found['key']}"
                yield from _title(text, *found.span("value"), kind, escape_line)
        return
    head = _CONTAINER.match(text)
    at = head.end() if head else 0
    named = head is not None and head["name"] is not None
    if named and text[at : at + 1] == "[":
        end = _label_end(text, at + 1)
        if end is None:
            return
        if _TITLE in names:
            yield from _title(text, at + 1, end, "container title", escape_alt)
        at = end + 1
    braces = _BRACES.match(text, at)
    if braces is None and named and text[at : at + 1] in (" ", "\t"):
        end = _title_end(text, at)
        if _TITLE in names and not _ASSIGNED.match(text, at):
            yield from _title(text, at, end, "container title", escape_line)
        braces = _BRACES.match(text, end)
    if braces is not None:
        yield from _named(_CONTAINER_TAG, braces["inner"], braces.start("inner"), names)


def _label_end(text: str, start: int) -> int | None:
    """Where the label that starts at ``start`` ends; None if its brackets are not balanced."""
    depth = 1
    for found in _LABEL_PART.finditer(text, start):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return None


def _title_end(text: str, start: int) -> int:
    """Where a title ends: at the attributes in braces that end its line, or at this end."""
    whole = text.rstrip()
    opening = text.rfind("{", start)
    return opening if opening >= 0 and _BRACES.fullmatch(whole, opening) else len(text)


def _in_admonition(text: str, names: frozenset[str]) -> Iterator[Argument]:
    """An admonition, or a tab: the title reaches to the last quote, as Python-Markdown has it."""
    head = _ADMONITION_HEAD.match(text)
    line = text.rstrip(" \t")
    if head is not None and _TITLE in names and line.endswith('"') and len(line) > head.end():
        kind = "tab title" if head["tab"] else "admonition title"
        yield from _title(text, head.end(), len(line) - 1, kind, escape_line)


def _named(syntax: _Syntax, inner: str, offset: int, names: frozenset[str]) -> tuple[Argument, ...]:
    """The arguments with a name and a quoted value; none where a quote is never closed."""
    arguments: list[Argument] = []
    for found in syntax.pattern.finditer(inner):
        if found["open"]:
            return ()
        if found["key"] not in names:
            continue
        quote = found["value"][0]
        start, end = _trimmed(inner, found.start("value") + 1, found.end("value") - 1)
        text = syntax.read(inner[start:end], quote)
        if text and text.strip():
            kind, encode = f"{syntax.name} {found['key']}", syntax.encoder(quote)
            arguments.append(Argument(offset + start, offset + end, _one_line(text), kind, encode))
    return tuple(arguments)


def _title(text: str, start: int, end: int, kind: str, encode: Encoder) -> Iterator[Argument]:
    start, end = _trimmed(text, start, end)
    if start < end:
        yield Argument(start, end, text[start:end], kind, encode)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    value = text[start:end]
    start += len(value) - len(value.lstrip(SPACE))
    return start, max(start, end - (len(value) - len(value.rstrip(SPACE))))


def _one_line(text: str) -> str:
    return collapse(_LINE_END.sub("\n", text)) if "\n" in text or "\r" in text else text


def _read_escaped(raw: str, quote: str) -> str | None:
    """A value in which a backslash escapes the quote; None where it may do more than that."""
    if quote == "`" or "\\" not in raw:
        return raw
    text = raw.replace(f"\\{quote}", quote)
    return text if text == raw or "\\" not in text else None


def _read_bare(raw: str, _quote: str) -> str | None:
    """A value of which is not known what a backslash in it means."""
    return None if "\\" in raw else raw


def _read_references(raw: str, quote: str) -> str | None:
    """A value with character references; a backslash escapes in Pandoc alone."""
    return _read_bare(decode_value(raw), quote)


def _read_component(raw: str, quote: str) -> str | None:
    """The value of a component's attribute, which is no text in braces."""
    return None if quote == "{" else decode_value(raw)


def _escape_quotes(quote: str) -> Encoder:
    if quote == "`":
        return escape_line
    return lambda translation: escape_line(translation).replace(quote, f"\\{quote}")


def _escape_references(quote: str) -> Encoder:
    return partial(encode_value, quote=quote)


_SHORTCODE = _Syntax("shortcode", _IN_SHORTCODE, _read_escaped, _escape_quotes)
_INCLUDE = _Syntax("template tag", _IN_TAG, _read_escaped, _escape_quotes)
_TEMPLATE_TAG = _Syntax("template tag", _IN_TAG, _read_bare, lambda _quote: escape_line)
_CONTAINER_TAG = _Syntax("container", _IN_BRACES, _read_references, _escape_references)
_COMPONENT = _Syntax("component", _IN_COMPONENT, _read_component, _escape_references)
