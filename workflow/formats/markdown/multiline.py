"""Directives that run over several lines: where they stand, before the parser sees the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from workflow.formats.markdown import enclosed
from workflow.formats.markdown.enclosed import statement_end
from workflow.formats.markdown.notation import (
    COMPONENT,
    COMPONENT_END,
    CONTAINERS,
    FENCE,
    OPTIONS,
    VERBATIM,
    Mark,
)
from workflow.model import lazy_re as re

_VERBATIM_NAMES = "|".join(sorted(VERBATIM))
_VERBATIM = rf"""[ \t]*+(?:
    \{{%[-+]?[ \t]*+(?P<end>end)?(?P<tag>{_VERBATIM_NAMES})(?![\w-])
      (?:(?!%\}}|\{{%)[^\r\n])*+%\}}
  | \{{\{{[<%][ \t]*+(?P<slash>/)?[ \t]*+(?P<code>{_VERBATIM_NAMES})(?![\w-])
      (?:(?![>%]\}}\}}|\{{\{{[<%])[^\r\n])*+(?<!/)[>%]\}}\}}
  )[ \t]*+(?=[\r\n]|\Z)"""
_LINE = re.compile(
    rf"""\n(?:
      (?P<prefix>{CONTAINERS}[ \t]*+)
        (?P<fence>`{{3,}}+(?=[^`\r\n]*+(?:[\r\n]|\Z))|~{{3,}}+)(?P<info>[^\r\n]*+)
    | (?P<verbatim>{_VERBATIM})
    | (?P<comment>[ \t]*+\{{/\*)
    | (?P<statement>(?:import|export)\b)
    | (?P<component>[ \t]*+</?[A-Z])
    | (?P<quotes>(?:[ \t]*+>)*+)[ \t]*+(?P<enclosed>{enclosed.BEGINS})
    )""",
    re.VERBOSE,
)
"""How a line begins that matters here. It is quicker to look for its line feed than for a ``^``."""
_MAY_HOLD = re.compile(
    rf"""\n(?:(?:import|export)\b | [ \t]*+(?:\{{/\* | <[A-Z][^\n]*+(?<!>)\n
      | \{{(?:%|\{{[<%])[-+ \t]*+(?:{_VERBATIM_NAMES})\b)
      | (?=[ \t>*+\-\d`~$\\%{{:\#]){CONTAINERS}[ \t]*+
        (?:(?:```++|~~~++)\{{[a-z] | {enclosed.BEGINS}))""",
    re.VERBOSE,
)
"""How a line begins with which one may begin; most texts have none."""
_VERBATIM_LINE = re.compile(rf"\n{_VERBATIM}", re.VERBOSE)
_COMMENT = re.compile(
    r"[ \t]*+\{/\*(?:(?!\*/|\{/\*).)*+\*/[ \t]*+\}[ \t]*+(?=[\r\n]|\Z)", re.DOTALL
)
_FENCE_LINE = re.compile(f"^{FENCE}", re.MULTILINE)
_TEXT_NAMES = (
    "admonition|attention|caution|danger|error|hint|important|note|seealso|tip|todo|warning"
    "|aside|blockquote|card|container|deprecated|details|div|dropdown|epigraph|example|exercise"
    "|figure|glossary|grid|grid-item|grid-item-card|highlights|list-table|margin|prf:[a-z]++"
    "|pull-quote|sidebar|solution|tab-item|tab-set|table|theorem|topic|versionadded|versionchanged"
)
_TEXT_DIRECTIVE = re.compile(
    rf"(?:`{{3,}}+|~{{3,}}+)\{{(?:{_TEXT_NAMES})\}}[^\r\n]*+{OPTIONS}", re.VERBOSE
)
"""A fence that opens a directive whose content is text (MyST)."""
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_INDENT = re.compile(r"\n([ \t]*+)(?=[^\s])")
_HTML = re.compile(
    r"(?P<end>--+>|</(?:pre|script|style|textarea)\b)|<!--|<(?:pre|script|style|textarea)\b", re.I
)
"""Starts and ends of HTML that runs over blank lines (section 4.6, conditions 1 and 2)."""
CODE_INDENT = 4
"""Columns that make a line one of code (CommonMark 0.31, section 4.4)."""
_HTML_BLOCKS = frozenset(
    "address article aside base basefont blockquote body caption center col colgroup dd details "
    "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 "
    "head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
    "p param pre script search section style summary table tbody td textarea tfoot th thead title "
    "tr track ul".split()
)
"""Tags the parser takes for HTML over however many lines (section 4.6, conditions 1 and 6)."""


def passages(text: str) -> list[Mark]:
    """Return the directives in ``text`` that run over lines, in order.

    A line feed has to precede every line, the first one too.

    These are what stands between tags like ``{% raw %}`` and ``{% endraw %}``, with these;
    MDX's statements, comments, and tags of components. Where something does not end before
    what it cannot run across, or begins in fenced code, it is none.
    """
    return list(_Scan(text).passages()) if _MAY_HOLD.search(text) else []


class _Scan:
    """One pass over the lines that begin so that they matter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.fence = ""
        """The fence of the code the scan is in."""
        self.directives: list[str] = []
        """The fences of the directives the scan is in."""
        self.opened: list[tuple[str, bool]] = []
        """The components the scan is in, and whether one of their ends would join a text."""

    @cached_property
    def ends(self) -> dict[tuple[str | None, str | None], list[tuple[int, int]]]:
        """By kind and name of tag, where those stand that end what is verbatim."""
        ends: dict[tuple[str | None, str | None], list[tuple[int, int]]] = {}
        for tag in _VERBATIM_LINE.finditer(self.text):
            if tag["end"] or tag["slash"]:
                ends.setdefault((tag["tag"], tag["code"]), []).append(tag.span())
        return ends

    def passages(self) -> Iterator[Mark]:
        at = 0
        while found := _LINE.search(self.text, at):
            at = found.end()
            if found["fence"] is not None:
                if (mark := self._fence(found)) is not None:
                    yield mark
                    at = mark.end
            elif not self.fence:
                start = found.start() + 1
                kind, end = self._end(found, start)
                if end is not None and self._stands_alone(start, end):
                    quotes = found["quotes"] or ""
                    yield Mark(start + len(quotes), end, kind, quotes=quotes.count(">"))
                    at = end

    def _fence(self, found: re.Match[str]) -> Mark | None:
        """Take in a fence; return what there is to hide of one that is no code's, but that of a
        directive of MyST which holds text."""
        marks, info = found["fence"], found["info"]
        prefix = found["prefix"]
        start, quotes = found.start("fence"), prefix.count(">")
        if self.fence:
            if marks.startswith(self.fence) and not info.strip():
                self.fence = ""
        elif self.directives and marks.startswith(self.directives[-1]) and not info.strip():
            self.directives.pop()
            return Mark(start, found.end(), "directive", quotes=quotes)
        elif not prefix.replace(">", "").strip() and (
            directive := _TEXT_DIRECTIVE.match(self.text, start)
        ):
            self.directives.append(marks)
            return Mark(start, directive.end(), "directive", quotes=quotes)
        else:
            self.fence = marks
        return None

    def _end(self, found: re.Match[str], start: int) -> tuple[str, int | None]:
        if found["verbatim"] is not None:
            return "directive", self._verbatim_end(found)
        if found["comment"] is not None:
            return "comment", self._comment_end(start)
        if found["statement"] is not None:
            return "statement", statement_end(self.text, start)
        if found["enclosed"] is not None:
            kind, end = enclosed.end_of(self.text, found) or ("", start)
            fences = _FENCE_LINE.findall(self.text, start, end) if kind else ()
            return kind, None if not kind or len(fences) % 2 else end
        return "component", self._component_end(start)

    def _verbatim_end(self, tag: re.Match[str]) -> int | None:
        if tag["end"] or tag["slash"]:
            return None
        ends = self.ends.get((tag["tag"], tag["code"]), [])
        number = bisect_left(ends, (tag.end(), 0))
        return ends[number][1] if number < len(ends) else None

    def _comment_end(self, start: int) -> int | None:
        comment = _COMMENT.match(self.text, start)
        if comment is None or len(_FENCE_LINE.findall(comment[0])) % 2:
            return None
        if self.opened:
            self.opened[-1] = (self.opened[-1][0], True)
        return comment.end()

    def _component_end(self, start: int) -> int | None:
        if ending := COMPONENT_END.match(self.text, start):
            return ending.end() if self._close(ending["name"]) else None
        tag = COMPONENT.match(self.text, start)
        if tag is None:
            return None
        parts = "\n" in tag[0] and self._is_paragraph(tag)
        if not tag["empty"]:
            self.opened.append((tag["name"], parts))
        return tag.end() if parts else None

    def _close(self, name: str) -> bool:
        while self.opened:
            opened, joins = self.opened.pop()
            if opened == name:
                return joins
        return False

    def _is_paragraph(self, tag: re.Match[str]) -> bool:
        """Whether the parser would take a tag over several lines for the start of a text."""
        if tag["name"].lower() in _HTML_BLOCKS:
            return False
        if _BLANK_LINE.search(tag[0]) or _FENCE_LINE.search(tag[0]):
            return False
        before = self.text.rfind("\n", 0, max(tag.start() - 1, 0)) + 1
        return not self.text[before : tag.start()].lstrip(" \t").startswith("<")

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a passage has no part in code or HTML that it does not hold as a whole."""
        indent = _INDENT.match(self.text, start - 1)
        if indent is not None and columns(indent[1]) >= CODE_INDENT:
            number = bisect_left(self.unindented, start)
            if number < len(self.unindented) and self.unindented[number] < end:
                return False
        number = bisect_left(self.html, (start, False))
        if number == len(self.html) or self.html[number][0] >= end:
            return True
        return not self.html[number][1]

    @cached_property
    def unindented(self) -> list[int]:
        """Where the lines begin that are in no indented code."""
        indents = _INDENT.finditer(self.text)
        return [each.start(1) for each in indents if columns(each[1]) < CODE_INDENT]

    @cached_property
    def html(self) -> list[tuple[int, bool]]:
        """Where HTML starts and ends in which blank lines do not count; whether it ends."""
        return [(each.start(), each["end"] is not None) for each in _HTML.finditer(self.text)]


def columns(indent: str) -> int:
    """How wide an indentation is; a tab goes on to the next fourth column (section 2.2)."""
    return len(indent.expandtabs(CODE_INDENT))
