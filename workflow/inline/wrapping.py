"""Inline Markdown of one block: raw source ↔ msgid, and what must be escaped on the way back.

A msgid is the block's inline source with soft line breaks unwrapped and the prefixes of its
containers (``> ``, list indentation) taken off; a hard break is a backslash and a newline.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from workflow.model import lazy_re as re

NEWLINE = re.compile(r"\r\n|\n|\r")
_LETTER = re.compile("[A-Za-z]")
_WORD = re.compile(r"\w")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
_SOFT_BREAK = re.compile(r"\n[ \t]*")
_TWO_BLANKS = ("  ", " \t", "\t ", "\t\t")
_NOT_JUST_SOFT = (" \n", "\t\n", "\v\n", "\f\n", "\\\n")
"""Line ends that are hard breaks, or have white space before them."""
_MAYBE_WIDE = re.compile(r"\n[ \t]*[^\x00-\x7f]")
"""A line that may begin with a wide character, before which a line end need not be a space."""
_DEFINITION = re.compile(r"\[(?:\\.|[^\[\]\\])+\]:", re.DOTALL)
"""The start of a link reference definition, whose label may run over several lines."""
_TAG = re.compile(r"(</?[A-Za-z][^<>]*>)")
_ITEM_NUMBER = re.compile(r"(\d{1,9})([.)](?:\s|$))")
_OPENS_BLOCK = re.compile(
    r"""
      \#{1,6}(?:\s|$)                        # heading
    | [-+*:](?:\s|$)                         # list item, definition
    | >                                      # block quote
    | `{3,}[^`]*$ | ~{3,}                    # fenced code
    | (?:-[ \t]*){3,}$ | (?:_[ \t]*){3,}$ | (?:\*[ \t]*){3,}$ | =+[ \t]*$ | -+[ \t]*$
    | \[[ xX]\]\s                            # task
    | \[[^\]\n]+\]:                          # reference or footnote definition
    """,
    re.VERBOSE,
)


class Line(NamedTuple):
    """What a line of raw source contributes to a msgid."""

    start: int
    """Offset in the raw source of its first character, prefix and indentation left out."""
    text: str
    glue: str
    """What joins it to the next line: a hard break, a space, or nothing."""


def unwrap(raw: str, quotes: int, hard_breaks: frozenset[int]) -> str:
    """Return the msgid for the raw source of a block's inline content; see :func:`unwrapped`."""
    return "".join(f"{line.text}{line.glue}" for line in unwrapped(raw, quotes, hard_breaks))


def unwrapped_simply(raw: str) -> str | None:
    """Return the msgid of content in no quotation, or None where more than its text tells it:
    where there may be hard breaks or tags, or wide characters, between which no space goes.
    """
    if "<" in raw or "\r" in raw or any(end in raw for end in _NOT_JUST_SOFT):
        return None
    if not raw.isascii() and _MAYBE_WIDE.search(raw):
        return None
    return _SOFT_BREAK.sub(" ", raw)


def unwrapped(
    raw: str, quotes: int, hard_breaks: frozenset[int], kept: frozenset[int] = frozenset()
) -> tuple[Line, ...]:
    """Return the lines of a block's inline content as its msgid joins them.

    ``quotes`` is the number of block quotes the block stands in; ``hard_breaks`` holds the
    offsets in ``raw`` (characters) of the line ends that are hard breaks, ``kept`` those of
    line ends that stay, since they stand inside a tag. Leading white space
    of a continuation line is no content (CommonMark 0.31, section 4.8).
    """
    lines: list[Line] = []
    start = 0
    for newline in NEWLINE.finditer(raw):
        begin = _content_start(raw, start, newline.start(), quotes) if start else 0
        text = raw[begin : newline.start()].rstrip(" \t")
        if newline.start() in hard_breaks:
            lines.append(Line(begin, text.removesuffix("\\"), "\\\n"))
        elif newline.start() in kept:
            lines.append(Line(begin, raw[begin : newline.start()], "\n"))
        else:
            following = _content_start(raw, newline.end(), len(raw), quotes)
            glue = soft_break(text, raw[following : following + 1])
            lines.append(Line(begin, text, glue))
        start = newline.end()
    begin = _content_start(raw, start, len(raw), quotes) if start else 0
    lines.append(Line(begin, raw[begin:], ""))
    return tuple(lines)


def offset_in_raw(lines: Sequence[Line], position: int) -> int:
    """The offset in the raw source of a position in the msgid, both in characters."""
    for line in lines:
        if position <= len(line.text):
            return line.start + position
        position -= len(line.text) + len(line.glue)
        if position < 0:
            return line.start + len(line.text)
    return lines[-1].start + len(lines[-1].text)


def _content_start(raw: str, start: int, end: int, quotes: int) -> int:
    """Where the content of a continuation line begins, after its prefix."""
    while start < end and (raw[start] in " \t" or (quotes and raw[start] == ">")):
        quotes -= raw[start] == ">"
        start += 1
    return start


def soft_break(before: str, after: str) -> str:
    """What a line end between two texts is: a space, but nothing between two characters of a
    script that has no word spaces (CSS Text 3, section 4.1.3, which names Hangul as one that has
    some; neither is an emoji one)."""
    return "" if is_unspaced(before[-1:]) and is_unspaced(after[:1]) else " "


def is_unspaced(character: str) -> bool:
    """Whether a character (or none) is of a script that parts no words."""
    if not character or unicodedata.east_asian_width(character) not in "WF":
        return False
    return unicodedata.category(character)[0] != "S" and not _HANGUL.match(character)


