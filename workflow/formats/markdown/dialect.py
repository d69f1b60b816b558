"""The dialect of Markdown that articles are written in: CommonMark, and directives of sites."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from workflow.formats.commonmark import events
from workflow.formats.markdown.passages import Passage, passages
from workflow.formats.markdown.tags import EXPORT

INLINE = frozenset(
    ("Emphasis", "Strong", "Strikethrough", "Link", "Image", "Superscript", "Subscript")
)
OPAQUE = frozenset(("CodeBlock", "HtmlBlock", "MetadataBlock"))
"""Blocks whose content is not text."""
INDENTED_CODE = {"CodeBlock": "Indented"}
"""What the parser says of a block of indented code."""

_LONE_RETURN = re.compile(r"\r(?!\n)")
_CONTENT = re.compile(r"[^\r\n]+")
_INDENTED = re.compile(r"[^ \t\r\n][^\r\n]*")
_BEGINS = re.compile(
    r"\n[ \t]*(?::::|!!!|\?\?\?|\{[{%:/.#]|\{[ \t]+[.#]|===[!+ \t]|import\b|export\b"
    r"|<[A-Z][^\n]*+(?<!>)\n)"
)
"""How a line with a directive begins; most texts have none."""
_MARK = r"(?:!!!|\?\?\?\+?)(?=[ \t]+\S)|===[!+]{0,2}(?=[ \t]+\"[^\r\n]*\"[ \t]*(?:[\r\n]|\Z))"
_ADMONITION = re.compile(rf"\n([ \t]*)(?:{_MARK})[^\r\n]*")
"""A line that titles what is indented below it: an admonition, or one of several tabs."""
_INNER = r"""(?:[^{}"'\r\n]|"[^"\r\n]*+"|'[^'\r\n]*+')*+"""
_ADDRESS = r"""(?:"[^"\r\n]*+"|'[^'\r\n]*+')"""
_ENDED = r"[ \t]*+(?:;[^\r\n]*+|//[^\r\n]*+)?+"
_ALONE = re.compile(
    rf"""\n(?:
      [ \t]*:{{3,}}[^\r\n]*                                             # container directive
    | [ \t]*(?:\{{\{{[<%](?:(?![>%]\}}\}}|\{{\{{[<%]).)*[>%]\}}\}}[ \t]*       # shortcodes
        |\{{%(?:(?!%\}}|\{{%).)*%\}}[ \t]*)+                              # template tags
    | [ \t]*\{{(?::|[ \t]*(?=[.#][\w-])){_INNER}\}}[ \t]*                # attribute list
    | import\b[^\r\n"']*[^\w$\r\n"']from[ \t]*{_ADDRESS}{_ENDED}           # MDX
    | import[ \t]*{_ADDRESS}{_ENDED}
    | export[ \t]*(?:\*[^\r\n"']*|\{{[^{{}}\r\n"']*\}}[ \t]*)from[ \t]*{_ADDRESS}{_ENDED}
    | {EXPORT}[^\r\n]*
    )(?=[\r\n]|\Z)""",
    re.VERBOSE | re.DOTALL,
)
"""A whole line, or more for a tag, with the line feed before it: a ``^`` takes longer to find."""


def with_line_feeds(body: str) -> str:
    """``body`` with a line feed for each carriage return that stands alone, offsets kept.

    It ends a line (CommonMark 0.31, section 2.1); to the parser it does not everywhere.
    """
    return _LONE_RETURN.sub("\n", body) if "\r" in body else body


def mask(body: str) -> str:
    """Hide what site generators read as instructions from the parser, byte offsets kept.

    Lines of shortcodes, template tags, container fences, attribute lists and MDX's statements
    become blank, and so does what runs over several lines (:func:`passages`), so that they part
    paragraphs and are in no segment. An admonition (``!!! note``) and a tab (``=== "Title"``)
    become list items, whose content is what is indented below them, as it is theirs; an empty
    heading begins one, for an item that begins with a blank line ends there.
    """
    text = _lines(body)
    return _hidden(text, passages(text), _blank) if _BEGINS.search(text) else text[1:]


def hidden_lines(body: str, masked: str) -> Iterator[str]:
    """Yield the lines of ``body``, outer white space left out, that it has masked."""
    body = with_line_feeds(body)
    if masked != body:
        for line, seen in zip(body.split("\n"), masked.split("\n"), strict=True):
            if line != seen:
                yield line.strip()


def _lines(body: str) -> str:
    """``body`` with a line feed before each line, the first one too."""
    return f"\n{with_line_feeds(body)}"


def _hidden(text: str, found: Sequence[Passage], hide: Callable[[str], str]) -> str:
    masked = _mask_admonitions(_mask_passages(text, found, hide))
    return _ALONE.sub(lambda line: hide(line[0]), masked)[1:]


def _mask_passages(text: str, found: Sequence[Passage], hide: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in found:
        parts += (text[done:start], hide(text[start:end]))
        done = end
    return "".join((*parts, text[done:])) if found else text


def _mask_admonitions(text: str) -> str:
    return _ADMONITION.sub(
        lambda line: f"\n{line[1]}- #{_blank(line[0][len(line[1]) + 4 :])}", text
    )


def _blank(text: str) -> str:
    """Spaces for as many bytes as ``text`` has, its line ends kept."""
    return _CONTENT.sub(lambda found: " " * len(found[0].encode()), text)


def _fill(text: str) -> str:
    """Letters for as many bytes as ``text`` has, its indentation and line ends kept."""
    return _INDENTED.sub(lambda found: "x" * len(found[0].encode()), text)


class Directive(NamedTuple):
    """One line, or more, that :func:`mask` hides; offsets in bytes of the body."""

    start: int
    end: int
    text: str


def directives(body: str) -> Iterator[Directive]:
    """Yield what :func:`mask` hides, in source order."""
    text = _lines(body)
    if not _BEGINS.search(text):
        return
    several = passages(text)
    lines = _mask_passages(text, several, _blank)
    found = [
        *_in_bytes(text, several),
        *_after_line_feed(_ADMONITION, lines),
        *_after_line_feed(_ALONE, _mask_admonitions(lines)),
    ]
    data = f"\n{body}".encode()
    done = 0
    for start, end in sorted(found):
        if start >= done:
            yield Directive(start - 1, end - 1, data[start:end].decode())
            done = end


def _after_line_feed(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return ((start + 1, end) for start, end in spans(pattern, text))


def spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The ranges of all matches, in bytes."""
    return _in_bytes(text, (found.span() for found in pattern.finditer(text)))


def _in_bytes(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges of ``text`` in characters, which are in order, as ranges in bytes."""
    characters, done = 0, 0
    for first, last in ranges:
        start = done + len(text[characters:first].encode())
        characters, done = last, start + len(text[first:last].encode())
        yield start, done


def code_indented(body: str) -> tuple[tuple[int, int], ...]:
    """The ranges, in bytes, of indented code, were directives but lines of text.

    Blanked they are in no code, however far they are indented.
    """
    text = _lines(body)
    blocks = opaque_blocks(_hidden(text, passages(text), _fill))
    return tuple((start, end) for block, start, end in blocks if block == INDENTED_CODE)


def opaque_blocks(masked: str) -> Iterator[tuple[Any, int, int]]:
    """Yield the blocks of code and of HTML in a masked text: what the parser says of each, and
    its range in bytes."""
    for event, place in events(masked):
        if isinstance(event, dict) and "Start" in event:
            block = event["Start"]
            if name_and_data(block)[0] in OPAQUE:
                yield block, place["start"], place["end"]


def name_and_data(value: Any) -> tuple[str, Any]:
    """Part the value of a Start or End event into the name and its data."""
    if isinstance(value, str):
        return value, None
    ((name, data),) = value.items()
    return name, data
