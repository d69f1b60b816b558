"""The dialect of Markdown that articles are written in: CommonMark, and what sites add to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from workflow.formats.markdown.multiline import passages
from workflow.formats.markdown.notation import TITLES, Form, Mark
from workflow.formats.markdown.surroundings import LONGEST_NUMBER, marks
from workflow.inline.commonmark import events
from workflow.model import lazy_re as re

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
_QUOTES = re.compile(r"(?:[ \t]*+>)++")
_ITEM, _TITLE = "- #", "#"


class Directive(NamedTuple):
    """What :func:`mask` hides in one place; offsets in bytes of the body."""

    start: int
    end: int
    text: str
    kind: str
    form: Form


def with_line_feeds(body: str) -> str:
    """``body`` with a line feed for each carriage return that stands alone, offsets kept.

    It ends a line (CommonMark 0.31, section 2.1); to the parser it does not everywhere.
    """
    return _LONE_RETURN.sub("\n", body) if "\r" in body else body


def mask(body: str) -> str:
    """Hide what site generators read as instructions from the parser, byte offsets kept.

    Shortcodes, template tags, container fences, attribute lists, MDX's statements and the other
    marks of :mod:`~workflow.formats.markdown.notation` become blank, and so does what runs over
    several lines (:func:`passages`), so that they part paragraphs and are in no segment. An
    admonition (``!!! note``) and a tab (``=== "Title"``) become list items, whose content is
    what is indented below them, as it is theirs; an empty heading begins one, for an item that
    begins with a blank line ends there. What titles the rest of its line becomes the mark of a
    heading, for a heading ends with its line.
    """
    return read(body)[0]


@lru_cache(maxsize=8)  # segments, skeleton, media, checks and page of an article ask in turn
def read(body: str) -> tuple[str, tuple[Directive, ...]]:
    """Return what :func:`mask` makes of ``body``, and what it hides, in source order.

    What it does not hide, but a page must know of, is there as well.
    """
    text = _lines(body)
    found = _found(text)
    if not found:
        return text[1:], ()
    places = _in_bytes(text, ((each.start, each.end) for each in found))
    hidden = tuple(
        Directive(start - 1, end - 1, body[each.start - 1 : each.end - 1], each.kind, each.form)
        for each, (start, end) in zip(found, places, strict=True)
    )
    return _hidden(text, found, _blank), hidden


def directives(body: str) -> tuple[Directive, ...]:
    """Return the second of what :func:`read` does."""
    return read(body)[1]


def _lines(body: str) -> str:
    """``body`` with a line feed before each line, the first one too."""
    return f"\n{with_line_feeds(body)}"


def _found(text: str) -> list[Mark]:
    """All that is hidden, in order; where two overlap, the one that begins first."""
    several = passages(text)
    found: list[Mark] = []
    done = 0
    for each in sorted(
        (*several, *marks(text, _gaps(several, len(text)))), key=lambda mark: mark[:2]
    ):
        if each.start >= done:
            found.append(each)
            done = each.end
    return found


def _gaps(found: Sequence[Mark], end: int) -> Iterator[tuple[int, int]]:
    """What lies between some marks; the ends of lines before and after them are in it."""
    done = 0
    for each in found:
        yield done, each.start
        done = each.end
    yield done, end


def _hidden(text: str, found: Sequence[Mark], hide: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for each in found:
        parts += (text[done : each.start], _written(text[each.start : each.end], each, hide))
        done = each.end
    return "".join((*parts, text[done:]))[1:]


def _written(text: str, mark: Mark, hide: Callable[[str], str]) -> str:
    """What the parser sees instead of a mark, as many bytes and lines as this has."""
    match mark.form:
        case Form.ITSELF | Form.TEXT:
            return text if mark.form is Form.ITSELF else "."
        case Form.ITEM:
            indent = len(text) - len(text.lstrip(" \t"))
            return f"{text[:indent]}{_ITEM}{_blank(text[indent + len(_ITEM) :])}"
        case Form.TITLE:
            return f"{_TITLE}{_blank(text)[len(_TITLE) :]}"
        case Form.NUMBER:
            digits = min(len(text.encode()) - len(". "), LONGEST_NUMBER)
            return f"{1:0{digits}}.".ljust(len(text.encode()))
    if not mark.quotes or "\n" not in text:
        return hide(text)
    first, *lines = text.split("\n")
    return "\n".join((hide(first), *(_quoted(line, hide) for line in lines)))


def _quoted(line: str, hide: Callable[[str], str]) -> str:
    """A line in a quotation, whose marks stay."""
    found = _QUOTES.match(line)
    return f"{found[0]}{hide(line[found.end() :])}" if found else hide(line)


def _blank(text: str) -> str:
    """Spaces for as many bytes as ``text`` has, its line ends kept."""
    return _CONTENT.sub(lambda found: " " * len(found[0].encode()), text)


def _fill(text: str) -> str:
    """Letters for as many bytes as ``text`` has, its indentation and line ends kept."""
    return _INDENTED.sub(lambda found: "x" * len(found[0].encode()), text)


def titles(found: Iterable[Directive]) -> dict[int, str]:
    """Where the marks stand that title the rest of their lines, and what kind of text that is."""
    return {each.start: TITLES[each.kind] for each in found if each.kind in TITLES}


def spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The ranges of all matches, in bytes."""
    return _in_bytes(text, (found.span() for found in pattern.finditer(text)))


def _in_bytes(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Ranges of ``text`` in characters, which are in order, as ranges in bytes."""
    if text.isascii():
        yield from ranges
        return
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
    blocks = opaque_blocks(_hidden(text, _found(text), _fill))
    return tuple((start, end) for block, start, end in blocks if block == INDENTED_CODE)


def code_ranges(body: str) -> list[tuple[int, int]]:
    """The ranges, in bytes, of code and HTML, in which nothing is an instruction.

    Blank lines are part of indented code, so that only the text as it is tells what is in it.
    """
    blocks = opaque_blocks(mask(body))
    ranges = ((start, end) for block, start, end in blocks if block != INDENTED_CODE)
    return sorted((*ranges, *code_indented(body)))


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