def escape_block(translation: str, newline: str, prefix: str, *, bare_is_hard: bool = False) -> str:
    """Return a msgstr for a paragraph's place.

    Hard breaks get ``newline`` and ``prefix``, other line ends are joined as :func:`soft_break`
    says (those inside a tag stay, for white space counts in addresses), and what
    would open another block at the start of a line is escaped. With ``bare_is_hard``, for a
    msgid that has hard breaks, a bare line end is one too: a msgid never holds a soft one, and
    that is how people write a break in the editors of catalogues. A blank line is left: it
    breaks the structure, and that is for the caller to refuse.
    """
    text = _with_line_feeds(translation).strip(" \t\n")
    if "\n" in text:
        text = with_breaks(text, bare_is_hard=bare_is_hard)
    if _DEFINITION.match(text):
        text = "\\" + text
    lines = [_escape_line_start(line.strip(" \t")) for line in text.split("\n")]
    return f"{newline}{prefix}".join(lines)


def _with_line_feeds(text: str) -> str:
    return NEWLINE.sub("\n", text) if "\r" in text else text


def with_breaks(text: str, *, bare_is_hard: bool) -> str:
    """Return a msgstr with its line ends joined, but for hard breaks, written as in a msgid."""
    lines = lines_of(text)
    parts: list[str] = []
    for line, following in pairwise(lines):
        content, after = line.strip(" \t"), following.strip(" \t")
        if not (content and after):
            parts.append(f"{line}\n")
        elif ends_in_hard_break(line) or bare_is_hard:
            parts.append(f"{content[:-1] if _is_escape(line) else content}\\\n")
        else:
            parts.append(content + soft_break(content, after[:1]))
    return "".join([*parts, lines[-1].strip(" \t")])


def lines_of(text: str) -> list[str]:
    """The lines of a msgstr in Markdown; a line end inside a tag ends none."""
    if "\n" not in text:
        return [text]
    tags = _TAG.finditer(text) if "<" in text else ()
    kept = {
        tag.start() + place
        for tag in tags
        for place, character in enumerate(tag[0])
        if character == "\n"
    }
    ends = [found.start() for found in re.finditer("\n", text) if found.start() not in kept]
    return [text[start + 1 : end] for start, end in pairwise((-1, *ends, len(text)))]


def ends_in_hard_break(line: str) -> bool:
    """Whether the end of a line that another follows is a hard break: after two blanks, or a
    backslash that is not escaped itself (CommonMark 0.31, section 6.7)."""
    return line.endswith(_TWO_BLANKS) or _is_escape(line)


def _is_escape(line: str) -> bool:
    """Whether the line ends in a backslash that escapes what follows."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def escape_line(translation: str) -> str:
    """Return a msgstr for a place that holds one line only (heading, cell, caption)."""
    lines = _with_line_feeds(translation).strip(" \t\n").split("\n")
    if len(lines) == 1:
        return lines[0]
    *broken, last = (line.strip(" \t") for line in lines)
    kept = [*(line[:-1].rstrip(" \t") if _is_escape(line) else line for line in broken), last]
    return join_lines(kept)


def join_lines(lines: Iterable[str]) -> str:
    """Return lines without white space around them as one, joined as :func:`soft_break` says."""
    parts: list[str] = []
    for line in filter(None, lines):
        if parts:
            parts.append(soft_break(parts[-1], line[:1]))
        parts.append(line)
    return "".join(parts)


def escape_heading(translation: str) -> str:
    """Return a msgstr for an ATX heading: a closing ``#`` or ``{…}`` run stays text."""
    text = escape_line(translation)
    if text.endswith("#"):
        text = re.sub(r"(?<!\\)(#+)$", r"\\\1", text)
    if not text.endswith("}"):
        return text
    # The parser takes \{…} for attributes as well; an escaped closing brace it does not.
    return re.sub(r"(\{[^{}]*(?<!\\))\}$", r"\1\\}", text)


def escape_cell(translation: str) -> str:
    """Return a msgstr for a table cell: every ``|`` is text (GFM 0.29, section 4.10)."""
    return escape_characters(escape_line(translation), "|")


def escape_characters(text: str, characters: str) -> str:
    """Put a backslash before each of ``characters`` that has none, and double a last lone one."""
    if "\\" not in text and not any(character in text for character in characters):
        return text
    pattern = rf"\\(.)|\\$|[{re.escape(characters)}]"
    return re.sub(
        pattern, lambda found: found[0] if found[1] else "\\" + found[0], text, flags=re.DOTALL
    )


def escape_alt(translation: str) -> str:
    """Return a msgstr for an image's text, its square brackets balanced or escaped."""
    text = escape_line(translation)
    bare = re.sub(r"\\.", "", text, flags=re.DOTALL)
    depth = 0
    for character in bare:
        depth += {"[": 1, "]": -1}.get(character, 0)
        if depth < 0:
            break
    return text if depth == 0 and not bare.endswith("\\") else escape_characters(text, "[]")


def _escape_line_start(line: str) -> str:
    if _OPENS_BLOCK.match(line):
        return "\\" + line
    return _ITEM_NUMBER.sub(r"\1\\\2", line, count=1) if _ITEM_NUMBER.match(line) else line


def needs_translation(text: str) -> bool:
    """Whether a msgid without its placeables holds anything a language writes its own way.

    Letters do, and numbers that take separators, signs or units (``12400``, ``3,5``,
    ``56 %``); a number below a thousand alone, or punctuation, does not.
    """
    if _LETTER.search(text):
        return True
    if not _WORD.search(text):
        return False
    if any(character.isalpha() for character in text):
        return True
    digits = re.findall(r"\d+", text)
    if len(digits) != 1:
        return len(digits) > 1
    signs = any(unicodedata.category(each) == "Sc" or each in "%‰％" for each in text)
    return signs or len(digits[0]) > 3
