"""HTML cut into tags, texts and comments just as browsers cut it (HTML standard, 13.2.5).

The cut never fails: whatever a text holds, the tokens are in order, do not overlap and cover
it. That browsers see the very same tokens is what the safety of translations rests on, so in
broken markup too the rules are the standard's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, Literal

from workflow.inline.html_elements import (
    ESCAPABLE_RAW_TEXT,
    RAW_TEXT,
)
from workflow.inline.html_tags import (
    ATTRIBUTE,
    NAME,
    Tag,
    read_tag,
)
from workflow.model import lazy_re as re

Kind = Literal["text", "start", "end", "comment", "raw", "lost"]
"""``comment``: doctypes and processing instructions as well; ``raw``: the content of an
element that has no tags inside; ``lost``: a tag that the end of the text cuts off."""
Token = tuple[Kind, int, int, Tag | None]
"""Kind, offset of the first byte, of the byte after the last, and the tag where it is one."""

RAW: Final = RAW_TEXT | ESCAPABLE_RAW_TEXT | {"script", "plaintext"}
"""Elements whose content is one token."""
MARKUP: Final = re.compile(
    rb"< (?P<slash> /?+ ) (?P<name> " + NAME + rb")"
    rb"   (?: [\t\n\f\r /]++ |" + ATTRIBUTE + rb")*+ >"
    # Browsers drop a tag that never ends, and with it the rest of the text.
    rb"| (?P<lost> </?+ [A-Za-z] .*+ )"
    rb"| <!-- (?: -?+ > | .*? (?: --!?+ > | \Z ) )"
    rb"| <[!?] [^>]*+ >?+"
    rb"| </ (?: > | [^>]++ >?+ )",
    re.VERBOSE | re.DOTALL,
)
"""Whatever a browser takes out of the text around it."""
_SCRIPT: Final = re.compile(rb"<!--(?!-*>)|-->|<(?P<end>/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_SECTION: Final = b"<![CDATA["
_SLASH: Final = ord("/")
_FOREIGN: Final = frozenset({"svg", "math"})
_HOLDS_HTML: Final = frozenset("foreignobject desc title mi mo mn ms mtext".split())
_BREAKS_OUT: Final = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img "
    "li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul "
    "var".split()
)


def tokenize(data: bytes) -> Iterator[Token]:
    """Cut ``data`` (UTF-8) into tokens."""
    foreign = _Foreign()
    done, jump = 0, data.find(b"<")
    while 0 <= jump < len(data):
        for found in MARKUP.finditer(data, jump):
            start, end = found.span()
            if done < start:
                yield ("text", done, start, None)
            jump = end
            if found.lastgroup == "name":
                tag = read_tag(found[0])
                opens = data[start + 1] != _SLASH
                yield ("start" if opens else "end", start, end, tag)
                if opens and tag.name in RAW and not foreign.inside:
                    jump = _end_of_raw(data, end, tag.name)
                    if end < jump:
                        yield ("raw", end, jump, None)
                if foreign.open or tag.name in _FOREIGN:
                    foreign.pass_by(tag, closing=not opens)
            else:
                if foreign.inside and data.startswith(_SECTION, start):
                    close = data.find(b"]]>", start)
                    jump = len(data) if close < 0 else close + len(b"]]>")
                yield ("lost" if found.lastgroup else "comment", start, jump, None)
            done = jump
            if jump != end:
                break
        else:
            break
    if done < len(data):
        yield ("text", done, len(data), None)


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Cut a text into tokens whose offsets are in characters."""
    data = text.encode()
    if data.isascii():
        return tuple(tokenize(data))
    found: list[Token] = []
    done = 0
    for kind, start, end, tag in tokenize(data):
        after = done + len(data[start:end].decode())
        found.append((kind, done, after, tag))
        done = after
    return tuple(found)


class _Foreign:
    """Whether the cut is inside SVG or MathML, where no element's content is raw (13.2.6.5)."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.inside = False

    def pass_by(self, tag: Tag, *, closing: bool) -> None:
        """Take in a tag; while nothing is open, only those of SVG and MathML change anything."""
        if closing:
            if self.open and self.open[-1] == tag.name:
                self.open.pop()
        elif tag.name in _FOREIGN or (self.inside and tag.name in _HOLDS_HTML):
            if not tag.self_closing:
                self.open.append(tag.name)
        elif self.inside and tag.name in _BREAKS_OUT:
            while self.open and self.open[-1] in _FOREIGN:
                self.open.pop()
        self.inside = bool(self.open) and self.open[-1] in _FOREIGN


def _end_of_raw(data: bytes, start: int, name: str) -> int:
    """Where the content of a raw element ends that begins at ``start``."""
    if name == "plaintext":
        return len(data)
    if name == "script":
        return _end_of_script(data, start)
    found = _end_tag(name).search(data, start)
    return found.start() if found else len(data)


@cache
def _end_tag(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"</" + name.encode() + rb"(?=[\t\n\f\r />])", re.IGNORECASE)


def _end_of_script(data: bytes, start: int) -> int:
    """A script that writes scripts inside ``<!--`` ends later than it seems (13.2.5.20 ff.)."""
    commented = nested = False
    for found in _SCRIPT.finditer(data, start):
        if found["end"] is None:
            commented = found[0] == b"<!--" or not found[0]
            nested = nested and commented
        elif found["end"] and not nested:
            return found.start()
        elif commented:
            nested = not found["end"]
    return len(data)
