"""The lines of a PO file put together to messages, whatever is wrong with some of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workflow.model import Key, Severity
from workflow.po.lint.lines import (
    BLANKS,
    LINE_END,
)
from workflow.po.lint.previous import (
    PREFIXES,
    Previous,
)
from workflow.po.lint.problem import Problem
from workflow.po.strings import (
    decoded,
    unescaped,
)

_LINE = re.compile(
    rf"""[{BLANKS}]*(?P<prefix>\#\~\||\#\||\#~)?(?P<gap>[{BLANKS}]*)
    (?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)(?![{BLANKS}]*\[|\w))?
    (?P<space>[{BLANKS}]*)(?P<rest>.*)$""",
    re.VERBOSE,
)
_COMMENT = re.compile(rf"[{BLANKS}]*#(?![~|])(?P<text>.*)$")
_STRING = re.compile(rf'"(?P<text>(?:[^"\\]|\\.)*)(?P<end>"?)[{BLANKS}]*(?P<more>.*)$')
_BLANK = re.compile(rf"[{BLANKS}]*$")
_DOMAIN = re.compile(rf'domain[{BLANKS}]*"')
_INDEX_APART = re.compile(rf"msgstr[{BLANKS}]*\[[{BLANKS}]*(\d+)[{BLANKS}]*\]")
_CONFLICT = re.compile(r"(?P<mark><{7}|={7}|>{7}|\|{7})(?: |$)")
_NO_ESCAPE = re.compile(r"\\(?:[abfnrtv\\\"0-7]|x[0-9A-Fa-f]|(?P<unknown>x|.))", re.DOTALL)
_IGNORED = "twice"
"""In the place of a keyword whose text is not looked at."""


@dataclass(slots=True)
class Record:
    """One message as far as its lines can be read; built up line by line."""

    line: int
    """Line of its first keyword."""
    obsolete: bool
    fields: dict[str, str] = field(default_factory=dict)
    """Keyword → text, its escapes undone."""
    lines: dict[str, int] = field(default_factory=dict)
    """Keyword → line."""
    comments: list[tuple[int, str]] = field(default_factory=list)
    """Line and what follows the ``#``."""

    @property
    def key(self) -> Key:
        """(msgctxt, msgid)."""
        return self.fields.get("msgctxt"), self.fields.get("msgid", "")

    @property
    def header(self) -> bool:
        """Whether it is the header entry, or would like to be one."""
        return not self.obsolete and self.fields.get("msgid") == "" and "msgctxt" not in self.fields

    @property
    def msgstrs(self) -> dict[str, str]:
        """The translation or its plural forms, by keyword."""
        return {name: text for name, text in self.fields.items() if name.startswith("msgstr")}

    @property
    def flags(self) -> dict[str, int]:
        """Flag → line."""
        lines = ((line, text) for line, text in self.comments if text.startswith(","))
        return {flag.strip(): line for line, text in lines for flag in text[1:].split(",")}


def scan(text: str, encoding: str = "utf-8") -> tuple[tuple[Record, ...], list[Problem]]:
    """Read a PO file's text; return its messages in order, and what is wrong with its syntax.

    ``encoding`` is that of the file, of which its escapes are bytes.
    """
    scanner = _Scanner(encoding)
    for number, line in enumerate(LINE_END.split(text), 1):
        scanner.feed(number, line)
    scanner.close()
    return tuple(scanner.records), scanner.problems


class _Scanner:
    """What is known while the lines go by."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self.records: list[Record] = []
        self.problems: list[Problem] = []
        self._comments: list[tuple[int, str]] = []
        self._previous: Previous | None = None
        self._open: Record | None = None
        self._keyword = ""
        self._in_conflict = False
        self._other_side = False
        """Whether the lines are those of a conflict's second half, which are not looked at."""

    def feed(self, number: int, line: str) -> None:
        """Read one line, its end cut off."""
        if found := _CONFLICT.match(line):
            self._mark(number, found["mark"][0])
        elif self._other_side:
            return
        elif comment := _COMMENT.match(line):
            self._comment(number, comment["text"])
        elif not _BLANK.match(line):
            self._text_line(number, line)

    def close(self) -> None:
        """End the last message."""
        self._end()
        if self._previous is not None:
            self._say("syntax", self._previous.line, "a previous text belongs to no message")
        if self._comments:
            # A comment that stands in front of nothing.
            first = self._comments[0][0]
            self._say("obsolete", first, "comments belong to no message", Severity.INFO)

    def _say(
        self, check: str, line: int, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(check, severity, line, message))

    def _mark(self, number: int, mark: str) -> None:
        inside = self._in_conflict
        if mark == "<" or not inside:
            self._say(
                "conflict",
                number,
                "a merge conflict is not resolved; keep one side and delete the lines of "
                "<<<<<<<, ======= and >>>>>>>",
            )
        self._in_conflict = mark == "<" or (inside and mark != ">")
        self._other_side = self._in_conflict and mark in "=|"

    def _comment(self, number: int, text: str) -> None:
        self._pause(number, "a comment")
        if self._previous is not None:
            self._say(
                "syntax", number, "a comment stands below the previous text (#|); move it above"
            )
            self._previous = None
        comments = self._comments if self._open is None else self._open.comments
        comments.append((number, text))

    def _text_line(self, number: int, line: str) -> None:
        found = _LINE.match(line)
        if found is None:  # it matches everything
            return
        keyword, prefix, rest = found["keyword"] or "", found["prefix"] or "", found["rest"]
        if not keyword and not rest.startswith('"'):
            if rest or prefix not in PREFIXES:
                self._say("syntax", number, self._not_understood(rest or prefix))
            return
        if rest.startswith('"') and prefix not in PREFIXES:
            self._want_spaces(number, found)
        text = self._string(number, keyword, rest)
        obsolete = prefix.startswith("#~")
        if prefix in PREFIXES:
            self._previous_line(number, keyword, obsolete=obsolete)
        elif keyword:
            self._keyword_line(number, keyword, text, obsolete=obsolete)
        elif self._open is None or not self._keyword:
            self._say("syntax", number, "a text stands there without msgid or msgstr before it")
        else:
            self._open.fields[self._keyword] += text
            if obsolete != self._open.obsolete:
                self._say("syntax", number, "of one message all lines have “#~”, or none has")

    def _want_spaces(self, number: int, line: re.Match[str]) -> None:
        """Gettext reads a line without them."""
        for name, blank in ((line["prefix"], line["gap"]), (line["keyword"], line["space"])):
            if name and "[" not in name and not blank:
                self._say("syntax", number, f"this program wants a space after {name}")

    def _not_understood(self, text: str) -> str:
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        if _DOMAIN.match(text):
            return "this program knows no domains; put what is in this one into its own file"
        if apart := _INDEX_APART.match(text):
            return f"this program reads only msgstr[{int(apart[1])}], without spaces: {shown}"
        if self._open is not None and text.rstrip().endswith('"'):
            return f"opening quotes are missing, or the line before was broken in two: {shown}"
        return f"no comment, keyword or text in quotes: {shown}"

    def _previous_line(self, number: int, keyword: str, *, obsolete: bool) -> None:
        self._pause(number, "a previous text (#|)")
        if self._previous is None:
            self._previous = Previous(number, obsolete)
        if wrong := self._previous.add(keyword, obsolete=obsolete):
            self._say("syntax", number, wrong)

    def _keyword_line(self, number: int, keyword: str, text: str, *, obsolete: bool) -> None:
        record = self._open
        starts = keyword in ("msgctxt", "msgid")
        if record is not None and (
            record.obsolete != obsolete
            or (starts and (record.msgstrs or keyword in record.fields))
            or (keyword == "msgctxt" and "msgid" in record.fields)
        ):
            self._end()
            record = None
        if record is None:
            record = self._open = self._started(number, obsolete=obsolete)
        if keyword in record.fields:
            self._say("syntax", number, f"{keyword} stands there twice; delete the worse one")
            keyword = _IGNORED
        elif not starts and "msgid" not in record.fields:
            self._say("syntax", number, f"{keyword} has no msgid before it")
            record.fields.setdefault("msgid", f"\ufdd0{number}")
        elif keyword == "msgid_plural" and record.msgstrs:
            self._say("syntax", number, "msgid_plural stands after the translation, not before")
        record.fields[keyword] = text
        record.lines[keyword] = number
        self._keyword = keyword

    def _started(self, number: int, *, obsolete: bool) -> Record:
        """A new message, which takes the lines in front of it."""
        if self._previous is not None:
            if wrong := self._previous.before(obsolete=obsolete):
                self._say("syntax", self._previous.line, wrong)
            self._previous = None
        record = Record(number, obsolete, comments=self._comments)
        self._comments = []
        return record

    def _pause(self, number: int, what: str) -> None:
        """A comment: the message before it is complete."""
        if self._open is not None and not self._open.msgstrs:
            self._say("syntax", number, f"{what} stands inside the message; move it above")
        elif self._open is not None:
            self._end()

    def _end(self) -> None:
        record, self._open, self._keyword = self._open, None, ""
        if record is None:
            return
        if not record.msgstrs:
            lacking = "msgstr" if "msgid" in record.fields else "msgid and msgstr"
            self._say("syntax", record.line, f'the message has no {lacking} (an empty one is "")')
        self._put_together(record)
        if "msgid" in record.fields:
            self.records.append(record)

    def _put_together(self, record: Record) -> None:
        """Bytes that stand there as escapes become letters."""
        for keyword, text in record.fields.items():
            try:
                record.fields[keyword] = decoded(text, self._encoding)
            except UnicodeError:
                message = (
                    f"escapes in {keyword} are no letters of {self._encoding.upper()}; "
                    "write the letters themselves"
                )
                self._say("encoding", record.lines.get(keyword, record.line), message)
                record.fields[keyword] = text.encode("utf-8", "replace").decode()

    def _string(self, number: int, keyword: str, rest: str) -> str:
        """The text of a line's string, as far as it goes."""
        found = _STRING.match(rest)
        if found is None:
            self._say("syntax", number, f"{keyword} has no text in double quotes after it")
            return ""
        if not found["end"]:
            self._say("syntax", number, "the text has no closing quotes on its line")
        elif found["more"]:
            self._say(
                "syntax",
                number,
                "something follows the closing quotes; a line holds one text, and quotes "
                'inside it are written \\"',
            )
        for escape in _NO_ESCAPE.finditer(found["text"]):
            if unknown := escape["unknown"]:
                self._say("syntax", number, f"\\{unknown} means nothing; a backslash is \\\\")
        return unescaped(found["text"])
