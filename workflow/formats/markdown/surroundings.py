"""Marks of Markdown's dialects on one line: where they stand, told by what is around them.

What may be plain text as well is a mark only where its surroundings say so: false alarms cost
readers a text, a mark too few costs a translator a moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

from workflow.formats.markdown.notation import (
    ATTRIBUTES,
    BEGINS,
    CONTAINERS,
    KEYED,
    KINDS,
    LINE_END,
    NEXT_LINE,
    TITLES,
    Form,
    Mark,
    whole_line,
)
from workflow.model import lazy_re as re

_NOT_IN_ITEMS = frozenset(("directive", "attributes", "break", "command"))
"""Kinds that after the mark of a list item are the beginning of its text."""
_FORMS = {"example": Form.NUMBER, "colon": Form.TEXT}
_ALERTS = frozenset(("note", "tip", "important", "warning", "caution"))
"""Callouts that the parser knows."""
_COMMENTS = frozenset(("comment", "//", "#", "_", "%"))
LONGEST_NUMBER = 9
"""Digits of a list item's number, at most (CommonMark 0.31, section 5.2)."""
_LABEL = re.compile(r"\[([^\[\]\r\n]++)\](?!:)")
_DELIMITERS = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?\Z")
_NUMBER_END = re.compile(r"\d(?:&nbsp;|[\s*_)\]\u00a0\u202f])*+\Z")
_LABELLED = re.compile(r"\{#(?:tbl|fig|lst)[-:][^{}]*+\}\Z")
_BLANK = re.compile(r"\Z|\n[ \t>]*+(?:\r?\n|\Z)")
_TABLE_BELOW = re.compile(r"\n[ \t>]*+\r?\n[ \t>]*+[^\r\n|]*+\|")
_BRACES = re.compile(rf"(?P<braces>\{{[^{{}}\r\n]++\}})(?P<closing>[ \t]++#++)?+{LINE_END}")
_ATTRIBUTES = re.compile(rf"{ATTRIBUTES} | \{{/\*[^\r\n]*\*/\}}", re.VERBOSE)
_ID = re.compile(rf" \^(?!\d{{1,3}}(?![\w-]))[A-Za-z0-9-]++{LINE_END}")
_HEADING = re.compile(rf"{CONTAINERS}[ \t]*+\#{{1,6}}[ \t]", re.VERBOSE)
_UNDERLINE = re.compile(rf"{NEXT_LINE}[ \t]*+(?:=++|-++){LINE_END}")
_BLOCK_END = re.compile(
    rf"""\Z | \r?\n\Z | {NEXT_LINE}[ \t]*+(?:[\r\n]|\Z
      |(?:[-*+]|\d{{1,9}}[.)])[ \t]|\#{{1,6}}[ \t]|```|~~~|:::|\{{[.\#:])""",
    re.VERBOSE,
)
"""What ends a paragraph or the text of an item after one of its lines."""
_KEYED_HINT = re.compile(r"::[ \t]")
_LISTED_HINT = re.compile(": ?toc")
_LISTED_CONTENTS = re.compile(
    r"\n[ \t]*+(?:[-*+]|1[.)])[ \t]++"
    rf"(?P<it>[^\r\n]*+\r?\n[ \t]*+\{{:[ \t]*+toc\b[^{{}}\r\n]*+\}}){LINE_END}"
)
"""How kramdown asks for a table of contents: by a list whose one item it replaces."""


def marks(text: str, gaps: Iterable[tuple[int, int]]) -> Iterator[Mark]:
    """Yield the marks in the ``gaps`` of ``text``; some may overlap, and are not in order.

    A line feed has to precede every line, the first one too.
    """
    scan = _Scan(text)
    for start, end in gaps:
        yield from scan.marks(start, end)


class _Scan:
    """What is asked of one text more than once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.braces = "}" in text
        self.ids = "^" in text and " ^" in text  # one character is found much sooner than two
        self.keyed = _KEYED_HINT.search(text) is not None
        self.listed = _LISTED_HINT.search(text) is not None
        self.verses: dict[int, bool] = {}
        """Lines that begin with a bar, by their start, and whether they are verse."""
        self.told = {
            "callout": self._is_callout,
            "comment": self._is_comment,
            "contents": self._is_contents,
            "verse": self._is_verse,
            "caption": self._is_caption,
            "example": self._is_example,
        }

    def marks(self, start: int, end: int) -> Iterator[Mark]:
        if self.listed:
            for found in _LISTED_CONTENTS.finditer(self.text, start, end):
                yield Mark(*found.span("it"), "contents", Form.TITLE)
        keyed = KEYED.finditer(self.text, start, end) if self.keyed else ()
        for begin in chain(BEGINS.finditer(self.text, start, end), keyed):
            line = whole_line().match(self.text, begin.start(), end)
            if line is None or (mark := self._mark(line)) is None:
                continue
            yield mark
            if mark.kind == "leaf":
                yield Mark(*line.span("rest"), "rest")
        if self.braces:
            for found in _BRACES.finditer(self.text, start, end):
                if (mark := self._of_braces(found)) is not None:
                    yield mark
        if self.ids:
            for found in _ID.finditer(self.text, start, end):
                if _BLOCK_END.match(self.text, found.end()) and self._has_text(found.start()):
                    yield Mark(self._after_text(found.start()), found.end(), "id")

    def _mark(self, found: re.Match[str]) -> Mark | None:
        if found["statement"] is not None:
            return Mark(*found.span("statement"), "statement")
        listed = bool(found["prefix"].replace(">", "").strip())
        quotes = found["prefix"].count(">")
        if found["admonition"] is not None:
            return None if listed else Mark(*found.span("it"), "admonition", Form.ITEM, quotes)
        kind = next(name for name in KINDS if found[name] is not None)
        told = self.told.get(kind)
        if (listed and kind in _NOT_IN_ITEMS) or not (told is None or told(found)):
            return None
        if kind in _FORMS:
            return Mark(*found.span(kind), kind, _FORMS[kind], quotes)
        if listed or kind in TITLES:
            return Mark(*found.span(kind), kind, Form.TITLE, quotes)
        return Mark(*found.span("it"), kind, Form.BLANK, quotes)

    def _line(self, line_feed: int) -> str:
        """The line that ends at a line feed."""
        return self.text[self.text.rfind("\n", 0, line_feed) + 1 : line_feed]

    def _starts(self, found: re.Match[str]) -> bool:
        """Whether a line is the first of its block."""
        return not self._line(found.start()).strip(" \t>\r")

    def _has_text(self, end: int) -> bool:
        """Whether there is text on a line before ``end``."""
        line = self.text[self.text.rfind("\n", 0, end) + 1 : end]
        return bool(line.strip(" \t>-*+"))

    def _after_text(self, end: int) -> int:
        """Where the text before ``end`` on its line ends."""
        line = self.text[self.text.rfind("\n", 0, end) + 1 : end]
        return end - len(line) + len(line.rstrip(" \t"))

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels of links and what else stands in brackets, in lower case."""
        return frozenset(each.strip().casefold() for each in _LABEL.findall(self.text))

    @cached_property
    def contents_is_link(self) -> bool:
        """Whether ``[TOC]`` is a link, for its address is given."""
        return "\n[toc]:" in self.text.casefold()

    def _is_contents(self, found: re.Match[str]) -> bool:
        return found["toc"] is None or not self.contents_is_link

    def _is_comment(self, found: re.Match[str]) -> bool:
        """A definition of a link that leads nowhere, and that nobody uses; a ``%`` that is no
        percent sign, carried over from the line before."""
        if found["label"] is not None:
            label = found["label"].strip().casefold()
            if label in _COMMENTS:
                return True
            return not found["bare"] and label not in self.labels
        if found["comment"][0] != "%":
            return True
        listed = found["prefix"].replace(">", "").strip()
        return not listed and not _NUMBER_END.search(self._line(found.start()))

    def _is_callout(self, found: re.Match[str]) -> bool:
        """The first line of a quotation, if the parser does not know it for one."""
        prefix = found["prefix"]
        if not prefix.endswith(">") or len(found["it"]) - len(found["it"].lstrip()) > len(" ") * 4:
            return False
        before = self._line(found.start())
        inner = before.lstrip(" \t>")
        if inner.strip() and before[: len(before) - len(inner)].count(">") >= prefix.count(">"):
            return False
        bare = self.text[found.end() : found.end() + 1] in ("\n", "\r", "")
        known = found["type"].lower() in _ALERTS and not (found["fold"] or found["meta"])
        return not (bare and known)

    def _is_verse(self, found: re.Match[str]) -> bool:
        line = found.start() + 1
        if line not in self.verses:
            self._read_bars(line)
        return self.verses[line]

    def _read_bars(self, line: int) -> None:
        """Tell whether the lines from here on that begin with a bar are verse (pandoc): several
        lines, of which none is of a table."""
        lines: list[int] = []
        table = bool(self._line(line - 1).strip(" \t>\r"))
        at = line
        while at < len(self.text):
            end = self.text.find("\n", at)
            end = len(self.text) if end < 0 else end
            content = self.text[at:end].strip(" \t>\r")
            if not content:
                break
            if content.startswith("|"):
                lines.append(at)
            bar = content.startswith("|")
            goes_on = not bar and self.text[at:end].lstrip(">").startswith((" ", "\t"))
            closed = not bar or (content.endswith("|") and content != "|")
            table = table or (closed and not goes_on) or _DELIMITERS.match(content) is not None
            at = end + 1
        for each in lines:
            self.verses[each] = not table and len(lines) > 1
        self.verses.setdefault(line, False)

    def _is_caption(self, found: re.Match[str]) -> bool:
        """All of a paragraph that stands above or below a table (pandoc)."""
        end = self.text.find("\n", found.end())
        end = len(self.text) if end < 0 else end
        if not self._starts(found) or not _BLANK.match(self.text, end):
            return False
        if _LABELLED.search(self.text[found.end() : end].rstrip()):
            return True
        above = self.text.rfind("\n", 0, max(found.start(), 0))
        if above > 0 and "|" in self._line(above):
            return True
        return found["caption"][0] != ":" and _TABLE_BELOW.match(self.text, end) is not None

    def _is_example(self, found: re.Match[str]) -> bool:
        """An item of pandoc's example lists, as short as a list item's number may be."""
        before = self._line(found.start()).lstrip(" \t>")
        short = len(found["example"].encode()) <= LONGEST_NUMBER + len(".    ")
        return short and (self._starts(found) or before.startswith("(@"))

    def _of_braces(self, found: re.Match[str]) -> Mark | None:
        """Attributes at the end of headings and blocks; braces in headings that are none."""
        braces, end = found.start("braces"), found.end()
        line = self.text.rfind("\n", 0, braces) + 1
        heading = _HEADING.match(self.text, line, braces) is not None or (
            self._has_text(braces) and _UNDERLINE.match(self.text, end) is not None
        )
        before = self.text[line:braces]
        escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
        if not escaped and _ATTRIBUTES.fullmatch(found["braces"]):
            if heading and found["closing"]:
                return Mark(self._after_text(braces), found.end("braces"), "heading")
            ends = not found["closing"] and _BLOCK_END.match(self.text, end) is not None
            told = heading or (found["braces"].strip("{- }") and before[-1:] != "]")
            if heading or (ends and told and self._has_text(braces) and found["braces"][1] != "/"):
                kind = "heading" if heading else "attributes"
                return Mark(self._after_text(braces), end, kind)
            return None
        if heading and not found["closing"] and not found["braces"].endswith("\\}"):
            return Mark(found.end("braces") - 1, found.end("braces"), "brace", Form.ITSELF)
        return None
